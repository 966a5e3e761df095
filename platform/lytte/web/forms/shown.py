"""An item as it is shown in one language: nothing here depends on the patient.

Drawn up once a publication and language, so that a page only lays these out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from lytte.core import formatted_text
from lytte.core.evaluation.places import Place
from lytte.core.foreign import Read, reader, together
from lytte.core.form_pages import PagedForm
from lytte.core.formatted_text import Formatted
from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
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
from lytte.core.values import Coding, NativeValue, Quantity, unit_name

# More cells than this do not fit a row that a thumb can hit: the number is typed.
MOST_CELLS = 13
# Beyond this a list to scroll in is less work than a page of rows.
MOST_ROWS = 30
FEW_ROWS = 7
# Beyond this nobody scrolls: some letters are written, and what fits is shown.
MOST_LISTED = 100
OWN_WORDS = "x"


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One thing to choose; `value` is what the browser sends for it."""

    value: str
    text: str
    answer: NativeValue
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Helping:
    """A text that stands with a question: help, a prompt, terms."""

    text: str
    formatted: Formatted | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The words and limits of one item."""

    partial: str
    item: Item
    text: str
    short: str
    formatted: Formatted | None = None
    """The text as its author formatted it; the plain one stands wherever only words can."""
    help: tuple[Helping, ...] = ()
    low: str = ""
    high: str = ""
    hint: str = ""
    unit: str = ""
    open_label: str = ""
    options: tuple[ShownOption, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def abreast(self) -> bool:
        """Whether the author wants the options beside each other, as far as there is room."""
        return isinstance(self.item, Choice) and self.item.orientation == "horizontal"

    @property
    def range(self) -> tuple[str, ...]:
        """The ends of a line or slider that is answered by writing, where no words name both."""
        item = self.item
        if isinstance(item, Number):
            ends = (item.minimum, item.maximum) if item.slider else ()
        elif isinstance(item, VisualAnalogue | NumericRating):
            ends = () if self.low and self.high else (Decimal(item.minimum), Decimal(item.maximum))
        else:
            ends = ()
        return tuple(str(end).replace(".", ",") for end in ends if end is not None)

    @property
    def step(self) -> str:
        """How far apart the numbers of a slider are."""
        step = self.item.slider_step if isinstance(self.item, Number) else None
        return str(step).replace(".", ",") if step else ""

    @property
    def chosen(self) -> dict[str, ShownOption]:
        """The options by what the browser sends."""
        return {option.value: option for option in self.options}


def partial(item: Item) -> str:
    """Return the name of the template in `templates/items/` that draws an item of this kind."""
    match item:
        case AttachmentItem() | Boolean() | Choice() | Display() | Group() | NumericRating():
            found = type(item).__name__.removesuffix("Item")
        case Number() | QuantityItem() | DateItem() | ReferenceItem() | Url() | VisualAnalogue():
            found = type(item).__name__.removesuffix("Item")
        case FreeText():
            found = "FreeText"
        case _:
            assert_never(item)
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in found).lstrip("_")


@lru_cache(maxsize=20_000)
def shown(form: PagedForm, part: int, number: int, language: str) -> Shown:
    """Return how one item of a form is shown in a language."""
    compiled = form.compiled.parts[part].compiled
    place = compiled.places.all[number]
    item = place.item
    read = reader(form.form, language)
    words = _words_of(item, read)
    prefix, text = read(item.prefix), read(item.text)
    return Shown(
        partial=partial(item),
        item=item,
        text=together((prefix, text)) if text else "",
        short=read(item.short_text) or text,
        formatted=formatted_text.of_item(item, read, language),
        help=tuple(_help(place, read, language)),
        options=shown_options(compiled.questionnaire.options(item), item, read),
        numbers=_numbers(item),
        **words,
    )


def text_of(value: NativeValue) -> str:
    """Return an answer as text, in no language."""
    if isinstance(value, Coding):
        return value.display or value.code or ""
    if isinstance(value, Quantity):
        return f"{value.value} {value.unit or value.code or ''}".strip()
    return str(getattr(value, "text", value))


def _words_of(item: Item, read: Read) -> dict[str, str]:
    named: dict[str, Text] = {
        "low": getattr(item, "low", Text()),
        "high": getattr(item, "high", Text()),
        "hint": getattr(item, "entry_format", Text()),
        "open_label": getattr(item, "open_label", Text()),
    }
    found = {name: read(text) for name, text in named.items()}
    unit = item.unit if isinstance(item, Number | QuantityItem) else None
    found["unit"] = unit_name(unit)
    for child in item.items:
        if isinstance(child, Display) and child.control in ("lower", "upper", "unit"):
            name = {"lower": "low", "upper": "high", "unit": "unit"}[child.control]
            found[name] = found[name] or read(child.text)
    return found


def _help(place: Place, read: Read, language: str) -> list[Helping]:
    """Return the texts that stand inside a question; those inside a group are items there."""
    item = place.item
    if isinstance(item, Group):
        return []
    inside = [child for child in item.items if isinstance(child, Display)]
    return [
        Helping(text, formatted_text.read(child.formatted, child.text, read, language))
        for child in inside
        if child.control not in ("lower", "upper", "unit") and (text := read(child.text))
    ]


def shown_options(
    options: Sequence[AnswerOption], item: Item, read: Read
) -> tuple[ShownOption, ...]:
    """Return the options as they are offered, in their order."""
    if isinstance(item, QuantityItem):
        return tuple(
            ShownOption(str(number), unit_name(unit), unit)
            for number, unit in enumerate(item.unit_options)
        )
    return tuple(
        ShownOption(
            str(number),
            together((read(option.prefix), read(option.text) or text_of(option.value))),
            option.value,
            option.exclusive,
        )
        for number, option in enumerate(options)
    )


def _numbers(item: Item) -> tuple[str, ...]:
    if not isinstance(item, NumericRating) or item.maximum - item.minimum >= MOST_CELLS:
        return ()
    return tuple(map(str, range(item.minimum, item.maximum + 1)))
