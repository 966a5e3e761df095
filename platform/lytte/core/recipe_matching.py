"""Which question is which item of a recipe, and everything that does not fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import re2

from lytte.core.instrument_recipe import Recipe, RecipeItem
from lytte.core.problems import Problem, error

_NUMBER = re2.compile(r"(\d+)\D*$")
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class AskedOption:
    """One thing to choose, and the number it counts; None where nobody has said."""

    text: str
    number: Decimal | None = None


@dataclass(frozen=True)
class AskedItem:
    """One question of an imported questionnaire, as far as a recipe has to know it.

    `options` is None where there is nothing to choose from; then `minimum` and
    `maximum` say which numbers can be answered. `obstacle` says why the answer can
    be no number at all ("is answered in words").
    """

    link_id: str
    text: str = ""
    options: tuple[AskedOption, ...] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    obstacle: str = ""

    @property
    def quoted(self) -> str:
        """The question's own text, shortened: what an author knows it by."""
        text = " ".join(self.text.split()) or self.link_id
        return f"“{text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + '…'}”"


@dataclass(frozen=True)
class Match:
    """What came of laying a questionnaire onto a recipe."""

    pairs: tuple[tuple[str, str], ...]
    """(recipe item, link_id), in the order of the recipe."""
    faults: tuple[Problem, ...]
    counted: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    """Numbers for options that carry none, counted off in their order, by link_id."""


def match_recipe(recipe: Recipe, asked: Sequence[AskedItem]) -> Match:
    """Lay an imported questionnaire onto a recipe, item by item.

    By name where every item of the recipe is found by its name, else by the number
    at the end of the link_ids where these are the recipe's numbers, else by position.
    Groups and display texts are not questions and do not belong in `asked`.
    """
    by_id = {item.link_id: item for item in asked}
    items = _wanted(recipe, by_id)
    found = _by_name(items, by_id) or _by_number(items, asked) or _by_position(items, asked)
    pairs = tuple((item.id, found[item.id]) for item in items if item.id in found)
    met = [(item, by_id[found[item.id]]) for item in items if item.id in found]
    counted = {one.link_id: item.values for item, one in met if _can_count(recipe, item, one)}
    faults = [*_count_faults(items, asked, pairs), *_order_faults(by_id, pairs)]
    for item, one in met:
        if one.link_id not in counted:
            faults += _answer_faults(item, one)
    return Match(pairs, tuple(faults), counted)


def _wanted(recipe: Recipe, by_id: Mapping[str, AskedItem]) -> tuple[RecipeItem, ...]:
    """Return the items that must be there; of attributes asked by name, those that are."""
    if not any(item.id in by_id for item in recipe.items):
        return recipe.items
    return tuple(i for i in recipe.items if i.id in by_id or not i.optional_attribute)


def _by_name(
    items: Sequence[RecipeItem], by_id: Mapping[str, AskedItem]
) -> Mapping[str, str] | None:
    if all(item.id in by_id for item in items):
        return {item.id: item.id for item in items}
    return None


def _by_number(items: Sequence[RecipeItem], asked: Sequence[AskedItem]) -> Mapping[str, str] | None:
    wanted = {_number(item.id): item.id for item in items}
    found = {_number(item.link_id): item.link_id for item in asked}
    once = len(found) == len(asked) and len(wanted) == len(items)
    if None in wanted or not once or set(wanted) != set(found):
        return None
    return {name: found[number] for number, name in wanted.items()}


def _by_position(items: Sequence[RecipeItem], asked: Sequence[AskedItem]) -> Mapping[str, str]:
    return {r.id: a.link_id for r, a in zip(items, asked, strict=False)}


def _number(name: str) -> int | None:
    found = _NUMBER.search(name)
    # Nineteen digits and more are an identifier, not a number in a form.
    return int(found.group(1)) if found and len(found.group(1)) < 19 else None


def _can_count(recipe: Recipe, item: RecipeItem, asked: AskedItem) -> bool:
    """Tell whether the options carry no numbers, and can be given them in their order."""
    options = asked.options or ()
    bare = bool(options) and all(option.number is None for option in options)
    fits = recipe.printed_in_order and not asked.obstacle and len(options) == item.options
    return bare and fits


def _count_faults(
    items: Sequence[RecipeItem], asked: Sequence[AskedItem], pairs: Sequence[tuple[str, str]]
) -> Iterator[Problem]:
    if len(asked) == len(items):
        return
    yield error(
        "",
        f"The questionnaire has {len(asked)} questions, the recipe {len(items)} items.",
        "Import the whole instrument and nothing else, or name what is not scored.",
    )
    taken, named = {link_id for _, link_id in pairs}, {name for name, _ in pairs}
    for one in asked:
        if one.link_id not in taken:
            yield error(
                one.link_id,
                f"{one.quoted} is not in the recipe.",
                f"Take it out, or say that {one.link_id} is asked beside and not scored.",
            )
    for item in items:
        if item.id not in named:
            yield error(
                item.id,
                f"Item {item.id} of the recipe is not in the questionnaire.",
                f"Add it; it is answered {item}.",
            )


def _order_faults(
    by_id: Mapping[str, AskedItem], pairs: Sequence[tuple[str, str]]
) -> Iterator[Problem]:
    taken = {link_id: name for name, link_id in pairs}
    stands = [link_id for link_id in by_id if link_id in taken]
    for (name, link_id), here in zip(pairs, stands, strict=True):
        if link_id != here:
            yield error(
                link_id,
                f"{by_id[link_id].quoted} is item {name} and should stand where"
                f" {by_id[here].quoted} stands.",
                "Put the questions in the instrument's order.",
            )


def _answer_faults(item: RecipeItem, asked: AskedItem) -> Iterator[Problem]:
    called = f"{asked.quoted} (= {item.id})"
    if asked.obstacle:
        yield error(
            asked.link_id,
            f"{called} {asked.obstacle}; the recipe counts {item}.",
            "Ask it as one choice, or as a number.",
        )
    elif asked.options is not None:
        yield from _option_faults(item, asked.link_id, called, asked.options)
    elif asked.minimum is None or asked.maximum is None:
        yield error(
            asked.link_id,
            f"{called} does not say its lowest and highest number.",
            f"The recipe counts {item}; give the question these limits.",
        )
    elif (asked.minimum, asked.maximum) != (item.minimum, item.maximum):
        yield error(
            asked.link_id,
            f"{called} is answered {asked.minimum} to {asked.maximum}, the recipe counts {item}.",
            "Give the question the recipe's limits, or take another recipe.",
        )


def _option_faults(
    item: RecipeItem, link_id: str, called: str, options: Sequence[AskedOption]
) -> Iterator[Problem]:
    numbers = [option.number for option in options if option.number is not None]
    if len(options) != item.options:
        yield error(
            link_id,
            f"{called} has {len(options)} options, the recipe counts {item.options}: {item}.",
            "Check the options against the instrument, or take another recipe.",
        )
    if len(numbers) < len(options):
        bare = ", ".join(f"“{option.text}”" for option in options if option.number is None)
        yield error(
            link_id,
            f"{called} has answers without numbers: {bare}.",
            f"Give each the number printed beside it in the instrument, {item}.",
        )
    elif options and (len({*numbers}) < len(numbers) or not all(map(item.allows, numbers))):
        yield error(
            link_id,
            f"{called} counts {', '.join(map(str, numbers))}; the recipe counts {item}.",
            "Give each option the number printed beside it in the instrument.",
        )
