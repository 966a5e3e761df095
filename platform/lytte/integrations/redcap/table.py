"""The rows of a data dictionary, and what is wrong with the table itself."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lytte.core.problems import Problem, error, note
from lytte.core.size import MOST_ITEMS, too_many_items

LARGEST_FILE = 2_000_000
LONGEST_CELL = 100_000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

COLUMNS: Mapping[str, str] = {
    "field_name": "Variable / Field Name",
    "form_name": "Form Name",
    "section_header": "Section Header",
    "field_type": "Field Type",
    "field_label": "Field Label",
    "choices": "Choices, Calculations, OR Slider Labels",
    "field_note": "Field Note",
    "validation": "Text Validation Type OR Show Slider Number",
    "minimum": "Text Validation Min",
    "maximum": "Text Validation Max",
    "identifier": "Identifier?",
    "branching_logic": "Branching Logic (Show field only if...)",
    "required": "Required Field?",
    "alignment": "Custom Alignment",
    "question_number": "Question Number (surveys only)",
    "matrix_group": "Matrix Group Name",
    "matrix_ranking": "Matrix Ranking?",
    "annotation": "Field Annotation",
}
"""What each column is called here, and in the file that REDCap offers for download."""
_BY_API: Mapping[str, str] = {
    "select_choices_or_calculations": "choices",
    "text_validation_type_or_show_slider_number": "validation",
    "text_validation_min": "minimum",
    "text_validation_max": "maximum",
    "required_field": "required",
    "custom_alignment": "alignment",
    "matrix_group_name": "matrix_group",
    "field_annotation": "annotation",
}
"""Columns that REDCap's API calls something else than we do."""
_NEEDED = ("field_name", "field_type")


class Field(NamedTuple):
    """One row: the number of its line in a spreadsheet, and its cells without spaces around."""

    row: int
    field_name: str = ""
    form_name: str = ""
    section_header: str = ""
    field_type: str = ""
    field_label: str = ""
    choices: str = ""
    field_note: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    identifier: str = ""
    branching_logic: str = ""
    required: str = ""
    alignment: str = ""
    question_number: str = ""
    matrix_group: str = ""
    matrix_ranking: str = ""
    annotation: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"row {self.row}"


def is_dictionary(document: bytes) -> bool:
    """Tell a data dictionary from another table by the names of its columns."""
    head = document[:20_000].removeprefix(codecs.BOM_UTF8)
    lines = head.decode("utf-8", "replace").splitlines()
    first = next((line for line in lines if line.strip()), "")
    try:
        cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return False
    named = [_column(cell) for cell in cells]
    return all(name in named for name in _NEEDED)


def fields(document: bytes, problems: list[Problem]) -> list[Field]:
    """Return the rows that can be read; what is wrong with the table goes to `problems`."""
    text = _text(document, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    found: list[Field] = []
    number = 0
    try:
        columns = _heading(next(reader, []), problems)
        number = 1
        for number, cells in enumerate(reader, 2):
            if number > MOST_ITEMS + 1:
                problems.append(too_many_items(f"row {number}"))
                return []
            if any(cell.strip() for cell in cells):
                found += _field(number, columns, cells, problems)
    except csv.Error:
        problems.append(
            error(
                f"row {number + 1}",
                "from here the table cannot be read",
                "Look for a quotation mark without its partner, and save it again as CSV UTF-8.",
            )
        )
    return found


SPLIT = "Bring in one instrument at a time."


def _text(document: bytes, problems: list[Problem]) -> str | None:
    if len(document) > LARGEST_FILE:
        problems.append(error("", f"the file is over {LARGEST_FILE:,} bytes", SPLIT))
        return None
    wide = document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = document.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            said = "the file is not UTF-8; read as Windows text"
            problems.append(note("", said, "Look at letters such as æ, ø and å."))
        return text
    problems.append(error("", "the file is not a text", "Save it as CSV UTF-8."))
    return None


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {sign: first.count(sign) for sign in ",;\t"}
    return max(counts, key=lambda sign: counts[sign])


def _column(heading: str) -> str | None:
    plain = heading.strip().strip("\ufeff").strip()
    for name, shown in COLUMNS.items():
        # “Show field only if…” is written with one sign or three dots.
        if plain == name or plain.replace("…", "...").casefold() == shown.casefold():
            return name
    return _BY_API.get(plain.lower())


def _heading(cells: list[str], problems: list[Problem]) -> list[str | None]:
    found = [_column(cell) for cell in cells]
    problems += [
        error(
            "row 1",
            f"the column “{COLUMNS[name]}” is missing",
            "Download the data dictionary from REDCap again, and keep its first row.",
        )
        for name in _NEEDED
        if name not in found
    ]
    others = [cell.strip() for cell, name in zip(cells, found, strict=True) if name is None]
    if others := [cell for cell in others if cell]:
        shown = ", ".join(others)[:200]
        problems.append(note("row 1", f"columns that are not REDCap's are left out: {shown}"))
    return found if all(name in found for name in _NEEDED) else []


def _under(columns: list[str | None], cells: list[str], is_so: Callable[[str], bool]) -> str:
    """Name the column of the first cell that is so, as the file names it."""
    place = next(number for number, cell in enumerate(cells) if is_so(cell))
    name = columns[place] if place < len(columns) else None
    return COLUMNS[name] if name else f"{place + 1}"


def _field(
    number: int, columns: list[str | None], cells: list[str], problems: list[Problem]
) -> Iterator[Field]:
    if not columns:
        return
    place = f"row {number}"
    if any(len(cell) > LONGEST_CELL for cell in cells):
        under = _under(columns, cells, lambda cell: len(cell) > LONGEST_CELL)
        said = f"the cell under “{under}” has more than {LONGEST_CELL:,} characters"
        problems.append(error(place, said, "Shorten the text."))
        return
    if any(map(_UNPRINTABLE.search, cells)):
        under = _under(columns, cells, lambda cell: bool(_UNPRINTABLE.search(cell)))
        said = f"the cell under “{under}” holds a character that cannot be shown"
        problems.append(error(place, said, "Type its text again."))
        return
    if any(cell.strip() for cell in cells[len(columns) :]):
        problems.append(
            error(
                place,
                f"the row has {len(cells)} cells and the first row has {len(columns)}",
                "Put a text that holds a comma in quotation marks.",
            )
        )
        return
    named = {
        name: cell.replace("\r\n", "\n").strip()
        for name, cell in zip(columns, cells, strict=False)
        if name is not None
    }
    yield Field(number, **named)
