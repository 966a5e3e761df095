"""From an item to the value an operator or function works on."""

from decimal import Decimal
from typing import Final

from lytte.core.expressions.decimals import number
from lytte.core.expressions.elements import Element
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.quantities import CALENDAR_OF_CODE, UCUM, Quantity, of_number
from lytte.core.expressions.scope import Collection
from lytte.core.expressions.temporal import Temporal
from lytte.core.expressions.types import is_a

_NAMES: Final = {bool: "a yes or no", int: "a number", Decimal: "a number", str: "a text"}


def plain(item: object) -> object:
    """Return the value of an item; None if it has none, the element itself if it is complex."""
    if not isinstance(item, Element):
        return item
    if not item.is_complex:
        return item.value
    if is_a(item.type_name, "Quantity"):
        return _quantity(item) or item
    return item


def single(items: Collection, what: str) -> object:
    """Return the value of the only item, None for none; several are an error."""
    if not items:
        return None
    if len(items) > 1:
        raise ExpressionError(
            f"{what} works on one value, but there are {len(items)}. "
            "Choose one, as with first() or where(…)."
        )
    return plain(items[0])


def truth(items: Collection) -> bool | None:
    """Return whether the items are true; None for none. One value that is no boolean is true."""
    if not items:
        return None
    if len(items) > 1:
        raise ExpressionError(f"A yes or no is needed here, but there are {len(items)} values.")
    value = plain(items[0])
    return value if value is None or isinstance(value, bool) else True


def holds(items: Collection) -> bool:
    """Whether a criterion is met: it is true, or it finds something that is no yes or no.

    More lenient than `truth`, as where(given) asks whether there are given names.
    """
    if len(items) < 2:
        return truth(items) is True
    if any(isinstance(plain(item), bool) for item in items):
        raise ExpressionError(f"A criterion must give one yes or no, not {len(items)}.")
    return True


def text(items: Collection, what: str) -> str | None:
    """Return the only item, which must be a text."""
    value = single(items, what)
    if value is None or isinstance(value, str):
        return value
    raise ExpressionError(f"{what} needs a text, not {described(value)}.")


def integer(items: Collection, what: str) -> int | None:
    """Return the only item, which must be a whole number."""
    value = single(items, what)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ExpressionError(f"{what} needs a whole number, not {described(value)}.")


def amount(items: Collection, what: str) -> int | Decimal | Quantity | None:
    """Return the only item, which must be a number or a quantity."""
    value = single(items, what)
    if value is None or isinstance(value, Quantity):
        return value
    found = number(value)
    if found is None:
        raise ExpressionError(f"{what} needs a number, not {described(value)}.")
    return found


def as_quantity(value: object) -> Quantity | None:
    """Return a quantity, a number counting as one of unit 1; None for anything else."""
    if isinstance(value, Quantity):
        return value
    found = number(value)
    return None if found is None else of_number(found)


def described(value: object) -> str:
    """Return what a value is, for a message."""
    if isinstance(value, Quantity):
        return f"the quantity {value}"
    if isinstance(value, Temporal):
        return f"the {'moment' if value.kind == 'dateTime' else value.kind} {value}"
    if isinstance(value, Element):
        return f"a {value.type_name or 'group of values'}"
    if isinstance(value, str) and len(value) <= 40:
        return f"the text '{value}'"
    return _NAMES.get(type(value), "this")


def _quantity(item: Element) -> Quantity | None:
    """Return a FHIR Quantity as one of FHIRPath; only those of UCUM are."""
    value = _child(item, "value")
    code = _child(item, "code")
    if _child(item, "system") != UCUM or not isinstance(code, str):
        return None
    found = number(value)
    if found is None:
        return None
    if _child(item, "comparator") is not None:
        raise ExpressionError("A quantity that is 'more than' or 'less than' cannot be computed.")
    return Quantity(Decimal(found), code, code, CALENDAR_OF_CODE.get(code))


def _child(item: Element, name: str) -> object:
    children = item.children(name)
    return plain(children[0]) if children else None
