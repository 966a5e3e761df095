"""What is worked out from the answers, one step each, for every occurrence of an item."""

from dataclasses import dataclass

from lytte.core.evaluation.places import At, Chain, Place
from lytte.core.evaluation.state import State


@dataclass(frozen=True, slots=True)
class Reads:
    """The items whose answers a step looks at: surely, or perhaps (as part of a group).

    `everything` is when an expression does not say whose answers it means.
    """

    surely: frozenset[Place] = frozenset()
    perhaps: frozenset[Place] = frozenset()
    everything: bool = False


@dataclass(slots=True, eq=False)
class Arrows:
    """How many more dependencies are worth remembering one by one.

    Beyond that, working everything out again costs less than knowing what to leave.
    """

    left: int = 100_000

    def take(self, count: int) -> bool:
        """Tell whether so many are left, and use them up."""
        if count > self.left:
            return False
        self.left -= count
        return True


@dataclass(slots=True, eq=False)
class Step:
    """Something worked out for each occurrence of an item (of the whole, without `place`).

    `after` are the steps to take again when this one has come to something else, each
    with how many row numbers it shares with this one. `number` is its place in the
    order of work.
    """

    place: Place | None
    chain: Chain
    reads: Reads
    number: int = -1
    after: tuple[tuple["Step", int], ...] = ()

    @property
    def shows(self) -> Place | None:
        """The item that is seen to change with it; None for what only others look at."""
        return self.place

    def work_out(self, state: State, at: At) -> bool:
        """Work it out for one occurrence, keep it, and tell whether it has changed."""
        raise NotImplementedError
