"""Orders that were changed: the fewest things to move, each by its neighbours."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where something was put: right after a neighbour, None when it came first.

    `before` is the neighbour that came next; it counts when the one before is gone.
    """

    key: str
    after: str | None
    before: str | None


def placements(base: Sequence[str], made: Sequence[str]) -> list[Place]:
    """Return what is new in `made` and the fewest that were moved, in the order of `made`."""
    stays = _longest_common(base, made)
    neighbours = zip([None, *made], made, [*made[1:], None], strict=False)
    return [Place(key, after, before) for after, key, before in neighbours if key not in stays]


def ordered(stays: Iterable[str], placed: Iterable[Place]) -> list[str]:
    """Return the order with each thing put in its place, one after the other."""
    found = list(stays)
    for key, after, before in placed:
        found.insert(_at(found, after, before), key)
    return found


def _at(found: Sequence[str], after: str | None, before: str | None) -> int:
    if after is None:
        return 0
    if after in found:
        return found.index(after) + 1
    return found.index(before) if before in found else len(found)


def _longest_common(base: Sequence[str], made: Sequence[str]) -> set[str]:
    """Return the longest run of `made` that stands in the order of `base`."""
    where = {key: number for number, key in enumerate(base)}
    ends: list[int] = []
    lasts: list[str] = []
    earlier: dict[str, str | None] = {}
    for key in made:
        if key not in where:
            continue
        at = bisect_left(ends, where[key])
        earlier[key] = lasts[at - 1] if at else None
        ends[at:] = [where[key], *ends[at + 1 :]]
        lasts[at:] = [key, *lasts[at + 1 :]]
    stays: set[str] = set()
    last: str | None = lasts[-1] if lasts else None
    while last is not None:
        stays.add(last)
        last = earlier[last]
    return stays
