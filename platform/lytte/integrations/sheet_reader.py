"""Read a spreadsheet in a process of its own: the file comes in, its texts go out as JSON."""

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import re2
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

MEMORY = 600_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST = 10_000
_FORMULA = re2.compile(rb"<(\w+:)?f[\s/>]")


def main() -> None:
    """Read standard input, within bounds that the kernel holds."""
    document, processor = sys.stdin.buffer.read(), int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    json.dump([list(rows(document)), list(unfinished(document))], sys.stdout)


def rows(document: bytes) -> Iterator[list[str]]:
    """Yield each row of the first sheet, without empty cells at its end."""
    for row in _cells(document, results=True):
        cells = [_text(one.value)[: LONGEST + 1] for one in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def unfinished(document: bytes) -> Iterator[tuple[int, int]]:
    """Yield row and column of each formula whose result is not in the file, or is an error.

    A program that never worked it out wrote it. A result that is an empty text is one.
    """
    if not _has_formulas(document):
        return
    results = {
        (cell.row, cell.column)
        for row in _cells(document, results=True)
        for cell in row
        if cell.data_type != "e" and (cell.value is not None or cell.data_type == "str")
    }
    for row in _cells(document, results=False):
        for cell in row:
            if cell.data_type == "f" and (cell.row, cell.column) not in results:
                yield cell.row, cell.column


def _has_formulas(document: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(document)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(book.read(name)) for name in sheets)


def _cells(document: bytes, *, results: bool) -> Iterator[tuple[Any, ...]]:
    book = load_workbook(BytesIO(document), read_only=True, data_only=results, keep_links=False)
    sheet: Worksheet = book.worksheets[0]
    yield from sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    main()
