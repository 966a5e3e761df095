"""Rules about options: what there is to choose, and what is already chosen."""

from collections.abc import Iterator, Sequence

from lytte.core.checks.form import Form
from lytte.core.checks.telling import few, named, told
from lytte.core.items.choice import Choice
from lytte.core.problems import Problem, error, note, warning

_NAMED = 6

SYSTEM_UNSAID = "Add the system, even if it is one of your own."


def nothing_to_choose(form: Form) -> Iterator[Problem]:
    """A choice has no options.

    It cannot be answered. Options may be listed, or come from a value set that is
    inside the file, or from an expression. A value set that cannot be worked out whole
    from the file gives none: nobody is offered a guess. A value set that several
    questions use is told of once.
    """
    from_sets: dict[str, list[Choice]] = {}
    for item in form.choices:
        if form.options(item) or item.answer_expression is not None:
            continue
        if item.answer_value_set:
            from_sets.setdefault(item.answer_value_set, []).append(item)
        elif item.type == "choice":
            yield warning(item.link_id, f"{told(item)} has no options to choose from", "List them.")
    for name, items in from_sets.items():
        yield from _unknown(form, items, name)


def another_version(form: Form) -> Iterator[Problem]:
    """A question asks for one version of a value set, and the file holds another.

    Options come and go between versions. Those in the file are offered.
    """
    for item in form.choices:
        name, _, wanted = (item.answer_value_set or "").partition("|")
        found = form.value_set(name) if wanted and not item.answer_options else None
        resource = found.kept.get("resource", {}) if found else {}
        there = resource.get("version")
        if isinstance(there, str) and there != wanted:
            yield warning(
                item.link_id,
                f"{told(item)} asks for version {wanted} of its options, and the file holds "
                f"version {there}",
                "Put the version that is asked for into the file, or ask for the one there.",
            )


def one_option(form: Form) -> Iterator[Problem]:
    """A choice has a single option.

    Whoever may choose only one thing does not choose; a yes-or-no question is meant.
    """
    for item in form.choices:
        if len(form.options(item)) == 1 and item.type == "choice" and not item.repeats:
            yield note(
                item.link_id,
                f"{told(item)} has only one option",
                "Make it a yes-or-no question, or add an option.",
            )


def same_option_twice(form: Form) -> Iterator[Problem]:
    """The same option stands twice in one question.

    The patient wonders what the difference is, and there is none.
    """
    for item in form.choices:
        for shown, count in form.offer(item).twice:
            yield warning(
                item.link_id,
                f"{told(item)} has the option {shown} {count} times",
                "Take out all but one.",
            )


def one_code_for_two(form: Form) -> Iterator[Problem]:
    """Two options that mean different things have one code.

    Only the code is kept: nobody could tell afterwards which of them the patient chose, and a
    score would count the one for the other. Where options are offered only sometimes, they may
    stand under different answers to another question, which tells them apart.
    """
    for item in form.choices:
        if item.toggles:
            continue
        for one, other in form.offer(item).not_told_apart:
            said = f"{told(item)} has one code for the options “{one}” and “{other}”"
            if one == other:
                said = (
                    f"{told(item)} has the option “{one}” twice, weighed or translated differently"
                )
            yield error(item.link_id, said, "Give each option its own code.")


def option_without_words(form: Form) -> Iterator[Problem]:
    """An option has neither words nor a code.

    There is nothing to show and nothing to store.
    """
    for item in form.choices:
        for number in form.offer(item).wordless:
            yield warning(
                item.link_id,
                f"option {number} of {told(item)} has neither code nor text",
                "Give it a code and a display.",
            )


def option_shown_as_code(form: Form) -> Iterator[Problem]:
    """An option has a code but no words, so patients read the code."""
    for item in form.choices:
        if bare := form.offer(item).bare:
            yield warning(
                item.link_id,
                f"{told(item)} shows the bare codes {', '.join(bare[:5])}",
                "Give each option a display.",
            )


