"""What an answer counts in a score, as the questionnaire's options say."""

from decimal import Decimal

from lytte.core.evaluation.places import Place
from lytte.core.evaluation.response_elements import AnswerElement
from lytte.core.evaluation.state import State
from lytte.core.evaluation.value_elements import Simple, Structured, native
from lytte.core.expressions.faults import ExpressionError
from lytte.core.items.choice import Choice
from lytte.core.values import Coding, NativeValue

Weights = dict[object, Decimal]


def weight_of(state: State, item: object) -> Decimal | None:
    """Return the weight of the option that was chosen, None when it has none.

    A coding that did not come from an answer (out of a variable, say) is looked up
    among all options of the questionnaire.
    """
    place = item.place if isinstance(item, Simple | Structured | AnswerElement) else None
    value = item.native if isinstance(item, AnswerElement) else native(item)
    if value is None:
        return None
    tables = [_anywhere(state)] if place is None else [_own(state, place), _anywhere(state)]
    found = (table.get(key) for table in tables for key in _sought(value))
    return next((weight for weight in found if weight is not None), None)


def _own(state: State, place: Place) -> Weights:
    """Return the weights of a question; a value set that has none cannot be added up.

    Such weights stand in a code system that is not here. An empty sum would print as
    a total of 0, so the expression is told that it cannot be worked out.
    """
    found = _at(state, place)
    item = place.item
    if not found and isinstance(item, Choice) and item.answer_value_set and not item.answer_options:
        raise ExpressionError(f"The options of {item.link_id} have no weights here.")
    return found


def _at(state: State, place: Place) -> Weights:
    options = state.options(place)
    found = state.places.weights.get(id(options))
    if found is None:
        found = {}
        for option in options:
            if option.weight is not None:
                for key in _kept(option.value):
                    found.setdefault(key, option.weight)
        state.places.weights[id(options)] = found
    return found


def _anywhere(state: State) -> Weights:
    found = state.places.weights.get(None)
    if found is None:
        found = {}
        lists: dict[int, Place] = {}
        for place in state.places.all:
            lists.setdefault(id(state.options(place)), place)
        for place in lists.values():
            for key, weight in _at(state, place).items():
                found.setdefault(key, weight)
        state.places.weights[None] = found
    return found


def _kept(value: NativeValue) -> tuple[object, ...]:
    """Return what an option is found by: its code in its system, or without one in either."""
    if not isinstance(value, Coding):
        return ((type(value), value),)
    code = value.code or ("display", value.display)
    return ((value.system, code), ("any system", code))


def _sought(value: NativeValue) -> tuple[object, ...]:
    if not isinstance(value, Coding):
        return ((type(value), value),)
    code = value.code or ("display", value.display)
    return ((value.system, code), (None, code)) if value.system else (("any system", code),)
