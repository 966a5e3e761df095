"""Conditions in one expression that no answer can meet together."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from lytte.core.expressions.item_patterns import operands_of
from lytte.core.expressions.syntax import Literal, Operation, Path, Term

_STEP = Decimal("0.00000001")
Bound = tuple[object, str, str | Decimal]
"""What is compared, the sign, and what it is compared with."""


def rule_each_other_out(term: Operation) -> bool:
    """Tell whether conditions joined by `and` ask the same thing for two different values."""
    asked: dict[object, list[Bound]] = {}
    for bound in _bounds(term):
        asked.setdefault(bound[0], []).append(bound)
    return any(_are_apart(each) for each in asked.values())


def _bounds(term: Term) -> Iterator[Bound]:
    if not isinstance(term, Operation):
        return
    if {sign for sign, _, _ in term.rest} == {"and"}:
        for operand in operands_of(term):
            yield from _bounds(operand)
        return
    match term:
        case Operation(first=Path() as what, rest=((sign, Literal(value=value), _),)):
            if isinstance(value, str) and sign == "=":
                yield _shape(what), sign, value
            elif isinstance(value, int | Decimal) and not isinstance(value, bool):
                yield _shape(what), sign, Decimal(value)
        case _:
            return


def _shape(part: object) -> object:
    """Return what is the same for the same, wherever in the text it stands."""
    match part:
        case tuple():
            return tuple(_shape(each) for each in part)
        case Operation():
            return _shape(part.first), tuple((sign, _shape(each)) for sign, each, _ in part.rest)
        case _ if is_dataclass(part):
            kept = [each.name for each in fields(part) if each.name != "position"]
            return type(part), *(_shape(getattr(part, name)) for name in kept)
        case _:
            return type(part), str(part)


def _are_apart(bounds: list[Bound]) -> bool:
    if len({value for _, _, value in bounds if isinstance(value, str)}) > 1:
        return True
    numbers = [(sign, value) for _, sign, value in bounds if isinstance(value, Decimal)]
    least = [(sign, value) for sign, value in numbers if sign in (">", ">=", "=")]
    most = [(sign, value) for sign, value in numbers if sign in ("<", "<=", "=")]
    return any(_nothing_between(low, high) for low in least for high in most)


def _nothing_between(least: tuple[str, Decimal], most: tuple[str, Decimal]) -> bool:
    (above, low), (below, high) = least, most
    # Closer than FHIRPath's step, two numbers are equal.
    return low - high >= _STEP or (low == high and (above == ">" or below == "<"))
