"""The values an answer can have, as FHIR's value[x], kept exact.

In Python a value is `bool`, `int`, `Decimal`, `str` or one of the classes below; in
JSON it is FHIR's one-key object (`{"valueDecimal": "1.50"}`), with decimals as text
so that no digit is lost on the way through a store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from lytte.core.frozen import Frozen


@dataclass(frozen=True, slots=True)
class Date:
    """A date, perhaps only a month or a year: `2026`, `2026-05`, `2026-05-17`."""

    text: str


@dataclass(frozen=True, slots=True)
class DateTime:
    """A point in time as written, with the precision and offset it was written with."""

    text: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, `14:30:00`."""

    text: str


@dataclass(frozen=True, slots=True)
class Uri:
    """An address or identifier."""

    text: str


class Coding(Frozen):
    """A code in a system; equal codes are what conditions and scores compare."""

    system: str | None = None
    version: str | None = None
    code: str | None = None
    display: str | None = None


def unit_name(unit: Coding | None) -> str:
    """Return what people call a unit; {score} and its like are notes between machines."""
    name = (unit.display or unit.code or "") if unit else ""
    return "" if name.startswith("{") and name.endswith("}") else name


class Quantity(Frozen):
    """A number with its unit."""

    value: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Attachment(Frozen):
    """A file: where it is or what it holds (base64), never executed, never inlined."""

    content_type: str | None = None
    url: str | None = None
    title: str | None = None
    data: str | None = None


class Reference(Frozen):
    """A pointer to another resource."""

    reference: str | None = None
    display: str | None = None


NativeValue = (
    bool
    | int
    | Decimal
    | str
    | Date
    | DateTime
    | Time
    | Uri
    | Coding
    | Quantity
    | Attachment
    | Reference
)

_WRAPPED: Mapping[str, type[Date] | type[DateTime] | type[Time] | type[Uri]] = {
    "valueDate": Date,
    "valueDateTime": DateTime,
    "valueTime": Time,
    "valueUri": Uri,
}
_MODELS: Mapping[str, type[Coding] | type[Quantity] | type[Attachment] | type[Reference]] = {
    "valueCoding": Coding,
    "valueQuantity": Quantity,
    "valueAttachment": Attachment,
    "valueReference": Reference,
}
_CAMEL = {"contentType": "content_type"}


def value_from_json(given: Any) -> NativeValue:
    """Read FHIR's one-key object; a value that is already native passes through.

    Raises ValueError with a sentence when it is neither.
    """
    # A dict is what it nearly always is, and quicker to tell than any mapping.
    if not isinstance(given, dict | Mapping):
        return _native(given)
    if len(given) != 1:
        raise ValueError("a value has exactly one of valueBoolean, valueDecimal, …")
    [(name, raw)] = given.items()
    if name in _WRAPPED:
        return _WRAPPED[name](_expect(raw, str, name))
    if name in _MODELS:
        fields = {_CAMEL.get(k, k): v for k, v in _expect(raw, Mapping, name).items()}
        return _MODELS[name].model_validate(fields)
    return _plain(name, raw)


def value_to_json(value: NativeValue) -> dict[str, Any]:
    """Write a value as FHIR's one-key object, decimals as text."""
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger": value}
        case Decimal():
            return {"valueDecimal": str(value)}
        case str():
            return {"valueString": value}
        case Date() | DateTime() | Time() | Uri():
            return {f"value{type(value).__name__}": value.text}
        case _:
            fields = value.model_dump(mode="json", exclude_none=True)
            back = {new: old for old, new in _CAMEL.items()}
            name = f"value{type(value).__name__}"
            return {name: {back.get(k, k): v for k, v in fields.items()}}


def number(value: NativeValue) -> Decimal | None:
    """Return the number a value stands for, None for what is not a number."""
    match value:
        case bool():
            return None
        case int() | Decimal():
            return Decimal(value)
        case Quantity():
            return value.value
        case _:
            return None


def _plain(name: str, raw: Any) -> NativeValue:
    match name:
        case "valueBoolean":
            return bool(_expect(raw, bool, name))
        case "valueInteger":
            return int(_expect(raw, int, name))
        case "valueDecimal":
            return _decimal(raw)
        case "valueString":
            return str(_expect(raw, str, name))
        case _:
            raise ValueError(f"{name} is not a kind of answer")


def _native(given: Any) -> NativeValue:
    if isinstance(given, NativeValue):
        return given
    raise ValueError(f"{type(given).__name__} is not a kind of answer")


def _decimal(raw: Any) -> Decimal:
    try:
        found = Decimal(str(raw))
    except InvalidOperation:
        raise ValueError(f"{raw!r} is not a number") from None
    if not found.is_finite():
        raise ValueError(f"{raw!r} is not a number")
    return found


def _expect(raw: Any, kind: type, name: str) -> Any:
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise ValueError(f"{name} cannot be {raw!r}")
    return raw


Value = Annotated[
    NativeValue, BeforeValidator(value_from_json), PlainSerializer(value_to_json, when_used="json")
]