def codes_without_system(form: Form) -> Iterator[Problem]:
    """Options have codes but do not say from which system.

    Lytte then compares the code alone. Another program may find the answer unequal to
    the same code with a system, or mix it up with another system's.
    """
    without = [item for item in form.choices if form.offer(item).lacks_system]
    if not without:
        return
    shown = few(list(map(named, without)))
    which = (
        f"the options of {told(without[0])} have codes without a system"
        if len(without) == 1
        else f"the options of {len(without)} questions have codes without a system: {shown}"
    )
    yield note(without[0].link_id, which, SYSTEM_UNSAID)


def preselected(form: Form) -> Iterator[Problem]:
    """An option is chosen before the patient has read the question.

    Preselected answers are left standing more often than they are true. For values that
    come from elsewhere, hide the item or make it read-only.
    """
    for item in form.choices:
        chosen = item.initial or form.offer(item).has_selected
        if chosen and not item.hidden and not item.read_only:
            yield warning(
                item.link_id,
                f"{told(item)} starts with an option already chosen",
                "Take the initial value away, so that only what the patient says counts.",
            )


def initial_not_among_options(form: Form) -> Iterator[Problem]:
    """The initial value is not one of the options.

    It would be shown as nothing and stored as something.
    """
    for item in form.choices:
        offer = form.offer(item)
        if not offer.options or item.type == "open-choice":
            continue
        for value in item.initial:
            if not offer.has(value):
                yield warning(
                    item.link_id,
                    f"{told(item)} starts with a value that is not among its options",
                    "Add the option or take the initial value away.",
                )


def several_preselected(form: Form) -> Iterator[Problem]:
    """A question that takes one answer starts with several."""
    for item in form.questions:
        options = item.answer_options if isinstance(item, Choice) else ()
        selected = sum(option.initial_selected for option in options)
        if max(len(item.initial), selected) > 1 and not item.repeats:
            yield warning(
                item.link_id,
                f"{told(item)} takes one answer but starts with several",
                "Keep one, or let the question repeat.",
            )


def exclusive_without_others(form: Form) -> Iterator[Problem]:
    """An option rules out the others in a question that takes only one anyway.

    Either the question is meant to take several answers, or the mark says nothing.
    """
    for item in form.choices:
        if not item.repeats and form.offer(item).has_exclusive:
            yield note(
                item.link_id,
                f"{told(item)} takes one answer, so “none of these” rules out nothing",
                "Let the question repeat if several answers are meant.",
            )


def _unknown(form: Form, items: Sequence[Choice], name: str) -> Iterator[Problem]:
    found = form.value_set(name)
    first = items[0]
    if found is None and len(items) > 1:
        yield warning(
            first.link_id,
            f"the options of {len(items)} questions are in the value set {name}, which is not "
            f"in the file: {_listed([each.link_id for each in items])}",
            "Put the value set into the file (contained, or a Bundle), or list the options.",
        )
    elif found is None:
        yield warning(
            first.link_id,
            f"the options of {told(first)} are in the value set {name}, which is not in the file",
            "Put the value set into the file (contained, or a Bundle), or list the options.",
        )
    elif found.unresolved:
        for item in items:
            yield warning(
                item.link_id,
                f"the options of {told(item)} cannot be told from the value set {name}: "
                f"{found.unresolved}",
                "List the options, or put the expansion of the value set into the file.",
            )


def _listed(link_ids: Sequence[str]) -> str:
    return ", ".join(link_ids[:_NAMED]) + (" …" if len(link_ids) > _NAMED else "")


RULES = (
    nothing_to_choose,
    another_version,
    one_option,
    same_option_twice,
    one_code_for_two,
    option_without_words,
    option_shown_as_code,
    codes_without_system,
    preselected,
    initial_not_among_options,
    several_preselected,
    exclusive_without_others,
)
