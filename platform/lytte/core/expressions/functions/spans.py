"""How far apart two dates or moments are: difference() and duration() (FHIRPath 3, draft).

`difference` counts the boundaries between the two (from New Year's Eve to New Year's Day
is one year), `duration` the whole periods (from birthday to birthday is one year).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.coercion import single, text
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal

Arguments = Sequence[Collection]
_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
_NEEDS: Final[Mapping[str, int]] = {
    "year": 1, "month": 2, "week": 3, "day": 3, "hour": 4, "minute": 5, "second": 6,
    "millisecond": 6,
}  # fmt: skip
"""How many parts of a moment have to be known, from the year downwards."""
_LENGTHS: Final[Mapping[str, int]] = {
    "week": 7 * 86_400_000, "day": 86_400_000, "hour": 3_600_000, "minute": 60_000,
    "second": 1_000, "millisecond": 1,
}  # fmt: skip
"""In milliseconds."""


def _difference(first: Temporal, second: Temporal, unit: str, zone: int) -> int:
    start, end = temporal.clock_parts(first, second, zone)
    if unit in ("year", "month"):
        return _months(end, unit) - _months(start, unit)
    # Weeks begin on Sunday, which is day 0 of the calendar that counts from year 1.
    own, other = _milliseconds(start, first), _milliseconds(end, second)
    return other // _LENGTHS[unit] - own // _LENGTHS[unit]


def _duration(first: Temporal, second: Temporal, unit: str, zone: int) -> int:
    start, end = temporal.clock_parts(first, second, zone)
    own, other = _milliseconds(start, first), _milliseconds(end, second)
    if unit not in ("year", "month"):
        return abs(other - own) // _LENGTHS[unit] * (1 if other >= own else -1)
    if own > other:
        return -_whole_months(end, other, start, own, unit)
    return _whole_months(start, own, end, other, unit)


def _whole_months(
    start: tuple[int, ...], own: int, end: tuple[int, ...], other: int, unit: str
) -> int:
    months = _months(end, "month") - _months(start, "month")
    # What is left of the month: a day, and the time of that day.
    if (*end[2:3], other % _LENGTHS["day"]) < (*start[2:3], own % _LENGTHS["day"]):
        months -= 1
    return months // 12 if unit == "year" else months


def _months(parts: tuple[int, ...], unit: str) -> int:
    return parts[0] if unit == "year" else parts[0] * 12 + parts[1]


def _milliseconds(parts: tuple[int, ...], value: Temporal) -> int:
    if value.kind == "time":
        day, clock = 0, parts
    else:
        whole = (*parts[:3], 1, 1)[:3]
        day, clock = date(*whole).toordinal(), parts[3:]
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    inside = (value.fraction or 0) // 1_000_000
    return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + inside


def _unit(given: Collection, name: str) -> str | None:
    written = text(given, f"{name}()")
    if written is None:
        return None
    unit = written.removesuffix("s")
    if unit not in _UNITS:
        raise ExpressionError(f"{name}() does not know the unit “{written[:40]}”.")
    return unit


def _apart(name: str) -> Eager:
    work = _difference if name == "difference" else _duration

    def apply(items: Collection, arguments: Arguments, run: Run) -> Collection:
        first, second = single(items, f"{name}()"), single(arguments[0], f"{name}()")
        unit = _unit(arguments[1], name)
        first, second = _temporal(first), _temporal(second)
        if first is None or second is None or unit is None:
            return []
        if (first.kind == "time") != (second.kind == "time"):
            return []
        needs = _NEEDS[unit] - (3 if first.kind == "time" else 0)
        if needs <= 0 or min(len(first.parts), len(second.parts)) < needs:
            return []
        return [work(first, second, unit, run.zone)]

    return Eager(apply, 2, 2)


def _temporal(value: object) -> Temporal | None:
    if isinstance(value, str):
        return temporal.moment(value)
    return value if isinstance(value, Temporal) else None


SPANS: Final[Functions] = {name: _apart(name) for name in ("difference", "duration")}
