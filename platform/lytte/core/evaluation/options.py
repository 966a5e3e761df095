"""What can be chosen right now: expressions and toggles may change it as answers come."""

from collections.abc import Sequence

from lytte.core.answers import Key
from lytte.core.evaluation.evaluation import Evaluation
from lytte.core.evaluation.likeness import Likeness
from lytte.core.evaluation.places import Place
from lytte.core.evaluation.value_elements import natives
from lytte.core.expressions.coercion import truth
from lytte.core.expressions.faults import ExpressionError
from lytte.core.items.choice import AnswerOption, Choice, OptionsToggle
from lytte.core.values import NativeValue


def options(evaluation: Evaluation, key: Key) -> tuple[AnswerOption, ...]:
    """Return what the question at `key` offers, given the answers so far.

    An answerExpression that comes to something takes the place of the written options;
    an option that toggles mention is there while one of them is true.
    """
    place = evaluation.compiled.places.by_link_id.get(key.link_id)
    if place is None or not isinstance(place.item, Choice):
        return ()
    return _toggled(evaluation, place, key, place.item, _offered(evaluation, place, key))


def _offered(evaluation: Evaluation, place: Place, key: Key) -> Sequence[AnswerOption]:
    item = place.item
    written = evaluation.state.options(place)
    if not isinstance(item, Choice) or item.answer_expression is None:
        return written
    formula = evaluation.compiled.scopes.formula(place, item.answer_expression, "answerExpression")
    found = natives(formula.items(evaluation.state, key.at))
    known = {_name(option.value): option for option in written}
    offered = {
        _name(value): known.get(_name(value)) or AnswerOption(value=value) for value in found
    }
    return tuple(offered.values()) or written


def _toggled(
    evaluation: Evaluation,
    place: Place,
    key: Key,
    item: Choice,
    offered: Sequence[AnswerOption],
) -> tuple[AnswerOption, ...]:
    if not item.toggles:
        return tuple(offered)
    alike = Likeness([option.value for option in offered])
    is_on: dict[int, bool] = {}
    for toggle in item.toggles:
        on = _is_on(evaluation, place, key, toggle)
        for value in toggle.options:
            for number in alike.every(value):
                is_on[number] = on or is_on.get(number, False)
    return tuple(option for number, option in enumerate(offered) if is_on.get(number, True))


def _is_on(evaluation: Evaluation, place: Place, key: Key, toggle: OptionsToggle) -> bool:
    scopes = evaluation.compiled.scopes
    formula = scopes.formula(place, toggle.expression, "answerOptionsToggleExpression")
    try:
        return truth(formula.items(evaluation.state, key.at)) is True
    except ExpressionError as fault:
        evaluation.state.faults[place, formula.role, ""] = str(fault)
        return False


def _name(value: NativeValue) -> str:
    return repr(value)
