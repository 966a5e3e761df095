"""An instrument in one TOML file: what a hospital keeps, compares and hands on.

The folders in `instruments/` are for writing by hand, texts apart from the rest. This
form holds a whole instrument, whatever it was made from, and comes back as the same.
"""

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from lytte.core.checks.check import check
from lytte.core.forms import document as stored
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error, stopping
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
        return None, [error("", f"the file is over {LARGEST_FILE:,} bytes")]
    try:
        given = tomllib.loads(document.decode("utf-8-sig"), parse_float=Decimal)
        whole = _unpacked({name: value for name, value in given.items() if name != "format"})
        instrument = Instrument.model_validate(whole)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        return None, [error("", f"the file is not TOML: {str(fault)[:200]}")]
    except RecursionError:
        return None, [error("", "the file is nested too deep")]
    except ValidationError as invalid:
        faults = [error(_place(fault["loc"]), fault["msg"][:200]) for fault in invalid.errors()]
        return None, faults[:_MOST_FAULTS]
    except ValueError as fault:
        return None, [error("", f"the file cannot be read: {str(fault)[:200]}")]
    problems = check(instrument.questionnaire)
    return (None if stopping(problems) else instrument), problems


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


def _place(steps: tuple[int | str, ...]) -> str:
    """Return where a fault stands: `questionnaire.items.3.text`, the fourth as people count."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps)
