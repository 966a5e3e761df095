"""FHIR's value[x], read and written."""

import re
from collections.abc import Callable, Mapping
from typing import Any

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
    value_to_json,
)
from lytte.integrations.fhir.element import Element

_CALENDAR = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE = re.compile(_CALENDAR)
_TIME = re.compile(_CLOCK + r"(:([0-5][0-9]|60)(\.[0-9]{1,9})?)?")
_DATE_TIME = re.compile(
    _CALENDAR
    + "(T"
    + _CLOCK
    + r"(:([0-5][0-9]|60)(\.[0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)?"
)


def value(element: Element, prefix: str = "value") -> NativeValue | None:
    """Take the value[x] of `element`; None when there is none, or it was reported."""
    found = [name for name in element.names(prefix) if name.removeprefix(prefix) in _KINDS]
    if not found:
        return None
    if len(found) > 1:
        element.reading.error(
            element.place,
            f"{element.named}: “{prefix}” is given in more than one type: {', '.join(found)}",
            "Keep one of them.",
        )
    return _taken(element, found[0], found[0].removeprefix(prefix))


def value_of(prefix: str, kind: str) -> "Callable[[Element], Any]":
    """Return a reader of one kind of value only, such as `valueInteger`."""
    return lambda element: _taken(element, prefix + kind, kind)


def _taken(element: Element, name: str, kind: str) -> NativeValue | None:
    taken: NativeValue | None = _KINDS[kind](element, name)
    return None if taken in _NOTHING else taken


def coding(element: Element) -> Coding:
    """Take what a Coding is compared and shown by."""
    return Coding(
        system=element.text("system"),
        version=element.text("version"),
        code=element.text("code"),
        display=element.text("display"),
    )


def written(given: NativeValue, prefix: str = "value") -> dict[str, Any]:
    """Write a value as FHIR does, numbers as numbers."""
    [(name, raw)] = value_to_json(given).items()
    exact = getattr(given, "value", None) if isinstance(given, Quantity) else given
    if name == "valueDecimal":
        raw = exact
    elif isinstance(given, Quantity) and exact is not None:
        raw = {**raw, "value": exact}
    return {prefix + name.removeprefix("value"): raw}


def coded(given: Coding) -> dict[str, Any]:
    """Write a Coding."""
    found: dict[str, Any] = written(given)["valueCoding"]
    return found


def _coding(element: Element, name: str) -> Coding | None:
    part = element.child(name)
    return None if part is None else coding(part)


def _quantity(element: Element, name: str) -> Quantity | None:
    part = element.child(name)
    if part is None:
        return None
    return Quantity(
        value=part.number("value"),
        comparator=part.text("comparator"),
        unit=part.text("unit"),
        system=part.text("system"),
        code=part.text("code"),
    )


def _attachment(element: Element, name: str) -> Attachment | None:
    part = element.child(name)
    if part is None:
        return None
    return Attachment(
        content_type=part.text("contentType"),
        url=part.text("url"),
        title=part.text("title"),
        data=part.text("data"),
    )


def _reference(element: Element, name: str) -> Reference | None:
    part = element.child(name)
    if part is None:
        return None
    return Reference(reference=part.text("reference"), display=part.text("display"))


def _shaped(
    kind: Callable[[str], NativeValue], pattern: re.Pattern[str], example: str
) -> "Callable[[Element, str], NativeValue | None]":
    def read(element: Element, name: str) -> NativeValue | None:
        given = element.text(name)
        if given is None:
            return None
        if not pattern.fullmatch(given):
            element.reading.error(
                element.place,
                f"{element.named}: “{name}” is “{given[:40]}”",
                f"Write it as {example}.",
            )
            return None
        return kind(given)

    return read


def _uri(element: Element, name: str) -> Uri | None:
    given = element.text(name)
    return None if given is None else Uri(given)


_NOTHING = (Coding(), Quantity(), Attachment(), Reference())
_KINDS: Mapping[str, Callable[[Element, str], Any]] = {
    "Boolean": Element.flag,
    "Decimal": Element.number,
    "Integer": Element.whole,
    "Date": _shaped(Date, _DATE, "2026-05-17, 2026-05, 2026"),
    "DateTime": _shaped(DateTime, _DATE_TIME, "2026-05-17T14:30:00+02:00"),
    "Time": _shaped(Time, _TIME, "14:30:00"),
    "String": Element.text,
    "Uri": _uri,
    "Url": _uri,
    "Attachment": _attachment,
    "Coding": _coding,
    "Quantity": _quantity,
    "Reference": _reference,
}
