"""Small figures are not shown, nor anything from which they could be worked out.

A table's rows are hidden or shown whole; the sums of its columns may stand beside it.
A figure of fewer than five people hides its row. When that leaves something to be worked
out from a sum, the smallest other rows are hidden too, until the hidden ones could change
places with each other and the page would look the same. So none of them can be told,
not even by somebody who knows these rules; `tests/core/test_suppression.py` proves it by
trying every table there is.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

LEAST = 5
"""So many people make a figure that may be shown. Nobody is nobody: 0 hides no one."""


class Hidden(StrEnum):
    """Why a figure is not shown."""

    FEW = "few"
    """Fewer than five people."""
    BESIDE = "beside"
    """It, or one that stands beside it: saying which would tell the number."""


class Count(NamedTuple):
    """How often something happened, and to how many different people."""

    number: int
    people: int

    @property
    def is_few(self) -> bool:
        """Whether so few people stand behind the number that it may not be shown."""
        return 0 < self.people < LEAST


Row = Sequence[Count]


def hidden(rows: Sequence[Row]) -> list[Hidden | None]:
    """Return for each row why it is hidden, None where it is shown.

    Every row has the same columns; each column's sum may be known, and must itself be no
    figure of few people.
    """
    few = {place for place, row in enumerate(rows) if any(one.is_few for one in row)}
    if not few:
        return [None] * len(rows)
    out = set(few)
    if _tells_by_its_sums(rows):
        out = set(range(len(rows)))
    while len(out) < len(rows) and not _could_change_places(rows, out):
        out |= _smallest(rows, out)
    plain = out == few and _could_change_places(rows, out)
    why = Hidden.FEW if plain else Hidden.BESIDE
    return [why if place in out else None for place in range(len(rows))]


def sums(rows: Sequence[Row]) -> list[int]:
    """Return each column's sum."""
    return [sum(one.number for one in column) for column in zip(*rows, strict=True)]


def _could_change_places(rows: Sequence[Row], out: set[int]) -> bool:
    """Whether each hidden figure has a different one to change places with.

    A column in which they are all 0 may be told: nobody is in it.
    """
    columns = zip(*(rows[place] for place in out), strict=True)
    numbers = [{one.number for one in column} for column in columns]
    return all(len(found) > 1 or found == {0} for found in numbers)


def _smallest(rows: Sequence[Row], out: set[int]) -> set[int]:
    """Return the next to hide, all that are alike: which of them came first must tell nothing."""
    left = {
        place: (not any(one.number for one in row), [one.number for one in row])
        for place, row in enumerate(rows)
        if place not in out
    }
    least = min(left.values())
    return {place for place, size in left.items() if size == least}


def _tells_by_its_sums(rows: Sequence[Row]) -> bool:
    """Whether a sum is the number of rows: each could only be one."""
    return any(found == len(rows) for found in sums(rows))
