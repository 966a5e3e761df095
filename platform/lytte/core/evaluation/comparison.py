"""How one answer compares with another: equal, before, after, or not to be told."""

from decimal import Decimal
from typing import Final

from lytte.core.expressions import quantities, temporal
from lytte.core.values import (
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Reference,
    Time,
    Uri,
)

_TEMPORAL: Final = (Date, DateTime, Time)
_NUMBER: Final = (int, Decimal)


def equal(left: NativeValue, right: NativeValue, zone: int = 0) -> bool | None:
    """Tell whether two values are the same; None where it depends on what is not known.

    `zone` (minutes from UTC) holds for a moment written without one.
    """
    found = _same_words(left, right)
    if found is not None:
        return found
    if isinstance(left, _TEMPORAL) and isinstance(right, _TEMPORAL):
        order_of_times = _order_of_times(left, right, zone)
        return None if order_of_times is None else order_of_times == 0
    order_of_amounts = _order_of_amounts(left, right)
    if order_of_amounts is None and isinstance(left, Quantity) and isinstance(right, Quantity):
        # 5 kg and 5 °C are neither equal nor different.
        return None
    return order_of_amounts == 0


def order(left: NativeValue, right: NativeValue, zone: int = 0) -> int | None:
    """Return -1, 0 or 1 as `left` is less, the same or more; None when it cannot be told."""
    if isinstance(left, _TEMPORAL) and isinstance(right, _TEMPORAL):
        return _order_of_times(left, right, zone)
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    return _order_of_amounts(left, right)


def same_code(left: Coding, right: Coding) -> bool:
    """Tell whether two codings mean the same.

    A system that only one side names is not held against it: one questionnaire in six
    writes codings without. Display counts only where there is no code at all.
    """
    if left.code is None or right.code is None:
        return left.code is right.code and left.display == right.display is not None
    if left.system and right.system and left.system != right.system:
        return False
    return left.code == right.code


def _same_words(left: NativeValue, right: NativeValue) -> bool | None:
    """Compare what is neither amount nor time; None where it is one of these."""
    match left, right:
        case (Coding(), Coding()):
            return same_code(left, right)
        case (bool(), bool()) | (str(), str()):
            return left == right
        case (Uri() | str(), Uri() | str()):
            return _text(left) == _text(right)
        case (Reference(), Reference()):
            return left.reference is not None and left.reference == right.reference
        case (Coding(code=None), str()):
            return left.display == right
        case (str(), Coding(code=None)):
            return left == right.display
        case _:
            return None


def _order_of_amounts(left: NativeValue, right: NativeValue) -> int | None:
    ours, theirs = _amount(left), _amount(right)
    if ours is None or theirs is None:
        return None
    if isinstance(left, Quantity) and isinstance(right, Quantity) and not _same_unit(left, right):
        there = quantities.converted(_measured(left, ours), _measured(right, theirs))
        if there is None:
            return None
        ours = there
    return (ours > theirs) - (ours < theirs)


def _amount(value: NativeValue) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, _NUMBER):
        return Decimal(value)
    return value.value if isinstance(value, Quantity) and value.comparator is None else None


def _same_unit(left: Quantity, right: Quantity) -> bool:
    """An amount without any unit is taken in the unit of the other."""
    ours, theirs = left.code or left.unit, right.code or right.unit
    return not ours or not theirs or ours == theirs or left.unit == right.unit is not None


def _measured(value: Quantity, amount: Decimal) -> quantities.Quantity:
    return quantities.quantity(amount, value.code or value.unit or "1", is_code=True)


def _order_of_times(
    left: Date | DateTime | Time, right: Date | DateTime | Time, zone: int
) -> int | None:
    if isinstance(left, Time) != isinstance(right, Time):
        return None
    ours, theirs = _read(left), _read(right)
    if ours is None or theirs is None:
        return None
    return temporal.order(ours, theirs, zone)


def _read(value: Date | DateTime | Time) -> temporal.Temporal | None:
    match value:
        case Date():
            return temporal.date(value.text)
        case DateTime():
            return temporal.moment(value.text)
        case Time():
            return temporal.time(value.text)


def _text(value: Uri | str) -> str:
    return value.text if isinstance(value, Uri) else value
