"""Rules about expressions: what is computed, and whether it can be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lytte.core.checks.expressions_written import Written
from lytte.core.checks.form import Form
from lytte.core.checks.patient_read import elements_read
from lytte.core.checks.telling import named
from lytte.core.evaluation.places import Place, ancestors
from lytte.core.evaluation.state import FUEL_IN_ALL
from lytte.core.expressions.dependencies import Dependencies
from lytte.core.items.choice import Choice
from lytte.core.problems import Problem, warning

_NEVER_HAD = frozenset({"user", "encounter", "practitioner", "location", "item"})
_ALWAYS_KNOWN = _NEVER_HAD | {"patient", "questionnaire", "qitem"}
_LAUNCH = "launchContext"
_HAD_OF_PATIENT = frozenset({"birthDate", "resourceType"})
_WEIGHING = (".weight()", ".ordinal()")


def unreadable_expression(form: Form) -> Iterator[Problem]:
    """An expression cannot be read.

    It is written wrong, or uses a function that does not exist. It has no effect:
    what it should compute stays empty, what it should open stays closed.
    """
    for each in form.expressions:
        if each.fault:
            yield warning(
                each.link_id, f"{each.told} cannot be read: {each.fault}", "Correct the expression."
            )


def unknown_variable(form: Form) -> Iterator[Problem]:
    """An expression uses a variable (%name) that nothing defines.

    It is empty, and so is usually everything computed from it.
    """
    everywhere = _known_everywhere(form)
    known_at: dict[Place | None, frozenset[str]] = {None: everywhere}
    for each, reads in _readable(form):
        for name in sorted(reads.variables - _known_at(each.place, known_at)):
            yield warning(
                each.link_id,
                f"{each.told} uses %{name}, which is not defined here",
                "Define the variable on the item, around it, or on the questionnaire.",
            )


def not_supplied(form: Form) -> Iterator[Problem]:
    """An expression uses what the record around the form would supply, and Lytte does not.

    While a patient answers Lytte has %patient with the birth date, %questionnaire and
    %qitem, and nothing else of a launchContext: no %user or %encounter. They are empty, and
    so is what is computed from them.
    """
    own = {each.name for each in form.questionnaire.variables}
    never = {*_NEVER_HAD, *_names_kept(form.questionnaire.kept, _LAUNCH)} - own - {"patient"}
    own_at: dict[Place | None, set[str | None]] = {}
    for each, reads in _readable(form):
        if each.place not in own_at:
            around = _around(each.place)
            own_at[each.place] = {one.name for at in around for one in at.item.variables}
        for name in sorted((reads.variables & never) - own_at[each.place]):
            yield warning(
                each.link_id,
                f"{each.told} uses %{name}, which is not there while a patient answers; it stays "
                "empty",
                "Ask for it in a question, or take it out of the expression.",
            )
        is_theirs = "patient" in own | own_at[each.place]
        for element in () if is_theirs else sorted(_of_patient(form, each) - _HAD_OF_PATIENT):
            yield warning(
                each.link_id,
                f"{each.told} uses “{element}” of %patient, of whom only the birth date is known "
                "here; it stays empty",
                "Ask for it in a question, or take it out of the expression.",
            )


def _of_patient(form: Form, each: Written) -> frozenset[str]:
    """Return what is asked of %patient."""
    if "patient" not in each.text:
        return frozenset()
    parsed = form.readings.read(each.text, at_item=each.place is not None).parsed
    return frozenset(elements_read(parsed.term, "patient") if parsed else ())


def computes_with_nothing(form: Form) -> Iterator[Problem]:
    """An expression refers to a linkId that no item has.

    The question was removed or renamed; the result is empty, or a part is missing
    from a sum without anyone noticing.
    """
    for each, reads in _readable(form):
        for link_id in sorted(reads.link_ids | reads.subtrees):
            if form.place(link_id) is None:
                yield warning(
                    each.link_id,
                    f"{each.told} reads the item {link_id}, which does not exist",
                    "Correct the linkId.",
                )


def looks_at_too_much(form: Form) -> Iterator[Problem]:
    """Expressions look at every answer, and together at more than can be worked out.

    A patient does not wait for them: when they have taken too long, the rest stay empty.
    """
    wide = [(each, number) for each, reads in _readable(form) if (number := _width(form, reads))]
    number = len(form.items)
    if sum(width for _, width in wide) > FUEL_IN_ALL:
        yield warning(
            wide[0][0].link_id,
            f"{len(wide)} expressions look through answers to up to {number} items, which takes "
            "too long while a patient answers; the last of them stay empty",
            "Let each name the questions that it reads, or work it out once, as a variable.",
        )


def _width(form: Form, reads: Dependencies) -> int:
    """Return how many items are looked through, beside those that are named."""
    if not reads.is_certain:
        return len(form.items)
    tops = [place for each in reads.subtrees if (place := form.place(each))]
    return sum(place.end - place.number for place in tops if place.children)


def score_without_weights(form: Form) -> Iterator[Problem]:
    """A score adds up the weights of options that have none.

    The score can never be computed. Weights are ordinalValue or itemWeight on the
    options or in their value set.
    """
    for each, reads in _readable(form):
        if not any(call in each.text for call in _WEIGHING):
            continue
        read = list(_choices_read(form, reads))
        without = [item for item in read if not form.offer(item).has_weights]
        # Of an expression that may read anything, only that nothing at all has a weight is sure.
        if without and (reads.is_certain or len(without) == len(read)):
            said = f"{each.told} adds up weights, but the options of {named(without[0])} have none"
            if len(without) > 1:
                said = f"{said} (nor those of {len(without) - 1} more)"
            yield warning(each.link_id, said, "Give each option its ordinalValue.")


def score_reads_hidden_branch(form: Form) -> Iterator[Problem]:
    """A calculation adds up questions that are not always asked.

    While one of them is closed, `+` gives no result at all. Say what a missing answer
    counts, or use a sum over those that are answered.
    """
    for each, reads in _readable(form):
        if each.purpose != "calculation" or "+" not in each.text:
            continue
        own = set(_guards(each.place)) if each.place else set()
        closed = [
            found.item
            for link_id in sorted(reads.link_ids)
            if (found := form.place(link_id)) is not None and not set(_guards(found)) <= own
        ]
        if closed and not _has_fallback(each.text):
            yield warning(
                each.link_id,
                f"{each.told} has no result while {named(closed[0])} is not asked",
                "Say what a missing answer counts, as in iif(x.exists(), x, 0).",
            )


def _has_fallback(text: str) -> bool:
    return any(
        each in text for each in ("iif(", "sum()", "aggregate(", "coalesce(", "exists()", "|")
    )


def _guards(place: Place) -> Iterator[Place]:
    guard = place.guard
    while guard is not None:
        yield guard
        guard = guard.parent.guard if guard.parent else None


def _readable(form: Form) -> Iterator[tuple[Written, Dependencies]]:
    for each in form.expressions:
        if each.reads is not None:
            yield each, each.reads


def _choices_read(form: Form, reads: Dependencies) -> Iterator[Choice]:
    if not reads.is_certain:
        yield from form.choices
        return
    for link_id in sorted(reads.link_ids | reads.subtrees):
        place = form.place(link_id)
        if place is None:
            continue
        inside = form.places.inside(place) if link_id in reads.subtrees else ()
        yield from (p.item for p in (place, *inside) if isinstance(p.item, Choice))


def _known_everywhere(form: Form) -> frozenset[str]:
    whole = form.questionnaire
    names = {each.name for each in whole.variables if each.name}
    names |= set(_names_kept(whole.kept))
    names |= {str(each.get("id")) for each in _objects(whole.kept.get("contained"))}
    return _ALWAYS_KNOWN | names


def _known_at(place: Place | None, known: dict[Place | None, frozenset[str]]) -> frozenset[str]:
    """Return the names at an item; most items have those around them and none of their own."""
    if place is None or place in known:
        return known[place]
    around = _known_at(place.parent, known)
    own = {variable.name for variable in place.item.variables if variable.name}
    own.update(_names_kept(place.item.kept))
    known[place] = around | own if own else around
    return known[place]


def _around(place: Place | None) -> tuple[Place, ...]:
    return (place, *ancestors(place)) if place else ()


def _names_kept(kept: Mapping[str, Any], ending: str = "") -> Iterator[str]:
    """Yield the names that extensions Lytte only keeps give to values (launchContext, …)."""
    for each in _objects(kept.get("extension")):
        if not str(each.get("url")).endswith(ending):
            continue
        for part in (each, *_objects(each.get("extension"))):
            found = part.get("valueExpression")
            name = found.get("name") if isinstance(found, Mapping) else None
            if part.get("url") == "name":
                coded = part.get("valueCoding")
                name = coded.get("code") if isinstance(coded, Mapping) else part.get("valueId")
            if isinstance(name, str):
                yield name


def _objects(given: Any) -> Iterator[Mapping[str, Any]]:
    """Nothing is sure about the shape of what is only kept."""
    if isinstance(given, Sequence):
        yield from (each for each in given if isinstance(each, Mapping))


RULES = (
    unreadable_expression,
    unknown_variable,
    not_supplied,
    computes_with_nothing,
    looks_at_too_much,
    score_without_weights,
    score_reads_hidden_branch,
)
