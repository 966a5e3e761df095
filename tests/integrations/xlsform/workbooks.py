"""Small workbooks, written row by row, and hostile ones."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl

from lytte.core.questionnaire import Questionnaire
from lytte.integrations.imported import Imported
from lytte.integrations.xlsform.read import read

HEADING = (
    "type", "name", "label", "relevant", "constraint", "calculation", "default", "required",
    "appearance", "parameters", "choice_filter",
)  # fmt: skip
YES_NO = (("list_name", "name", "label"), ("yn", "y", "Yes"), ("yn", "n", "No"))
_XMLNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Rows = Sequence[Sequence[object]]


def workbook(**sheets: Rows) -> bytes:
    """Return a workbook with these sheets, as a spreadsheet program saves it."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def row(kind: str, name: str = "", label: str = "", **cells: str) -> tuple[str, ...]:
    """Return a row of the survey under `HEADING`."""
    given = {"type": kind, "name": name, "label": label or name.title(), **cells}
    return tuple(given.get(column, "") for column in HEADING)


def survey(*rows: tuple[str, ...], choices: Rows = YES_NO, settings: Rows = ()) -> bytes:
    """Return a form of these rows."""
    sheets: dict[str, Rows] = {"survey": (HEADING, *rows), "choices": choices}
    return workbook(**sheets, **({"settings": settings} if settings else {}))


def imported(*rows: tuple[str, ...], choices: Rows = YES_NO) -> Questionnaire:
    """Return the questionnaire that the rows are; they have no errors."""
    found = read(survey(*rows, choices=choices))
    assert found.questionnaire is not None, found.problems
    return found.questionnaire


def refused(*rows: tuple[str, ...]) -> Imported:
    """Return what came of rows that cannot be imported."""
    found = read(survey(*rows))
    assert found.questionnaire is None
    return found


def raw_workbook(sheet: str, more: dict[str, str] | None = None) -> bytes:
    """Return a workbook whose one sheet is this XML."""
    relation = '<Relationships><Relationship Id="r1" Target="s.xml"/></Relationships>'
    book = (
        f'<workbook xmlns="{_XMLNS}" xmlns:r="{_REL}"><sheets><sheet name="survey" r:id="r1"/>'
        "</sheets></workbook>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", book)
        packed.writestr("xl/_rels/workbook.xml.rels", relation)
        packed.writestr("xl/s.xml", sheet)
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return written.getvalue()


def worksheet(inside: str) -> str:
    """Return the XML of a sheet."""
    return f'<worksheet xmlns="{_XMLNS}">{inside}</worksheet>'
