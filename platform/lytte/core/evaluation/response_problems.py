"""What is wrong with a response: what is missing, what does not fit, which rule it breaks."""

from collections.abc import Iterator, Sequence

from lytte.core.answers import Missing
from lytte.core.evaluation.evaluation import Evaluation
from lytte.core.evaluation.likeness import Likeness
from lytte.core.evaluation.options import options
from lytte.core.evaluation.pages import is_shown
from lytte.core.evaluation.places import At, Place
from lytte.core.evaluation.response_elements import answered_rows, element_at
from lytte.core.evaluation.state import Values
from lytte.core.evaluation.value_faults import shown, value_faults
from lytte.core.expressions.coercion import truth
from lytte.core.expressions.faults import ExpressionError
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import Constraint, Expression
from lytte.core.problems import Problem, error, warning
from lytte.core.values import Coding, NativeValue

_REASONS = (Missing.DECLINED, Missing.SKIPPED, Missing.UNREADABLE)


def problems(evaluation: Evaluation, completed: bool = True) -> list[Problem]:
    """Return everything wrong with the answers, on what is open only.

    While a response is under way (`completed` false) nothing is missing yet. A
    required question that was declined or let go is not a fault: the reason is there.
    """
    found: list[Problem] = [
        error(str(key), "The answer belongs to no question of this questionnaire.")
        for key in evaluation.state.ignored
    ]
    for place in evaluation.compiled.places.all:
        for at in evaluation.state.occurrences(place.rows):
            if place.item.type != "display" and is_shown(evaluation.state, place, at):
                found += _of_occurrence(evaluation, place, at, completed)
    found += _constraints(evaluation, None, (), evaluation.compiled.questionnaire.constraints)
    return [*found, *_faults(evaluation)]


def _of_occurrence(
    evaluation: Evaluation, place: Place, at: At, completed: bool
) -> Iterator[Problem]:
    values = evaluation.state.values(place, at)
    where = str(place.at(at))
    if place.is_question:
        yield from _answers(evaluation, place, at, values)
    count = len(values) if place.is_question else answered_rows(evaluation.state, place, at)
    yield from _most(place, where, count)
    if completed and not place.hidden:
        yield from _least(evaluation, place, at, count)
    if count:
        yield from _constraints(evaluation, place, at, place.item.constraints)


def _answers(evaluation: Evaluation, place: Place, at: At, values: Values) -> Iterator[Problem]:
    where = str(place.at(at))
    for value in values:
        for fault in value_faults(place.item, value):
            yield error(where, fault)
    if isinstance(place.item, Choice) and values and place.calculated is None:
        yield from _choices(evaluation, place, at, place.item, values)


def _choices(
    evaluation: Evaluation, place: Place, at: At, item: Choice, values: Values
) -> Iterator[Problem]:
    offered = options(evaluation, place.at(at))
    where = str(place.at(at))
    if not offered:
        return
    alike = _alike(evaluation, place, offered)
    for value in values:
        chosen = alike.first(value)
        if chosen is None and not (item.type == "open-choice" and _is_own_words(value)):
            yield error(where, f"“{shown(value)}” is not one of the options.")
        elif chosen is not None and offered[chosen].exclusive and len(values) > 1:
            yield error(where, f"“{shown(value)}” cannot be chosen together with others.")


def _alike(evaluation: Evaluation, place: Place, offered: Sequence[AnswerOption]) -> Likeness:
    """What was worked out for this moment is looked among once; what is written, again."""
    if offered is evaluation.state.options(place):
        return evaluation.state.likeness(offered)
    return Likeness([option.value for option in offered])


def _is_own_words(value: NativeValue) -> bool:
    return isinstance(value, str) or (isinstance(value, Coding) and value.code is None)


def _most(place: Place, where: str, count: int) -> Iterator[Problem]:
    most = place.item.max_occurs
    if not place.item.repeats:
        most = 1
    if most is not None and count > most:
        of = "answers" if place.is_question else "rows"
        yield error(where, f"There are {count} {of}; at most {most} are allowed.")


def _least(evaluation: Evaluation, place: Place, at: At, count: int) -> Iterator[Problem]:
    item = place.item
    least = max(item.min_occurs or 0, 1 if item.required else 0)
    is_computed = place.calculated is not None or item.read_only
    if count >= least or (is_computed and place.is_question):
        return
    if evaluation.state.missing(place, at) in _REASONS:
        return
    where = str(place.at(at))
    if count:
        yield error(where, f"There are {count}; at least {least} are needed.")
    elif place.is_question:
        yield error(where, "The question must be answered, or say why it is not.")
    elif not _reasons_inside(evaluation, place, at):
        yield error(where, "Something in this group must be answered.")


def _reasons_inside(evaluation: Evaluation, group: Place, at: At) -> bool:
    """Whether everything asked in the group was declined or let go, and something was."""
    state = evaluation.state
    asked = [
        state.missing(place, there)
        for place in evaluation.compiled.places.inside(group)
        if place.is_question and not place.hidden
        for there in state.under(place.rows, at)
        if is_shown(state, place, there)
    ]
    return bool(asked) and all(reason in _REASONS for reason in asked)


def _constraints(
    evaluation: Evaluation, place: Place | None, at: At, constraints: Sequence[Constraint]
) -> Iterator[Problem]:
    """Only what is surely broken is told: a rule about what is not answered holds."""
    state = evaluation.state
    for each in constraints:
        written = Expression(expression=each.expression, language=each.language)
        formula = evaluation.compiled.scopes.formula(place, written, "constraint")
        whole = place is not None and place.item.type == "group"
        for row in element_at(state, place, at) if whole else [None]:
            try:
                holds = truth(formula.items(state, at, None if row is None else [row]))
            except ExpressionError as fault:
                state.faults[place, "constraint", each.key] = str(fault)
                continue
            if holds is False:
                say = error if each.severity == "error" else warning
                told = each.human.read(state.language) or f"The rule {each.key} is broken."
                yield say(str(place.at(at)) if place else "", told)


def _faults(evaluation: Evaluation) -> Iterator[Problem]:
    """An expression that comes to nothing because of a fault in it says so."""
    for formula in evaluation.compiled.scopes.unreadable():
        yield _fault(formula.place, formula.role, formula.written.name, formula.fault)
    for (place, role, name), fault in evaluation.state.faults.items():
        yield _fault(place, role, name, fault)


def _fault(place: Place | None, role: str, name: str | None, fault: str) -> Problem:
    of = f"{role} {name or ''}".strip()
    return warning(
        place.item.link_id if place else "", f"The {of} could not be worked out: {fault}"
    )
