"""A number with its unit, and what may be done with two of them."""

import re
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from fractions import Fraction
from typing import Final

from lytte.core.expressions.decimals import EXACT, is_sensible
from lytte.core.expressions.units import ONE, Unit, unit

UCUM: Final = "http://unitsofmeasure.org"

_CALENDAR: Final = ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
CALENDAR_UNITS: Final = {name: name for name in _CALENDAR} | {
    f"{name}s": name for name in _CALENDAR
}

# In seconds, by the calendar (FHIRPath N1, section 6.6.7).
_SECONDS: Final = {
    "year": Fraction(365 * 86_400),
    "month": Fraction(30 * 86_400),
    "week": Fraction(7 * 86_400),
    "day": Fraction(86_400),
    "hour": Fraction(3600),
    "minute": Fraction(60),
    "second": Fraction(1),
    "millisecond": Fraction(1, 1000),
}
CALENDAR_OF_CODE: Final = {
    "a": "year",
    "mo": "month",
    "wk": "week",
    "d": "day",
    "h": "hour",
    "min": "minute",
    "s": "second",
    "ms": "millisecond",
}
# A year and a month are of no fixed length: there UCUM and the calendar part ways.
_INDEFINITE: Final = frozenset({"year", "month"})

_LONGEST: Final = 200
_WRITTEN: Final = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:'([^']+)'|([a-z]+))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit: of UCUM (`code`), of the calendar (`calendar`, singular), or both.

    Both holds for a quantity from a resource, where 2 a may be read as 2 years.
    `unit` is how it was written.
    """

    value: Decimal
    unit: str
    code: str | None
    calendar: str | None = None

    def __str__(self) -> str:
        number = format(self.value, "f")
        return f"{number} {self.unit}" if self.code is None else f"{number} '{self.unit}'"

    @property
    def measure(self) -> Unit | None:
        return None if self.code is None else unit(self.code)

    def with_value(self, value: Decimal) -> "Quantity":
        return Quantity(value, self.unit, self.code, self.calendar)


def quantity(value: Decimal, written_unit: str, *, is_code: bool) -> Quantity:
    """Return a quantity as an expression writes it: 2 'mo' is a code, 2 months is not."""
    calendar = None if is_code else CALENDAR_UNITS.get(written_unit)
    return Quantity(value, written_unit, None if calendar else written_unit, calendar)


def quantity_in(text: str) -> Quantity | None:
    """Return the quantity written in a text, as 7 'd', 7 days or 7."""
    match = _WRITTEN.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        return None
    number, code, word = match.groups()
    if not is_sensible(Decimal(number)) or (word and word not in CALENDAR_UNITS):
        return None
    return quantity(Decimal(number), code or word or "1", is_code=word is None)


def of_number(value: int | Decimal) -> Quantity:
    return Quantity(Decimal(value), "1", "1")


def ratio(source: Quantity, target: Quantity) -> Fraction | None:
    """Return how many units of `target` make one of `source`; None when they do not compare."""
    if source.code is not None and target.code is not None:
        return _ratio_of_codes(source, target)
    if source.calendar is not None and target.calendar is not None:
        return _ratio_of_calendar(source.calendar, target.calendar)
    ours = source.calendar or CALENDAR_OF_CODE.get(source.code or "")
    theirs = target.calendar or CALENDAR_OF_CODE.get(target.code or "")
    if ours is None or theirs is None or ours in _INDEFINITE or theirs in _INDEFINITE:
        return None
    return _SECONDS[ours] / _SECONDS[theirs]


def _ratio_of_codes(source: Quantity, target: Quantity) -> Fraction | None:
    ours, theirs = source.measure, target.measure
    if ours is None or theirs is None:
        # A unit nobody knows is still the same as itself.
        return Fraction(1) if source.code == target.code else None
    return ours.factor / theirs.factor if ours.dimensions == theirs.dimensions else None


def _ratio_of_calendar(source: str, target: str) -> Fraction:
    if source == target:
        return Fraction(1)
    if source in _INDEFINITE and target in _INDEFINITE:
        return Fraction(12) if source == "year" else Fraction(1, 12)
    return _SECONDS[source] / _SECONDS[target]


def converted(value: Quantity, target: Quantity) -> Decimal | None:
    """Return how much `value` is in the unit of `target`, None when it cannot be said."""
    step = ratio(value, target)
    if step is None:
        return None
    if step == 1 and value.code == target.code:
        return value.value
    amount = Fraction(value.value)
    ours, theirs = value.measure, target.measure
    shift, shift_back = (ours.shift, theirs.shift) if ours and theirs else (0, 0)
    try:
        return decimal_of((amount + shift) * step - shift_back)
    except DecimalException:
        return None


def by_calendar(value: Quantity) -> Quantity:
    """Return the quantity read as the calendar would: 1 'a' as 1 year."""
    calendar = value.calendar or CALENDAR_OF_CODE.get(value.code or "")
    return value if calendar is None else Quantity(value.value, value.unit, None, calendar)


def decimal_of(value: Fraction) -> Decimal:
    """Return the fraction as a decimal, rounded only where it must be."""
    return EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def finer(left: Quantity, right: Quantity) -> Quantity | None:
    """Return the one with the smaller unit, with only the side (UCUM, calendar) both share."""
    step = ratio(left, right)
    if step is None:
        return None
    chosen = left if step <= 1 else right
    if left.code is not None and right.code is not None:
        return Quantity(chosen.value, chosen.unit, chosen.code)
    if left.calendar is not None and right.calendar is not None and chosen.code is not None:
        return Quantity(chosen.value, f"{chosen.calendar}s", None, chosen.calendar)
    return chosen


def product(left: Quantity, right: Quantity, power: int) -> Quantity | None:
    """Return left times right to the `power` of 1 or -1; None where it has no meaning."""
    ours, theirs = left.measure, right.measure
    if (ours and ours.is_special) or (theirs and theirs.is_special):
        return None
    if theirs is not None and theirs.is_one:
        return left.with_value(_times(left.value, _plain(right.value, theirs), power))
    if ours is not None and ours.is_one and power == 1:
        return right.with_value(_times(right.value, _plain(left.value, ours), 1))
    if ours is None or theirs is None:
        return None
    return _product_of_units(left, right, ours.times(theirs, power), power)


def _product_of_units(
    left: Quantity, right: Quantity, combined: Unit, power: int
) -> Quantity | None:
    value = _times(left.value, right.value, power)
    if combined.is_one:
        return of_number(_plain(value, combined))
    second = f"({right.code})" if "." in right.unit or "/" in right.unit else right.unit
    code = f"{left.code}.{second}" if power == 1 else f"{left.code}/{second}"
    return Quantity(value, code, code) if unit(code) is not None else None


def _plain(value: Decimal, of: Unit) -> Decimal:
    return value if of == ONE else decimal_of(Fraction(value) * of.factor)


def _times(left: Decimal, right: Decimal, power: int) -> Decimal:
    return EXACT.multiply(left, right) if power == 1 else EXACT.divide(left, right)


def parts_of_quantity(of: Quantity, name: str) -> list[object]:
    """Return what a quantity answers when it is asked for its parts, as FHIR's would."""
    parts: dict[str, object] = {"value": of.value, "unit": of.unit}
    if of.code is not None:
        parts |= {"code": of.code, "system": UCUM}
    return [parts[name]] if name in parts else []
