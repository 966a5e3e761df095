"""Numbers: exact decimals, integers and long integers, none of them without bounds."""

from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Final

# FHIRPath asks for 28 digits with 8 after the point; six more keep rounding out of sight.
EXACT: Final = Context(
    prec=34,
    rounding=ROUND_HALF_UP,
    Emin=-60,
    Emax=60,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
# For what cannot be exact (roots, logarithms): rounded to EXACT once, at the end.
WIDE: Final = Context(prec=50, rounding=ROUND_HALF_UP, traps=EXACT.traps)

# For cutting and comparing, where no digit that was given may be lost.
LONG: Final = Context(prec=150, rounding=ROUND_HALF_UP, traps=EXACT.traps)

GREATEST: Final = 10**28
_STEP: Final = Decimal("0.00000001")
_SMALLEST_EXPONENT: Final = -40
_MOST_DIGITS: Final = 70


class Long(int):
    """A 64-bit integer, written 5L; told apart from an integer only by its type."""

    __slots__ = ()


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def number(value: object) -> int | Decimal | None:
    """Return the value when it is a number; true and false are not."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return None


def within_bounds(value: int | Decimal) -> int | Decimal | None:
    """Return the number, or None when it has grown past what FHIRPath allows (28 digits)."""
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return value if -GREATEST < value < GREATEST else None


def is_sensible(value: int | Decimal) -> bool:
    """Whether a number from outside is one that FHIRPath can compute with."""
    if isinstance(value, int):
        return -GREATEST < value < GREATEST
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or len(digits) > _MOST_DIGITS:
        return False
    return abs(value) < GREATEST and exponent >= _SMALLEST_EXPONENT


def are_equal(left: int | Decimal, right: int | Decimal) -> bool:
    """Whether two numbers are the same to the eighth decimal, which is FHIRPath's step."""
    if left == right:
        return True
    if isinstance(left, int) and isinstance(right, int):
        return False
    return abs(Decimal(left) - Decimal(right)) < _STEP and to_step(left) == to_step(right)


def to_step(value: int | Decimal) -> Decimal:
    """Round to eight decimals; a number too long for that is returned as it is."""
    exact = Decimal(value)
    if abs(exact) >= GREATEST or exact.as_tuple().exponent in {"n", "N", "F"}:
        return exact
    return EXACT.quantize(exact, _STEP) if abs(exact) < 10**25 else exact


def decimals_of(value: int | Decimal) -> int:
    """Return how many decimals are written, zeros at the end left out."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def rounded(value: int | Decimal, decimals: int) -> Decimal:
    """Round half away from zero."""
    exact = Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, LONG)


def are_equivalent(left: int | Decimal, right: int | Decimal) -> bool:
    """Whether two numbers are the same, as far as the less precise of them tells."""
    decimals = min(decimals_of(left), decimals_of(right))
    return rounded(left, decimals) == rounded(right, decimals)


def written(value: int | Decimal) -> str:
    """Return the number as digits, never in powers of ten."""
    return format(value, "f") if isinstance(value, Decimal) else str(int(value))
