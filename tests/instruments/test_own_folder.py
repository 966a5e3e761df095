"""Reading an instrument's folder: every fault by file, item and language, all at once."""

import random
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lytte.core.problems import Problem
from lytte.instruments.folder import UnreadableInstrument, library, read
from lytte.instruments.recipes import INSTRUMENTS

INSTRUMENT = """
id = "lytte-prove"
version = "1"
wording = "own"
languages = ["nb", "en"]

[[item]]
link_id = "pain"
type = "numeric_rating"

[[item]]
link_id = "where"
type = "choice"
condition = { type = "at_least", item = "pain", value = 4 }
options = ["back", { code = "nowhere", exclusive = true }]

[[scale]]
id = "sum"
items = ["pain"]
method = { type = "sum" }
worse = "up"
"""
THRESHOLDS = """
[[rule]]
id = "pain_red"
severity = "red"
when = { type = "at_least", measure = "pain", value = 7 }
source = "somebody"

[[emergency]]
id = "back"
item = "where"
triggers = ["back"]
"""
NB = """
title = "Prøve"
[items.pain]
text = "Vondt?"
short_text = "Smerte"
low = "Ikke"
high = "Svært"
[items.where]
text = "Hvor?"
short_text = "Sted"
[items.where.options]
back = "Rygg"
nowhere = "Ingen steder"
[scales.sum]
title = "Sum"
[rules.pain_red]
name = "Smerte"
advice = "Ring {phone}."
[emergencies.back]
name = "Rygg"
call_now = "Ring oss."
"""
LICENCE = 'owner = "Lytte"\nterms = "Fri"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small instrument without a fault."""
    made = tmp_path / "lytte-prove"
    (made / "texts").mkdir(parents=True)
    (made / "instrument.toml").write_text(INSTRUMENT)
    (made / "thresholds.toml").write_text(THRESHOLDS)
    (made / "LICENCE.toml").write_text(LICENCE)
    (made / "texts" / "nb.toml").write_text(NB)
    (made / "texts" / "en.toml").write_text(NB)
    return made


def _said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.place.removeprefix("lytte-prove/"), one.message) for one in problems]


