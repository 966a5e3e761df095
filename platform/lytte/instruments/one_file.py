"""An instrument in one TOML file: what a hospital keeps, compares and hands on.

The folders in `instruments/` are for writing by hand, texts apart from the rest. This
form holds a whole instrument, whatever it was made from, and comes back as the same.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lytte.core.checks.check import check
from lytte.core.checks.telling import quoted
from lytte.core.forms import document as stored
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error, stopping
from lytte.core.size import too_large
from lytte.instruments.toml_text import toml

FORMAT = "lytte-instrument-1"
LARGEST_FILE = 4_000_000
_HEAD = f'format = "{FORMAT}"'
_TABLES = frozenset(
    {
        "questionnaire", "licence", "items", "answer_options", "scales", "rules", "emergencies",
        "value_sets", "options", "method",
    }
)  # fmt: skip
_MOST_FAULTS = 50
_AGAIN = "Take it out again where it comes from, and change nothing; or correct it there."
_STRANGER = error("", "the file is not one that Lytte wrote", _AGAIN)
_MOST_LOOKED_AT = 1_000
"""Faults; where there are more, telling them all would take longer than reading the file."""
_MOST_VALUES = 90_000
_DEEP_NAME = re.compile(rb"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){50}")
"""A name within fifty others, which nobody writes: reading it takes the square of them."""
_NEWER = "Bring this Lytte up to date, or take that line out of the file."


def is_one_file(document: bytes) -> bool:
    """Tell such a file by its first line."""
    return document.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_HEAD.encode())


def written(instrument: Instrument) -> str:
    """Return the instrument as TOML."""
    whole = stored(instrument)
    small = instrument.model_dump(mode="json", exclude_defaults=True)
    return toml({"format": FORMAT, **_lean(whole, small)}, _TABLES)


def read(document: bytes) -> tuple[Instrument | None, list[Problem]]:
    """Return the instrument; None, and every fault with its place, when it cannot be used."""
    if len(document) > LARGEST_FILE:
        said = f"the file is over {LARGEST_FILE:,} bytes"
        return None, [error("", said, "Take pictures out of it, or split it in two.")]
    if _is_swollen(document):
        return None, [_STRANGER]
    try:
        given = tomllib.loads(document.decode("utf-8-sig"), parse_float=Decimal)
        whole = _unpacked({name: value for name, value in given.items() if name != "format"})
        instrument = Instrument.model_validate(whole)
    except tomllib.TOMLDecodeError as fault:
        return None, [_not_toml(str(fault))]
    except ValidationError as invalid:
        if invalid.error_count() > _MOST_LOOKED_AT:
            return None, [_STRANGER]
        found = [_told(whole, each) for each in invalid.errors(include_url=False)]
        return None, list(dict.fromkeys(found))[:_MOST_FAULTS]
    except (RecursionError, ValueError):
        return None, [_STRANGER]
    if (too_much := too_large(instrument.questionnaire)) is not None:
        return None, [too_much]
    problems = check(instrument.whole)
    return (None if stopping(problems) else instrument), problems


def _is_swollen(document: bytes) -> bool:
    """Tell a file of more values, lines or names within names than an instrument can have."""
    values = document.count(b"=") + document.count(b",")
    return max(values, document.count(b"\n")) > _MOST_VALUES or bool(_DEEP_NAME.search(document))


def _lean(whole: Any, small: Any) -> Any:
    """Return `small`, what differs from the defaults, with each kind said all the same."""
    if isinstance(small, Mapping):
        found = {
            name: json.dumps(whole[name], ensure_ascii=False)
            if name == "kept"
            else _lean(whole[name], each)
            for name, each in small.items()
            if each is not None and name in whole
        }
        kind = {"type": whole["type"]} if isinstance(whole.get("type"), str) else {}
        return {**kind, **found}
    if isinstance(small, list):
        return [_lean(own, each) for own, each in zip(whole, small, strict=True)]
    return small


def _unpacked(given: Any) -> Any:
    """Return the document with what was kept of other systems read."""
    if isinstance(given, list):
        return [_unpacked(each) for each in given]
    if not isinstance(given, Mapping):
        return given
    return {
        name: json.loads(value) if name == "kept" and isinstance(value, str) else _unpacked(value)
        for name, value in given.items()
    }


def _not_toml(fault: str) -> Problem:
    """Say at which line the file stops being TOML, where the reader knows it."""
    line = re.search(r"at line (\d+)", fault)
    if line is None:
        return error("", "the file is not TOML to its end", _AGAIN)
    return error("", f"line {line[1]} of the file cannot be read as TOML", _AGAIN)


def _told(whole: Any, invalid: ErrorDetails) -> Problem:
    """Say what is wrong by the question it is in, the field, and what stands there."""
    place, named, given = "", "the instrument", whole
    steps = list(invalid["loc"])
    for step in steps:
        given = _inside(given, step)
        if isinstance(given, Mapping) and isinstance(given.get("link_id"), str):
            place, named = given["link_id"], _named(given)
    name = next((str(step) for step in reversed(steps) if isinstance(step, str)), "–")
    if invalid["type"] == "missing":
        return error(place, f"{named}: “{name}” is missing", _AGAIN)
    if invalid["type"] == "extra_forbidden":
        return error(place, f"{named}: “{name}” is not known here", _NEWER)
    shown = "…" if isinstance(given, Mapping | list) else str(given)[:60]
    return error(place, f"{named}: “{name}” cannot be “{shown}”", _AGAIN)


def _inside(given: Any, step: int | str) -> Any:
    """Return what a step leads to; the kind of an item is a step to pydantic, not in the file."""
    if isinstance(given, Mapping):
        return given.get(step, given)
    if isinstance(given, list) and isinstance(step, int) and step < len(given):
        return given[step]
    return given


def _named(item: Mapping[str, Any]) -> str:
    texts = item.get("text")
    words = (
        next((each for each in texts.values() if each), "") if isinstance(texts, Mapping) else ""
    )
    return quoted(str(words)) if words else "a question without text"
