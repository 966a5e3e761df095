"""What is worked out from the answers, one step each, for every occurrence of an item."""

from dataclasses import dataclass

from lytte.core.conditions import Condition, EnableWhen
from lytte.core.evaluation.enable_when import is_met
from lytte.core.evaluation.nearest import nearest
from lytte.core.evaluation.own_conditions import verdict
from lytte.core.evaluation.places import At, Chain, Place
from lytte.core.evaluation.state import State, Values


@dataclass(slots=True, eq=False)
class Step:
    """Something worked out for each occurrence of an item (of the whole, without `place`).

    `reads` are the items whose answers it looks at. `after` are the steps to take
    again when this one has come to something else, each with how many row numbers it
    shares with this one. `number` is its place in the order of work.
    """

    place: Place | None
    chain: Chain
    reads: frozenset[Place]
    number: int = -1
    after: tuple[tuple["Step", int], ...] = ()

    @property
    def shows(self) -> Place | None:
        """The item that is seen to change with it; None for what only others look at."""
        return self.place

    def work_out(self, state: State, at: At) -> bool:
        """Work it out for one occurrence, keep it, and tell whether it has changed."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class Conditions:
    """What must hold for an item to be open, with the items it looks at found."""

    enable_when: tuple[tuple[EnableWhen, Place | None], ...] = ()
    all_of_them: bool = False
    condition: Condition | None = None
    named: dict[str, Place] | None = None


class OpenStep(Step):
    """Whether an item with conditions of its own is open."""

    __slots__ = ("conditions", "item_place")

    def __init__(self, place: Place, conditions: Conditions) -> None:
        found = [source for _, source in conditions.enable_when if source is not None]
        found.extend((conditions.named or {}).values())
        super().__init__(place, place.rows, frozenset(found))
        self.conditions = conditions
        self.item_place = place

    def work_out(self, state: State, at: At) -> bool:
        place = self.item_place
        found = _is_around(state, place, at) and self._is_open(state, at)
        before = state.is_open.get((place, at))
        state.is_open[place, at] = found
        return found is not before

    def _is_open(self, state: State, at: At) -> bool:
        conditions = self.conditions
        if conditions.condition is not None and not self._own(state, conditions.condition, at):
            return False
        if not conditions.enable_when:
            return True
        met = (
            is_met(condition, nearest(state, source, self.item_place, at), state.zone)
            for condition, source in conditions.enable_when
        )
        # R4's own comment and most engines: several conditions without a behaviour are "any".
        return all(met) if conditions.all_of_them else any(met)

    def _own(self, state: State, condition: Condition, at: At) -> bool:
        named = self.conditions.named or {}

        def read(name: str) -> Values:
            source = named.get(name)
            if source is None:
                return tuple(state.surroundings.lookup(name))
            return nearest(state, source, self.item_place, at)

        return verdict(condition, read) is True


def _is_around(state: State, place: Place, at: At) -> bool:
    parent = place.parent
    return parent is None or state.enabled(parent, at[: len(parent.rows)])
