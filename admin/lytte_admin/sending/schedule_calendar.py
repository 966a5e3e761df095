"""Months with what falls on their days, to look at; the same stands beside them in words."""

from calendar import Calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from lytte.core.schedules.days_off import Off, off
from lytte.core.schedules.example import Example
from lytte.core.schedules.moments import moment
from lytte.core.schedules.occasion import Occasion

MONTHS = 3
"""How many are shown at a time."""


@dataclass(frozen=True)
class Cell:
    """One day: what happens, what is sent, and whether something was planned for it."""

    on: date
    off: Off | None
    meetings: tuple[str, ...]
    sends: int
    moved: bool
    """Something was planned for this day and goes on another."""
    left_out: bool
    """Something was planned for this day and is not sent at all."""


@dataclass(frozen=True)
class Month:
    """One month as weeks of seven days; None where the day is another month's."""

    first: date
    weeks: tuple[tuple[int, tuple[Cell | None, ...]], ...]
    holidays: tuple[tuple[date, Off], ...]
    clocks: tuple[date, ...]
    """The days whose night the clocks change."""


def months(
    example: Example, occasions: Sequence[Occasion], begins: date, zone: tzinfo
) -> list[Month]:
    """Return three months from the one that `begins` is in."""
    meetings: dict[date, list[str]] = {}
    for event in example.events():
        meetings.setdefault(event.on, []).append(event.kind)
    sends = [one.on for one in occasions if one.goes]
    moved = {one.planned for one in occasions if one.goes and one.on != one.planned}
    left_out = {one.planned for one in occasions if not one.goes}

    def cell(on: date) -> Cell:
        met = tuple(meetings.get(on, ()))
        return Cell(on, off(on), met, sends.count(on), on in moved, on in left_out)

    return [_month(first, cell, zone) for first in _firsts(begins)]


def within(occasions: Sequence[Occasion], begins: date) -> list[Occasion]:
    """Return those that fall in the months that are shown."""
    first, *_, last = _firsts(begins)
    return [one for one in occasions if first <= one.on < next_month(last)]


def first_month(example: Example, occasions: Sequence[Occasion]) -> date:
    """Return the month of whatever comes first: a form may be sent before the first visit."""
    going = [one.on for one in occasions if one.goes]
    first = min([example.begins, *(one for one in going if one >= example.begins - _EARLY)])
    return first.replace(day=1)


_EARLY = timedelta(days=31)


def next_month(first: date, step: int = 1) -> date:
    """Return the first day of a month later or earlier."""
    years, month = divmod(first.month - 1 + step, 12)
    return date(first.year + years, month + 1, 1)


def _firsts(begins: date) -> list[date]:
    return [next_month(begins.replace(day=1), step) for step in range(MONTHS)]


def _month(first: date, cell: Callable[[date], Cell], zone: tzinfo) -> Month:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    shown = [day for week in weeks for day in week if day.month == first.month]
    return Month(
        first,
        tuple(
            (
                week[0].isocalendar().week,
                tuple(cell(day) if day.month == first.month else None for day in week),
            )
            for week in weeks
        ),
        tuple((day, why) for day in shown if (why := off(day)) and why != "weekend"),
        tuple(_clock_changes(shown, zone)),
    )


def _clock_changes(days: Sequence[date], zone: tzinfo) -> Iterator[date]:
    for day in days:
        midnight, next_one = (_offset(moment(one, time(), zone), zone) for one in _both(day))
        if midnight != next_one:
            yield day


def _both(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


def _offset(at: datetime, zone: tzinfo) -> timedelta | None:
    return at.astimezone(UTC).astimezone(zone).utcoffset()
