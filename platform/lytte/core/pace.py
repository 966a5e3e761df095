"""How long each question took, from when its answers were saved.

A page is saved whole, so its time is shared by the questions on it. Where the patient
went away for a while, or came back and changed the answer, nobody knows, and None says so.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple, TypeVar

PAUSE = timedelta(minutes=10)
"""Longer than this for one page is a pause: nobody knows how long the question took."""

SECOND = timedelta(seconds=1)

_Place = TypeVar("_Place", bound=Hashable)


class Saved(NamedTuple):
    """When an answer was saved last, and whether that changed an earlier one."""

    at: datetime
    changed: bool = False


def seconds(saved: Mapping[_Place, Saved], begun: datetime | None) -> dict[_Place, int]:
    """Return the whole seconds that each question took, those that can be told.

    `begun` is when the first page was opened; without it the first page's time is unknown.
    """
    together = Counter(one.at for one in saved.values())
    moments = sorted({*together, *([begun] if begun else [])})
    took = {later: later - earlier for earlier, later in pairwise(moments)}
    return {
        place: took[one.at] // (SECOND * together[one.at])
        for place, one in saved.items()
        if not one.changed and one.at in took and took[one.at] <= PAUSE
    }
