"""Lay a questionnaire from elsewhere onto the recipe that scores it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lytte.core.instrument import Instrument
from lytte.core.instrument_recipe import Recipe
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.problems import Problem, error, note
from lytte.core.questionnaire import Questionnaire
from lytte.core.recipe_matching import AskedItem, AskedOption, match_recipe
from lytte.core.values import Quantity, number
from lytte.instruments.recipes import INSTRUMENTS, read_recipe, recipe_ids

_IN_WORDS = {
    "string": "is answered in words",
    "text": "is answered in words",
    "boolean": "is answered yes or no",
    "date": "is answered with a date",
    "dateTime": "is answered with a date",
    "time": "is answered with a time",
}


def recipes() -> dict[str, Recipe]:
    """Return every recipe by its id: the instruments that can be scored without our wording."""
    return {recipe_id: read_recipe(INSTRUMENTS / recipe_id) for recipe_id in recipe_ids()}


def recipe_named(recipe_id: str) -> tuple[Recipe | None, list[Problem]]:
    """Return a recipe; None, and which ones there are, when none is called so."""
    known = recipe_ids()
    if recipe_id not in known:
        way_out = f"Take one of these: {', '.join(known)}."
        return None, [error("", f"There is no recipe called {recipe_id}.", way_out)]
    return read_recipe(INSTRUMENTS / recipe_id), []


def onto_recipe(
    questionnaire: Questionnaire, recipe: Recipe, *, beside: Sequence[str] = (), version: str = ""
) -> tuple[Instrument | None, list[Problem]]:
    """Return the questionnaire as the instrument the recipe scores, or all that does not fit.

    Questions in `beside` are asked and not scored. Hidden, read-only and calculated
    items are nobody's answer and are not laid.
    """
    asked = list(_asked(questionnaire, frozenset(beside)))
    faults = [*_strangers(questionnaire, beside)]
    match = match_recipe(recipe, asked)
    faults += match.faults
    if faults:
        return None, faults
    counted = _with_weights(questionnaire, match.counted)
    title = questionnaire.title or recipe.title
    instrument = Instrument(
        id=recipe.id,
        version=version or questionnaire.version or recipe.version,
        title=title,
        wording="licensed",
        verified=recipe.verified,
        recall=recipe.recall,
        source=recipe.source,
        questionnaire=counted,
        scales=recipe.scales_on(match.pairs),
        licence=recipe.licence,
    )
    return instrument, [*_told_counts(asked, match.counted), *_told_unverified(instrument)]


def _asked(questionnaire: Questionnaire, beside: frozenset[str]) -> Iterator[AskedItem]:
    """Yield what a patient answers, in the order it is asked."""
    waiting: list[tuple[Item, bool]] = [(item, False) for item in reversed(questionnaire.items)]
    while waiting:
        item, in_rows = waiting.pop()
        if item.hidden:
            continue
        if _is_answered(item) and item.link_id not in beside:
            yield _asked_item(questionnaire, item, in_rows or item.repeats)
        # A repeating choice has no rows under it until it is answered twice.
        waiting += [(inner, in_rows or item.repeats) for inner in reversed(item.items)]


def _is_answered(item: Item) -> bool:
    if isinstance(item, Group) or item.type == "display":
        return False
    return not (item.read_only or getattr(item, "calculated_expression", None))


def _asked_item(questionnaire: Questionnaire, item: Item, repeats: bool) -> AskedItem:
    plain: dict[str, Any] = {"link_id": item.link_id, "text": item.text.read("nb")}
    if repeats:
        return AskedItem(**plain, obstacle="takes several answers")
    match item:
        case Choice():
            return AskedItem(**plain, options=_options(questionnaire, item))
        case NumericRating() | VisualAnalogue():
            low, high = Decimal(item.minimum), Decimal(item.maximum)
            return AskedItem(**plain, minimum=low, maximum=high)
        case Number():
            return AskedItem(**plain, minimum=item.minimum, maximum=item.maximum)
        case QuantityItem():
            return AskedItem(**plain, minimum=_amount(item.minimum), maximum=_amount(item.maximum))
        case _:
            return AskedItem(**plain, obstacle=_IN_WORDS.get(item.type, "has no number"))


def _amount(quantity: Quantity | None) -> Decimal | None:
    return quantity.value if quantity else None


def _options(questionnaire: Questionnaire, item: Choice) -> tuple[AskedOption, ...]:
    """Return the options with the number each counts: its weight, else the number it is."""
    offered = questionnaire.options(item)
    weighted = any(option.weight is not None for option in offered)
    return tuple(
        AskedOption(
            option.text.read("nb") or str(getattr(option.value, "code", option.value)),
            option.weight if weighted else number(option.value),
        )
        for option in offered
    )


def _strangers(questionnaire: Questionnaire, beside: Sequence[str]) -> Iterator[Problem]:
    known = {item.link_id for item in questionnaire.every_item()}
    for link_id in beside:
        if link_id not in known:
            yield error(
                link_id,
                f"{link_id} is said to be asked beside, but is not in the questionnaire.",
                "Write the linkId as it stands in the file.",
            )


def _with_weights(
    questionnaire: Questionnaire, counted: Mapping[str, Sequence[Decimal]]
) -> Questionnaire:
    if not counted:
        return questionnaire
    return questionnaire.model_copy(
        update={"items": tuple(_weighed(questionnaire, i, counted) for i in questionnaire.items)}
    )


def _weighed(
    questionnaire: Questionnaire, item: Item, counted: Mapping[str, Sequence[Decimal]]
) -> Item:
    inner = tuple(_weighed(questionnaire, one, counted) for one in item.items)
    changes: dict[str, Any] = {"items": inner}
    if item.link_id in counted:
        pairs = zip(questionnaire.options(item), counted[item.link_id], strict=True)
        weighed = tuple(o.model_copy(update={"weight": weight}) for o, weight in pairs)
        # A value set may be another question's too: this one has its options to itself.
        changes |= {"answer_options": weighed, "answer_value_set": None}
    return item.model_copy(update=changes)


def _told_counts(
    asked: Sequence[AskedItem], counted: Mapping[str, Sequence[Decimal]]
) -> Iterator[Problem]:
    """Say which number each option was given, once for questions that are answered alike."""
    alike: dict[str, list[str]] = {}
    for one in asked:
        if numbers := counted.get(one.link_id):
            pairs = zip(one.options or (), numbers, strict=True)
            said = ", ".join(f"“{option.text}” = {counts}" for option, counts in pairs)
            alike.setdefault(said, []).append(one.link_id)
    for said, link_ids in alike.items():
        yield note(
            link_ids[0],
            f"The options of {', '.join(link_ids)} carry no numbers; counted off in order: {said}.",
            "Compare with the printed instrument before you use the score.",
        )


def _told_unverified(instrument: Instrument) -> Iterator[Problem]:
    scales = [scale.id for scale in instrument.scales if not scale.verified]
    if scales:
        yield note(
            instrument.id,
            f"Not checked against the manual: {', '.join(scales)}.",
            "Compare items, missing rule and limits with your manual before you rely on them.",
        )
