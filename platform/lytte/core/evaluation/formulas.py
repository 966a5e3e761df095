"""An expression of a questionnaire, read once and asked for each occurrence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lytte.core.evaluation.places import FHIRPATH, At, Place
from lytte.core.evaluation.response_elements import ResponseElement, element_at
from lytte.core.evaluation.state import State
from lytte.core.evaluation.weights import weight_of
from lytte.core.expressions import expression as reading
from lytte.core.expressions.dependencies import Dependencies
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.readings import Readings
from lytte.core.expressions.scope import FUEL, Environment
from lytte.core.items.common import Expression


@dataclass(slots=True, eq=False)
class Formula:
    """An expression at an item, or at the whole questionnaire without `place`.

    `uses` are the variables it names that the questionnaire defines. An expression that
    cannot be read, or is not FHIRPath, comes to nothing; `fault` says why.
    """

    place: Place | None
    written: Expression
    role: str
    parsed: reading.Expression | None
    reads: Dependencies | None
    fault: str = ""
    uses: Mapping[str, "Definition"] = field(default_factory=dict)

    def items(self, state: State, at: At, this: Sequence[object] | None = None) -> list[object]:
        """Return what the expression comes to; a fault is noted and comes to nothing.

        `this` is looked at instead of the item, as a constraint looks at an answer.
        """
        if self.parsed is None or not self._has_fuel(state):
            return []
        context = element_at(state, self.place, at)
        variables = {**outside(state), "context": context, **_item(state, self.place)}
        for name, definition in self.uses.items():
            variables[name] = definition.value(state, at)
        surroundings = state.surroundings
        environment = Environment(
            variables=variables,
            now=surroundings.now,
            resolve=surroundings.resolve,
            member_of=surroundings.member_of,
            weight=lambda item: weight_of(state, item),
            fuel=min(FUEL, state.fuel),
        )
        try:
            return self.parsed.items(context if this is None else list(this), environment, state)
        except ExpressionError as fault:
            self._note(state, str(fault))
            return []

    def _has_fuel(self, state: State) -> bool:
        if state.fuel > 0:
            return True
        self._note(state, "The expressions of this questionnaire take too long to work out.")
        return False

    def _note(self, state: State, fault: str) -> None:
        state.faults[self.place, self.role, self.written.name or ""] = fault


@dataclass(slots=True, eq=False)
class Definition:
    """A variable: its name, and the formula that its value is kept from."""

    name: str
    formula: Formula

    def value(self, state: State, at: At) -> list[object]:
        """Return the value for the occurrence that asks, whose rows may be more."""
        place = self.formula.place
        if self.formula.parsed is None:
            known = state.surroundings.launch.get(self.name)
            return [] if known is None else [known]
        depth = len(place.inside) if place else 0
        # A repeating group that asks for its own variable stands in no row: the first one's.
        row = at[:depth] if len(at) >= depth else (*at, 0)
        return state.variables.get((self, row), [])


def formula(place: Place | None, written: Expression, role: str, readings: Readings) -> Formula:
    """Read an expression; what is wrong with it is kept, not raised."""
    if written.language != FHIRPATH:
        return Formula(place, written, role, None, None, f"Lytte does not run {written.language}.")
    return Formula(
        place, written, role, *readings.read(written.expression, at_item=place is not None)
    )


def outside(state: State) -> dict[str, Any]:
    """Return what every expression knows: the response, the record, the questionnaire."""
    if state.known is None:
        response = ResponseElement(state)
        state.known = {
            **state.surroundings.launch,
            "resource": response,
            "rootResource": response,
            "questionnaire": state.surroundings.questionnaire,
        }
    return state.known


def _item(state: State, place: Place | None) -> Mapping[str, Any]:
    """Return %qitem, the item of the questionnaire that the expression stands at."""
    if place is None or state.surroundings.questionnaire is None:
        return {}
    if state.definitions is None:
        state.definitions = _definitions(state.surroundings.questionnaire)
    return {"qitem": state.definitions.get(place.item.link_id)}


def _definitions(questionnaire: Mapping[str, Any]) -> dict[str, Any]:
    """Return the items of the JSON by linkId; what is no item there is passed over."""
    found: dict[str, Any] = {}
    waiting = [questionnaire]
    while waiting:
        items = waiting.pop().get("item")
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and isinstance(item.get("linkId"), str):
                found.setdefault(item["linkId"], item)
                waiting.append(item)
    return found
