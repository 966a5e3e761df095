"""The process that reads an old workbook: bytes in, sheets out as JSON, and no more."""

import json
import resource
import sys
from datetime import datetime
from typing import Final

import xlrd

from lytte.integrations.xlsform.cell_values import number_text
from lytte.integrations.xlsform.workbook import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS

SECONDS: Final = 5
_MEGABYTES: Final = 400
_MOST_CELLS: Final = 200_000


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    memory = _MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main() -> int:
    _bounded()
    given = sys.stdin.buffer.read(LARGEST_FILE + 1)
    book = xlrd.open_workbook(file_contents=given, ragged_rows=True)
    left = _MOST_CELLS
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for sheet in book.sheets():
        rows: list[tuple[int, list[str]]] = []
        for number in range(min(sheet.nrows, MOST_ROWS)):
            columns = min(sheet.row_len(number), MOST_COLUMNS)
            left -= columns
            if left < 0:
                return 1
            cells = [_text(sheet.cell(number, column), book.datemode) for column in range(columns)]
            if any(cells):
                rows.append((number + 1, cells))
        found[sheet.name] = rows
    sys.stdout.write(json.dumps(found))
    return 0


def _text(cell: "xlrd.sheet.Cell", datemode: int) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER:
            return number_text(repr(cell.value))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_DATE:
            return _day(float(cell.value), datemode)
        case _:
            return ""


def _day(days: float, datemode: int) -> str:
    moment: datetime = xlrd.xldate_as_datetime(days, 1 if datemode else 0)
    if days < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d" if not days % 1 else "%Y-%m-%dT%H:%M:%S")


if __name__ == "__main__":
    sys.exit(_main())
