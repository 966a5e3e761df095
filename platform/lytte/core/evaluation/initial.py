"""What a response starts with: initial values, options selected from the start, expressions."""

from collections.abc import Sequence

from lytte.core.answers import Answers, Given, Key
from lytte.core.evaluation.comparison import same_code
from lytte.core.evaluation.compiling import Compiled
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.fitting import fitted
from lytte.core.evaluation.places import Place
from lytte.core.evaluation.state import State, Values
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.evaluation.value_elements import natives
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import Expression, QuestionBase
from lytte.core.values import Coding, NativeValue, Quantity


def initial_answers(
    compiled: Compiled, surroundings: Surroundings, answers: Answers | None = None
) -> dict[Key, Given]:
    """Return what is to be put in before anything is asked, never over what is in `answers`.

    For a response that begins; also for a row that begins, where the rows that were
    there stay as the patient left them because their keys are not asked for again.
    Expressions see the plain initial values, and one another in reading order.
    """
    evaluation = evaluate(compiled, answers or {}, surroundings)
    found: dict[Key, Given] = {}
    for place in compiled.places.all:
        for at in evaluation.state.occurrences(place.rows):
            key = place.at(at)
            if key not in evaluation.given and (values := _plain(place, evaluation.state)):
                evaluation.answer(key, values)
                found[key] = values
    for place in compiled.places.all:
        expression = _expression(place)
        for at in evaluation.state.occurrences(place.rows) if expression else ():
            key = place.at(at)
            if expression and key not in evaluation.given:
                values = _worked_out(evaluation, place, key, expression)
                if values:
                    evaluation.answer(key, values)
                    found[key] = values
    return found


def _plain(place: Place, state: State) -> Values:
    """A calculated question starts with what it comes to, whatever else is written."""
    item = place.item
    if not isinstance(item, QuestionBase) or place.calculated or item.initial_expression:
        return ()
    options = state.options(place)
    values = tuple(_as_offered(value, options) for value in item.initial if _is_value(value))
    if not values and isinstance(item, Choice):
        values = tuple(option.value for option in item.answer_options if option.initial_selected)
    return values if item.repeats else values[:1]


def _is_value(value: NativeValue) -> bool:
    """An initial quantity without a number only says which unit comes first."""
    return not (isinstance(value, Quantity) and value.value is None)


def _as_offered(value: NativeValue, options: Sequence[AnswerOption]) -> NativeValue:
    """An initial code is often written without its words; the option has them."""
    if isinstance(value, Coding) and value.display is None:
        for option in options:
            if isinstance(option.value, Coding) and same_code(value, option.value):
                return option.value
    return value


def _expression(place: Place) -> Expression | None:
    item = place.item
    if not isinstance(item, QuestionBase) or place.calculated:
        return None
    return item.initial_expression


def _worked_out(evaluation: Evaluation, place: Place, key: Key, expression: Expression) -> Values:
    state = evaluation.state
    formula = evaluation.compiled.scopes.formula(place, expression, "initialExpression")
    items = formula.items(state, key.at)
    return fitted(place.item, natives(items), state.options(place))
