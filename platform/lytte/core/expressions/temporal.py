"""Dates, times of day and moments that may be known only in part.

A birth year, a month of diagnosis, a time without seconds: each keeps exactly what
was given. Comparing two of different precision gives None where the answer would
depend on what is not known.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

kind_of_temporal = Literal["date", "dateTime", "time"]

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME: Final = re.compile(r"([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9})[0-9]*)?)?)?")
_ZONE: Final = re.compile(r"Z|([+-])([0-9]{2}):([0-9]{2})")

_LONGEST: Final = 40
_UTMOST_OFFSET: Final = 14 * 60


@dataclass(frozen=True, slots=True)
class Temporal:
    """A date, a moment or a time of day.

    `parts` holds what is known from the year (or hour) downwards; `fraction` the
    nanoseconds, None when no fraction was written; `offset` the minutes from UTC.
    `text` is how it was written, without @ and T.
    """

    kind: kind_of_temporal
    parts: tuple[int, ...]
    fraction: int | None
    offset: int | None
    text: str = field(compare=False)

    @property
    def has_time(self) -> bool:
        return self.kind == "time" or len(self.parts) > 3

    @property
    def date_parts(self) -> tuple[int, ...]:
        return () if self.kind == "time" else self.parts[:3]

    @property
    def time_parts(self) -> tuple[int, ...]:
        return self.parts if self.kind == "time" else self.parts[3:]

    def __str__(self) -> str:
        return self.text


def date(text: str) -> Temporal | None:
    """Return the date written as YYYY, YYYY-MM or YYYY-MM-DD, None if it is not one."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    parts = tuple(int(part) for part in match.groups() if part is not None)
    if not _is_on_the_calendar(parts):
        return None
    return Temporal("date", parts, None, None, text)


def time(text: str) -> Temporal | None:
    """Return the time of day, written with or without a T in front."""
    text = text.removeprefix("T")
    match = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    parts = tuple(int(part) for part in match.groups()[:3] if part is not None)
    if not _is_on_the_clock(parts):
        return None
    return Temporal("time", parts, _nanoseconds(match.group(4)), None, text)


def moment(text: str) -> Temporal | None:
    """Return the moment (FHIR dateTime or instant), known to any precision."""
    if len(text) > _LONGEST:
        return None
    day, _, clock = text.partition("T")
    known_day = date(day)
    if known_day is None:
        return None
    if not clock:
        return Temporal("dateTime", known_day.parts, None, None, day)
    zone = _ZONE.search(clock)
    known_time = time(clock[: zone.start()] if zone else clock)
    if known_time is None or len(known_day.parts) < 3 or (zone and zone.end() != len(clock)):
        return None
    offset = _offset(zone) if zone else None
    if offset is not None and abs(offset) > _UTMOST_OFFSET:
        return None
    parts = known_day.parts + known_time.parts
    return Temporal("dateTime", parts, known_time.fraction, offset, text)


def moment_of(now: datetime) -> Temporal:
    """Return `now` to the millisecond, in the zone it is given in."""
    found = moment(now.isoformat(timespec="milliseconds"))
    return found or Temporal(
        "dateTime", (now.year, now.month, now.day), None, None, str(now.date())
    )


def order(left: Temporal, right: Temporal, zone: int) -> int | None:
    """Return -1, 0 or 1 as `left` is before, at or after `right`; None if it is unknown.

    `zone` (minutes from UTC) holds for a moment written without one.
    """
    ours, theirs = clock_parts(left, right, zone)
    for own, other in zip(ours, theirs, strict=False):
        if own != other:
            return -1 if own < other else 1
    if len(ours) != len(theirs):
        return None
    own_fraction, other_fraction = left.fraction or 0, right.fraction or 0
    return (own_fraction > other_fraction) - (own_fraction < other_fraction)


def are_of_one_precision(left: Temporal, right: Temporal) -> bool:
    return len(left.parts) == len(right.parts)


def clock_parts(
    left: Temporal, right: Temporal, zone: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the parts of both, in one zone where both have a time of day."""
    if left.kind == "time" or left.offset == right.offset:
        return left.parts, right.parts
    # Without a time of day there is nothing to shift: a birth date is that date everywhere.
    if len(left.parts) <= 3 or len(right.parts) <= 3:
        return left.parts, right.parts
    return _in_utc(left, zone), _in_utc(right, zone)


def _in_utc(value: Temporal, zone: int) -> tuple[int, ...]:
    offset = zone if value.offset is None else value.offset
    year, month, day, hour = value.parts[:4]
    minute = value.parts[4] if len(value.parts) > 4 else 0
    try:
        # Only whole minutes move; the second, which may be a leap second, stays.
        shifted = datetime(year, month, day, hour, minute) - timedelta(minutes=offset)  # noqa: DTZ001
    except OverflowError:
        return value.parts
    moved = (shifted.year, shifted.month, shifted.day, shifted.hour, shifted.minute)
    return (*moved, *value.parts[5:])[: len(value.parts)]


def _is_on_the_calendar(parts: tuple[int, ...]) -> bool:
    if parts[0] < 1 or (len(parts) > 1 and not 1 <= parts[1] <= 12):
        return False
    return len(parts) < 3 or 1 <= parts[2] <= monthrange(parts[0], parts[1])[1]


def _is_on_the_clock(parts: tuple[int, ...]) -> bool:
    # 60 is a leap second.
    return all(part <= most for part, most in zip(parts, (23, 59, 60), strict=False))


def _nanoseconds(digits: str | None) -> int | None:
    return None if digits is None else int(digits.ljust(9, "0"))


def _offset(zone: re.Match[str]) -> int:
    if zone.group() == "Z":
        return 0
    minutes = int(zone.group(2)) * 60 + int(zone.group(3))
    return -minutes if zone.group(1) == "-" else minutes
