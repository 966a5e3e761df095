"""Recipes: how an instrument is scored, without a word of it.

Most questionnaires belong to somebody, and their wording needs a licence. A recipe
knows the items by number, their range and the scoring; a hospital that holds the
licence imports the wording onto it, item by item.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import re2

from lytte.core.answers import Missing
from lytte.core.frozen import Frozen
from lytte.core.instrument import Licence
from lytte.core.scoring.proctcae_grade import ProctcaeGrade
from lytte.core.scoring.renamed import renamed
from lytte.core.scoring.scale import Scale
from lytte.core.texts import Text

_NUMBER = re2.compile(r"(\d+)\D*$")


class RecipeItem(Frozen):
    """One item by its number in the instrument; what it asks is the owner's text."""

    id: str
    minimum: Decimal
    maximum: Decimal
    step: Decimal = Decimal(1)
    optional_attribute: bool = False
    """True: without this key the question does not have the attribute at all (PRO-CTCAE)."""

    @property
    def options(self) -> int:
        """How many different answers there are."""
        return int((self.maximum - self.minimum) / self.step) + 1

    def allows(self, value: Decimal) -> bool:
        if not value.is_finite() or not self.minimum <= value <= self.maximum:
            return False
        return (value - self.minimum) % self.step == 0

    def __str__(self) -> str:
        return f"{self.minimum} to {self.maximum}" + (
            "" if self.step == 1 else f" in steps of {self.step}"
        )


class Example(Frozen):
    """A case scored by hand; every one of them is a test.

    A key that is left out was not answered; a score of None is one that cannot be had.
    """

    name: str
    answers: Mapping[str, Decimal | Missing]
    scores: Mapping[str, Decimal | Literal["none"]]


class Recipe(Frozen):
    """The scoring of somebody else's instrument, and on what terms it may be used."""

    id: str
    version: str
    title: Text
    wording: Literal["licensed"]
    verified: bool
    """False: written from memory, to be checked against the manual."""
    recall: Text = Text()
    source: str
    items: tuple[RecipeItem, ...]
    scales: tuple[Scale, ...]
    licence: Licence
    examples: tuple[Example, ...] = ()

    def scales_asked(self, keys: frozenset[str]) -> tuple[Scale, ...]:
        """Return the scales of a question that has only the optional attributes in `keys`."""
        gone = frozenset(i.id for i in self.items if i.optional_attribute and i.id not in keys)
        return tuple(_without(scale, gone) for scale in self.scales)

    def scales_on(self, pairs: Sequence[tuple[str, str]]) -> tuple[Scale, ...]:
        """Return the scales on a questionnaire's link_ids, from pairs (recipe item, link_id)."""
        return tuple(renamed(scale, dict(pairs)) for scale in self.scales)


def _without(scale: Scale, gone: frozenset[str]) -> Scale:
    if not gone or not isinstance(scale.method, ProctcaeGrade):
        return scale
    items = tuple(item for item in scale.items if item not in gone)
    return scale.model_copy(update={"items": items, "method": scale.method.without(gone)})


@dataclass(frozen=True)
class AskedItem:
    """One question of an imported questionnaire, as far as a recipe has to know it.

    `minimum` and `maximum` are the numbers its answers count as: the range of a
    number, or the lowest and highest ordinal value of its options; None when the
    options carry no numbers. `options` is None where there is nothing to choose from.
    """

    link_id: str
    options: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True)
class Match:
    """Which question is which item of the recipe, and everything that does not fit."""

    pairs: tuple[tuple[str, str], ...]
    """(recipe item, link_id), in the order of the recipe."""
    faults: tuple[str, ...]


def match_recipe(recipe: Recipe, asked: Sequence[AskedItem]) -> Match:
    """Lay an imported questionnaire onto a recipe, item by item.

    By name where every item of the recipe is found by its name, else by the number
    at the end of the link_ids where these are the recipe's numbers, else by position.
    Groups and display texts are not questions and do not belong in `asked`.
    """
    by_id = {item.link_id: item for item in asked}
    link_ids = _by_name(recipe, by_id) or _by_number(recipe, asked)
    if link_ids is None:
        link_ids = {r.id: a.link_id for r, a in zip(recipe.items, asked, strict=False)}
    pairs = tuple((item.id, link_ids[item.id]) for item in recipe.items if item.id in link_ids)
    faults = [*_count_faults(recipe, asked, pairs), *_order_faults(asked, pairs)]
    for item in recipe.items:
        if item.id in link_ids:
            faults += _range_faults(item, by_id[link_ids[item.id]])
    return Match(pairs, tuple(faults))


def _by_name(recipe: Recipe, by_id: Mapping[str, AskedItem]) -> dict[str, str] | None:
    if all(item.id in by_id for item in recipe.items):
        return {item.id: item.id for item in recipe.items}
    return None


def _by_number(recipe: Recipe, asked: Sequence[AskedItem]) -> dict[str, str] | None:
    wanted = {_number(item.id): item.id for item in recipe.items}
    found = {_number(item.link_id): item.link_id for item in asked}
    if None in wanted or len(found) != len(asked) or set(wanted) != set(found):
        return None
    return {name: found[number] for number, name in wanted.items()}


def _number(name: str) -> int | None:
    found = _NUMBER.search(name)
    return int(found.group(1)) if found else None


def _count_faults(
    recipe: Recipe, asked: Sequence[AskedItem], pairs: Sequence[tuple[str, str]]
) -> list[str]:
    if len(asked) == len(recipe.items):
        return []
    fault = f"the questionnaire has {len(asked)} questions, the recipe {len(recipe.items)} items"
    taken, named = {link_id for _, link_id in pairs}, {name for name, _ in pairs}
    extra = [item.link_id for item in asked if item.link_id not in taken]
    lacking = [item.id for item in recipe.items if item.id not in named]
    if extra:
        fault += f"; not in the recipe: {', '.join(extra)}"
    if lacking:
        fault += f"; not in the questionnaire: {', '.join(lacking)}"
    return [fault]


def _order_faults(asked: Sequence[AskedItem], pairs: Sequence[tuple[str, str]]) -> list[str]:
    taken = {link_id: name for name, link_id in pairs}
    stands = [item.link_id for item in asked if item.link_id in taken]
    return [
        f"{name} should stand where {here} stands; put the questions in the instrument's order"
        for (name, link_id), here in zip(pairs, stands, strict=True)
        if link_id != here
    ]


def _range_faults(item: RecipeItem, asked: AskedItem) -> list[str]:
    called = item.id if item.id == asked.link_id else f"{item.id} ({asked.link_id})"
    faults = []
    if asked.options is not None and asked.options != item.options:
        faults.append(f"{called} has {asked.options} options, the recipe counts {item.options}")
    if asked.minimum is None or asked.maximum is None:
        faults.append(f"{called} has answers without numbers; give them the numbers {item}")
    elif (asked.minimum, asked.maximum) != (item.minimum, item.maximum):
        faults.append(
            f"{called} is answered {asked.minimum} to {asked.maximum}, the recipe counts {item}"
        )
    return faults
