"""The questions of a paper form, in order, each with its boxes, lines and conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lytte.core import formatted_text
from lytte.core.foreign import Read, reader, together
from lytte.core.formatted_text import Formatted
from lytte.core.forms import Form, Part
from lytte.core.items.any_item import Item
from lytte.core.items.common import QuestionBase
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.items.reference import ReferenceItem
from lytte.reports.paper_conditions import Asked, PaperConditions
from lytte.reports.paper_shapes import PaperBlock, shape
from lytte.reports.writing import Writing
from lytte.wording.catalogue import Words

# A group with rows is printed this often; who needs more gets another sheet.
ROWS = 3
HELP = ("help", "prompt", "flyover", "legal")
# Labels that belong to the shape of another item, which draws them itself.
SILENT = ("unit", "upper", "lower")


@dataclass(frozen=True)
class Around:
    """What an item stands in: how deep, in which rows, under which conditions."""

    level: int
    at: tuple[int, ...] = ()
    asked_if: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperItems:
    """Walks through a form and yields what is printed."""

    form: Form
    words: Words
    read: Read
    asked: Asked
    conditions: PaperConditions

    @classmethod
    def of(cls, form: Form, words: Words) -> "PaperItems":
        """Number the questions first, so that a condition can point at one."""
        asked = Asked(numbers(form), _items(form))
        read = reader(form, words.language)
        return cls(form, words, read, asked, PaperConditions(Writing(words), asked))

    def blocks(self) -> Iterator[PaperBlock]:
        """Yield the whole form in order."""
        for part in self.form.parts:
            title, recall = self.read(part.title), self.read(part.recall)
            only_if = ""
            said = self._part_only_if(part)
            if said:
                only_if = said + self._otherwise(part, part.questionnaire.items)
            # Of a form of one part that is called as the form, the title stands on top already.
            named = title != self.read(self.form.title) or len(self.form.parts) > 1
            if (title and named) or recall or only_if:
                told = {self._text(one) for one in part.questionnaire.items[:1]}
                helped = (recall,) if recall and recall not in told else ()
                yield PaperBlock(shape="heading", text=title, help=helped, only_if=only_if)
            around = Around(3, asked_if=(said,) if said else ())
            for item in part.questionnaire.items:
                yield from self._item(part, item, around)

    def _item(self, part: Part, item: Item, around: Around) -> Iterator[PaperBlock]:
        if not _is_printed(item):
            return
        if isinstance(item, Group):
            yield from self._group(part, item, around)
            return
        yield self._block(part, item, around)
        inside = self._inside(part, item, around, (0,) if _has_rows(item) else ())
        for below in item.items:
            if not (isinstance(below, Display) and below.control in (*HELP, *SILENT)):
                yield from self._item(part, below, inside)

    def _group(self, part: Part, group: Group, around: Around) -> Iterator[PaperBlock]:
        text, only_if = self._text(group), self._only_if(part, group)
        for number in range(ROWS if group.repeats else 1):
            inside = self._inside(part, group, around, (number,) if group.repeats else ())
            title = together((text, f"({number + 1})")) if group.repeats else text
            if title or only_if:
                yield PaperBlock(
                    shape="heading",
                    text=title,
                    formatted=None if group.repeats else self._formatted(group),
                    help=self._help(group),
                    only_if=only_if,
                    level=min(around.level, 4),
                )
            for item in group.items:
                if not (isinstance(item, Display) and item.control in (*HELP, *SILENT)):
                    yield from self._item(part, item, replace(inside, level=around.level + 1))

    def _inside(self, part: Part, item: Item, around: Around, row: tuple[int, ...]) -> Around:
        said = self.conditions.only_if(part, item)
        asked_if = (*around.asked_if, said) if said else around.asked_if
        return replace(around, at=(*around.at, *row), asked_if=asked_if)

    def _block(self, part: Part, item: Item, around: Around) -> PaperBlock:
        address = f"{part.id}/{item.link_id}"
        row = "".join(f"@{number}" for number in around.at)
        return replace(
            shape(part, item, self.words, self.read),
            id=f"{address}{row}",
            part=part.id,
            link_id=item.link_id,
            at=around.at,
            asked_if=self._inside(part, item, around, ()).asked_if,
            number=self.asked.numbers.get(address),
            text=self._text(item),
            formatted=self._formatted(item),
            help=self._help(item),
            only_if=self._only_if(part, item),
        )

    def _formatted(self, item: Item) -> Formatted | None:
        """Words that stand in from another language say so themselves, and stay plain."""
        found = formatted_text.of_item(item, self.read, self.words.language)
        return None if found is None or found.language else found

    def _text(self, item: Item) -> str:
        return together((self.read(item.prefix), self.read(item.text)))

    def _help(self, item: Item) -> tuple[str, ...]:
        return tuple(
            self.read(below.text)
            for below in item.items
            if isinstance(below, Display) and below.control in HELP
        )

    def _part_only_if(self, part: Part) -> str:
        if part.condition is None:
            return ""
        said = self.conditions.condition(part, part.condition)
        return self.words("Only if {condition}.", condition=said)

    def _only_if(self, part: Part, item: Item) -> str:
        said = self.conditions.only_if(part, item)
        return said + self._otherwise(part, (item,)) if said else ""

    def _otherwise(self, part: Part, items: Sequence[Item]) -> str:
        """Point past what is left out, to the next question that is not."""
        inside = [
            self.asked.numbers[f"{part.id}/{one.link_id}"]
            for item in items
            for one in _all(item)
            if f"{part.id}/{one.link_id}" in self.asked.numbers
        ]
        following = max(inside) + 1 if inside else 0
        if following not in self.asked.numbers.values():
            return ""
        return " " + self.words("Otherwise go to question {number}.", number=following)


def _is_printed(item: Item) -> bool:
    """What is calculated, hidden or filled from the record is nobody's to fill in."""
    if item.hidden or isinstance(item, ReferenceItem):
        return False
    if isinstance(item, Display):
        return item.control not in SILENT
    return not (isinstance(item, QuestionBase) and (item.calculated_expression or item.read_only))


def _has_rows(item: Item) -> bool:
    """What stands under each answer of a question that takes several has a row for each."""
    asks_more = any(not isinstance(below, Display) for below in item.items)
    return isinstance(item, QuestionBase) and item.repeats and asks_more


def _printed(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if _is_printed(item):
            yield item
            yield from _printed(item.items)


def _all(item: Item) -> Iterator[Item]:
    yield item
    for below in item.items:
        yield from _all(below)


def numbers(form: Form) -> dict[str, int]:
    """Return the number beside each question on paper, by its address."""
    addresses = [
        f"{part.id}/{item.link_id}"
        for part in form.parts
        for item in _printed(part.questionnaire.items)
        if isinstance(item, QuestionBase)
    ]
    return {address: number for number, address in enumerate(addresses, start=1)}


def _items(form: Form) -> dict[str, tuple[Part, Item]]:
    return {
        f"{part.id}/{item.link_id}": (part, item)
        for part in form.parts
        for item in part.questionnaire.every_item()
    }
