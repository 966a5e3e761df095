"""Texts come back from a translator as they went out, and a hostile file is stopped at the door."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import LARGEST, MOST, Read, Unit
from tests.machine import soon

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HEADINGS = ("Kode", "Hva", "Bokmål", "Arabisk", "Usikker")
Write = Callable[[Sequence[Unit]], bytes]


def as_xliff(units: Sequence[Unit]) -> bytes:
    return xliff.write(units, name="before", source="nb", target="ar")


def as_po(units: Sequence[Unit]) -> bytes:
    return po.write(units, name="before", source="nb", target="ar", at=AT)


def as_table(units: Sequence[Unit]) -> bytes:
    return table.write(units, name="before", source="nb", target="ar", headings=HEADINGS)


FORMATS: list[tuple[Write, Callable[[bytes], Read]]] = [
    (as_xliff, xliff.read), (as_po, po.read), (as_table, table.read)
]  # fmt: skip
UNITS = [
    Unit("1", "title", "Før timen", "قبل الموعد", "Tittel"),
    Unit("2", "a-1/b#text", 'Linje én\nlinje "to" {read_by} <3 & \\n', "", "Spørsmål"),
    Unit("3", "a-1/b#option=ja", "=1+1", "=HYPERLINK(1)", "Svar", sure=False),
    Unit("4", "a-1/b#option=nei", "Nei", "-لا", "Svar"),
]


def told(found: Read) -> list[str]:
    return [one.message for one in found.problems]


def said(units: Sequence[Unit]) -> list[tuple[str, str, str]]:
    return [(one.address, one.source, one.target) for one in units]


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_what_goes_out_comes_back_the_same(write: Write, read: Callable[[bytes], Read]) -> None:
    found = read(write(UNITS))

    assert found.problems == []
    assert said(found.units) == said(UNITS)
    assert [one.sure for one in found.units if one.target] == [True, False, True]
    assert found.target == "ar"


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(
    "\n{}"
)
WORDS = st.text(SIGNS, min_size=1, max_size=30).filter(lambda text: text.strip() != "")


@settings(max_examples=80)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_any_words_survive_xliff_and_po(texts: list[tuple[str, str]]) -> None:
    units = [
        Unit(str(number), f"a/b#option={number}", source, target)
        for number, (source, target) in enumerate(texts, 1)
    ]

    assert said(xliff.read(as_xliff(units)).units) == said(units)
    assert said(po.read(as_po(units)).units) == said(units)


def test_nothing_in_a_spreadsheet_is_a_formula() -> None:
    [sheet] = load_workbook(io.BytesIO(as_table(UNITS))).worksheets

    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


TWO = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"
 srcLang="nb" trgLang="ar">
<file id="f"><unit id="u1" name="title"><segment state="translated"><source>Før </source>
<target>قبل </target></segment><segment><source>timen</source><target>الموعد</target></segment>
</unit></file></xliff>"""


def test_xliff_2_is_read_too() -> None:
    found = xliff.read(TWO.encode())

    assert said(found.units) == [("title", "Før timen", "قبل الموعد")]
    assert (found.source, found.target) == ("nb", "ar")


def xliff_with(inside: str) -> bytes:
    body = f'<trans-unit id="title">{inside}</trans-unit>'
    return f'<xliff version="1.2"><file><body>{body}</body></file></xliff>'.encode()


