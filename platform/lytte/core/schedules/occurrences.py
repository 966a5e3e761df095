"""The days a sentence of the plan speaks of, before anything moves or stops them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from lytte.core.schedules.known import Event, Followed, course_end
from lytte.core.schedules.moments import sensible
from lytte.core.schedules.plan import Around, Rhythm, Sending


class Occurrence(NamedTuple):
    """One day of one sentence. `key` is its own for as long as the patient is followed."""

    key: str
    planned: date
    event: Event | None = None


def occurrences(
    sending: Sending, followed: Followed, first: date, last: date
) -> Iterator[Occurrence]:
    """Yield what is planned from `first` to `last`, and what comes before a visit ahead.

    However long ago a rhythm began, only the days asked for are gone through.
    """
    match sending.when:
        case Rhythm() as rhythm:
            yield from _again(rhythm, sending.stop.times, followed, first, last)
        case Around() as around:
            yield from _around(around, followed, first, last)


def _around(around: Around, followed: Followed, first: date, last: date) -> Iterator[Occurrence]:
    days = timedelta(days=around.days)
    for event in followed.events:
        if event.kind != around.of or not sensible(event.on):
            continue
        planned = event.on - days if around.side == "before" else event.on + days
        # Before a visit it may be late, as long as the visit is ahead.
        latest = event.on if around.side == "before" else planned
        if planned <= last and latest >= first:
            yield Occurrence(event.id, planned, event)


def _again(
    rhythm: Rhythm, times: int | None, followed: Followed, first: date, last: date
) -> Iterator[Occurrence]:
    begun = sorted(_starts(rhythm, followed))
    for place, (start, name) in enumerate(begun):
        until = begun[place + 1][0] - timedelta(days=1) if place + 1 < len(begun) else last
        begins = start + timedelta(days=rhythm.first)
        number = _first_number(rhythm, begins, first)
        while (times is None or number < times) and (day := _day(rhythm, begins, number)) <= min(
            until, last
        ):
            if day >= first:
                yield Occurrence(f"{name}/{number}", day)
            number += 1


def _starts(rhythm: Rhythm, followed: Followed) -> Iterator[tuple[date, str]]:
    found: Iterator[tuple[date, str]]
    match rhythm.since:
        case "enrolment":
            found = iter([(followed.since, "start")])
        case "course_end":
            end = course_end(followed.events, followed.course_end)
            found = iter([(end, f"end-{end}")] if end else [])
        case "cycle":
            found = ((e.on, e.id) for e in followed.events if e.kind == "cycle" and e.number == 1)
        case kind:
            found = ((e.on, e.id) for e in followed.events if e.kind == kind)
    yield from (one for one in found if sensible(one[0]))


def _first_number(rhythm: Rhythm, begins: date, first: date) -> int:
    """Return a number whose day is near `first`, never past it."""
    if rhythm.every.unit == "month":
        months = (first.year - begins.year) * 12 + first.month - begins.month
        return max(0, months // rhythm.every.number - 1)
    return max(0, (first - begins).days // rhythm.every.days)


def _day(rhythm: Rhythm, begins: date, number: int) -> date:
    every = rhythm.every
    if every.unit != "month":
        return begins + timedelta(days=number * every.days)
    years, month = divmod(begins.month - 1 + number * every.number, 12)
    return _in_month(begins.year + years, month + 1, begins.day)


def _in_month(year: int, month: int, day: int) -> date:
    """Return the same day of another month, its last day where it is shorter."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), following - timedelta(days=1))
