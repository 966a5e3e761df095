"""Constraints that an item says itself: `. >= 0 and . <= 120`, `regex(., '[0-9]+')`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.values import Date
from lytte.integrations.logic.literals import literal_date
from lytte.integrations.logic.terms import (
    TURNED,
    Call,
    Operation,
    Term,
    This,
    Words,
    number_of,
    operands,
)
from lytte.integrations.logic.terms import Number as Literal


def limited(term: Term, item: Item) -> dict[str, Any] | None:
    """Return the limits that a constraint is; None where it says more than an item can."""
    found: dict[str, Any] = {}
    for each in operands(term, "and"):
        limit = _said(each, item)
        if limit is None or limit[0] in found:
            return None
        found[limit[0]] = limit[1]
    return found


def limits_terms(item: Item) -> list[Term]:
    """Return the limits of an item as constraints."""
    match item:
        case FreeText():
            return [*_pattern_terms(item)]
        case Number() if not item.slider:
            numbers = ((">=", item.minimum), ("<=", item.maximum))
            return [Operation(sign, This(), Literal(n)) for sign, n in numbers if n is not None]
        case DateItem():
            days = ((">=", item.minimum), ("<=", item.maximum))
            return [
                Operation(sign, This(), Words(day.text))
                for sign, day in days
                if isinstance(day, Date) and len(day.text) == _WHOLE_DAY
            ]
        case _:
            return []


_WHOLE_DAY = len("2026-05-17")
_LENGTH = Call("length", (This(),))


def _pattern_terms(item: FreeText) -> Iterator[Term]:
    if item.regex is not None:
        yield Call("matches", (This(), Words(item.regex)))
    if item.max_length is not None:
        yield Operation("<=", _LENGTH, Literal(Decimal(item.max_length)))
    if item.min_length is not None:
        yield Operation(">=", _LENGTH, Literal(Decimal(item.min_length)))


def _said(term: Term, item: Item) -> tuple[str, Any] | None:
    match item:
        case FreeText():
            return _pattern(term)
        case Number() if not item.slider:
            return _limit(term, whole=item.type == "integer")
        case DateItem() if item.type == "date":
            return _day(term)
        case _:
            return None


def _pattern(term: Term) -> tuple[str, Any] | None:
    match term:
        case Call(name="matches", arguments=(This(), Words(text=pattern))):
            return "regex", pattern
        case Operation(operator="<=", left=left, right=Literal(value=length)) if left == _LENGTH:
            return "max_length", int(length)
        case Operation(operator=">=", left=left, right=Literal(value=length)) if left == _LENGTH:
            return "min_length", int(length)
        case _:
            return None


def _day(term: Term) -> tuple[str, Any] | None:
    match term:
        case Operation(operator=">=" | "<=" as sign, left=This(), right=Words(text=day)):
            found = literal_date(day)
            if found is None or found.kind != "date":
                return None
            return ("minimum" if sign == ">=" else "maximum"), Date(day)
        case _:
            return None


def _limit(term: Term, *, whole: bool) -> tuple[str, Decimal] | None:
    if not isinstance(term, Operation):
        return None
    operator, beside = term.operator, term.right
    if not isinstance(term.left, This):
        operator, beside = TURNED.get(operator, operator), term.left
        if not isinstance(term.right, This):
            return None
    value = number_of(beside)
    return None if value is None else _side(operator, value, whole=whole)


def _side(operator: str, value: Decimal, *, whole: bool) -> tuple[str, Decimal] | None:
    if operator in (">", "<") and not whole:
        return None
    match operator:
        case ">=":
            return "minimum", value
        case "<=":
            return "maximum", value
        case ">":
            return "minimum", value.to_integral_value(rounding="ROUND_FLOOR") + 1
        case "<":
            return "maximum", value.to_integral_value(rounding="ROUND_CEILING") - 1
        case _:
            return None
