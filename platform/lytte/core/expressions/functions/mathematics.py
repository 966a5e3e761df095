"""Numbers one by one (FHIRPath N1, section 5.7) and all together (sum, min, max, avg)."""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal, DecimalException
from typing import Final

from lytte.core.expressions import arithmetic
from lytte.core.expressions.coercion import amount, integer, plain
from lytte.core.expressions.decimals import EXACT, LONG, WIDE, Long, rounded, within_bounds
from lytte.core.expressions.equality import compare
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.signatures import Eager, Functions
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.scope import Collection, Run

Arguments = Sequence[Collection]
Number = int | Decimal

# Fifty digits of a root or a logarithm take some microseconds.
_COST: Final = 10


def _result(work: Callable[[], Number]) -> Collection:
    """Return the number `work` comes to; empty where there is none or it overflows."""
    try:
        result = within_bounds(work())
    except (DecimalException, ArithmeticError):
        return []
    return [] if result is None else [result]


def _keeping_unit(name: str, work: Callable[[Number], Number]) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        value = amount(items, f"{name}()")
        if value is None:
            return []
        if isinstance(value, Quantity):
            return [value.with_value(Decimal(work(value.value)))]
        result = work(value)
        return [Long(result)] if isinstance(value, Long) and isinstance(result, int) else [result]

    return Eager(apply)


def _absolute(value: Number) -> Number:
    return -value if value < 0 else value


def _cut(rounding: str) -> Callable[[Number], Number]:
    return lambda value: (
        value if isinstance(value, int) else int(value.to_integral_value(rounding=rounding))
    )


def _round(items: Collection, arguments: Arguments, run: Run) -> Collection:
    value = amount(items, "round()")
    decimals = integer(arguments[0], "round()") if arguments else 0
    if value is None:
        return []
    if (decimals or 0) < 0:
        raise ExpressionError("round() needs a number of decimals that is not below 0.")
    kept = min(decimals or 0, 28)
    if isinstance(value, Quantity):
        return [value.with_value(rounded(value.value, kept))]
    # 0.5 rounded to two decimals is written 0.5, as the engines authors try out write it.
    return _result(lambda: value if isinstance(value, int) else _normal(rounded(value, kept)))


def _number(items: Collection, name: str) -> Decimal | None:
    value = amount(items, f"{name}()")
    if isinstance(value, Quantity):
        raise ExpressionError(f"{name}() needs a number without a unit.")
    return None if value is None else Decimal(value)


def _of_one(name: str, work: Callable[[Decimal], Decimal]) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        value = _number(items, name)
        run.spend(_COST)
        return [] if value is None else _result(lambda: _tidy(work(value)))

    return Eager(apply)


def _tidy(value: Decimal) -> Decimal:
    """Round what was worked out more widely, and drop the zeros that rounding leaves."""
    return _normal(EXACT.plus(value))


def _normal(value: Decimal) -> Decimal:
    return Decimal(format(value.normalize(LONG), "f"))


def _log(items: Collection, arguments: Arguments, run: Run) -> Collection:
    value, base = _number(items, "log"), _number(arguments[0], "log")
    run.spend(2 * _COST)
    if value is None or base is None or value <= 0 or base <= 0:
        return []
    return _result(lambda: _tidy(WIDE.divide(WIDE.ln(value), WIDE.ln(base))))


def _power(items: Collection, arguments: Arguments, run: Run) -> Collection:
    base, exponent = amount(items, "power()"), amount(arguments[0], "power()")
    run.spend(_COST)
    if base is None or exponent is None:
        return []
    if isinstance(base, Quantity) or isinstance(exponent, Quantity):
        raise ExpressionError("power() needs numbers without a unit.")
    raised = _result(lambda: _tidy(WIDE.power(Decimal(base), Decimal(exponent))))
    if raised and isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        whole = int(str(raised[0]).partition(".")[0])
        return [Long(whole) if isinstance(base, Long) else whole]
    return raised


def _sum(items: Collection, _: Arguments, run: Run) -> Collection:
    """Add all up; empty if there are none, or if one of them has no value."""
    total = items[:1] and [plain(items[0])]
    if total == [None]:
        return []
    for item in items[1:]:
        total = arithmetic.plus(total, [item], run)
    return total


def _average(items: Collection, _: Arguments, run: Run) -> Collection:
    return arithmetic.divided(_sum(items, [], run), [len(items)], run) if items else []


def _extreme(direction: int) -> Eager:
    def apply(items: Collection, _: Arguments, run: Run) -> Collection:
        best: Collection = []
        for item in items:
            if plain(item) is None:
                return []
            place = compare(item, best[0], run) if best else direction
            if place is None:
                return []
            if place == direction:
                best = [item]
        return best

    return Eager(apply)


MATHEMATICS: Final[Functions] = {
    "abs": _keeping_unit("abs", _absolute),
    "ceiling": _keeping_unit("ceiling", _cut(ROUND_CEILING)),
    "floor": _keeping_unit("floor", _cut(ROUND_FLOOR)),
    "truncate": _keeping_unit("truncate", _cut(ROUND_DOWN)),
    "round": Eager(_round, 0, 1),
    "exp": _of_one("exp", WIDE.exp),
    "ln": _of_one("ln", WIDE.ln),
    "sqrt": _of_one("sqrt", WIDE.sqrt),
    "log": Eager(_log, 1, 1),
    "power": Eager(_power, 1, 1),
    "sum": Eager(_sum),
    "avg": Eager(_average),
    "min": _extreme(-1),
    "max": _extreme(1),
}
