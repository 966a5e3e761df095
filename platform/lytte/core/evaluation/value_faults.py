"""Why one value is no answer to its question: its size, its form, its unit."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import re2

from lytte.core.evaluation.comparison import order
from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
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
    number,
)

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "attachment": (Attachment,),
    "boolean": (bool,),
    "date": (Date,),
    "dateTime": (DateTime,),
    "time": (Time,),
    "string": (str,),
    "text": (str,),
    "integer": (int,),
    "numeric_rating": (int,),
    "visual_analogue": (int,),
    "decimal": (Decimal, int),
    "quantity": (Quantity,),
    "reference": (Reference,),
    "url": (Uri,),
}


_CALLED: Final[dict[type, str]] = {
    bool: "a yes or no",
    int: "a whole number",
    Decimal: "a number",
    str: "a text",
    Date: "a date",
    DateTime: "a date with a time",
    Time: "a time of day",
    Uri: "an address",
    Coding: "a coded option",
    Quantity: "an amount with a unit",
    Attachment: "a file",
    Reference: "a reference to the record",
}
_WANTED: Final[dict[str, str]] = {
    "choice": "one of its options",
    "open-choice": "one of its options, or own words",
    "boolean": "yes or no",
}


def wrong_kind(item: Item, value: NativeValue) -> str:
    """Say that an answer is of another kind than its question takes."""
    kinds = _TYPES.get(item.type, ())
    wanted = _WANTED.get(item.type) or (_CALLED[kinds[0]] if kinds else "no answer")
    return f"The answer is {_CALLED[type(value)]}; the question takes {wanted}."


def value_faults(item: Item, value: NativeValue) -> Iterator[str]:
    """Yield what is wrong with `value` as an answer to `item`, as sentences."""
    if not _is_of_type(item, value):
        yield wrong_kind(item, value)
        return
    match item:
        case Number() | NumericRating() | VisualAnalogue() | DateItem():
            yield from _bounds(value, item.minimum, item.maximum)
        case QuantityItem():
            yield from _bounds(value, item.minimum, item.maximum)
            yield from _unit(value, item)
        case FreeText() | Url():
            yield from _words(value.text if isinstance(value, Uri) else str(value), item)
        case AttachmentItem():
            yield from _file(value, item)
        case _:
            pass
    if isinstance(item, Number | QuantityItem):
        yield from _decimals(value, item.max_decimal_places)


def _is_of_type(item: Item, value: NativeValue) -> bool:
    kinds = _TYPES.get(item.type)
    if kinds is None:
        return True
    return isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)


def _bounds(
    value: NativeValue, least: NativeValue | None, most: NativeValue | None
) -> Iterator[str]:
    """A bound that cannot be compared (a partial date, another unit) is not held against it."""
    if least is not None and order(value, least) == -1:
        yield f"The answer is below the lowest allowed, {shown(least)}."
    if most is not None and order(value, most) == 1:
        yield f"The answer is above the highest allowed, {shown(most)}."


def _decimals(value: NativeValue, most: int | None) -> Iterator[str]:
    amount = number(value)
    if most is None or amount is None:
        return
    decimals = _places(amount)
    if decimals > most:
        yield f"The answer has {decimals} decimals; at most {most} are allowed."


def _places(amount: Decimal) -> int:
    """Return how many decimals a number has; noughts at the end of them say nothing more."""
    _, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
        return 0
    written = "".join(map(str, digits)).rjust(-exponent, "0")[exponent:]
    return len(written.rstrip("0"))


def _unit(value: NativeValue, item: QuantityItem) -> Iterator[str]:
    allowed = item.unit_options
    if not allowed or not isinstance(value, Quantity) or not (value.code or value.unit):
        return
    if not any(_is_unit(value, unit) for unit in allowed):
        names = ", ".join(unit.display or unit.code or "" for unit in allowed)
        yield f"The unit {value.unit or value.code} is not one of: {names}."


def _is_unit(value: Quantity, unit: Coding) -> bool:
    if value.code and unit.code:
        return value.code == unit.code
    return value.unit in (unit.display, unit.code)


def _words(text: str, item: FreeText | Url) -> Iterator[str]:
    if item.max_length is not None and len(text) > item.max_length:
        yield f"The answer has {len(text)} characters; at most {item.max_length} are allowed."
    if isinstance(item, Url):
        return
    if item.min_length is not None and len(text) < item.min_length:
        yield f"The answer has {len(text)} characters; at least {item.min_length} are needed."
    pattern = pattern_of(item.regex) if item.regex else None
    if pattern is not None and not pattern.fullmatch(text):
        yield f"The answer is not written as it must be: {item.regex}"


def _file(value: NativeValue, item: AttachmentItem) -> Iterator[str]:
    if not isinstance(value, Attachment):
        return
    # Base64 writes three bytes as four characters.
    size = len(value.data or "") * 3 // 4
    if item.max_size is not None and size > item.max_size:
        yield f"The file has {size} bytes; at most {item.max_size} are allowed."
    if item.mime_types and not any(_is_kind(value, kind) for kind in item.mime_types):
        yield f"The file is {value.content_type or 'of no known type'}, which is not allowed."


def _is_kind(value: Attachment, kind: str) -> bool:
    """Tell whether a file is of a kind: `image/png`, or any `image/*`."""
    given = value.content_type or ""
    return given == kind or (kind.endswith("/*") and given.startswith(kind[:-1]))


def shown(value: NativeValue) -> str:
    """Return a value as it is told to a person."""
    match value:
        case Quantity():
            return f"{value.value} {value.unit or value.code or ''}".strip()
        case Coding():
            return value.display or value.code or ""
        case Date() | DateTime() | Time() | Uri():
            return value.text
        case _:
            return str(value)


@lru_cache(maxsize=512)
def pattern_of(regex: str) -> Any:
    """Return the pattern; None for one that RE2 does not know, which the check tells authors."""
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        return re2.compile(regex, quiet)
    except re2.error:
        return None
