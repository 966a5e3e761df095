"""Today, now, and the parts of a date (FHIRPath, sections 5.9.2 and 5.9.3)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.coercion import single
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal

Arguments = Sequence[Collection]


def _now(items: Collection, _: Arguments, run: Run) -> Collection:
    return [temporal.moment_of(_given(run))]


def _today(items: Collection, _: Arguments, run: Run) -> Collection:
    return [temporal.date(_given(run).date().isoformat())]


def _time_of_day(items: Collection, _: Arguments, run: Run) -> Collection:
    return [temporal.time(_given(run).time().isoformat(timespec="milliseconds"))]


def _given(run: Run) -> datetime:
    if run.environment.now is None:
        raise ExpressionError("What day it is is not known here.")
    return run.environment.now


def _year(value: Temporal) -> object:
    return value.date_parts[0] if value.date_parts else None


def _month(value: Temporal) -> object:
    return value.date_parts[1] if len(value.date_parts) > 1 else None


def _day(value: Temporal) -> object:
    return value.date_parts[2] if len(value.date_parts) > 2 else None


def _hour(value: Temporal) -> object:
    return value.time_parts[0] if value.time_parts else None


def _minute(value: Temporal) -> object:
    return value.time_parts[1] if len(value.time_parts) > 1 else None


def _second(value: Temporal) -> object:
    return value.time_parts[2] if len(value.time_parts) > 2 else None


def _millisecond(value: Temporal) -> object:
    return None if value.fraction is None else value.fraction // 1_000_000


def _offset_in_hours(value: Temporal) -> object:
    return None if value.offset is None else Decimal(value.offset) / 60


def _date(value: Temporal) -> object:
    return None if value.kind == "time" else temporal.date(value.text[:10])


def _time(value: Temporal) -> object:
    if value.kind == "time" or not value.time_parts:
        return None
    clock = value.text[11:]
    for sign in "Z+-":
        clock = clock.partition(sign)[0]
    return temporal.time(clock)


def _part(name: str, part: Callable[[Temporal], object]) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        value = single(items, f"{name}()")
        if isinstance(value, str):
            value = temporal.moment(value)
        found = part(value) if isinstance(value, Temporal) else None
        return [] if found is None else [found]

    return Eager(apply)


_PARTS: Final[dict[str, Callable[[Temporal], object]]] = {
    "yearOf": _year,
    "monthOf": _month,
    "dayOf": _day,
    "hourOf": _hour,
    "minuteOf": _minute,
    "secondOf": _second,
    "millisecondOf": _millisecond,
    "timezoneOffsetOf": _offset_in_hours,
    "dateOf": _date,
    "timeOf": _time,
}

DATES: Final[Functions] = {
    "now": Eager(_now),
    "today": Eager(_today),
    "timeOfDay": Eager(_time_of_day),
    **{name: _part(name, part) for name, part in _PARTS.items()},
}
