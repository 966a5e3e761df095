"""What each kind of item is in a row of the survey."""

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
from lytte.integrations.logic.pieces import number_text
from lytte.integrations.written import Losses
from lytte.integrations.xlsform.kept import kept_of
from lytte.integrations.xlsform.questions import YES_OR_NO
from lytte.integrations.xlsform.xpath_written import FormNames

Cells = dict[str, str]
_DATES = {"date": "date", "dateTime": "datetime", "time": "time"}
_LOOKS = {"drop-down": "minimal", "autocomplete": "autocomplete"}


class RowWriter:
    """Writes the cells of items that follow from the kind of item."""

    def __init__(self, names: FormNames, losses: Losses) -> None:
        self.names = names
        self.losses = losses

    def cells(self, item: Item) -> Cells:
        """Return the type and what goes with it."""
        match item:
            case Choice():
                return self._choice(item)
            case Number() | NumericRating() | VisualAnalogue() | QuantityItem():
                return self._measured(item)
            case DateItem():
                return {"type": _DATES[item.type]}
            case FreeText():
                looks = {"appearance": "multiline"} if item.type == "text" else {}
                return {"type": "text", **looks}
            case Boolean() | AttachmentItem() | Display() | Url() | ReferenceItem() | Group():
                return {"type": self._plain(item)}
            case _:
                assert_never(item)

    def _plain(self, item: Boolean | AttachmentItem | Display | Url | ReferenceItem | Group) -> str:
        match item:
            case Boolean():
                return f"select_one {YES_OR_NO}"
            case AttachmentItem():
                return _file(item)
            case Display():
                return "note"
            case ReferenceItem():
                self.lose(item, "a reference to the record is a text there")
                return "text"
            case _:
                return "text"

    def _choice(self, item: Choice) -> Cells:
        listed = self.names.lists.get(item.link_id)
        if listed is None:
            self.lose(item, "a choice without listed options is a text there", matters=True)
            return {"type": "text"}
        if any(option.exclusive for option in item.answer_options):
            self.lose(item, "an option that rules out the others does not do so there")
        kind = "select_multiple" if item.repeats else "select_one"
        other = " or_other" if item.type == "open-choice" else ""
        looks = [_LOOKS[item.control]] if item.control in _LOOKS else []
        looks += ["horizontal"] if item.orientation == "horizontal" else []
        return {"type": f"{kind} {listed}{other}", "appearance": " ".join(looks)}

    def _measured(self, item: Number | NumericRating | VisualAnalogue | QuantityItem) -> Cells:
        match item:
            case Number() if not item.slider:
                return {"type": item.type}
            case QuantityItem():
                if item.unit_options:
                    self.lose(item, "a choice of units is not there", matters=True)
                return {"type": "decimal"}
            case Number():
                return self._range(item)
            case _:
                return self._range(item)

    def _range(self, item: Number | NumericRating | VisualAnalogue) -> Cells:
        if item.low or item.high:
            self.lose(item, "the words at the ends of a scale are in its hint")
        least, most = item.minimum or 0, item.maximum
        if most is None:
            return {"type": "integer"}
        step = getattr(item, "slider_step", None) or 1
        written = " ".join(
            f"{name}={number_text(value)}"
            for name, value in (("start", least), ("end", most), ("step", step))
        )
        return {"type": "range", "parameters": written}

    def lose(self, item: Item, what: str, *, matters: bool = False) -> None:
        """Note what is left out of an item."""
        self.losses.add(item.link_id, what, matters=matters)

    def lost(self, item: Item) -> Iterator[str]:
        """Yield what of any item has no place in a form."""
        if item.code:
            yield "the codes of questions (LOINC and the like)"
        if item.short_text:
            yield "the short names for the summary sheet"
        if item.repeats and not isinstance(item, Group | Choice):
            yield "several answers to one question are one answer there"


def _file(item: AttachmentItem) -> str:
    for kind in ("image", "audio", "video"):
        if item.mime_types and all(each.startswith(f"{kind}/") for each in item.mime_types):
            return kind
    return kept_of(item.kept).get("type") or "file"
