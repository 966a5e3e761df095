"""Make what an expression came to an answer of the kind that its question takes."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption
from lytte.core.items.quantity import QuantityItem
from lytte.core.values import Coding, Date, DateTime, NativeValue, Quantity, Time, Uri, number

Fit = Callable[[NativeValue], NativeValue | None]


def fitted(
    item: Item, values: Sequence[NativeValue], options: Sequence[AnswerOption] = ()
) -> tuple[NativeValue, ...]:
    """Return the values as answers to `item`, without those that are none.

    A question that takes one answer takes the first.
    """
    found = [fit for value in values if (fit := _fit(item, value, options)) is not None]
    return tuple(found) if item.repeats else tuple(found[:1])


def _fit(item: Item, value: NativeValue, options: Sequence[AnswerOption]) -> NativeValue | None:
    if item.type == "choice" or item.type == "open-choice":
        return _choice(value, options, is_open=item.type == "open-choice")
    if isinstance(item, QuantityItem):
        return _quantity(item, value)
    fit = _FITS.get(item.type)
    return fit(value) if fit else value


def _choice(
    value: NativeValue, options: Sequence[AnswerOption], *, is_open: bool
) -> NativeValue | None:
    """A bare code or word stands for the option that has it."""
    if isinstance(value, Coding) or not options:
        return value
    for option in options:
        found = option.value
        if found == value and type(found) is type(value):
            return found
        if isinstance(found, Coding) and value in (found.code, found.display):
            return found
    return value if is_open and isinstance(value, str) else None


def _quantity(item: QuantityItem, value: NativeValue) -> NativeValue | None:
    if isinstance(value, Quantity):
        return value
    amount = number(value)
    if amount is None:
        return None
    unit = item.unit
    if unit is None:
        return Quantity(value=amount)
    return Quantity(
        value=amount, unit=unit.display or unit.code, system=unit.system, code=unit.code
    )


def _whole(value: NativeValue) -> NativeValue | None:
    amount = number(value)
    if amount is None or amount != amount.to_integral_value():
        return None
    return int(amount)


def _decimal(value: NativeValue) -> NativeValue | None:
    return number(value)


def _boolean(value: NativeValue) -> NativeValue | None:
    return value if isinstance(value, bool) else None


def _text(value: NativeValue) -> NativeValue | None:
    match value:
        case str():
            # FHIR knows no empty texts.
            return value if value.strip() else None
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case Date() | DateTime() | Time() | Uri():
            return value.text
        case Coding():
            return value.display or value.code
        case _:
            return None


def _date(value: NativeValue) -> NativeValue | None:
    if isinstance(value, Date):
        return value
    return Date(value.text[:10]) if isinstance(value, DateTime) else None


def _moment(value: NativeValue) -> NativeValue | None:
    if isinstance(value, DateTime):
        return value
    return DateTime(value.text) if isinstance(value, Date) else None


def _time(value: NativeValue) -> NativeValue | None:
    return value if isinstance(value, Time) else None


def _uri(value: NativeValue) -> NativeValue | None:
    if isinstance(value, Uri):
        return value
    return Uri(value) if isinstance(value, str) else None


_FITS: Final[dict[str, Fit]] = {
    "boolean": _boolean,
    "integer": _whole,
    "numeric_rating": _whole,
    "visual_analogue": _whole,
    "decimal": _decimal,
    "string": _text,
    "text": _text,
    "date": _date,
    "dateTime": _moment,
    "time": _time,
    "url": _uri,
}
