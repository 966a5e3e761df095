"""Spreadsheets (XLSX), written plainly and read at arm's length.

A spreadsheet is a packed program as much as a table: a small file can unpack to gigabytes
and hold a processor for minutes. So it is weighed before it is opened, and opened in a
process of its own that may use only so much.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from lytte.integrations import packed, sheet_reader

LARGEST = 2_000_000
MOST_FILES = 200
MOST_UNPACKED = 20_000_000
MOST_RATIO = 100
PROCESSOR = 8
"""Seconds of work; a form of 5,000 texts takes two."""
SECONDS = 20


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file as text."""

    rows: Sequence[Sequence[str]]
    unfinished: Sequence[tuple[int, int]]
    """Row and column, from 1, of each formula that came without its result."""


class Unreadable(Exception):
    """It is no spreadsheet that is let in; the text says why."""


def write(rows: Sequence[Sequence[str]], *, title: str, widths: Sequence[int]) -> bytes:
    """Return rows as a spreadsheet, the first as its heading; nothing in it is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[number]].width = width
    for place, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            # What begins with = is words here too: as a text, and marked as one.
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(document: bytes) -> Sheet:
    """Return the first sheet as text; Unreadable when it is not let in."""
    _weigh(document)
    try:
        ran = subprocess.run(
            [sys.executable, "-I", "-m", sheet_reader.__name__, str(PROCESSOR)],
            input=document, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable("The spreadsheet takes too long to read.") from None
    if ran.returncode:
        raise Unreadable("The spreadsheet cannot be read.")
    rows, unfinished = json.loads(ran.stdout)
    return Sheet(rows, [(row, column) for row, column in unfinished])


def _weigh(document: bytes) -> None:
    if len(document) > LARGEST:
        raise Unreadable("The file is too large.")
    files = packed.directory(document)
    if files is None:
        raise Unreadable("The file is no spreadsheet of the kind XLSX.")
    unpacked = sum(one.file_size for one in files)
    if len(files) > MOST_FILES or unpacked > MOST_UNPACKED:
        raise Unreadable("The spreadsheet is too large when it is unpacked.")
    if unpacked > MOST_RATIO * max(len(document), 1):
        raise Unreadable("The spreadsheet is packed more tightly than any that people make.")
