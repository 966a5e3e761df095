"""`lytte check FILE… [--json]`: what is wrong with a questionnaire, before it is brought in."""

import json
import tomllib
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lytte.commands import waiting
from lytte.core.checks.check import check as checked
from lytte.core.problems import Problem, error, note, stopping
from lytte.instruments import folder, one_file, recipes
from lytte.integrations import any_format
from lytte.integrations.fhir.exact_json import MAXIMUM_BYTES

_MARKS = {"error": "✗", "warning": "!", "note": "·"}

_SMALLER = "Take pictures out of it, or split it in two."


class Checked(NamedTuple):
    """What came of one file."""

    file: str
    kind: str
    items: int
    problems: Sequence[Problem]

    @property
    def ok(self) -> bool:
        return not stopping(list(self.problems))

    def json(self) -> dict[str, Any]:
        """Return the entry that `--json` prints."""
        problems = [
            {"severity": each.severity, "place": each.place, "message": sentence(each)}
            for each in self.problems
        ]
        return {
            "file": self.file,
            "ok": self.ok,
            "kind": self.kind,
            "items": self.items,
            "problems": problems,
        }


def check(path: str) -> Checked:
    """Check a questionnaire in any format Lytte reads, or an instrument's or recipe's folder."""
    where = Path(path)
    if where.is_dir() or where.name == "instrument.toml":
        return _instrument(path, where)
    try:
        if where.stat().st_size > MAXIMUM_BYTES:
            return _refused(path, f"the file is over {MAXIMUM_BYTES:,} bytes", _SMALLER)
        document = where.read_bytes()
    except OSError as fault:
        return _refused(path, f"the file cannot be read: {fault.strerror}")
    if one_file.is_one_file(document):
        return _one_file(path, document)
    if where.suffix == ".toml":
        return _instrument(path, where)
    found = any_format.read(document, where.stem)
    return Checked(path, found.version or "unknown", found.items, found.problems)


def run_check(given: Namespace) -> int:
    """Print what came of each file; 0 when all can be imported, 1 when one cannot."""
    found = [check(each) for each in waiting.counted(given.files, "file")]
    if given.json:
        print(json.dumps([each.json() for each in found], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(shown(each) for each in found))
    return 0 if all(each.ok for each in found) else 1


def shown(found: Checked) -> str:
    """Return what came of a file as lines to read, errors first."""
    of_kind = f"{found.kind}, {found.items} items"
    verdict = "can be imported" if found.ok else "cannot be imported"
    lines = [f"{found.file}: {verdict} ({of_kind})"]
    order = list(_MARKS)
    for each in sorted(found.problems, key=lambda problem: order.index(problem.severity)):
        place = f"{each.place}: " if each.place else ""
        lines.append(f"  {_MARKS[each.severity]} {place}{each.message}")
        if each.way_out:
            lines.append(f"      {each.way_out}")
    return "\n".join(lines)


def _one_file(path: str, document: bytes) -> Checked:
    instrument, problems = one_file.read(document)
    items = 0 if instrument is None else sum(1 for _ in instrument.questionnaire.every_item())
    return Checked(path, "lytte-toml", items, problems)


def _instrument(path: str, where: Path) -> Checked:
    home = where if where.is_dir() else where.parent
    if not (home / "instrument.toml").is_file():
        return _refused(path, "there is no instrument.toml here", "Name the instrument's folder.")
    if recipes.is_recipe(home):
        return _recipe(path, home)
    try:
        instrument, problems = folder.read(home)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        return _refused(path, f"the folder cannot be read: {fault}")
    items = 0
    if instrument is not None:
        items = sum(1 for _ in instrument.questionnaire.every_item())
        problems = [*problems, *checked(instrument.whole)]
    return Checked(path, "lytte-toml", items, problems)


def _recipe(path: str, home: Path) -> Checked:
    try:
        recipe = recipes.read_recipe(home)
    except recipes.NotARecipe as fault:
        return Checked(path, "lytte-recipe", 0, [error("", one) for one in fault.faults])
    told = note(
        "",
        "this is scoring without wording: the wording is somebody else's",
        f"With their leave, bring it in: lytte import FILE --recipe {recipe.id}.",
    )
    return Checked(path, "lytte-recipe", len(recipe.items), [told])


def _refused(path: str, message: str, way_out: str = "") -> Checked:
    return Checked(path, "unknown", 0, [error("", message, way_out)])


def sentence(problem: Problem) -> str:
    """The way out belongs to the message where there is only one place for both."""
    if not problem.way_out:
        return problem.message
    stop = "" if problem.message.endswith((".", "!", "?")) else "."
    return f"{problem.message}{stop} {problem.way_out}"
