"""How precise a value is, and what it may be at the least and at the most.

lowBoundary(), highBoundary() and precision() of FHIRPath 2.0: 1.5 was somewhere from
1.45 to 1.55, and 2014 from 1 January to 31 December.
"""

from calendar import monthrange
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.coercion import integer, single
from lytte.core.expressions.decimals import LONG, number
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal

Arguments = Sequence[Collection]

_MOST_DECIMALS: Final = 31
_USUAL_DECIMALS: Final = 8

# How many digits are known, by how many parts are: 2014-01-05 has eight.
_DIGITS: Final = {"time": (2, 4, 6, 9), "date": (4, 6, 8), "dateTime": (4, 6, 8, 10, 12, 14, 17)}
_FULL: Final = {"time": 9, "date": 8, "dateTime": 17}

# A day begins first where clocks are 14 hours ahead and ends last where they are 12 behind.
_FIRST_ZONE, _LAST_ZONE = "+14:00", "-12:00"


def _precision(items: Collection, _: Arguments, run: Run) -> Collection:
    value = single(items, "precision()")
    if isinstance(value, Quantity):
        value = value.value
    if isinstance(value, Temporal):
        return [_digits(value)]
    found = number(value)
    return [] if found is None else [_decimals(found)]


def _digits(value: Temporal) -> int:
    return _DIGITS[value.kind][len(value.parts) - (value.fraction is None)]


def _decimals(value: int | Decimal) -> int:
    """Return how many decimals are written, zeros at the end being part of what is known."""
    exponent = Decimal(value).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _boundary(name: str, *, is_high: bool) -> Eager:
    def apply(items: Collection, arguments: Arguments, run: Run) -> Collection:
        value = single(items, f"{name}()")
        wanted = integer(arguments[0], f"{name}()") if arguments else None
        found = _boundary_of(value, wanted, is_high=is_high)
        return [] if found is None else [found]

    return Eager(apply, 0, 1)


def _boundary_of(value: object, wanted: int | None, *, is_high: bool) -> object:
    if isinstance(value, Temporal):
        return _boundary_in_time(value, wanted, is_high=is_high)
    decimals = _USUAL_DECIMALS if wanted is None else wanted
    if not 0 <= decimals <= _MOST_DECIMALS:
        return None
    if isinstance(value, Quantity):
        return value.with_value(_boundary_of_number(value.value, decimals, is_high=is_high))
    found = number(value)
    return None if found is None else _boundary_of_number(found, decimals, is_high=is_high)


def _boundary_of_number(value: int | Decimal, decimals: int, *, is_high: bool) -> Decimal:
    half = Decimal(5).scaleb(-_decimals(value) - 1)
    edge = LONG.add(Decimal(value), half if is_high else -half)
    rounding = ROUND_CEILING if is_high else ROUND_FLOOR
    return edge.quantize(Decimal(1).scaleb(-decimals), rounding, LONG)


def _boundary_in_time(value: Temporal, wanted: int | None, *, is_high: bool) -> Temporal | None:
    digits = _FULL[value.kind] if wanted is None else wanted
    if digits not in _DIGITS[value.kind]:
        return None
    day = _filled_day(value, is_high=is_high)
    clock = _filled_clock(value, is_high=is_high)
    if value.kind == "time":
        return temporal.time(_clock_text(clock, digits))
    day_text = "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(day))
    if digits <= 8 or value.kind == "date":
        read = temporal.date if value.kind == "date" else temporal.moment
        return read(day_text[: digits + (digits - 4) // 2])
    zone = _zone(value) or (_LAST_ZONE if is_high else _FIRST_ZONE)
    return temporal.moment(f"{day_text}T{_clock_text(clock, digits - 8)}{zone}")


def _filled_day(value: Temporal, *, is_high: bool) -> tuple[int, ...]:
    known = value.date_parts
    if not known or len(known) == 3:
        return known
    month = known[1] if len(known) > 1 else (12 if is_high else 1)
    return (known[0], month, monthrange(known[0], month)[1] if is_high else 1)


def _filled_clock(value: Temporal, *, is_high: bool) -> tuple[int, ...]:
    known = value.time_parts
    milliseconds = None if value.fraction is None else value.fraction // 1_000_000
    filled = (23, 59, 59) if is_high else (0, 0, 0)
    last = milliseconds if milliseconds is not None else (999 if is_high else 0)
    return (*known, *filled[len(known) :], last)


def _clock_text(clock: tuple[int, ...], digits: int) -> str:
    text = f"{clock[0]:02}:{clock[1]:02}:{clock[2]:02}.{clock[3]:03}"
    return text[: {2: 2, 4: 5, 6: 8, 9: 12}[digits]]


def _zone(value: Temporal) -> str:
    clock = value.text.partition("T")[2]
    cut = max(map(clock.find, "Z+-"))
    return clock[cut:] if cut >= 0 else ""


BOUNDARIES: Final[Functions] = {
    "precision": Eager(_precision),
    "lowBoundary": _boundary("lowBoundary", is_high=False),
    "highBoundary": _boundary("highBoundary", is_high=True),
}
