"""A questionnaire as the checks look at it: every item where it stands, found once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lytte.core.evaluation.places import Place, Places, places
from lytte.core.items.any_item import Item, Question
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire

_SHOWN = 60


@dataclass(frozen=True)
class Form:
    """The questionnaire under check."""

    questionnaire: Questionnaire

    @cached_property
    def places(self) -> Places:
        return places(self.questionnaire)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item at every depth, in reading order."""
        return tuple(place.item for place in self.places.all)

    def item(self, link_id: str) -> Item | None:
        place = self.place(link_id)
        return None if place is None else place.item

    def place(self, link_id: str) -> Place | None:
        return self.places.by_link_id.get(link_id)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The items that can be answered."""
        return tuple(item for item in self.items if not isinstance(item, Group | Display))

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(item for item in self.items if isinstance(item, Choice))

    def options(self, item: Item) -> tuple[AnswerOption, ...]:
        return self.questionnaire.options(item)


Rule = Callable[[Form], Iterator[Problem]]


def told(item: Item) -> str:
    """Name an item as its author knows it: by its text, or by its kind when it has none."""
    text = next((each for each in item.text.root.values() if each), "")
    if not text:
        return f"this {item.type}"
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"


def named(item: Item) -> str:
    """Name another item than the one the problem stands at: by text and linkId."""
    return f"{told(item)} ({item.link_id})"
