"""Files of texts that nobody wrote: what is in them is counted before it is read."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import MOST, Read
from tests.machine import soon

_HEAD = b'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n'
_XLIFF = (
    b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    b'<file source-language="nb" target-language="en"><body>%s</body></file></xliff>'
)


def _many_short_texts() -> Read:
    texts = b"".join(b'msgid "%d"\nmsgstr ""\n' % n for n in range(30_000))
    return po.read(_HEAD + texts)


def _one_text_of_many_lines() -> Read:
    return po.read(_HEAD + b'msgid ""\n' + b'"x"\n' * 480_000 + b'msgstr ""\n')


def _comments() -> Read:
    return po.read(_HEAD + b"#\n" * 900_000 + b'msgid "a"\nmsgstr "b"\n')


def _tags_within_tags() -> Read:
    return xliff.read(_XLIFF % (b"<g>" * 49_000 + b"</g>" * 49_000))


def _one_long_text() -> Read:
    unit = b'<trans-unit id="a"><source>%s</source></trans-unit>' % (b"&#65;" * 380_000)
    return xliff.read(_XLIFF % unit)


def _many_cells() -> Read:
    """What cost openpyxl half a minute and 400 MB."""
    cell = b'<c t="inlineStr"><is><t>%d</t></is></c>'
    rows = (b"<row>" + (cell * 60) % (*range(n, n + 60),) + b"</row>" for n in range(6_000))
    return table.read(_sheet(b"".join(rows)))


def _as_many_cells_as_are_read() -> Read:
    cell = b'<c t="inlineStr"><is><t>%d</t></is></c>'
    rows = (b"<row>" + (cell * 30) % (*range(n, n + 30),) + b"</row>" for n in range(1_600))
    return table.read(_sheet(b"".join(rows)))


def _sheet(rows: bytes) -> bytes:
    """Return a spreadsheet of these rows that is not packed at all."""
    whole, sheet = BytesIO(), "xl/worksheets/sheet1.xml"
    given = BytesIO(table.write([], name="x", source="nb", target="en", headings="abcde"))
    with ZipFile(given) as made, ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for name in made.namelist():
            content = made.read(name)
            if name == sheet:
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            packed.writestr(name, content)
    return whole.getvalue()


SWOLLEN = [
    _as_many_cells_as_are_read, _comments, _many_cells, _many_short_texts, _one_long_text,
    _one_text_of_many_lines, _tags_within_tags,
]  # fmt: skip


@pytest.mark.parametrize("read", SWOLLEN, ids=lambda read: read.__name__.strip("_"))
def test_a_swollen_file_of_texts_takes_under_a_second(read: Callable[[], Read]) -> None:
    found = soon(read)

    assert found.problems or len(found.units) <= 1 or read is _as_many_cells_as_are_read


def test_too_many_texts_are_counted_and_not_read() -> None:
    found = soon(_many_short_texts, 200_000)

    [problem] = found.problems
    assert problem.message == f"The file has more than {MOST} texts."


def test_cells_are_counted_and_the_rest_is_not_read() -> None:
    [problem] = soon(_many_cells).problems

    assert problem.message == f"the workbook has more than {table.MOST_PARTS:,} parts"