@pytest.mark.parametrize(("document", "message"), [
    (b"<xliff", "not whole XLIFF"),
    (b"<html></html>", "not XLIFF"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "codes of its own"),
    (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>', "codes of its own"),
    (b'<?xml version="1.0" encoding="utf-99"?><xliff/>', "not whole XLIFF"),
    (xliff_with("<source>Før <g id='1'>timen</g></source>"), "codes of the translation tool"),
    (xliff_with(f"<source>{'x' * 5001}</source>"), "more than 5000 characters"),
    (b"<" * 100_001, "too large"),
    (b" " * (LARGEST + 1), "too large"),
])  # fmt: skip
def test_xliff_that_is_not_let_in_says_why(document: bytes, message: str) -> None:
    assert any(message in one for one in told(xliff.read(document)))


@pytest.mark.parametrize(("document", "message"), [
    (b"\xff\xfe", "not a whole PO file"),
    (b'msgid "a"\nmsgstr "b', "not a whole PO file"),
    (b'"Content-Type: text/plain; charset=utf-7\\n"\nmsgid ""', "not a whole PO file"),
    (b" " * (LARGEST + 1), "too large"),
])  # fmt: skip
def test_po_that_is_not_let_in_says_why(document: bytes, message: str) -> None:
    found = po.read(document)

    assert any(message in one for one in told(found)) or found.units == []


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def book(rows: Sequence[Sequence[object]]) -> bytes:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


HEAD = ["Kode", "", "Fra [nb]", "Til [ar]", ""]


@pytest.mark.parametrize(("document", "message"), [
    (b"PK nothing", "cannot be unpacked"),
    (packed({"a.txt": b"x"}), "does not say where its sheets are"),
    (packed({f"{number}": b"" for number in range(300)}), "at most 200 are read"),
    (packed({"xl/worksheets/sheet1.xml": b" " * 19_000_000}), "packed more tightly"),
    (packed({"xl/worksheets/sheet1.xml": b" " * 21_000_000}), "unpacks to over"),
    (b"x" * (LARGEST + 1), "over 2,000,000 bytes"),
    (book([["Kode", "", "Bokmål", "Arabisk"]]), "does not name the languages"),
    (book([HEAD, ["", "", "Ja", "نعم"]]), "no code in its first column"),
    (book([HEAD, *([f"a{number}", "", "Ja", "x"] for number in range(MOST + 1))]), "more than"),
])  # fmt: skip
def test_a_spreadsheet_that_is_not_let_in_says_why(document: bytes, message: str) -> None:
    assert any(message in one for one in told(table.read(document)))


def formula(*cells: bytes) -> bytes:
    """A table whose third row begins with these cells as they stand in the file."""
    whole = io.BytesIO(book([HEAD, ["a", "", "Ja", "نعم"]]))
    with zipfile.ZipFile(whole) as made:
        files = {name: made.read(name) for name in made.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    row = b'<row r="3">' + b"".join(cells) + b"</row></sheetData>"
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", row)
    return packed(files)


ADDRESS = b'<c r="A3" t="inlineStr"><is><t>b</t></is></c>'
TAKEN = b'<c r="C3" t="inlineStr"><is><t>Nei</t></is></c>'


@pytest.mark.parametrize("cell", [
    b'<c r="D3"><f>UPPER(C3)</f></c>',
    b'<c r="D3"><f>UPPER(C3)</f><v></v></c>',
    b'<c r="D3" t="e"><f>UPPR(C3)</f><v>#NAME?</v></c>',
    b'<c r="D3"><f t="shared" si="0" ref="D3:D3">UPPER(C3)</f></c>',
])  # fmt: skip
def test_a_formula_without_a_result_is_told_by_its_cell_and_not_read_as_empty(cell: bytes) -> None:
    found = table.read(formula(ADDRESS, TAKEN, cell))

    assert [(one.place, one.message) for one in found.problems] == [
        ("3", "Cell D3 is a formula without a result.")
    ]


def test_every_formula_without_a_result_is_told_at_once() -> None:
    found = table.read(formula(b'<c r="A3"><f>A2</f></c>', b'<c r="C3"><f>C2</f></c>'))

    assert [one.message.split()[1] for one in found.problems] == ["A3", "C3"]


@pytest.mark.parametrize(("cell", "target"), [
    (b'<c r="D3" t="str"><f>UPPER(C3)</f><v>NEI</v></c>', "NEI"),
    (b'<c r="D3" t="str"><f>""</f><v></v></c>', ""),
    (b'<c r="B3"><f>1+1</f><v>2</v></c>', ""),
    (b'<c r="B3"><f>1+1</f></c>', ""),
    (b'<c r="H3"><f>1+1</f></c>', ""),
])  # fmt: skip
def test_a_formula_with_its_result_is_that_result(cell: bytes, target: str) -> None:
    found = table.read(formula(ADDRESS, *((cell, TAKEN) if b"B3" in cell else (TAKEN, cell))))

    assert found.problems == []
    assert [one.target for one in found.units] == ["نعم", target]


@pytest.mark.parametrize("document", [
    b"<xliff>" + b"<a>" * 49_000 + b"</a>" * 49_000 + b"</xliff>",
    b'msgid "' + b'\\"' * 400_000 + b'"\nmsgstr ""\n',
    b'msgid "a"\n' * 60_000,
    b"#, fuzzy\n" * 100_000,
])  # fmt: skip
def test_no_file_holds_the_machine(document: bytes) -> None:
    reader = xliff if document.startswith(b"<") else po

    soon(lambda: reader.read(document))