def test_a_folder_without_faults_is_an_instrument(folder: Path) -> None:
    instrument, problems = read(folder)

    assert problems == []
    assert instrument is not None
    assert [item.link_id for item in instrument.questionnaire.items] == ["pain", "where"]
    assert instrument.rules[0].id == "lytte-prove.pain_red"
    assert instrument.emergencies[0].item == "lytte-prove/where"
    assert instrument.title.root == {"nb": "Prøve", "en": "Prøve"}


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"),
    [
        ("texts/en.toml", 'low = "Ikke"\n', "", "texts/en.toml items.pain.low", "is missing"),
        ("texts/en.toml", '"Ikke"', '" "', "texts/en.toml items.pain.low", "is missing"),
        ("texts/en.toml", 'back = "Rygg"\n', "", "texts/en.toml items.where.options.back",
         "is missing"),
        ("texts/nb.toml", "short_text", "shrot_text", "texts/nb.toml items.pain.shrot_text",
         "belongs to nothing in instrument.toml"),
        ("texts/en.toml", "{phone}", "{fone}", "texts/en.toml rules.pain_red.advice",
         "does not have the same placeholders as nb: {fone}, {phone}"),
        ("texts/en.toml", 'low = "Ikke"', "low = 3", "texts/en.toml items.pain.low",
         "must be a text in quotation marks"),
        ("instrument.toml", '"numeric_rating"', '"slider"', "instrument.toml pain",
         "is not one of the kinds there are"),
        ("instrument.toml", 'type = "choice"', 'type = "choice"\ncolour = "red"',
         "instrument.toml where colour", "is not known here"),
        ("instrument.toml", 'item = "pain"', 'item = "payn"', "instrument.toml where",
         "is asked by the answer to payn, which is not an item"),
        ("instrument.toml", 'link_id = "where"', 'link_id = "pain"', "instrument.toml pain",
         "two items have this link_id"),
        ("instrument.toml", 'items = ["pain"]', 'items = ["payn"]', "instrument.toml scale sum",
         "names payn, which is not an item"),
        ("instrument.toml", "languages", "langages", "instrument.toml languages", "is missing"),
        ("instrument.toml", '["nb", "en"]', '["nb"]', "texts/en.toml",
         "is not among the languages of instrument.toml"),
        ("instrument.toml", '"lytte-prove"', '"lytte-annet"', "instrument.toml",
         "the id is lytte-annet; the folder's name must be the same"),
        ("instrument.toml", '"1"', '"1"\nauthorised = ["sv"]', "instrument.toml authorised",
         "names sv, which is not among the languages"),
        ("thresholds.toml", 'measure = "pain"', 'measure = "where"', "thresholds.toml pain_red",
         "measures lytte-prove/where, neither a scale nor an item with a number"),
        ("thresholds.toml", 'source = "somebody"', "", "thresholds.toml pain_red",
         "does not say where the limit comes from"),
        ("thresholds.toml", '["back"]', '["front"]', "thresholds.toml back",
         "is set off by front, no option of lytte-prove/where"),
        ("thresholds.toml", '"red"', '"purple"', "thresholds.toml pain_red severity",
         "Input should be 'amber' or 'red'"),
        ("LICENCE.toml", "terms", "term", "LICENCE.toml terms", "is missing"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_place(
    folder: Path, file: str, old: str, new: str, place: str, message: str
) -> None:
    written = (folder / file).read_text()
    assert old in written
    (folder / file).write_text(written.replace(old, new, 1))

    instrument, problems = read(folder)

    assert (place, message) in _said(problems)
    assert instrument is None


def test_all_faults_come_at_once(folder: Path) -> None:
    """Whoever mends one is not sent back for the next."""
    (folder / "texts" / "en.toml").write_text(NB.replace('high = "Svært"\n', ""))
    (folder / "thresholds.toml").write_text(THRESHOLDS.replace('"red"', '"purple"'))
    (folder / "LICENCE.toml").unlink()

    _, problems = read(folder)

    assert {place for place, _ in _said(problems)} == {
        "LICENCE.toml",
        "texts/en.toml items.pain.high",
        "thresholds.toml pain_red severity",
    }


def test_a_missing_language_is_one_fault_not_a_hundred(folder: Path) -> None:
    (folder / "texts" / "en.toml").unlink()

    _, problems = read(folder)

    assert _said(problems) == [("texts/en.toml", "is missing")]


def test_a_file_that_is_not_toml_says_where(folder: Path) -> None:
    (folder / "instrument.toml").write_text("id = \n")

    instrument, problems = read(folder)

    assert instrument is None
    [(place, message)] = _said(problems)
    assert place == "instrument.toml"
    assert "line 1" in message


def test_an_empty_folder_is_told_not_raised(tmp_path: Path) -> None:
    instrument, problems = read(tmp_path)

    assert instrument is None
    assert {one.message for one in problems} == {"is missing"}


def test_the_library_refuses_to_hide_a_broken_instrument(folder: Path) -> None:
    (folder / "texts" / "en.toml").unlink()

    with pytest.raises(UnreadableInstrument, match=r"texts/en\.toml: is missing"):
        library(folder.parent)


def test_the_library_leaves_recipes_alone(folder: Path) -> None:
    shutil.copytree(INSTRUMENTS / "phq-9", folder.parent / "phq-9")

    assert set(library(folder.parent)) == {"lytte-prove"}


@pytest.mark.parametrize("seed", range(100))
def test_no_table_makes_it_fall_over(folder: Path, seed: int) -> None:
    """Whatever stands where a text, a table or a list should: a fault is told, never raised."""
    chance = random.Random(seed)
    file = chance.choice(["instrument.toml", "thresholds.toml", "texts/en.toml", "LICENCE.toml"])
    tables = tomllib.loads((folder / file).read_text())
    _spoil(tables, chance)
    (folder / file).write_text(_toml(tables))

    instrument, problems = read(folder)

    assert instrument is not None or problems


def _spoil(here: Any, chance: random.Random) -> None:
    """Put something that does not belong there at one place, at any depth."""
    places: list[tuple[Any, Any]] = []
    waiting = [here]
    while waiting:
        one = waiting.pop()
        for key in list(one) if isinstance(one, dict) else range(len(one)):
            places.append((one, key))
            if isinstance(one[key], dict | list):
                waiting.append(one[key])
    table, key = chance.choice(places)
    table[key] = chance.choice([3, -1.5, True, "", "x" * 500, [], {}, [[]], [1, "a"], {"a": {}}])


def _toml(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "\n".join(f"{_quoted(key)} = {_inline(inner)}" for key, inner in value.items())
    return ""


def _inline(value: Any) -> str:
    match value:
        case dict():
            inner = ", ".join(f"{_quoted(key)} = {_inline(one)}" for key, one in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(_inline(one) for one in value)}]"
        case bool():
            return str(value).lower()
        case str():
            return _quoted(value)
        case _:
            return str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
