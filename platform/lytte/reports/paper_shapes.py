"""What there is to fill in for each kind of question: boxes, a line, room for words."""

from dataclasses import dataclass

from lytte.core.answers import Key
from lytte.core.foreign import Read, together
from lytte.core.formatted_text import Formatted
from lytte.core.forms import Part
from lytte.core.items.any_item import Item
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.texts import Text
from lytte.core.values import Coding, unit_name
from lytte.wording.catalogue import Words

WRITING_LINES = 4
LINE, BOX, FEW = 62, 7, 3
"""Letters on a line of the paper, those that a box takes up, options that stay in one column."""


@dataclass(frozen=True, kw_only=True)
class PaperBlock:
    """A heading, a text or a question; `shape` says what there is to fill in."""

    shape: str
    id: str = ""
    part: str = ""
    link_id: str = ""
    at: tuple[int, ...] = ()
    number: int | None = None
    text: str = ""
    formatted: Formatted | None = None
    """The text as its author formatted it."""
    help: tuple[str, ...] = ()
    only_if: str = ""
    asked_if: tuple[str, ...] = ()
    """Every condition that it stands under, its own last."""
    options: tuple[tuple[str, str], ...] = ()
    """Code in the box, text beside it."""
    several: bool = False
    own_words: str = ""
    """Label of a line for an answer that is not among the options."""
    low: str = ""
    high: str = ""
    lines: int = 0
    unit: str = ""
    level: int = 2

    @property
    def laid(self) -> str:
        """How the options stand: abreast where one line holds them all, many in two columns.

        Large letters are kept; what is saved is paper, and pages to turn for tired hands.
        """
        widths = [len(text) + BOX for _, text in self.options]
        if sum(widths) <= LINE and not self.own_words:
            return "abreast"
        short = len(widths) > FEW and max(widths) <= LINE * 2 // 3
        return "many" if short or len(widths) > 2 * FEW else ""

    @property
    def key(self) -> Key:
        """Which occurrence of which item of its part it is."""
        return Key(self.link_id, self.at)


def shape(part: Part, item: Item, words: Words, read: Read) -> PaperBlock:
    """Return what is to be filled in at `item`; a text where there is nothing."""
    match item:
        case NumericRating() | VisualAnalogue():
            return _scale(item, words, read)
        case Boolean():
            return PaperBlock(shape="choice", options=(("1", words("yes")), ("2", words("no"))))
        case Choice():
            return _choice(part, item, words, read)
        case Number() | QuantityItem():
            low, high = _ends(item, read)
            unit = _unit(item, read)
            return PaperBlock(shape="number", unit=unit, low=low, high=high)
        case DateItem():
            return PaperBlock(shape="date", options=_date(item, words))
        case FreeText() | Url():
            said = words("What you write is not read before the appointment.")
            return PaperBlock(
                shape="words",
                lines=WRITING_LINES if item.type == "text" else 1,
                own_words=said if isinstance(item, FreeText) else "",
            )
        case _:
            # Nothing to write: words to read, or a file to bring along.
            bring = isinstance(item, AttachmentItem)
            return PaperBlock(
                shape="text", own_words=words("Bring it when you come.") if bring else ""
            )


def _scale(item: NumericRating | VisualAnalogue, words: Words, read: Read) -> PaperBlock:
    low, high = _ends(item, read)
    if isinstance(item, NumericRating):
        codes = range(item.minimum, item.maximum + 1)
        options = tuple((str(code), "") for code in codes)
        return PaperBlock(shape="rating", options=options, low=low, high=high)
    return PaperBlock(
        shape="line",
        low=together((str(item.minimum), low)),
        high=together((str(item.maximum), high)),
        own_words=words("Or write a number:"),
    )


def _choice(part: Part, item: Choice, words: Words, read: Read) -> PaperBlock:
    options = part.questionnaire.options(item)
    open_label = read(item.open_label) or words("Something else:")
    return PaperBlock(
        shape="choice" if options else "words",
        options=tuple(
            (str(number), read(option.text) or _shown(option.value))
            for number, option in enumerate(options, start=1)
        ),
        several=item.repeats,
        own_words=open_label if item.type == "open-choice" and options else "",
        lines=0 if options else 1,
    )


def _date(item: DateItem, words: Words) -> tuple[tuple[str, str], ...]:
    day = ((words("day"), "2"), (words("month"), "2"), (words("year"), "4"))
    hour = ((words("hour"), "2"), (words("minute"), "2"))
    return {"date": day, "time": hour, "dateTime": day + hour}[item.type]


def _unit(item: Number | QuantityItem, read: Read) -> str:
    """Return the unit, or the text that its author put in a unit's place."""
    units = (item.unit,) if item.unit else getattr(item, "unit_options", ())
    written = " / ".join(filter(None, map(unit_name, units)))
    return written or _label(item, "unit", read)


def _ends(item: Item, read: Read) -> tuple[str, str]:
    """Return what the lowest and the highest number mean."""
    low, high = getattr(item, "low", Text()), getattr(item, "high", Text())
    return read(low) or _label(item, "lower", read), read(high) or _label(item, "upper", read)


def _label(item: Item, control: str, read: Read) -> str:
    labels = (one for one in item.items if isinstance(one, Display) and one.control == control)
    return next((read(one.text) for one in labels), "")


def _shown(value: object) -> str:
    if isinstance(value, Coding):
        return value.display or value.code or ""
    return str(getattr(value, "text", value))
