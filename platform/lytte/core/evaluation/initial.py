"""What a response starts with: initial values, options selected from the start, expressions."""

from collections.abc import Iterator

from lytte.core.answers import Answers, Given, Key
from lytte.core.evaluation.compiling import Compiled
from lytte.core.evaluation.evaluation import Evaluation, evaluate
from lytte.core.evaluation.fitting import fitted
from lytte.core.evaluation.places import Place
from lytte.core.evaluation.state import ROWS_IN_A_GROUP, Values
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.evaluation.value_elements import natives
from lytte.core.items.choice import Choice
from lytte.core.items.common import QuestionBase
from lytte.core.values import Coding, NativeValue, Quantity


def initial_answers(
    compiled: Compiled,
    surroundings: Surroundings,
    answers: Answers | None = None,
    row: Key | None = None,
) -> dict[Key, Given]:
    """Return what is to be put in before anything is asked, never over what is in `answers`.

    For a response that begins; with `row`, for one new row of a repeating group (the
    group's link_id, its own row number last), so that what a patient cleared elsewhere
    stays cleared. Expressions see the plain initial values, and one another in reading
    order.
    """
    evaluation = evaluate(compiled, answers or {}, surroundings)
    if row is not None:
        while evaluation.rows(Key(row.link_id, row.at[:-1])) <= row.at[-1] < ROWS_IN_A_GROUP:
            evaluation.add_row(Key(row.link_id, row.at[:-1]))
    found: dict[Key, Given] = {}
    for put_in in (_plain, _worked_out):
        for place, key in _empty(evaluation, row):
            values = put_in(evaluation, place, key)
            if values:
                evaluation.put_in(key, values)
                found[key] = values
    return found


def _empty(evaluation: Evaluation, row: Key | None) -> Iterator[tuple[Place, Key]]:
    """Yield the questions that nothing was said to, in reading order."""
    places = evaluation.compiled.places
    group = places.by_link_id.get(row.link_id) if row else None
    for place in places.inside(group) if group else places.all:
        if isinstance(place.item, QuestionBase) and place.calculated is None:
            for at in evaluation.state.under(place.rows, row.at if row else ()):
                key = place.at(at)
                if key not in evaluation.given:
                    yield place, key


def _plain(evaluation: Evaluation, place: Place, key: Key) -> Values:
    """A calculated question starts with what it comes to, whatever else is written."""
    item = place.item
    if not isinstance(item, QuestionBase) or item.initial_expression:
        return ()
    values = tuple(
        _as_offered(evaluation, place, value) for value in item.initial if _is_value(value)
    )
    if not values and isinstance(item, Choice):
        values = tuple(option.value for option in item.answer_options if option.initial_selected)
    return values if item.repeats else values[:1]


def _is_value(value: NativeValue) -> bool:
    """An initial quantity without a number only says which unit comes first."""
    return not (isinstance(value, Quantity) and value.value is None)


def _as_offered(evaluation: Evaluation, place: Place, value: NativeValue) -> NativeValue:
    """An initial code is often written without its words; the option has them."""
    if isinstance(value, Coding) and value.display is None:
        options = evaluation.state.options(place)
        found = evaluation.state.likeness(options).first(value)
        return value if found is None else options[found].value
    return value


def _worked_out(evaluation: Evaluation, place: Place, key: Key) -> Values:
    item = place.item
    expression = item.initial_expression if isinstance(item, QuestionBase) else None
    if expression is None:
        return ()
    state = evaluation.state
    formula = evaluation.compiled.scopes.formula(place, expression, "initialExpression")
    items = formula.items(state, key.at)
    return fitted(place.item, natives(items), state.options(place))
