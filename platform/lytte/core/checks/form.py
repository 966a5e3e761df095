"""A questionnaire as the checks look at it: every item where it stands, found once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lytte.core.checks.expressions_written import Written, written
from lytte.core.checks.offer import Offer
from lytte.core.checks.proving import Proofs
from lytte.core.conditions import EnableWhen
from lytte.core.evaluation.places import Place, Places, places
from lytte.core.expressions.readings import Readings
from lytte.core.items.any_item import Item, Question
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.problems import Problem
from lytte.core.questionnaire import Questionnaire, ValueSet, ValueSets

Link = tuple[Place, EnableWhen, Place]
"""An item, one of its conditions, and the item that one looks at."""


@dataclass(frozen=True)
class Form:
    """The questionnaire under check."""

    questionnaire: Questionnaire
    readings: Readings = field(default_factory=Readings)
    """Its expressions, each read once for every rule."""

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
        """Return what can be chosen at `item`, value sets looked up by name."""
        return self._value_sets.options(item)

    def offer(self, item: Item) -> Offer:
        """Return what is known of the options at `item`; questions with one value set share it."""
        options = self.options(item)
        found = self._offers.get(id(options))
        if found is None:
            found = self._offers[id(options)] = Offer(options)
        return found

    def value_set(self, name: str) -> ValueSet | None:
        """Return the value set in the file that has this name."""
        return self._value_sets.get(name)

    @cached_property
    def _offers(self) -> dict[int, Offer]:
        return {}

    @cached_property
    def _value_sets(self) -> ValueSets:
        return ValueSets(self.questionnaire.value_sets)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every condition whose question exists."""
        return tuple(
            (place, condition, source)
            for place in self.places.all
            for condition in place.item.enable_when
            if (source := self.place(condition.question)) is not None
        )

    @cached_property
    def expressions(self) -> tuple[Written, ...]:
        """Every FHIRPath expression, parsed."""
        return tuple(written(self.questionnaire, self.places, self.readings))

    @cached_property
    def proofs(self) -> Proofs:
        """What is known of the expressions."""
        return Proofs(self)

    def broken(self, rule: "Rule") -> tuple[Problem, ...]:
        """Return everything that a rule finds, for those that build on another one."""
        if rule not in self._broken:
            self._broken[rule] = tuple(rule(self))
        return self._broken[rule]

    @cached_property
    def _broken(self) -> dict["Rule", tuple[Problem, ...]]:
        return {}


Rule = Callable[[Form], Iterator[Problem]]
