"""The columns of a sheet, by what they are for and in which language."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError

from lytte.core.checks.telling import quoted
from lytte.integrations.xlsform.workbook import Row

MOST_EMPTY = 60
"""After more empty rows than these a sheet has ended; what lies below is somebody's notes."""
DEFAULT = "und"
"""The language of texts in a column that names none."""
_ALIASES: Mapping[str, str] = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "readonly",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "image": "media::image",
    "audio": "media::audio",
    "video": "media::video",
}
_PREFIXES = ("bind", "control", "body", "instance")
TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "media"}
)
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Column(NamedTuple):
    """What a column is for; the language of a translated one, empty when it names none."""

    name: str
    language: str = ""


class Line(NamedTuple):
    """A row of a sheet: its number, and its cells by their columns, empty ones left out."""

    sheet: str
    number: int
    cells: Mapping[Column, str]

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.sheet} row {self.number}"

    @property
    def called(self) -> str:
        """The row by the words of its question and its name."""
        label = " ".join(next(iter(self.texts("label").values()), "").split())
        name = self.get("name")
        return f"{quoted(label)} ({name})" if label and label != "-" else name

    def get(self, name: str) -> str:
        """Return a cell that has no language, or whichever there is of one."""
        own = self.cells.get(Column(name))
        if own is not None:
            return own
        return next((cell for column, cell in self.cells.items() if column.name == name), "")

    def texts(self, name: str) -> dict[str, str]:
        """Return a text in its languages."""
        return {
            column.language or DEFAULT: cell
            for column, cell in self.cells.items()
            if column.name == name
        }


def column(heading: str) -> Column:
    """Return what a heading means: `label::English (en)`, `bind:relevant`, `Choice Filter`."""
    parts = [part.strip() for part in re.split(r"::?", heading) if part.strip()]
    if not parts:
        return Column("")
    if parts[0].lower() == "jr" and len(parts) > 1:
        parts = [f"jr:{parts[1]}", *parts[2:]]
    first = _named(parts[0])
    if first in _PREFIXES and len(parts) > 1:
        parts = parts[1:]
        if parts[0].lower() == "jr" and len(parts) > 1:
            parts = [f"jr:{parts[1]}", *parts[2:]]
        first = _named(parts[0])
    if first == "media" and len(parts) > 1:
        return Column(f"media::{parts[1].lower()}", tag("::".join(parts[2:])))
    if first.startswith("media::"):
        return Column(first, tag("::".join(parts[1:])))
    if first in TRANSLATED and len(parts) > 1:
        return Column(first, tag("::".join(parts[1:])))
    return Column(first if len(parts) == 1 else "::".join([first, *parts[1:]]))


def _named(part: str) -> str:
    plain = re.sub(r"\s+", "_", part.strip().lower())
    return _ALIASES.get(plain, _ALIASES.get(part.strip().lower(), plain))


def tag(language: str) -> str:
    """Return the tag of a language as forms name it: `English (en)`, `norsk`, `nb`."""
    if not language or language.lower() == "default":
        return ""
    if code := _CODE.search(language):
        return _spelled(code[1])
    if known := _by_name(language.strip().lower()):
        return known
    if _TAG.fullmatch(language) and len(language.partition("-")[0]) < 4 and _is_known(language):
        return _spelled(language)
    plain = re.sub(r"[^a-z0-9]", "", language.lower())[:8]
    return f"x-{plain}" if plain else ""


def _spelled(code: str) -> str:
    language, *rest = code.replace("_", "-").split("-")
    return "-".join([language.lower(), *rest])


def _is_known(language: str) -> bool:
    try:
        return bool(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return False


_NAMES: dict[str, str] = {}


def _by_name(name: str) -> str:
    if not _NAMES:
        for code, english in Locale("en").languages.items():
            _NAMES.setdefault(english.lower(), code.replace("_", "-"))
        for code in ("nb", "nn", "en", "fr", "es", "de", "sv", "da", "ar", "so", "pl", "pt", "it"):
            own = Locale(code).get_language_name(code)
            _NAMES.setdefault((own or "").lower(), code)
        _NAMES.update({"norwegian": "nb", "norsk": "nb", "bokmål": "nb", "nynorsk": "nn"})
    return _NAMES.get(name, "")


def lines(sheet: str, rows: Sequence[Row]) -> tuple[list[Column], list[Line]]:
    """Return the columns of a sheet, and its rows below the first."""
    if not rows:
        return [], []
    columns = [column(cell) for cell in rows[0].cells]
    found: list[Line] = []
    before = rows[0].number
    for row in rows[1:]:
        if row.number - before > MOST_EMPTY:
            break
        before = row.number
        pairs = zip(columns, row.cells, strict=False)
        cells = {each: _clean(cell) for each, cell in pairs if each.name and _clean(cell)}
        if cells:
            found.append(Line(sheet, row.number, cells))
    return [each for each in columns if each.name], found


def _clean(cell: str) -> str:
    """Return a cell without spaces around it; a hard space is a space."""
    return cell.replace("\u00a0", " ").replace("\r\n", "\n").strip()
