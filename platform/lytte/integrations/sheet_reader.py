"""Read a spreadsheet in a process of its own: the file comes in, rows of text go out as JSON."""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

MEMORY = 600_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST = 10_000


def main() -> None:
    """Read standard input, within bounds that the kernel holds."""
    document, processor = sys.stdin.buffer.read(), int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    json.dump(list(rows(document)), sys.stdout)


def rows(document: bytes) -> Iterator[list[str]]:
    """Yield each row of the first sheet, without empty cells at its end."""
    book = load_workbook(BytesIO(document), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    for row in found:
        cells = [_text(value)[: LONGEST + 1] for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    main()
