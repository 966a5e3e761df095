"""Sums, differences, products and quotients of numbers, quantities, texts and dates."""

from collections.abc import Callable
from decimal import ROUND_DOWN, Context, Decimal, DecimalException
from typing import Final

from lytte.core.expressions.calendar_sums import later
from lytte.core.expressions.coercion import described, plain, single
from lytte.core.expressions.decimals import EXACT, Long, number, within_bounds
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.quantities import (
    CALENDAR_OF_CODE,
    Quantity,
    converted,
    finer,
    of_number,
    product,
)
from lytte.core.expressions.scope import Collection, Run
from lytte.core.expressions.temporal import Temporal

Operator = Callable[[Collection, Collection, Run], Collection]

_COST_OF_A_UNIT: Final = 20
_TRUNCATING: Final = Context(prec=60, rounding=ROUND_DOWN, traps=EXACT.traps)


def _operands(left: Collection, right: Collection, sign: str) -> tuple[object, object] | None:
    """Return the two values; None when one is missing, which makes the result empty."""
    own, other = single(left, sign), single(right, sign)
    return None if own is None or other is None else (own, other)


def plus(left: Collection, right: Collection, run: Run) -> Collection:
    operands = _operands(left, right, "+")
    if operands is None:
        return []
    own, other = operands
    if isinstance(own, str) and isinstance(other, str):
        return run.text(own + other)
    if isinstance(own, Temporal) and isinstance(other, Quantity):
        return _moved(own, other, 1)
    if isinstance(own, Quantity) and isinstance(other, Temporal):
        return _moved(other, own, 1)
    return _sum(own, other, "+")


def minus(left: Collection, right: Collection, run: Run) -> Collection:
    operands = _operands(left, right, "-")
    if operands is None:
        return []
    own, other = operands
    if isinstance(own, Temporal) and isinstance(other, Quantity):
        return _moved(own, other, -1)
    return _sum(own, other, "-")


def _sum(own: object, other: object, sign: str) -> Collection:
    first, second = number(own), number(other)
    if first is not None and second is not None:
        return _number(lambda: _added(first, second, sign), first, second)
    if isinstance(own, Quantity) or isinstance(other, Quantity):
        left = own if isinstance(own, Quantity) else _number_as_quantity(first, own, other, sign)
        right = (
            other if isinstance(other, Quantity) else _number_as_quantity(second, own, other, sign)
        )
        return _sum_of_quantities(left, right, sign)
    raise _no_sum(own, other, sign)


def _added(first: int | Decimal, second: int | Decimal, sign: str) -> int | Decimal:
    if isinstance(first, int) and isinstance(second, int):
        return first + second if sign == "+" else first - second
    add = EXACT.add if sign == "+" else EXACT.subtract
    return add(Decimal(first), Decimal(second))


def _number_as_quantity(
    found: int | Decimal | None, own: object, other: object, sign: str
) -> Quantity:
    if found is None:
        raise _no_sum(own, other, sign)
    return of_number(found)


def _sum_of_quantities(left: Quantity, right: Quantity, sign: str) -> Collection:
    if any(each.measure is not None and each.measure.is_special for each in (left, right)):
        return []
    unit = finer(left, right)
    if unit is None:
        return []
    own, other = converted(left, unit), converted(right, unit)
    if own is None or other is None:
        return []
    total = _added(own, other, sign)
    kept = within_bounds(total)
    return [] if kept is None else [unit.with_value(Decimal(kept))]


def _moved(start: Temporal, span: Quantity, direction: int) -> Collection:
    calendar = span.calendar
    if calendar is None:
        calendar = CALENDAR_OF_CODE.get(span.code or "")
        if calendar in {None, "year", "month"}:
            raise ExpressionError(
                f"A date is moved by calendar units, as in 3 months; {span} is not one."
            )
    moved = later(start, span.value * direction, calendar or "")
    return [] if moved is None else [moved]


def times(left: Collection, right: Collection, run: Run) -> Collection:
    operands = _operands(left, right, "*")
    if operands is None:
        return []
    first, second = number(operands[0]), number(operands[1])
    if first is None or second is None:
        run.spend(_COST_OF_A_UNIT)
        return _product(*operands, 1)
    if isinstance(first, int) and isinstance(second, int):
        return _number(lambda: first * second, first, second)
    return _number(lambda: EXACT.multiply(Decimal(first), Decimal(second)), first, second)


