"""What each kind of question says of itself in FHIR."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, assert_never

from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.reference import ReferenceItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.texts import Text
from lytte.core.values import Coding, Date, DateTime, Quantity, Reference, Time, Uri
from lytte.integrations.fhir import expressions, extensions, options, values, wording
from lytte.integrations.fhir.merging import ROLE, merged
from lytte.integrations.fhir.questions import CONTROL_SYSTEM, MEGABYTE

Extension = dict[str, Any]
_R5_TYPES = {
    Coding: "coding",
    Date: "date",
    DateTime: "dateTime",
    Decimal: "decimal",
    Quantity: "quantity",
    Reference: "reference",
    Time: "time",
    Uri: "url",
    int: "integer",
    str: "string",
}


def fhir_type(item: Item, version: str) -> dict[str, Any]:
    """Return the type of the item and, in R5, whether other answers than the options fit."""
    match item:
        case NumericRating() | VisualAnalogue():
            return {"type": "integer"}
        case Choice():
            return _choice_type(item) if version == "R5" else {"type": item.type}
        case _:
            return {"type": item.type}


def elements(item: Item, version: str, language: str) -> dict[str, Any]:
    """Return the elements that only this kind of item has."""
    match item:
        case Choice():
            found: dict[str, Any] = {}
            if item.answer_options:
                found["answerOption"] = [
                    merged(options.written(each, version, language), each.kept)
                    for each in item.answer_options
                ]
            if item.answer_value_set:
                found["answerValueSet"] = item.answer_value_set
            return found
        case FreeText() | Url() if item.max_length is not None:
            return {"maxLength": item.max_length}
        case _:
            return {}


def extensions_of(item: Item, language: str) -> Iterator[Extension]:
    """Yield the extensions that only this kind of item has."""
    match item:
        case Group() | Display():
            yield from _control(item.control)
        case Choice():
            yield from _choice(item, language)
        case Number() | NumericRating() | VisualAnalogue() | QuantityItem():
            yield from _amount(item, language)
        case DateItem() | FreeText():
            yield from _written_answer(item, language)
        case AttachmentItem() | ReferenceItem():
            yield from _document(item)
        case Boolean() | Url():
            return
        case _:
            assert_never(item)


def _choice_type(item: Choice) -> dict[str, Any]:
    kinds = {type(option.value) for option in item.answer_options}
    kind = _R5_TYPES.get(kinds.pop(), "coding") if len(kinds) == 1 else "coding"
    if item.type == "open-choice":
        return {"type": kind, "answerConstraint": "optionsOrString"}
    return {"type": kind}


def _choice(item: Choice, language: str) -> Iterator[Extension]:
    yield from _control(item.control)
    if item.orientation:
        yield _one("orientation", extensions.ORIENTATION, "valueCode", item.orientation)
    if item.answer_expression is not None:
        expression = expressions.written(item.answer_expression)
        yield _one("answer", extensions.ANSWER, "valueExpression", expression)
    for toggle in item.toggles:
        yield options.toggle_written(toggle)
    yield from _text("openLabel", extensions.OPEN_LABEL, item.open_label, language)


def _amount(
    item: Number | NumericRating | VisualAnalogue | QuantityItem, language: str
) -> Iterator[Extension]:
    match item:
        case Number():
            yield from _number(item, language)
        case QuantityItem():
            yield from _quantity(item, language)
        case NumericRating() | VisualAnalogue():
            yield from _control("slider")
            yield _one("minValue", extensions.MINIMUM, "valueInteger", item.minimum)
            yield _one("maxValue", extensions.MAXIMUM, "valueInteger", item.maximum)
        case _:
            assert_never(item)


def _number(item: Number, language: str) -> Iterator[Extension]:
    whole = item.type == "integer"
    yield from _control("slider" if item.slider else None)
    for role, urls, limit in (
        ("minValue", extensions.MINIMUM, item.minimum),
        ("maxValue", extensions.MAXIMUM, item.maximum),
    ):
        if limit is not None:
            yield {ROLE: role, "url": urls[0], **_decimal(limit, whole=whole)}
    yield from _optional("maxDecimalPlaces", item.max_decimal_places)
    if item.unit is not None:
        yield _one("unit", extensions.UNIT, "valueCoding", values.coded(item.unit))
    if item.slider_step is not None:
        step = _decimal(item.slider_step, whole=True)
        yield {ROLE: "sliderStep", "url": extensions.SLIDER_STEP[0], **step}
    yield from _text("entryFormat", extensions.ENTRY_FORMAT, item.entry_format, language)


def _quantity(item: QuantityItem, language: str) -> Iterator[Extension]:
    for role, urls, plain, limit in (
        ("minQuantity", extensions.MINIMUM_QUANTITY, extensions.MINIMUM, item.minimum),
        ("maxQuantity", extensions.MAXIMUM_QUANTITY, extensions.MAXIMUM, item.maximum),
    ):
        if limit is None:
            continue
        if limit == Quantity(value=limit.value) and limit.value is not None:
            yield _one(role, plain, "valueDecimal", limit.value)
        else:
            yield {ROLE: role, "url": urls[0], **values.written(limit)}
    yield from _optional("maxDecimalPlaces", item.max_decimal_places)
    if item.unit is not None:
        yield _one("unit", extensions.UNIT, "valueCoding", values.coded(item.unit))
    for each in item.unit_options:
        yield _one("unitOption", extensions.UNIT_OPTION, "valueCoding", values.coded(each))
    yield from _text("entryFormat", extensions.ENTRY_FORMAT, item.entry_format, language)


def _written_answer(item: DateItem | FreeText, language: str) -> Iterator[Extension]:
    if isinstance(item, FreeText):
        if item.min_length is not None:
            yield _one("minLength", extensions.MIN_LENGTH, "valueInteger", item.min_length)
        if item.regex is not None:
            yield _one("regex", extensions.REGEX, "valueString", item.regex)
    else:
        if item.minimum is not None:
            yield {ROLE: "minValue", "url": extensions.MINIMUM[0], **values.written(item.minimum)}
        if item.maximum is not None:
            yield {ROLE: "maxValue", "url": extensions.MAXIMUM[0], **values.written(item.maximum)}
    yield from _text("entryFormat", extensions.ENTRY_FORMAT, item.entry_format, language)


def _document(item: AttachmentItem | ReferenceItem) -> Iterator[Extension]:
    if isinstance(item, ReferenceItem):
        for each in item.resources:
            yield _one("referenceResource", extensions.REFERENCE_RESOURCE, "valueCode", each)
        return
    if item.max_size is not None:
        size = Decimal(item.max_size) / MEGABYTE
        yield _one("maxSize", extensions.MAX_SIZE, "valueDecimal", size)
    for each in item.mime_types:
        yield _one("mimeType", extensions.MIME_TYPE, "valueCode", each)


def _control(code: str | None) -> Iterator[Extension]:
    if code:
        concept = {"coding": [{"system": CONTROL_SYSTEM, "code": code}]}
        yield _one("itemControl", extensions.ITEM_CONTROL, "valueCodeableConcept", concept)


def _optional(role: str, places: int | None) -> Iterator[Extension]:
    if places is not None:
        yield _one(role, extensions.MAX_DECIMAL_PLACES, "valueInteger", places)


def _text(role: str, urls: tuple[str, ...], text: Text, language: str) -> Iterator[Extension]:
    if text:
        yield {ROLE: role, "url": urls[0], **wording.written("valueString", text, language)}


def _decimal(number: Decimal, *, whole: bool) -> dict[str, Any]:
    if whole and number == number.to_integral_value():
        return {"valueInteger": int(number)}
    return {"valueDecimal": number}


def _one(role: str, urls: tuple[str, ...], name: str, value: Any) -> Extension:
    return {ROLE: role, "url": urls[0], name: value}
