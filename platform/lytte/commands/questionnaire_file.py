"""A questionnaire from wherever it lies: a file in any format, or an instrument's folder."""

import tomllib
from pathlib import Path

from lytte.commands.fhir_file import contents, refused
from lytte.core.checks.check import check
from lytte.core.problems import error, note, stopping
from lytte.core.size import too_large
from lytte.instruments import folder, one_file, recipes
from lytte.integrations import any_format
from lytte.integrations.imported import Imported


def read(path: str) -> tuple[Imported, bytes]:
    """Return what the file or folder holds with every problem, and the file as it came.

    `version` says the format: what `any_format` says, lytte-toml, or lytte-recipe for
    scoring whose wording is somebody else's.
    """
    where = Path(path)
    if where.is_dir() or where.name == "instrument.toml":
        return _instrument(where if where.is_dir() else where.parent), b""
    document = contents(where)
    if isinstance(document, Imported):
        return document, b""
    if where.suffix == ".toml" and not one_file.is_one_file(document):
        return _instrument(where.parent), b""
    return of_document(document, where.stem), document


def of_document(document: bytes, name: str = "") -> Imported:
    """Return what a file holds; `name` is what to call it where it does not say."""
    if not one_file.is_one_file(document):
        return any_format.read(document, name)
    instrument, problems = one_file.read(document)
    if instrument is None:
        return Imported(None, problems, "lytte-toml")
    asked = instrument.questionnaire
    number = sum(1 for _ in asked.every_item())
    return Imported(asked, problems, "lytte-toml", number, asked)


def _instrument(home: Path) -> Imported:
    home = home.resolve()
    if not (home / "instrument.toml").is_file():
        return refused(
            "there is no instrument.toml here",
            "Name the folder of an instrument, or a file that Lytte wrote.",
        )
    if recipes.is_recipe(home):
        return _recipe(home)
    try:
        instrument, problems = folder.read(home)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        return refused(f"the folder cannot be read: {fault}", "Look at the file that is named.")
    if instrument is None:
        return Imported(None, problems, "lytte-toml")
    asked = instrument.questionnaire
    if (too_much := too_large(asked)) is not None:
        return Imported(None, [too_much], "lytte-toml")
    problems = [*problems, *check(instrument.whole)]
    number = sum(1 for _ in asked.every_item())
    return Imported(None if stopping(problems) else asked, problems, "lytte-toml", number, asked)


def _recipe(home: Path) -> Imported:
    try:
        recipe = recipes.read_recipe(home)
    except recipes.NotARecipe as fault:
        way_out = "Correct it in the folder."
        found = [error("", one, way_out) for one in fault.faults]
        return Imported(None, found, "lytte-recipe")
    told = note(
        "",
        "this is scoring without wording: the wording is somebody else's",
        f"With their leave, bring it in: lytte import FILE --recipe {recipe.id}.",
    )
    return Imported(None, [told], "lytte-recipe", len(recipe.items))
