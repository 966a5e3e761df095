"""The kinds of question, each read from its FHIR type."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from lytte.core.items.any_item import Question
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.reference import ReferenceItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding, Quantity
from lytte.integrations.fhir import expressions, extensions, options, wording
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.values import value_of

Reader = Callable[[Element, str, dict[str, Any]], Question]
CONTROL_SYSTEM = "http://hl7.org/fhir/questionnaire-item-control"
_CHOICE_CONTROLS = ("radio-button", "check-box", "drop-down", "autocomplete")
_FROM = (0, 1)
_TO = (*range(1, 11), 100)
MEGABYTE = 1_000_000


def item_control(element: Element, *wanted: str) -> str | None:
    """Take how the item is to be shown, if it is one of the `wanted` ways (any, if none)."""

    def read(extension: Element) -> str | None:
        given = extension.peek("valueCodeableConcept")
        coding = given.get("coding") if isinstance(given, Mapping) else None
        first = coding[0] if isinstance(coding, list) and coding else None
        code = first.get("code") if isinstance(first, Mapping) else None
        if not isinstance(code, str) or (wanted and code not in wanted):
            return None
        concept = extension.child("valueCodeableConcept")
        codings = concept.children("coding") if concept else []
        if not codings:  # Something that is no coding stands among them.
            return None
        part = codings[0]
        if part.peek("system") == CONTROL_SYSTEM:
            part.take("system")
        return part.text("code")

    return element.extension("itemControl", extensions.ITEM_CONTROL, read)


def _choice(element: Element, kind: str, common: dict[str, Any]) -> Choice:
    if element.peek("answerConstraint") in ("optionsOnly", "optionsOrString"):
        element.take("answerConstraint")
    return Choice.model_validate(
        common
        | {
            "type": kind,
            "control": item_control(element, *_CHOICE_CONTROLS),
            "orientation": element.extension("orientation", extensions.ORIENTATION, _orientation),
            "answer_options": options.options(element),
            "answer_value_set": element.text("answerValueSet"),
            "answer_expression": expressions.one(element, "answer", extensions.ANSWER),
            "toggles": options.toggles(element),
            "open_label": wording.extended_text(element, "openLabel", extensions.OPEN_LABEL),
        }
    )


def _orientation(extension: Element) -> str | None:
    if extension.peek("valueCode") not in ("horizontal", "vertical"):
        return None
    return extension.text("valueCode")


def _boolean(_: Element, kind: str, common: dict[str, Any]) -> Boolean:
    return Boolean(**common)


def _number(
    element: Element, kind: str, common: dict[str, Any]
) -> Number | NumericRating | VisualAnalogue:
    found = Number(
        **common,
        type="integer" if kind == "integer" else "decimal",
        minimum=element.extension("minValue", extensions.MINIMUM, _number_limit),
        maximum=element.extension("maxValue", extensions.MAXIMUM, _number_limit),
        max_decimal_places=_whole(element, "maxDecimalPlaces", extensions.MAX_DECIMAL_PLACES),
        unit=element.extension("unit", extensions.UNIT, value_of("value", "Coding")),
        slider=item_control(element, "slider") is not None,
        slider_step=element.extension("sliderStep", extensions.SLIDER_STEP, _number_limit),
        entry_format=_entry_format(element),
    )
    return _scale(found, common)


def _scale(found: Number, common: dict[str, Any]) -> Number | NumericRating | VisualAnalogue:
    """Return the labelled scale that a slider of whole numbers stands for, if it is one.

    0 to 10 becomes a numeric rating and 0 to 100 a visual analogue scale, because a
    slider has a start value and sways the answer. Exported, both are sliders again.
    """
    least, most = found.minimum, found.maximum
    plain = Number(**common, type="integer", slider=True, minimum=least, maximum=most)
    if found != plain or found.repeats or least not in _FROM or most not in _TO:
        return found
    kind: type[NumericRating | VisualAnalogue] = NumericRating
    if (least, most) == (Decimal(0), Decimal(100)):
        kind = VisualAnalogue
    elif most == 100 or least == most:
        return found
    return kind.model_validate(common | {"minimum": int(least or 0), "maximum": int(most or 0)})


def _number_limit(extension: Element) -> Decimal | None:
    for name in ("valueInteger", "valueDecimal"):
        if name in extension:
            return extension.number(name)
    return None


def _quantity(element: Element, kind: str, common: dict[str, Any]) -> QuantityItem:
    return QuantityItem(
        **common,
        minimum=_amount(element, "minQuantity", extensions.MINIMUM_QUANTITY, extensions.MINIMUM),
        maximum=_amount(element, "maxQuantity", extensions.MAXIMUM_QUANTITY, extensions.MAXIMUM),
        max_decimal_places=_whole(element, "maxDecimalPlaces", extensions.MAX_DECIMAL_PLACES),
        unit=element.extension("unit", extensions.UNIT, value_of("value", "Coding")),
        unit_options=element.extensions("unitOption", extensions.UNIT_OPTION, _coding),
        entry_format=_entry_format(element),
    )


def _coding(extension: Element) -> Coding | None:
    found: Coding | None = value_of("value", "Coding")(extension)
    return found


def _amount(
    element: Element, role: str, urls: tuple[str, ...], plain: tuple[str, ...]
) -> Quantity | None:
    def read(extension: Element) -> Quantity | None:
        if (limit := _number_limit(extension)) is not None:
            return Quantity(value=limit)
        found: Quantity | None = value_of("value", "Quantity")(extension)
        return found

    return element.extension(role, (*urls, *plain), read)


def _free_text(element: Element, kind: str, common: dict[str, Any]) -> FreeText:
    return FreeText(
        **common,
        type="text" if kind == "text" else "string",
        max_length=element.whole("maxLength"),
        min_length=_whole(element, "minLength", extensions.MIN_LENGTH),
        regex=element.extension("regex", extensions.REGEX, value_of("value", "String")),
        entry_format=_entry_format(element),
    )


def _date(element: Element, kind: str, common: dict[str, Any]) -> DateItem:
    of_kind = {"date": "Date", "dateTime": "DateTime", "time": "Time"}[kind]

    def limit(extension: Element) -> Any:
        # A dateTime may be limited by a day; a day cannot be limited by an instant.
        for name in dict.fromkeys((of_kind, "Date" if kind == "dateTime" else of_kind)):
            if f"value{name}" in extension:
                return value_of("value", name)(extension)
        return None

    return DateItem.model_validate(
        common
        | {
            "type": kind,
            "minimum": element.extension("minValue", extensions.MINIMUM, limit),
            "maximum": element.extension("maxValue", extensions.MAXIMUM, limit),
            "entry_format": _entry_format(element),
        }
    )


def _attachment(element: Element, kind: str, common: dict[str, Any]) -> AttachmentItem:
    def size(extension: Element) -> int | None:
        given = extension.peek("valueDecimal")
        if not isinstance(given, int | Decimal) or Decimal(given) * MEGABYTE % 1:
            return None
        extension.take("valueDecimal")
        return int(Decimal(given) * MEGABYTE)

    return AttachmentItem(
        **common,
        max_size=element.extension("maxSize", extensions.MAX_SIZE, size),
        mime_types=element.extensions("mimeType", extensions.MIME_TYPE, _code),
    )


def _reference(element: Element, kind: str, common: dict[str, Any]) -> ReferenceItem:
    resources = element.extensions("referenceResource", extensions.REFERENCE_RESOURCE, _code)
    return ReferenceItem(**common, resources=resources)


def _url(element: Element, kind: str, common: dict[str, Any]) -> Url:
    return Url(**common, max_length=element.whole("maxLength"))


def _entry_format(element: Element) -> Any:
    return wording.extended_text(element, "entryFormat", extensions.ENTRY_FORMAT)


def _whole(element: Element, role: str, urls: tuple[str, ...]) -> int | None:
    return element.extension(role, urls, value_of("value", "Integer"))


def _code(extension: Element) -> str | None:
    for name in ("valueCode", "valueString"):
        if name in extension:
            return extension.text(name)
    return None


QUESTIONS: Mapping[str, Reader] = {
    "attachment": _attachment,
    "boolean": _boolean,
    "choice": _choice,
    "date": _date,
    "dateTime": _date,
    "decimal": _number,
    "integer": _number,
    "open-choice": _choice,
    "quantity": _quantity,
    "reference": _reference,
    "string": _free_text,
    "text": _free_text,
    "time": _date,
    "url": _url,
}
