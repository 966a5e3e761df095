"""What an answer counts in a score, as the questionnaire's options say."""

from decimal import Decimal

from lytte.core.evaluation.places import Place
from lytte.core.evaluation.state import State
from lytte.core.evaluation.value_elements import Simple, Structured, native
from lytte.core.values import Coding, NativeValue

Weights = dict[object, Decimal]


def weight_of(state: State, item: object) -> Decimal | None:
    """Return the weight of the option that was chosen, None when it has none.

    A coding that did not come from an answer (out of a variable, say) is looked up
    among all options of the questionnaire.
    """
    value = native(item)
    if value is None:
        return None
    place = item.place if isinstance(item, Simple | Structured) else None
    found = None if place is None else _at(state, place).get(_key(value))
    return found if found is not None else _anywhere(state).get(_key(value))


def _at(state: State, place: Place) -> Weights:
    found = state.places.weights.get(place)
    if found is None:
        found = {}
        for option in state.options(place):
            if option.weight is not None:
                found.setdefault(_key(option.value), option.weight)
        state.places.weights[place] = found
    return found


def _anywhere(state: State) -> Weights:
    found = state.places.weights.get(None)
    if found is None:
        found = {}
        for place in state.places.all:
            for key, weight in _at(state, place).items():
                found.setdefault(key, weight)
        state.places.weights[None] = found
    return found


def _key(value: NativeValue) -> object:
    if isinstance(value, Coding):
        return ("code", value.code) if value.code else ("display", value.display)
    return type(value), value
