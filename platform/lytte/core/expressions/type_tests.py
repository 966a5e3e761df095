"""is, as and ofType(): what kind of thing an item is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from lytte.core.expressions.coercion import plain
from lytte.core.expressions.decimals import Long
from lytte.core.expressions.elements import Element, PlainTree
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.scope import Collection
from lytte.core.expressions.temporal import Temporal
from lytte.core.expressions.types import PRIMITIVES, is_a

Wanted = tuple[str, str]

_SYSTEM: Final = {
    bool: "Boolean",
    str: "String",
    int: "Integer",
    Long: "Long",
    Decimal: "Decimal",
    Quantity: "Quantity",
}
_TEMPORAL: Final = {"date": "Date", "dateTime": "DateTime", "time": "Time"}


def type_of(item: object) -> Wanted:
    """Return namespace and name of what the item is."""
    if isinstance(item, PlainTree) and not item.type_name:
        return ("", "") if item.is_complex else ("System", system_type(item.value))
    if not isinstance(item, Element):
        return "System", system_type(item)
    namespace, dot, name = item.type_name.rpartition(".")
    if dot and namespace == "System":
        return namespace, name
    return "FHIR", item.type_name


def system_type(value: object) -> str:
    if isinstance(value, Temporal):
        return _TEMPORAL[value.kind]
    return _SYSTEM.get(type(value), "")


def has_type(item: object, wanted: Wanted) -> bool:
    namespace, name = type_of(item)
    if wanted[0] and wanted[0] != namespace:
        return False
    return name == wanted[1] or (namespace == "FHIR" and is_a(name, wanted[1]))


def _is(items: Collection, wanted: Wanted) -> Collection:
    if not items:
        return []
    if len(items) > 1:
        raise ExpressionError(f"'is' asks about one value, but there are {len(items)}.")
    return [has_type(items[0], wanted)]


def _as(items: Collection, wanted: Wanted) -> Collection:
    if len(items) > 1:
        raise ExpressionError(
            f"'as' takes one value, but there are {len(items)}; ofType() takes several."
        )
    return _of_type(items, wanted)


def _of_type(items: Collection, wanted: Wanted) -> Collection:
    """Return the items of the type; a FHIR primitive is also the plain value it holds."""
    kept: Collection = []
    for item in items:
        if has_type(item, wanted):
            kept.append(item)
        elif wanted[0] == "System" and isinstance(item, Element) and item.type_name in PRIMITIVES:
            value = plain(item)
            if system_type(value) == wanted[1]:
                kept.append(value)
    return kept


TYPE_FUNCTIONS: Final[dict[str, Callable[[Collection, Wanted], Collection]]] = {
    "is": _is,
    "as": _as,
    "ofType": _of_type,
}
