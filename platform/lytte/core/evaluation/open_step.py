"""Whether an item with conditions of its own is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lytte.core.conditions import Condition, EnableWhen
from lytte.core.evaluation.enable_when import is_met
from lytte.core.evaluation.formula_steps import reads
from lytte.core.evaluation.formulas import Formula
from lytte.core.evaluation.nearest import nearest
from lytte.core.evaluation.own_conditions import verdict
from lytte.core.evaluation.places import At, Place, Places, with_questions_around
from lytte.core.evaluation.state import State, Values
from lytte.core.evaluation.steps import Arrows, Reads, Step
from lytte.core.expressions.coercion import truth
from lytte.core.expressions.faults import ExpressionError


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """What must hold for an item to be open, with the items it looks at found."""

    enable_when: tuple[tuple[EnableWhen, Place | None], ...] = ()
    all_of_them: bool = False
    formula: Formula | None = None
    condition: Condition | None = None
    named: Mapping[str, Place] = field(default_factory=dict)

    def reads(self, places: Places, arrows: Arrows) -> Reads:
        """Return the items that the conditions look at."""
        found = {source for _, source in self.enable_when if source is not None}
        found.update(self.named.values())
        found = set(with_questions_around(found))
        if self.formula is None:
            return Reads(frozenset(found))
        more = reads(self.formula, places, arrows)
        return Reads(more.surely | found, more.perhaps - found, more.everything)


class OpenStep(Step):
    """Whether the item is open, and everything around it."""

    __slots__ = ("conditions", "guarded")

    def __init__(
        self, place: Place, conditions: Conditions, places: Places, arrows: Arrows
    ) -> None:
        super().__init__(place, place.rows, conditions.reads(places, arrows))
        self.conditions = conditions
        self.guarded = place

    def work_out(self, state: State, at: At) -> bool:
        place = self.guarded
        found = _is_around(state, place, at) and self._is_open(state, at)
        before = state.is_open.get((place, at))
        state.is_open[place, at] = found
        return found is not before

    def _is_open(self, state: State, at: At) -> bool:
        conditions = self.conditions
        if conditions.condition is not None and not self._own(state, conditions.condition, at):
            return False
        # Where an author wrote both, the expression wins (HL7 validator, android-fhir).
        if conditions.formula is not None:
            return _holds(conditions.formula, state, at)
        if not conditions.enable_when:
            return True
        met = (
            is_met(condition, nearest(state, source, self.guarded, at), state.zone)
            for condition, source in conditions.enable_when
        )
        # Several conditions without a behaviour are "any": R4's own comment, most engines.
        return all(met) if conditions.all_of_them else any(met)

    def _own(self, state: State, condition: Condition, at: At) -> bool:
        def read(name: str) -> Values:
            source = self.conditions.named.get(name)
            if source is None:
                return tuple(state.surroundings.lookup(name))
            return nearest(state, source, self.guarded, at)

        return verdict(condition, read) is True


def _is_around(state: State, place: Place, at: At) -> bool:
    parent = place.parent
    return parent is None or state.enabled(parent, at[: len(parent.rows)])


def _holds(formula: Formula, state: State, at: At) -> bool:
    """Nothing is not yes; an expression that cannot be worked out leaves the item closed."""
    try:
        return truth(formula.items(state, at)) is True
    except ExpressionError as fault:
        state.faults[formula.place, formula.role, ""] = str(fault)
        return False
