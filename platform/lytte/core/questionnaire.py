"""A questionnaire: its items, in order, as one value that never changes."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from lytte.core.frozen import Frozen
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption
from lytte.core.items.common import Constraint, Expression
from lytte.core.texts import Text


class ValueSet(Frozen):
    """Options that several questions share, carried inside the questionnaire."""

    id: str
    url: str | None = None
    options: tuple[AnswerOption, ...] = ()
    unresolved: str = ""
    """Why there are no options: what is in the set cannot be told from the file."""
    kept: Mapping[str, Any] = {}


class ValueSets:
    """Value sets by the names that items call them; keep it where many items are looked up."""

    def __init__(self, sets: Sequence[ValueSet]) -> None:
        self._sets = sets

    @cached_property
    def _by_name(self) -> Mapping[str, ValueSet]:
        found: dict[str, ValueSet] = {}
        for each in self._sets:
            for name in (f"#{each.id}", each.url):
                if name:
                    found.setdefault(name, each)
        return found

    def get(self, name: str) -> ValueSet | None:
        """Return the set of that name; a file brings one of each, so a version is not read."""
        return self._by_name.get(name.partition("|")[0])

    def options(self, item: Item) -> tuple[AnswerOption, ...]:
        """Return what can be chosen at `item`, its own or from a set."""
        if not (item.type == "choice" or item.type == "open-choice"):
            return ()
        if item.answer_options or not item.answer_value_set:
            return item.answer_options
        found = self.get(item.answer_value_set)
        return () if found is None else found.options


class Questionnaire(Frozen):
    """One version of a set of items; link_ids are unique in it."""

    url: str | None = None
    version: str | None = None
    name: str | None = None
    title: Text = Text()
    status: Literal["draft", "active", "retired", "unknown"] = "draft"
    language: str | None = None
    copyright: Text = Text()
    variables: tuple[Expression, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    value_sets: tuple[ValueSet, ...] = ()
    items: tuple[Item, ...] = ()
    kept: Mapping[str, Any] = {}
    """FHIR elements Lytte does not use, word for word."""

    def every_item(self) -> Iterator[Item]:
        """Yield each item at every depth, in the order they are read."""
        waiting = list(reversed(self.items))
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(reversed(item.items))

    def options(self, item: Item) -> tuple[AnswerOption, ...]:
        """Return what can be chosen at `item`, its own or from a contained value set."""
        return ValueSets(self.value_sets).options(item)

    def value_set(self, name: str) -> ValueSet | None:
        """Return the value set that came along under a name; the version behind it is not read."""
        return ValueSets(self.value_sets).get(name)
