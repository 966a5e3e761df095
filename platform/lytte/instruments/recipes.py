"""Read the recipe folders: scoring without wording, checked, with all faults at once."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lytte.core.instrument_recipe import Example, Recipe, RecipeItem
from lytte.core.scoring.composite import Composite
from lytte.core.scoring.scale import Scale

INSTRUMENTS = Path(__file__).parents[3] / "instruments"

_INHERITED = ("worse", "source", "verified")


class NotARecipe(Exception):
    """The folder cannot be read as a recipe; `faults` names each place and what is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def recipe_ids(instruments: Path = INSTRUMENTS) -> list[str]:
    """Return the ids of all folders whose wording is somebody else's."""
    return sorted(
        file.parent.name for file in instruments.glob("*/instrument.toml") if is_recipe(file.parent)
    )


def is_recipe(folder: Path) -> bool:
    """Tell whether the folder holds scoring whose wording is somebody else's."""
    return _toml(folder / "instrument.toml", []).get("wording") == "licensed"


def read_recipe(folder: Path) -> Recipe:
    """Read one recipe folder. Raises NotARecipe with every fault found."""
    faults: list[str] = []
    parts = _toml(folder / "instrument.toml", faults)
    parts["licence"] = _toml(folder / "LICENCE.toml", faults)
    parts["examples"] = [
        example
        for file in sorted((folder / "examples").glob("*.toml"))
        for example in _toml(file, faults).get("example", [])
    ]
    if faults:
        raise NotARecipe(faults)
    recipe = _recipe(folder, parts)
    if faults := [f"{folder.name}: {fault}" for fault in recipe_faults(recipe)]:
        raise NotARecipe(faults)
    return recipe


def read_scales(instrument: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the [[scale]] tables with what they inherit from the instrument.

    A scale that says nothing of `worse`, `source` or `verified` has the instrument's.
    """
    whole = {key: instrument[key] for key in _INHERITED if key in instrument}
    return [{**whole, **scale} for scale in instrument.get("scale", [])]


def recipe_faults(recipe: Recipe) -> Iterator[str]:
    """What no single table can know: items and scales that name each other."""
    items = {item.id: item for item in recipe.items}
    if len(items) < len(recipe.items):
        yield "two items have the same id"
    if not recipe.examples:
        yield "there is no worked example"
    for scale in recipe.scales:
        for name in (*scale.items, *scale.only_from):
            if name not in items:
                yield f"scale {scale.id} names {name}, which is not an item"
    yield from scale_set_faults(recipe.scales)
    for example in recipe.examples:
        yield from _example_faults(example, items, {scale.id for scale in recipe.scales})


def scale_set_faults(scales: tuple[Scale, ...]) -> Iterator[str]:
    """What a set of scales must keep: ids once, parts that exist, nothing made of itself."""
    known = {scale.id for scale in scales}
    if len(known) < len(scales):
        yield "two scales have the same id"
    waiting = {
        scale.id: {*scale.method.parts} if isinstance(scale.method, Composite) else set()
        for scale in scales
    }
    for scale_id, parts in waiting.items():
        for part in sorted(parts - known):
            yield f"scale {scale_id} is made of {part}, which is not a scale"
    while ready := {scale for scale, parts in waiting.items() if parts.isdisjoint(waiting)}:
        waiting = {scale: parts for scale, parts in waiting.items() if scale not in ready}
    if waiting:
        yield f"scales made of themselves: {', '.join(sorted(waiting))}"


def _example_faults(
    example: Example, items: Mapping[str, RecipeItem], scales: set[str]
) -> Iterator[str]:
    for name, answer in example.answers.items():
        if name not in items:
            yield f"example {example.name!r} answers {name}, which is not an item"
        elif isinstance(answer, Decimal) and not items[name].allows(answer):
            yield f"example {example.name!r}: {name} is {answer}, not {items[name]}"
    for scale in sorted(set(example.scores) - scales):
        yield f"example {example.name!r} scores {scale}, which is not a scale"


def _recipe(folder: Path, parts: dict[str, Any]) -> Recipe:
    parts["scales"] = read_scales(parts)
    parts["items"] = parts.pop("item", [])
    for key in ("scale", "worse"):
        parts.pop(key, None)
    try:
        recipe = Recipe.model_validate(parts)
    except ValidationError as invalid:
        raise NotARecipe(
            [
                f"{folder.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
                for fault in invalid.errors()
            ]
        ) from None
    if recipe.id != folder.name:
        raise NotARecipe([f"{folder.name}: the id is {recipe.id}, the folder's name must be too"])
    return recipe


def _toml(file: Path, faults: list[str]) -> dict[str, Any]:
    """Return what the file holds; empty, and the fault noted, when it cannot be read."""
    try:
        with file.open("rb") as opened:
            return tomllib.load(opened, parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        faults.append(f"{file.parent.name}/{file.name}: {fault}")
        return {}
