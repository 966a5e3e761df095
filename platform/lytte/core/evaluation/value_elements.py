"""From an answer to what expressions work on, and from what they come to back to answers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from lytte.core.evaluation.places import Place
from lytte.core.expressions import quantities, temporal
from lytte.core.expressions.elements import Element, Primitive, Tree
from lytte.core.expressions.temporal import Temporal
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
    value_from_json,
    value_to_json,
)

_KINDS: Final[dict[type, str]] = {
    bool: "boolean",
    int: "integer",
    Decimal: "decimal",
    str: "string",
    Date: "date",
    DateTime: "dateTime",
    Time: "time",
    Uri: "uri",
    Coding: "Coding",
    Quantity: "Quantity",
    Attachment: "Attachment",
    Reference: "Reference",
}


class AnswerValue(Element):
    """What is common to the value of an answer, whatever its kind."""

    __slots__ = ()


class Simple(Primitive, AnswerValue):
    """A value without parts; `place` is the question it answers, for its weight."""

    __slots__ = ("native", "place")

    def __init__(self, value: object, kind: str, native: NativeValue, place: Place | None) -> None:
        super().__init__(value, kind)
        self.native = native
        self.place = place

    def json(self) -> object:
        return str(self.value) if isinstance(self.value, Temporal) else self.value


class Structured(Tree, AnswerValue):
    """A coding, quantity or other value with parts; `place` is the question it answers."""

    __slots__ = ("native", "place")

    def __init__(self, raw: object, kind: str, native: NativeValue, place: Place | None) -> None:
        super().__init__(raw, kind)
        self.native = native
        self.place = place


def fhir_type(value: NativeValue) -> str:
    """Return FHIR's name for the type of the value."""
    return _KINDS[type(value)]


def value_element(value: NativeValue, place: Place | None) -> AnswerValue:
    """Return the value as expressions see it."""
    kind = _KINDS[type(value)]
    match value:
        case bool() | int() | Decimal() | str():
            return Simple(value, kind, value, place)
        case Date():
            return Simple(temporal.date(value.text) or value.text, kind, value, place)
        case DateTime():
            return Simple(temporal.moment(value.text) or value.text, kind, value, place)
        case Time():
            return Simple(temporal.time(value.text) or value.text, kind, value, place)
        case Uri():
            return Simple(value.text, kind, value, place)
        case _:
            return Structured(_parts(value), kind, value, place)


def _parts(value: Coding | Quantity | Attachment | Reference) -> dict[str, Any]:
    if isinstance(value, Coding):
        given = (("system", value.system), ("version", value.version), ("code", value.code))
        return {name: part for name, part in (*given, ("display", value.display)) if part}
    if isinstance(value, Quantity):
        return value.model_dump(exclude_none=True)
    [raw] = value_to_json(value).values()
    return raw if isinstance(raw, dict) else {}


def native(item: object) -> NativeValue | None:
    """Return what an expression came to as an answer, None when it can be none."""
    if isinstance(item, Simple | Structured):
        return item.native
    if isinstance(item, Element):
        if item.is_complex:
            return _of_parts(item)
        return _of_plain(item.value, item.type_name)
    return _of_plain(item, "")


def natives(items: Iterable[object]) -> Sequence[NativeValue]:
    """Return the answers among what an expression came to."""
    return [found for item in items if (found := native(item)) is not None]


def _of_plain(value: object, kind: str) -> NativeValue | None:
    match value:
        case bool() | int() | Decimal():
            return value
        case str():
            return Uri(value) if kind in ("uri", "url", "canonical") else value
        case Temporal():
            text = value.text
            if value.kind == "date":
                return Date(text)
            return Time(text) if value.kind == "time" else DateTime(text)
        case quantities.Quantity():
            return Quantity(
                value=value.value,
                unit=value.unit,
                system=quantities.UCUM if value.code else None,
                code=value.code,
            )
        case _:
            return None


def _of_parts(item: Element) -> NativeValue | None:
    raw = item.json()
    kind = item.type_name
    if kind == "CodeableConcept":
        codings = [native(each) for each in item.children("coding")]
        return codings[0] if codings else None
    if kind not in ("Coding", "Quantity", "Attachment", "Reference") or not isinstance(raw, dict):
        return _by_sight(raw)
    return _read(kind, raw)


def _by_sight(raw: object) -> NativeValue | None:
    """A group of values that does not say what it is, but has a code, is read as a coding."""
    if isinstance(raw, dict) and "code" in raw:
        return _read("Coding", raw)
    return None


_PARTS: Final = {
    "Coding": {"system", "version", "code", "display"},
    "Quantity": {"value", "comparator", "unit", "system", "code"},
    "Attachment": {"contentType", "url", "title", "data"},
    "Reference": {"reference", "display"},
}


def _read(kind: str, raw: dict[str, Any]) -> NativeValue | None:
    known = {name: part for name, part in raw.items() if name in _PARTS[kind]}
    try:
        return value_from_json({f"value{kind}": known})
    except ValueError:
        return None
