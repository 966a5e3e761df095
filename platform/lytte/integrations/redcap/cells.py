"""What each kind of item is in a row of the dictionary."""

import html
from collections.abc import Iterator
from typing import assert_never

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
from lytte.core.values import Coding, Date, DateTime, NativeValue, Time, Uri, number
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.logic.questions import TWO_OF_ONE_CODE, beside_others, option_code
from lytte.integrations.markup import words
from lytte.integrations.redcap.logic_written import Names
from lytte.integrations.written import Losses

Cells = dict[str, str]
OTHER = "other"
"""The code of the choice that stands for own words."""
_DATES = {"date": "date_ymd", "dateTime": "datetime_ymd", "time": "time"}
_PLAIN = {"attachment": "file", "boolean": "yesno", "display": "descriptive"}
_CONTROLS = {"drop-down": "dropdown", "autocomplete": "dropdown"}


class CellWriter:
    """Writes the cells of items that follow from the kind of item, in one language."""

    def __init__(self, names: Names, language: str, losses: Losses) -> None:
        self.names = names
        self.language = language
        self.losses = losses

    def cells(self, item: Item) -> Cells:
        """Return the type of field and what goes with it."""
        match item:
            case Choice():
                return self._choice(item)
            case Number() | NumericRating() | VisualAnalogue() | QuantityItem():
                return self._measured(item)
            case DateItem():
                return self._date(item)
            case FreeText():
                return self._text(item)
            case Boolean() | AttachmentItem() | Display() | Url() | ReferenceItem() | Group():
                if isinstance(item, ReferenceItem):
                    self._lose(item, "a reference to the record is a text there")
                return {"field_type": _PLAIN.get(item.type, "text")}
            case _:
                assert_never(item)

    def _date(self, item: DateItem) -> Cells:
        limits = {name: limit for name, limit in _limits(item).items() if _is_whole(item, limit)}
        if len(limits) < len(_limits(item)):
            self._lose(item, "a limit that is only a month or a year is not checked there")
        return {"field_type": "text", "validation": _DATES[item.type], **limits}

    def _measured(self, item: Number | NumericRating | VisualAnalogue | QuantityItem) -> Cells:
        match item:
            case QuantityItem():
                return self._amount(item)
            case Number():
                return self._number(item)
            case _:
                return self._slider(item)

    def label(self, text: Text, formatted: Text | None = None) -> str:
        """Return a label: the formatted text, or words that are not taken for markup."""
        if formatted is not None and (marked := formatted.root.get(self.language)):
            return marked
        plain = text.read(self.language, ())
        return plain if words(plain) == plain.strip() else html.escape(plain, quote=False)

    def choices(self, item: Choice) -> str:
        """Return the options as `1, Yes | 2, No`."""
        return " | ".join(self._listed(item))

    def _listed(self, item: Choice) -> Iterator[str]:
        for option, end in beside_others(item.answer_options):
            code = option_code(option)
            if code is None:
                self._lose(item, "an option without a code is not there", matters=True)
                continue
            label = self.label(option.text) or self._display(option.value) or code
            if "|" in label:
                self._lose(item, "the sign | in an option is written as /")
            shown = " ".join(label.replace("|", "/").split())
            if end:
                self._lose(item, TWO_OF_ONE_CODE, matters=True)
            yield f"{self.names.code(item.link_id, code)}{end}, {shown}"
        if item.type == "open-choice":
            yield f"{OTHER}, {self.label(item.open_label) or OTHER.capitalize()}"

    def _display(self, value: NativeValue) -> str:
        return (value.display or "") if isinstance(value, Coding) else ""

    def _choice(self, item: Choice) -> Cells:
        if item.toggles:
            self._lose(item, "options that are offered only sometimes are always there",
                       matters=True)  # fmt: skip
        if not item.answer_options:
            self._lose(item, "a choice without listed options is a text there", matters=True)
            return {"field_type": "text"}
        listed = self.choices(item)
        if not listed:
            return {"field_type": "text"}
        kind = "checkbox" if item.repeats else _CONTROLS.get(item.control or "", "radio")
        side = "RH" if item.orientation == "horizontal" else ""
        return {"field_type": kind, "choices": listed, "alignment": side}

    def _number(self, item: Number) -> Cells:
        if item.slider:
            return self._slider(item)
        validation = "integer" if item.type == "integer" else "number"
        places = item.max_decimal_places
        if validation == "number" and places is not None and 1 <= places <= 4:
            validation = f"number_{places}dp"
        return {"field_type": "text", "validation": validation, **_limits(item)}

    def _amount(self, item: QuantityItem) -> Cells:
        if item.unit_options:
            self._lose(item, "a choice of units is not there", matters=True)
        limits = {
            name: number_text(limit.value)
            for name, limit in (("minimum", item.minimum), ("maximum", item.maximum))
            if limit is not None and limit.value is not None
        }
        return {"field_type": "text", "validation": "number", **limits}

    def _slider(self, item: Number | NumericRating | VisualAnalogue) -> Cells:
        ends = [self.label(item.low), self.label(item.high)]
        found = {"field_type": "slider"}
        if any(ends):
            found["choices"] = f"{ends[0]} |  | {ends[1]}"
        if isinstance(item, VisualAnalogue) and (item.minimum, item.maximum) == (0, 100):
            return found
        return {**found, "validation": "number", **_limits(item)}

    def _text(self, item: FreeText) -> Cells:
        pattern = {"email": r"[^@\s]+@[^@\s]+\.[^@\s]+", "alpha_only": r"[A-Za-z]+"}
        validation = next((name for name, one in pattern.items() if one == item.regex), "")
        if item.regex and not validation:
            self._lose(item, "the pattern of the answer is not checked there")
        if item.min_length:
            self._lose(item, "the shortest length of the answer is not checked there")
        if item.type == "text":
            return {"field_type": "notes"}
        return {"field_type": "text", "validation": validation}

    def _lose(self, item: Item, what: str, *, matters: bool = False) -> None:
        self.losses.add(item.link_id, what, matters=matters)


def unit(item: Item) -> str:
    """Return the unit a number is given in."""
    found = getattr(item, "unit", None)
    return (found.display or found.code or "") if isinstance(found, Coding) else ""


def value_text(value: NativeValue) -> str:
    """Return a value as a cell has it."""
    match value:
        case bool():
            return str(int(value))
        case DateTime():
            return value.text[:16].replace("T", " ")
        case Date() | Time() | Uri():
            return value.text
        case Coding():
            return value.code or ""
        case str():
            return value
        case _:
            found = number(value)
            return number_text(found) if found is not None else ""


def _limits(item: Number | NumericRating | VisualAnalogue | DateItem) -> Cells:
    return {
        name: value_text(limit)
        for name, limit in (("minimum", item.minimum), ("maximum", item.maximum))
        if limit is not None
    }


def _is_whole(item: DateItem, limit: str) -> bool:
    return item.type == "time" or len(limit) >= len("2026-05-17")
