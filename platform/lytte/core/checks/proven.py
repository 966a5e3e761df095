"""Rules about expressions that can only come to one thing, or to nothing."""

from collections.abc import Iterator

from lytte.core.checks import branches
from lytte.core.checks.expressions_written import Written
from lytte.core.checks.form import Form
from lytte.core.checks.outcomes import DAY, TIME
from lytte.core.checks.telling import named, told
from lytte.core.evaluation.places import Place, ancestors
from lytte.core.problems import Problem, warning

_IN_TIME = "Say how long in words, as in + 7 days, or compare with another date or time."


def condition_never_true(form: Form) -> Iterator[Problem]:
    """An expression that opens an item can never be true.

    It waits for a number outside the limits of its question, for two things at once, for
    a text where an option is answered, or for something that is always empty.
    """
    for place in form.proofs.never_open():
        yield warning(
            place.item.link_id,
            f"{told(place.item)} is never shown: its expression cannot be true, whatever is "
            "answered",
            "Correct the expression, or take the item away.",
        )


def condition_always_true(form: Form) -> Iterator[Problem]:
    """An expression that opens an item is true whatever is answered."""
    for place in form.proofs.always_open():
        yield warning(
            place.item.link_id,
            f"{told(place.item)} is always shown: its expression is true, whatever is answered",
            "Take the expression away, or correct it.",
        )


def gives_nothing(form: Form) -> Iterator[Problem]:
    """An expression reckons with values that do not go together, and so comes to nothing.

    Such as yes or no plus a number, or a coded option less than 5.
    """
    for each in _readable(form):
        for sign, left, right in dict.fromkeys(form.proofs.reckon(each)[1].misfits):
            yield warning(
                each.link_id,
                f"{each.told} is empty where it has “{sign}”: {left} and {right} do not go "
                "together",
                _IN_TIME
                if {left, right} & {DAY, TIME}
                else "Make it a number first, as in iif(x, 1, 0) or x.weight(), or compare with =.",
            )


def reads_never_shown(form: Form) -> Iterator[Problem]:
    """An expression reads a question that is never shown.

    That part of it stays empty: a sum is too low, or is never there.
    """
    closed = {place.item.link_id for place in (*form.proofs.never_open(), *_closed(form))}
    for each in _readable(form):
        for link_id in sorted(each.reads.link_ids) if each.reads else ():
            found = form.place(link_id)
            if found is None or _is_inside(each.place, closed):
                continue
            if any(one.item.link_id in closed for one in (found, *ancestors(found))):
                yield warning(
                    each.link_id,
                    f"{each.told} reads {named(found.item)}, which is never shown",
                    "Correct when that is shown, or take it out of the expression.",
                )


def _closed(form: Form) -> Iterator[Place]:
    return (place for link_id in branches.closed(form) if (place := form.place(link_id)))


def _is_inside(place: Place | None, closed: set[str]) -> bool:
    return place is not None and any(
        each.item.link_id in closed for each in (place, *ancestors(place))
    )


def _readable(form: Form) -> Iterator[Written]:
    return (each for each in form.expressions if each.reads is not None)


RULES = (condition_never_true, condition_always_true, gives_nothing, reads_never_shown)
