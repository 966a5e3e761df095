"""A spreadsheet of texts: one row a text, for a translator who has no tool of her own."""

from collections.abc import Sequence

from lytte.core.problems import Problem, error
from lytte.integrations import sheets
from lytte.integrations.texts.units import Read, Unit, bounded, printable, unreadable
from lytte.integrations.xlsform import workbook
from lytte.integrations.xlsform.workbook import Row

WIDTHS = (18, 22, 55, 55, 14)
COLUMNS = 5
MOST_PARTS = 150_000
"""As many texts as are let in come to some 100,000 rows, cells and texts in cells."""
READ = ("A", "C", "D", "E")
"""The columns that are read; a note is not."""
UNSURE = "?"
"""In the last column: a translation that has to be looked at again."""


def write(
    units: Sequence[Unit], *, name: str, source: str, target: str, headings: Sequence[str]
) -> bytes:
    """Return the units as a spreadsheet.

    The headings carry the languages as `[nb]` and `[ar]`, whatever else they say.
    """
    first = [*headings[:2], f"{headings[2]} [{source}]", f"{headings[3]} [{target}]", headings[4]]
    rows = [
        [one.address, one.note, one.source, one.target, "" if one.sure else UNSURE] for one in units
    ]
    written = [[printable(cell) for cell in row] for row in (first, *rows)]
    return sheets.write(written, title=name, widths=WIDTHS)


def read(document: bytes) -> Read:
    """Return what a spreadsheet of texts holds; the first row is its heading."""
    try:
        rows = next(iter(workbook.sheets(document, MOST_PARTS).values()), [])
    except workbook.Unreadable as fault:
        return unreadable(str(fault), fault.way_out)
    empty = unfinished(rows)
    heading = [*(rows[0].cells if rows else []), *[""] * COLUMNS][:COLUMNS]
    source, target = _tag(heading[2]), _tag(heading[3])
    if not source or not target:
        nameless = unreadable(
            "The first row does not name the languages.",
            "Keep the first row as it was when the file was taken out.",
        )
        return Read(problems=[*nameless.problems, *empty])
    units = []
    for row in rows[1:]:
        address, note, said, translated, mark = [*row.cells, *[""] * COLUMNS][:COLUMNS]
        if any((address, said, translated)):
            place = str(row.number)
            sure = mark.strip() != UNSURE
            units.append(Unit(place, address.strip(), said, translated, note, sure))
    problems = [*bounded(units), *empty]
    without = [one.place for one in units if not one.address]
    problems += [
        error(place, "The row has no code in its first column.", "Put back the code it had.")
        for place in without
    ]
    return Read([one for one in units if one.address], source, target, problems)


def unfinished(rows: Sequence[Row]) -> list[Problem]:
    """Return what would be read as empty: a formula that was never worked out, or failed."""
    return [
        error(
            str(row.number),
            f"Cell {cell} is a formula without a result.",
            "Write the text itself there, or open the file, let it be worked out, and save again.",
        )
        for row in rows
        for cell in (*row.unsaved, *row.failed)
        if cell.rstrip("0123456789") in READ
    ]


def _tag(heading: str) -> str:
    """Return the language that stands last in a heading, in brackets."""
    inside = heading.rstrip().removesuffix("]").rpartition("[")
    return inside[2].strip() if inside[1] and heading.rstrip().endswith("]") else ""
