"""Constraints that an item says itself: `. >= 0 and . <= 120`, `regex(., '[0-9]+')`."""

from decimal import Decimal
from typing import Any

from lytte.core.items.any_item import Item
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.integrations.logic.literals import number_of
from lytte.integrations.logic.terms import (
    TURNED,
    Call,
    Operation,
    Term,
    This,
    Words,
    joined,
    operands,
)
from lytte.integrations.logic.terms import Number as Literal


def limited(term: Term, item: Item) -> dict[str, Any] | None:
    """Return the limits that a constraint is; None where it says more than an item can."""
    if isinstance(item, FreeText):
        return _pattern(term)
    if not isinstance(item, Number):
        return None
    found: dict[str, Any] = {}
    for each in operands(term, "and"):
        limit = _limit(each, whole=item.type == "integer")
        if limit is None or limit[0] in found:
            return None
        found[limit[0]] = limit[1]
    return found


def limits_term(item: Item) -> Term | None:
    """Return the limits of an item as a constraint."""
    if isinstance(item, FreeText) and item.regex is not None:
        return Call("matches", (This(), Words(item.regex)))
    if not isinstance(item, Number) or item.slider:
        return None
    found: list[Term] = [
        Operation(sign, This(), Literal(limit))
        for sign, limit in ((">=", item.minimum), ("<=", item.maximum))
        if limit is not None
    ]
    return joined("and", found) if found else None


def _pattern(term: Term) -> dict[str, Any] | None:
    match term:
        case Call(name="matches", arguments=(This(), Words(text=pattern))):
            return {"regex": pattern}
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
