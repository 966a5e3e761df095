"""What stands on a clinic's summary sheet, and in which order: a setting of a level.

Who it is, what cannot wait, what matters most to the patient, what was found and what
was not answered cannot be taken away, nor can where it all comes from. Everything else
can; what is taken away and is beyond a limit all the same is still told in words.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from lytte.core.frozen import Frozen

Kind = Literal["symptoms", "functions", "higher_is_worse", "higher_is_better", "undirected"]
Moved = Kind | Literal["findings", "known", "rest", "others", "plan"]
Hideable = Kind | Literal["last", "others", "plan"]
Block = Moved | Literal["last", "priorities"]
Size = Literal["roomy", "snug", "tight", "bare"]

KINDS: tuple[Kind, ...] = (
    "symptoms",
    "functions",
    "higher_is_worse",
    "higher_is_better",
    "undirected",
)
FIRST: tuple[Block, ...] = ("last", "priorities")
"""What comes before everything that is measured, whatever a clinic chooses."""
MOVED: tuple[Moved, ...] = ("findings", "known", *KINDS, "rest", "others", "plan")
"""What can change places, in Lytte's own order."""
HIDEABLE: tuple[Hideable, ...] = ("last", *KINDS, "others", "plan")
SIZES: tuple[Size, ...] = ("roomy", "snug", "tight", "bare")
LINES, FOUND = 3, 5
MOST = 8
Thing = TypeVar("Thing")


def _complete(given: object) -> object:
    """Add what the order does not name yet, so that a new block is never lost."""
    return tuple(dict.fromkeys((*given, *MOVED))) if isinstance(given, list | tuple) else given


def _once(given: object) -> object:
    return tuple(dict.fromkeys(given)) if isinstance(given, list | tuple) else given


Once = BeforeValidator(_once)
Addresses = Annotated[
    tuple[Annotated[str, Field(max_length=400)], ...], Once, Field(max_length=2000)
]


class SheetLayout(Frozen):
    """One level's choice; what it does not say is Lytte's own."""

    order: Annotated[tuple[Moved, ...], BeforeValidator(_complete)] = MOVED
    hidden: Annotated[tuple[Hideable, ...], Once] = ()
    scores: Addresses = ()
    """Addresses in the clinic's order; what is not named follows, as it is asked."""
    left_out: Addresses = ()
    """Addresses of scores that are not drawn."""
    lines: int = Field(default=LINES, ge=1, le=MOST)
    """To write on, under "Agreed today"."""
    found: int = Field(default=FOUND, ge=3, le=MOST)
    """How many findings stand with their reason; the others are named."""
    every_row: bool = False
    """Draw also the scores that have hardly changed and are inside their limits."""
    smallest: Size = "bare"
    """How small the page may be set when there is much to say."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is printed, from above."""
        return tuple(one for one in (*FIRST, *self.order) if one not in self.hidden)

    @property
    def sizes(self) -> tuple[Size, ...]:
        """How the page may be set, the airiest first."""
        return SIZES[: SIZES.index(self.smallest) + 1]

    @property
    def pressed(self) -> "SheetLayout":
        """The same order, with nothing that takes more room than Lytte's own would."""
        return self.model_copy(
            update={
                "lines": min(self.lines, LINES),
                "found": min(self.found, FOUND),
                "every_row": False,
                "smallest": "bare",
            }
        )

    def shows(self, kind: Kind, address: str) -> bool:
        """Tell whether a score is drawn in its table."""
        return kind not in self.hidden and address not in self.left_out

    def placed(self, things: Iterable[tuple[str, Thing]]) -> list[Thing]:
        """Return things, each with its address, in the clinic's order."""
        place = {one: number for number, one in enumerate(self.scores)}
        listed = sorted(things, key=lambda one: place.get(one[0], len(place)))
        return [thing for _, thing in listed]


OWN = SheetLayout()
"""What the sheet is where nobody has chosen."""
