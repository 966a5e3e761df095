"""Which kinds of value answer which kinds of item."""

from collections.abc import Mapping
from decimal import Decimal

from lytte.core.items.any_item import Item
from lytte.core.values import (
    Attachment,
    Coding,
    Date,
    DateTime,
    NativeValue,
    Quantity,
    Reference,
    Time,
    Uri,
)

_EXPECTED: Mapping[str, type] = {
    "attachment": Attachment,
    "boolean": bool,
    "date": Date,
    "dateTime": DateTime,
    "decimal": Decimal,
    "integer": int,
    "numeric_rating": int,
    "quantity": Quantity,
    "reference": Reference,
    "string": str,
    "text": str,
    "time": Time,
    "url": Uri,
    "visual_analogue": int,
}


def kinds_offered(item: Item) -> frozenset[type]:
    """Return of which kinds the options of `item` are: look once, there may be thousands."""
    if item.type != "choice" and item.type != "open-choice":
        return frozenset()
    return frozenset(type(option.value) for option in item.answer_options)


def fitted(item: Item, given: NativeValue, offered: frozenset[type]) -> NativeValue | None:
    """Return `given` as an answer to `item`, None when it cannot be one.

    What means the same is turned into the type of the item: a whole number given to a
    decimal, a day to a point in time. `offered` are the `kinds_offered`.
    """
    if item.type == "choice" or item.type == "open-choice":
        return _option(item, given, offered)
    wanted = _EXPECTED.get(item.type)
    if wanted is None:
        return None
    if isinstance(given, wanted) and not (isinstance(given, bool) and wanted is not bool):
        return given
    return _turned(wanted, given)


def _turned(wanted: type, given: NativeValue) -> NativeValue | None:
    if wanted is Decimal and isinstance(given, int) and not isinstance(given, bool):
        return Decimal(given)
    if wanted is int and isinstance(given, Decimal) and given == given.to_integral_value():
        return int(given)
    if wanted is DateTime and isinstance(given, Date):
        return DateTime(given.text)
    if wanted is Uri and isinstance(given, str):
        return Uri(given)
    return None


def _option(item: Item, given: NativeValue, offered: frozenset[type]) -> NativeValue | None:
    """Options may be of any type; without any listed, a coding is what is expected."""
    if item.type != "choice" and item.type != "open-choice":
        return None
    if item.answer_expression is not None or type(given) in (offered or {Coding}):
        return given
    return given if item.type == "open-choice" and isinstance(given, str) else None