def divided(left: Collection, right: Collection, run: Run) -> Collection:
    operands = _operands(left, right, "/")
    if operands is None:
        return []
    first, second = number(operands[0]), number(operands[1])
    if first is None or second is None:
        run.spend(_COST_OF_A_UNIT)
        return _product(*operands, -1)
    if not second:
        return []
    return _number(lambda: EXACT.divide(Decimal(first), Decimal(second)), Decimal(), Decimal())


def _product(own: object, other: object, power: int) -> Collection:
    left, right = _as_factor(own), _as_factor(other)
    if left is None or right is None:
        raise _no_sum(own, other, "*" if power == 1 else "/")
    if power == -1 and not right.value:
        return []
    try:
        result = product(left, right, power)
    except DecimalException:
        return []
    return [] if result is None else [result]


def _as_factor(value: object) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    found = number(value)
    return None if found is None else of_number(found)


def whole_quotient(left: Collection, right: Collection, run: Run) -> Collection:
    """`div`: how many whole times, cut towards zero."""
    operands = _numbers(left, right, "div")
    if operands is None or not operands[1]:
        return []
    first, second = operands
    if isinstance(first, int) and isinstance(second, int):
        return _number(lambda: _cut(first, second), first, second)
    return _number(lambda: int(_TRUNCATING.divide(Decimal(first), Decimal(second))), 0, 0)


def remainder(left: Collection, right: Collection, run: Run) -> Collection:
    """`mod`: what `div` leaves, with the sign of the left side."""
    operands = _numbers(left, right, "mod")
    if operands is None or not operands[1]:
        return []
    first, second = operands
    if isinstance(first, int) and isinstance(second, int):
        return _number(lambda: first - second * _cut(first, second), first, second)
    return _number(lambda: _TRUNCATING.remainder(Decimal(first), Decimal(second)), first, second)


def _cut(first: int, second: int) -> int:
    quotient = abs(first) // abs(second)
    return quotient if (first < 0) == (second < 0) else -quotient


def _numbers(
    left: Collection, right: Collection, word: str
) -> tuple[int | Decimal, int | Decimal] | None:
    operands = _operands(left, right, word)
    if operands is None:
        return None
    first, second = _plain_number(operands[0]), _plain_number(operands[1])
    if first is None or second is None:
        raise _no_sum(*operands, word)
    return first, second


def _plain_number(value: object) -> int | Decimal | None:
    """Return a number; a quantity that counts nothing (unit 1) is one too."""
    if isinstance(value, Quantity):
        return converted(value, of_number(0))
    return number(value)


def joined(left: Collection, right: Collection, run: Run) -> Collection:
    """`&`: two texts after each other, a missing one being empty."""
    return run.text(_text(left) + _text(right))


def _text(items: Collection) -> str:
    value = single(items, "&")
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise ExpressionError(f"& joins texts; {described(value)} needs .toString().")


def negated(items: Collection) -> Collection:
    """Return the value with its sign turned."""
    value = single(items, "The sign in front")
    if value is None:
        return []
    if isinstance(value, Quantity):
        return [value.with_value(-value.value)]
    found = number(value)
    if found is None:
        raise ExpressionError(f"Only a number can carry a minus, not {described(value)}.")
    return [Long(-found)] if isinstance(found, Long) else [-found]


def unsigned(items: Collection) -> Collection:
    """Return the value as it is, if it is one that can carry a plus."""
    negated(items)
    return [plain(items[0])] if items else []


def _number(
    work: Callable[[], int | Decimal], first: int | Decimal, second: int | Decimal
) -> Collection:
    """Return the number `work` comes to; empty when it overflows (N1, section 4.1)."""
    try:
        result = within_bounds(work())
    except DecimalException:
        return []
    if result is None:
        return []
    if isinstance(result, int) and (isinstance(first, Long) or isinstance(second, Long)):
        return [Long(result)]
    return [result]


def _no_sum(own: object, other: object, sign: str) -> ExpressionError:
    return ExpressionError(
        f"'{sign}' has no meaning between {described(own)} and {described(other)}."
    )
