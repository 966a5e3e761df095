"""What the settings page's form says, read with every fault told at once."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lytte.core import own_settings
from lytte.core.own_settings import OwnSettings, Told
from lytte.core.problems import Problem, error

COLOUR = re.compile(r"#[0-9a-f]{6}")
MOST_ALERTS = 1000

NO_PICTURE = error(
    "picture",
    "The file is not a picture that can be read.",
    "Choose a PNG, JPEG or WebP file.",
)
LARGE_PICTURE = error(
    "picture",
    "The picture is too large.",
    "Choose one of at most 2 MB and 25 million points.",
)
MEANWHILE = error(
    "",
    "Somebody else put new settings in force while this page was open.",
    "Yours are still in the fields below. Look at both, and press again.",
)


def values(
    given: Mapping[str, str], was: OwnSettings, languages: Sequence[str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return all but the logo; a language that is not on the page keeps what it has."""
    problems: list[Problem] = []
    written = {tag: _told(given, tag) for tag in languages}
    told = {tag: one for tag, one in {**was.told, **written}.items() if one != Told()}
    accent = _accent(given)
    made = {
        "name": given.get("name", "").strip()[:80] or None,
        "accent": accent,
        "told": told,
        "alerts_a_week": _alerts(given.get("alerts_a_week", "").strip(), problems),
        "sheet": kept_sheet(given.get("sheet", "")),
    }
    found = own_settings.problems(OwnSettings(accent=accent, told=told), languages)
    return made, [*found, *problems]


def kept_sheet(given: str) -> Any:
    """Return the layout of the sheet that the page carries along; it is made on its own page."""
    try:
        return json.loads(given) if given else None
    except ValueError:  # Only a form that was tampered with, which no layout is made of.
        return given


def number(given: str) -> int:
    """Return a whole number; -1, which no version has, for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1


def _told(given: Mapping[str, str], tag: str) -> Told:
    """Return the words as they were written, too long or not: that is told with the rest."""

    def text(name: str) -> str:
        return given.get(f"{name}-{tag}", "").replace("\r\n", "\n").strip()

    return Told.model_construct(information=text("information"), consent=text("consent"))


def _accent(given: Mapping[str, str]) -> str | None:
    chosen = given.get("accent", "").strip().lower()
    return chosen if given.get("colour") == "own" and COLOUR.fullmatch(chosen) else None


def _alerts(given: str, problems: list[Problem]) -> int | None:
    if not given:
        return None
    found = number(given)
    if 1 <= found <= MOST_ALERTS:
        return found
    problems.append(
        error("alerts_a_week", "The number of alerts a week is not a whole number from 1 to 1000.",
              "Write it with digits, or leave it empty.")
    )  # fmt: skip
    return None
