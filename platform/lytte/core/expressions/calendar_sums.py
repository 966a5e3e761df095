"""Adding a span of time to a date, as calendars and wards do it.

A month after 31 January is the last day of February; a span finer than what is known
of the date counts only by the whole units it makes up (FHIRPath N1, section 6.6.7).
"""

from calendar import monthrange
from datetime import date as calendar_date
from datetime import timedelta
from decimal import Decimal
from typing import Final

from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.temporal import Temporal

NANOSECONDS: Final = 1_000_000_000
_DAY: Final = 86_400 * NANOSECONDS

# In nanoseconds; the calendar's own rounding for what is coarser (N1, section 6.6.7).
_LENGTH: Final = {
    "year": 365 * _DAY,
    "month": 30 * _DAY,
    "week": 7 * _DAY,
    "day": _DAY,
    "hour": 3600 * NANOSECONDS,
    "minute": 60 * NANOSECONDS,
    "second": NANOSECONDS,
    "millisecond": NANOSECONDS // 1000,
}
_DATE_UNITS: Final = ("year", "month", "day", "hour", "minute", "second")
_TIME_UNITS: Final = ("hour", "minute", "second")


def later(start: Temporal, amount: Decimal, unit: str) -> Temporal | None:
    """Return `start` moved by `amount` of a calendar unit (singular), negative for earlier.

    None when the result is outside the years 1 to 9999.
    """
    if abs(amount) > Decimal(10) ** 12:
        return None
    if start.kind == "time" and unit in {"year", "month", "week", "day"}:
        raise ExpressionError(f"A time of day cannot be moved by a {unit}.")
    if start.kind == "time":
        return _later_on_the_clock(start, amount, unit)
    try:
        return _later_on_the_calendar(start, amount, unit)
    except (OverflowError, ValueError):
        return None


def _later_on_the_clock(start: Temporal, amount: Decimal, unit: str) -> Temporal:
    finest = _TIME_UNITS[len(start.parts) - 1]
    total = (_clock(start.parts, start.fraction) + _whole(amount, unit, finest)) % _DAY
    return _written(start, (), total)


def _later_on_the_calendar(start: Temporal, amount: Decimal, unit: str) -> Temporal:
    finest = _DATE_UNITS[len(start.parts) - 1]
    if finest in {"year", "month"} or unit in {"year", "month"}:
        return _months_later(start, amount, unit, finest)
    year, month, day = start.parts[:3]
    total = _clock(start.parts[3:], start.fraction) + _whole(amount, unit, finest)
    days, clock = divmod(total, _DAY)
    moved = calendar_date(year, month, day) + timedelta(days=days)
    return _written(start, (moved.year, moved.month, moved.day), clock)


def _months_later(start: Temporal, amount: Decimal, unit: str, finest: str) -> Temporal:
    if unit == "year" or (finest == "year" and unit != "month"):
        months = 12 * (_whole(amount, unit, "year") // _LENGTH["year"])
    elif unit == "month":
        months = int(amount) if finest != "year" else 12 * int(amount / 12)
    else:
        months = _whole(amount, unit, "month") // _LENGTH["month"]
    year, month = divmod(start.parts[0] * 12 + _or_first(start.parts, 1) - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    day = min(_or_first(start.parts, 2), monthrange(year, month + 1)[1])
    parts = (year, month + 1, day)[: len(start.parts)]
    return _written(start, parts, _clock(start.time_parts, start.fraction))


def _whole(amount: Decimal, unit: str, finest: str) -> int:
    """Return the nanoseconds of the whole units in `amount`, cut to what `finest` can show.

    Only seconds may carry a fraction (N1, section 6.6.7).
    """
    if unit in {"second", "millisecond"}:
        length = int(amount * _LENGTH[unit])
    else:
        length = int(amount) * _LENGTH[unit]
    if finest == "second":
        return length
    step = _LENGTH[finest]
    return abs(length) // step * step * (-1 if length < 0 else 1)


def _clock(parts: tuple[int, ...], fraction: int | None) -> int:
    hour, minute, second = (*parts, 0, 0, 0)[:3]
    # A leap second is counted as the 59th, so that sums stay on the clock.
    return (hour * 3600 + minute * 60 + min(second, 59)) * NANOSECONDS + (fraction or 0)


def _or_first(parts: tuple[int, ...], place: int) -> int:
    return parts[place] if len(parts) > place else 1


def _written(start: Temporal, day: tuple[int, ...], clock: int) -> Temporal:
    """Write the day and the nanoseconds since midnight down as precisely as `start` is."""
    known = len(start.time_parts)
    seconds, nanoseconds = divmod(clock, NANOSECONDS)
    times = (seconds // 3600, seconds // 60 % 60, seconds % 60)[:known]
    fraction = nanoseconds if known == 3 and (nanoseconds or start.fraction is not None) else None
    text = "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(day))
    if times:
        text += ("T" if day else "") + ":".join(f"{part:02}" for part in times)
    if fraction is not None:
        text += "." + f"{fraction:09}".rstrip("0").ljust(3, "0")
    if times and start.offset is not None:
        text += _zone(start.offset)
    return Temporal(start.kind, (*day, *times), fraction, start.offset, text)


def _zone(offset: int) -> str:
    if offset == 0:
        return "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
