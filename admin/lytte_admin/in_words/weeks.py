"""The weeks of a period by their numbers."""

from collections.abc import Sequence
from datetime import date

from lytte.core.insights import Line
from lytte.wording.catalogue import Words

Table = Sequence[tuple[str, Line]]
"""Lines with the names they are shown under."""


def named(lines: Sequence[Line], say: Words) -> Table:
    """Return each week's line under its number, as it stands in the calendar."""
    return [(_week(one.of, say), one) for one in lines]


def _week(monday: str, say: Words) -> str:
    number = date.fromisoformat(monday).isocalendar()
    return say("week {week}, {year}", week=number.week, year=number.year)
