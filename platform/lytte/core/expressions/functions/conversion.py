"""From one type to another (FHIRPath N1, section 5.5); what cannot be converted is empty."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from lytte.core.expressions import temporal
from lytte.core.expressions.coercion import as_quantity, single, text
from lytte.core.expressions.decimals import Long, is_sensible, written
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.quantities import (
    CALENDAR_UNITS,
    Quantity,
    converted,
    quantity,
    quantity_in,
)
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal

Arguments = Sequence[Collection]

_COST_OF_A_UNIT: Final = 20

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,19}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,28}(?:\.[0-9]{1,40})?")
_TRUE: Final = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE: Final = frozenset({"false", "f", "no", "n", "0", "0.0"})


def as_boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return bool(value) if value in {0, 1} else None
    word = value.lower() if isinstance(value, str) else None
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def as_integer(value: object) -> int | None:
    found = _whole(value)
    return found if found is not None and -(2**31) <= found < 2**31 else None


def _to_long(value: object) -> Long | None:
    found = _whole(value)
    return Long(found) if found is not None and -(2**63) <= found < 2**63 else None


def _whole(value: object) -> int | None:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    return None


def as_decimal(value: object) -> Decimal | None:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        found = Decimal(value)
        return found if is_sensible(found) else None
    return None


def _to_string(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return written(value)
    return str(value) if isinstance(value, str | Temporal | Quantity) else None


def _to_date(value: object) -> Temporal | None:
    if isinstance(value, Temporal):
        return None if value.kind == "time" else temporal.date(value.text[:10])
    return temporal.date(value) if isinstance(value, str) else None


def _to_moment(value: object) -> Temporal | None:
    if isinstance(value, Temporal):
        return None if value.kind == "time" else temporal.moment(value.text)
    return temporal.moment(value) if isinstance(value, str) else None


def _to_time(value: object) -> Temporal | None:
    if isinstance(value, Temporal):
        return value if value.kind == "time" else None
    return temporal.time(value) if isinstance(value, str) else None


def to_string(items: Collection, _: Arguments, run: Run) -> Collection:
    value = _to_string(single(items, "toString()"))
    return [] if value is None else run.text(value)


def _to_quantity(items: Collection, arguments: Arguments, run: Run) -> Collection:
    value = single(items, "toQuantity()")
    run.spend(_COST_OF_A_UNIT)
    found = None
    if isinstance(value, str):
        found = quantity_in(value)
    elif isinstance(value, bool):
        found = quantity(Decimal(value), "1", is_code=True)
    elif not isinstance(value, Long):
        found = as_quantity(value)
    if found is None or not arguments:
        return [] if found is None else [found]
    unit = text(arguments[0], "toQuantity()")
    return [] if unit is None else _in_unit(found, unit)


def _in_unit(value: Quantity, unit: str) -> Collection:
    target = quantity(Decimal(1), unit, is_code=unit not in CALENDAR_UNITS)
    there = converted(value, target)
    return [] if there is None else [target.with_value(there)]


def _converts_to_quantity(items: Collection, arguments: Arguments, run: Run) -> Collection:
    return [bool(_to_quantity(items, arguments, run))] if items else []


def _conversion(name: str, convert: Callable[[object], object]) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        value = convert(single(items, f"{name}()"))
        return [] if value is None else [value]

    return Eager(apply)


def _possibility(name: str, convert: Callable[[object], object]) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        value = single(items, f"{name}()")
        return [] if value is None else [convert(value) is not None]

    return Eager(apply)


_CONVERSIONS: Final[dict[str, Callable[[object], object]]] = {
    "Boolean": as_boolean,
    "Integer": as_integer,
    "Long": _to_long,
    "Decimal": as_decimal,
    "String": _to_string,
    "Date": _to_date,
    "DateTime": _to_moment,
    "Time": _to_time,
}

CONVERSION: Final[Functions] = {
    **{f"to{name}": _conversion(f"to{name}", convert) for name, convert in _CONVERSIONS.items()},
    **{
        f"convertsTo{name}": _possibility(f"convertsTo{name}", convert)
        for name, convert in _CONVERSIONS.items()
    },
    "toString": Eager(to_string),
    "toQuantity": Eager(_to_quantity, 0, 1),
    "convertsToQuantity": Eager(_converts_to_quantity, 0, 1),
}
