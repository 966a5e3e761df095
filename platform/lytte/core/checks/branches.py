"""Rules about branches that are always open, or never."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from lytte.core.checks.answering import is_filled
from lytte.core.checks.form import Form
from lytte.core.checks.telling import named, told
from lytte.core.conditions import EnableWhen
from lytte.core.evaluation.comparison import equal, order
from lytte.core.evaluation.enable_when import is_met
from lytte.core.evaluation.places import ancestors
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.problems import Problem, warning

_MOST_COMPARED = 40
"""Conditions of one item that are compared with each other; more are left alone."""


def dead_option(form: Form) -> Iterator[Problem]:
    """A condition waits for an option that cannot be chosen.

    The question does not have it, so the item is never shown.
    """
    for place, condition, source in form.links:
        if condition.operator == "=" and _is_no_option(form, source.item, condition):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} waits for an answer that {named(source.item)} does not offer",
                "Correct the code, or add the option.",
            )


def number_out_of_reach(form: Form) -> Iterator[Problem]:
    """A condition waits for a number outside the limits of its question."""
    for place, condition, source in form.links:
        if _is_out_of_reach(source.item, condition):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} waits for an answer to {named(source.item)} that its limits "
                "do not allow",
                "Change the condition or the limits.",
            )


def never_true(form: Form) -> Iterator[Problem]:
    """Conditions that must all hold rule each other out.

    The item and everything inside it is never shown.
    """
    for place in form.places.all:
        for one, other in combinations(_must_hold(place.item)[:_MOST_COMPARED], 2):
            if _rule_out(form, one, other):
                yield warning(
                    place.item.link_id,
                    f"{told(place.item)} is never shown: its conditions on {one.question} rule "
                    "each other out",
                    "Remove one of them, or let any of them be enough.",
                )
                break


def dead_branch(form: Form) -> Iterator[Problem]:
    """An item waits for an answer that closes the group it is in.

    When its own condition holds, what is around it is not shown, so neither is it.
    """
    for place in form.places.all:
        own = _must_hold(place.item)[:_MOST_COMPARED]
        around = ((above, _must_hold(above.item)[:_MOST_COMPARED]) for above in ancestors(place))
        found = next(
            (
                above
                for above, theirs in (around if own else ())
                for one, other in product(own, theirs)
                if _rule_out(form, one, other)
            ),
            None,
        )
        if found is not None:
            yield warning(
                place.item.link_id,
                f"{told(place.item)} is never shown: what opens it closes {named(found.item)} "
                "around it",
                "Move it out, or change one of the conditions.",
            )


def always_true(form: Form) -> Iterator[Problem]:
    """Conditions of which any is enough cover every case.

    The item is always shown, so the conditions only confuse.
    """
    for place in form.places.all:
        conditions = place.item.enable_when[:_MOST_COMPARED]
        if len(conditions) < 2 or place.item.enable_behavior == "all":
            continue
        if place.item.enable_when_expression is not None:
            continue
        if any(_cover_everything(one, other) for one, other in combinations(conditions, 2)):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} is always shown: its conditions cover every case",
                "Take the conditions away, or let all of them be needed.",
            )


def not_equal_to_no_option(form: Form) -> Iterator[Problem]:
    """“Not equal” to an option that the question does not have is always true."""
    for place, condition, source in form.links:
        if condition.operator == "!=" and _is_no_option(form, source.item, condition):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} is always shown: {named(source.item)} does not offer the "
                "answer it must differ from",
                "Correct the code, or remove the condition.",
            )


def waits_for_nobody(form: Form) -> Iterator[Problem]:
    """An item depends on a question that is hidden and that nothing fills.

    Nobody can ever answer it.
    """
    for place, condition, source in form.links:
        wants_answer = condition.operator != "!=" and condition.answer is not False
        unseen = source.hidden or source.item.read_only
        if source.is_question and unseen and wants_answer and not is_filled(source.item):
            yield warning(
                place.item.link_id,
                f"{told(place.item)} depends on {named(source.item)}, which nobody can answer and "
                "nothing fills",
                "Show that question, or fill it.",
            )


def unreachable(form: Form) -> Iterator[Problem]:
    """An item depends on a question that is itself never shown."""
    dead = closed(form) | {place.item.link_id for place in form.proofs.never_open()}
    for place, condition, source in form.links:
        unseen = any(each.item.link_id in dead for each in (source, *ancestors(source)))
        if unseen and condition.operator != "!=" and condition.answer is not False:
            yield warning(
                place.item.link_id,
                f"{told(place.item)} depends on {named(source.item)}, which is never shown",
                "Correct the condition there first.",
            )


def closed(form: Form) -> set[str]:
    """Return the items that their conditions never open."""
    return {
        problem.place
        for rule in (dead_option, number_out_of_reach, never_true, dead_branch)
        for problem in form.broken(rule)
        if _only_way(form.item(problem.place))
    }


def _only_way(item: Item | None) -> bool:
    return item is not None and bool(_must_hold(item))


def _must_hold(item: Item) -> Sequence[EnableWhen]:
    conditions = item.enable_when
    if item.enable_when_expression is not None:
        return ()  # Where an author wrote both, the expression counts.
    return conditions if len(conditions) == 1 or item.enable_behavior == "all" else ()


def _is_no_option(form: Form, item: Item, condition: EnableWhen) -> bool:
    if not isinstance(item, Choice) or item.type != "choice" or item.answer_expression:
        return False
    offer = form.offer(item)
    return type(condition.answer) in offer.kinds and not offer.has(condition.answer)


def _is_out_of_reach(item: Item, condition: EnableWhen) -> bool:
    least, most = vars(item).get("minimum"), vars(item).get("maximum")
    too_low, too_high = {
        ">": ((), (0, 1)),
        ">=": ((), (1,)),
        "<": ((0, -1), ()),
        "<=": ((-1,), ()),
        "=": ((-1,), (1,)),
    }.get(condition.operator, ((), ()))
    answer = condition.answer
    return (least is not None and order(answer, least) in too_low) or (
        most is not None and order(answer, most) in too_high
    )


def _rule_out(form: Form, one: EnableWhen, other: EnableWhen) -> bool:
    """Tell whether no answer to the one question meets both."""
    place = form.place(one.question)
    if one.question != other.question or place is None:
        return False
    for this, that in ((one, other), (other, one)):
        if this.operator == "exists" and this.answer is False and that.operator != "!=":
            return not (that.operator == "exists" and that.answer is False)
    if place.item.repeats or place.rows:
        return False
    for this, that in ((one, other), (other, one)):
        if this.operator == "=" and that.operator != "exists":
            return not is_met(that, (this.answer,)) and _comparable(this, that)
    return _apart(one, other) or _apart(other, one)


def _comparable(one: EnableWhen, other: EnableWhen) -> bool:
    return equal(one.answer, other.answer) is not None


def _apart(low: EnableWhen, high: EnableWhen) -> bool:
    """Tell whether “more than low” and “less than high” leave nothing in between."""
    if low.operator not in (">", ">=") or high.operator not in ("<", "<="):
        return False
    found = order(low.answer, high.answer)
    return found == 1 or (found == 0 and (low.operator, high.operator) != (">=", "<="))


def _cover_everything(one: EnableWhen, other: EnableWhen) -> bool:
    if one.question != other.question:
        return False
    operators = {one.operator, other.operator}
    if operators == {"exists"}:
        return {one.answer, other.answer} == {True, False}
    if operators == {"=", "!="}:
        return equal(one.answer, other.answer) is True
    return operators == {"!="} and equal(one.answer, other.answer) is False


RULES = (
    dead_option,
    number_out_of_reach,
    never_true,
    dead_branch,
    always_true,
    not_equal_to_no_option,
    waits_for_nobody,
    unreachable,
)
