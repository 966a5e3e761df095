"""Rows of a data dictionary as items, without what they say of other rows."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding
from lytte.integrations.markup import words
from lytte.integrations.redcap.annotations import Annotation
from lytte.integrations.redcap.building import Building, bound, limit, text

UNDETERMINED = "und"
_DATES: Mapping[str, str] = {"date": "date", "datetime": "dateTime", "time": "time"}
_PATTERNS: Mapping[str, str] = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "alpha_only": r"[A-Za-z]+",
}
_PLACES = re.compile(r"number_(\d)dp.*")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?")
_FREE = frozenset(
    {
        "phone", "phone_australia", "phone_uk", "zipcode", "postalcode_australia",
        "postalcode_canada", "postalcode_french", "postalcode_germany", "postalcode_uk", "ssn",
        "mrn_10d", "mrn_generic", "vmrn", "time_mm_ss", "",
    }
)  # fmt: skip
"""Validations that only REDCap knows the pattern of; answers are texts."""


def item(given: Building) -> Item | None:
    """Return the row as an item; None, and a problem, when its type is not known."""
    make = _TYPES.get(given.field.field_type.lower())
    if make is None:
        given.fault(
            f"“{given.field.field_type[:40]}” is not a type of field",
            f"In the column “Field Type”, write one of {', '.join(sorted(_TYPES))}.",
        )
        return None
    return make(given)


def options(given: Building) -> tuple[AnswerOption, ...]:
    """Return the choices `1, Yes | 2, No`; each that is not one is a problem."""
    found: list[AnswerOption] = []
    alone = _excluding(given.annotation)
    for number, each in enumerate(given.field.choices.split("|"), 1):
        code, comma, label = each.partition(",")
        code, label = code.strip(), words(label)
        if not each.strip():
            continue
        if not comma or not code:
            given.fault(
                f"choice {number} is “{each.strip()[:40]}”, without a code before a comma",
                "Write every choice as 1, Words | 2, Words.",
            )
            continue
        found.append(
            AnswerOption(value=Coding(code=code), text=text(label), exclusive=code in alone)
        )
    if not given.field.choices.strip(" |"):
        given.fault("there is nothing to choose", "Write the choices as 1, Words | 2, Words.")
    return tuple(found)


def _excluding(annotation: Annotation) -> set[str]:
    return {code.strip() for code in annotation.tags.get("@NONEOFTHEABOVE", "").split(",")} - {""}


def _choice(control: str) -> Callable[[Building], Item]:
    def make(given: Building) -> Item:
        side = given.field.alignment.upper()
        return Choice.model_validate(
            given.common
            | {
                "control": control,
                "repeats": control == "check-box",
                "answer_options": options(given),
                "orientation": "horizontal" if side.endswith("H") else None,
                "max_occurs": _counted(given, "@MAXCHECKED"),
            }
        )

    return make


def _counted(given: Building, tag: str) -> int | None:
    written = given.annotation.tags.get(tag, "")
    return int(written) if written.isdigit() and len(written) < 9 else None


def _yes_or_no(given: Building) -> Item:
    return Boolean(**given.common)


def _notes(given: Building) -> Item:
    return FreeText(**given.common, type="text", max_length=_counted(given, "@CHARLIMIT"))


def _descriptive(given: Building) -> Item:
    common = {name: value for name, value in given.common.items() if name != "required"}
    return Display(**common)


def _file(given: Building) -> Item:
    return AttachmentItem(**given.common)


def _calculation(given: Building) -> Item:
    return Number(**(given.common | {"read_only": True}), type="decimal")


def _from_a_query(given: Building) -> Item:
    given.warn(
        "its choices come from a query of REDCap's database; it is asked as a text",
        "Make it a dropdown with its choices written out.",
    )
    return FreeText(**given.common)


def _slider(given: Building) -> Item:
    ends = [words(each) for each in given.field.choices.split("|")]
    low, high = (ends[0], ends[-1]) if len(ends) > 1 else (ends[0], "")
    least, most = bound(given, "minimum", Decimal(0)), bound(given, "maximum", Decimal(100))
    both = given.common | {"low": text(low), "high": text(high)}
    if least == 0 and most == 100:
        return VisualAnalogue(**both)
    if least in (0, 1) and least < most <= 10 and not most % 1:
        return NumericRating(**both, minimum=int(least), maximum=int(most))
    return Number(**both, type="integer", slider=True, minimum=least, maximum=most)


def _text(given: Building) -> Item:
    validation = given.field.validation.lower()
    kind = validation.partition("_")[0]
    if kind in _DATES and validation != "time_mm_ss":
        return _date(given, _DATES[kind])
    if validation == "integer" or kind == "number":
        return _number(given, validation)
    if validation not in _FREE and validation not in _PATTERNS:
        given.warn(
            f"the validation “{validation[:40]}” is not known here; every text is accepted",
            "Check its spelling, or empty the cell.",
        )
    return FreeText(
        **given.common,
        regex=_PATTERNS.get(validation),
        max_length=_counted(given, "@CHARLIMIT"),
        entry_format=text(given.annotation.tags.get("@PLACEHOLDER", "")),
    )


def _number(given: Building, validation: str) -> Item:
    whole = validation == "integer"
    places = _PLACES.fullmatch(validation)
    limits = {name: limit(given, name, "number") for name in ("minimum", "maximum")}
    return Number(
        **given.common,
        type="integer" if whole else "decimal",
        minimum=limits["minimum"],
        maximum=limits["maximum"],
        max_decimal_places=int(places[1]) if places else None,
        entry_format=text(given.annotation.tags.get("@PLACEHOLDER", "")),
    )


def _date(given: Building, kind: str) -> Item:
    limits = {name: limit(given, name, kind) for name in ("minimum", "maximum")}
    placeholder = text(given.annotation.tags.get("@PLACEHOLDER", ""))
    return DateItem.model_validate(
        given.common | limits | {"type": kind, "entry_format": placeholder}
    )


_TYPES: Mapping[str, Callable[[Building], Item]] = {
    "calc": _calculation,
    "checkbox": _choice("check-box"),
    "descriptive": _descriptive,
    "dropdown": _choice("drop-down"),
    "file": _file,
    "notes": _notes,
    "radio": _choice("radio-button"),
    "select": _choice("drop-down"),
    "slider": _slider,
    "sql": _from_a_query,
    "text": _text,
    "textarea": _notes,
    "truefalse": _yes_or_no,
    "yesno": _yes_or_no,
}
