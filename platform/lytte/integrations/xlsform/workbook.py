"""The sheets of a workbook as rows of texts, with hard limits on what is unpacked.

A spreadsheet is a zip of XML: a small one can unpack to gigabytes, or name entities that
grow. So its directory is looked at before anything is unpacked, what is unpacked is
counted, and the XML is read by a parser that knows no entities.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from lytte.integrations.packed import directory
from lytte.integrations.xlsform.cell_values import Cell, Styles, cell_value, styles

MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 20_000_000
MOST_UNPACKED_TIMES: Final = 100
LARGEST_FILE: Final = 2_000_000
MOST_ELEMENTS: Final = 300_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
# A directory or checksum that is wrong, a stream that is damaged or cut, a way of packing that
# Python does not know, and a password.
_NOT_UNPACKED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
_PART: Final = 100_000
"""Entries of a workbook that unpack to less than this may be packed as tightly as they are."""
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VALUE, _INLINE, _FORMULA = (f"{_MAIN}{name}" for name in ("v", "is", "f"))
_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


_AGAIN = "Open it in Excel or LibreOffice and save it again as .xlsx."
_LESS = "Take out what is not part of the form, and save it again as .xlsx."


class Unreadable(Exception):
    """The workbook cannot be read; the text says why, `way_out` what to do."""

    def __init__(self, message: str, way_out: str = _AGAIN, place: str = "") -> None:
        super().__init__(message)
        self.way_out = way_out
        self.place = place


class Row(NamedTuple):
    """One row of a sheet: its number in the spreadsheet, and its cells.

    A formula counts as what it came to when the file was saved. `unsaved` are the cells
    (`C7`) whose formula has never been worked out, `failed` those where it could not be;
    both are empty among the cells.
    """

    number: int
    cells: list[str]
    unsaved: Sequence[str] = ()
    failed: Sequence[str] = ()


Sheets = Mapping[str, list[Row]]


def sheets(document: bytes, most: int = MOST_ELEMENTS) -> dict[str, list[Row]]:
    """Return every sheet by its name, in their order; `most` parts are read. Raises Unreadable."""
    if len(document) > LARGEST_FILE:
        raise Unreadable(f"the file is over {LARGEST_FILE:,} bytes", _LESS)
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as packed:
            _measure(packed)
            return _Workbook(packed, most).sheets()
    except _NOT_UNPACKED:
        raise Unreadable("the file cannot be unpacked: it is damaged or has a password") from None
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable("the workbook is damaged") from None


def is_workbook(document: bytes) -> bool:
    """Tell whether a zip holds a workbook."""
    if not document.startswith(b"PK"):
        return False
    return any(one.filename == "xl/workbook.xml" for one in directory(document) or ())


def _measure(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(
            f"the file holds {len(entries):,} parts; at most {MOST_ENTRIES} are read", _LESS
        )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable(f"the file unpacks to over {MOST_BYTES:,} bytes", _LESS)
    for entry in entries:
        times = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _PART and times > MOST_UNPACKED_TIMES:
            raise Unreadable("the file is packed more tightly than any that people make", _AGAIN)


class _Workbook:
    def __init__(self, packed: zipfile.ZipFile, most: int) -> None:
        self._packed = packed
        self._names = frozenset(packed.namelist())
        self._bytes = MOST_BYTES
        self._most = self._elements = most
        self._texts: list[str] = []
        self._styles = Styles()

    def sheets(self) -> dict[str, list[Row]]:
        """Return the rows of every sheet."""
        self._texts = ["".join(_plain(each)) for each in self._each("xl/sharedStrings.xml", "si")]
        if "xl/styles.xml" in self._names:
            self._styles = styles(self._tree("xl/styles.xml"))
        targets = self._targets()
        found: dict[str, list[Row]] = {}
        dated = False
        for part in self._each("xl/workbook.xml", "sheet", "workbookPr"):
            if part.tag == f"{_MAIN}workbookPr":
                dated = part.get("date1904") in ("1", "true")
                continue
            target = targets.get(part.get(_RELATED, ""), "")
            if target in self._names:
                found[part.get("name", "")] = list(self._rows(target, from_1904=dated))
        return found

    def _targets(self) -> dict[str, str]:
        """Return where each sheet lies, by what the workbook calls it."""
        if "xl/_rels/workbook.xml.rels" not in self._names:
            raise Unreadable("the workbook does not say where its sheets are")
        found = {}
        for each in self._tree("xl/_rels/workbook.xml.rels"):
            target = each.get("Target", "")
            whole = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            found[each.get("Id", "")] = whole
        return found

    def _rows(self, name: str, *, from_1904: bool) -> Iterator[Row]:
        number = filled = 0
        for row in self._each(name, "row"):
            given = row.get("r", "")
            number = int(given) if given.isdigit() and len(given) < 9 else number + 1
            if not len(row):
                continue
            found = self._row(number, row, from_1904=from_1904)
            if not (any(found.cells) or found.unsaved or found.failed):
                continue
            filled += 1
            if filled > MOST_ROWS:
                raise Unreadable(f"a sheet has more than {MOST_ROWS:,} rows", _LESS)
            yield found

    def _row(self, number: int, row: Element, *, from_1904: bool) -> Row:
        cells: list[str] = []
        unsaved, failed = [], []
        for each in row.iterfind(f"{_MAIN}c"):
            parts = {part.tag: part for part in each}
            value, kind, reference = parts.get(_VALUE), each.get("t", "n"), each.get("r", "")
            if kind == "e":
                failed.append(reference)
            elif _FORMULA in parts and _is_unsaved(kind, value):
                unsaved.append(reference)
            if value is None and _INLINE not in parts:
                continue
            column = _column(reference)
            place = len(cells) if column is None else column
            if place >= MOST_COLUMNS:
                raise Unreadable(f"a sheet has more than {MOST_COLUMNS} columns", _LESS)
            cells += [""] * (place + 1 - len(cells))
            cell = Cell(
                kind=kind,
                style=each.get("s", ""),
                written=(value.text or "") if value is not None else "",
                inline="".join(_plain(parts[_INLINE])) if _INLINE in parts else "",
            )
            cells[place] = cell_value(cell, self._texts, self._styles, from_1904=from_1904)
        return Row(number, cells, unsaved, failed)

    def _each(self, name: str, *wanted: str) -> Iterator[Element]:
        """Yield the elements of one kind, each forgotten once it has been looked at."""
        if name not in self._names:
            return
        tags = {_MAIN + each for each in wanted}
        for _, element in ElementTree.iterparse(self._opened(name)):
            self._elements -= 1
            if self._elements < 0:
                raise Unreadable(f"the workbook has more than {self._most:,} parts", _LESS)
            if element.tag in tags:
                yield element
                element.clear()

    def _tree(self, name: str) -> Element:
        found: Element | None = ElementTree.parse(self._opened(name)).getroot()
        if found is None:
            raise Unreadable("the workbook is damaged")
        return found

    def _opened(self, name: str) -> io.BytesIO:
        """Return a part, unpacked; its own word for its size is not believed."""
        with self._packed.open(name) as part:
            content = part.read(self._bytes + 1)
        self._bytes -= len(content)
        if self._bytes < 0:
            raise Unreadable(f"the file unpacks to over {MOST_BYTES:,} bytes", _LESS)
        return io.BytesIO(content)


def _is_unsaved(kind: str, value: Element | None) -> bool:
    """Tell whether a formula was never worked out; it may well come to an empty text."""
    if value is None:
        return True
    return not value.text and kind != "str"


def _plain(element: Element) -> Iterator[str]:
    """Yield the text of a rich text, without the pronunciation beside it."""
    for each in element:
        if each.tag == f"{_MAIN}t":
            yield each.text or ""
        elif each.tag == f"{_MAIN}r":
            yield from (inner.text or "" for inner in each.iterfind(f"{_MAIN}t"))


def _column(reference: str) -> int | None:
    """Return the number of a column, from 0: `C7` is 2."""
    letters = reference.rstrip("0123456789")
    if not letters or len(letters) > 3 or not letters.isalpha() or not letters.isascii():
        return None
    found = 0
    for sign in letters.upper():
        found = found * 26 + ord(sign) - ord("A") + 1
    return found - 1
