"""Spreadsheets (XLSX), written plainly; `xlsform/workbook` reads them."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font


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
