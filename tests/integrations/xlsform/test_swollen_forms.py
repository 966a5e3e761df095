"""Forms nobody wrote, as large as they may be: read soon, or refused with the way out."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import pytest

from lytte.core.size import MOST_CONDITIONS as MANY
from lytte.core.size import MOST_OPTIONS
from lytte.integrations.xlsform.read import read
from tests.integrations.xlsform.workbooks import HEADING, YES_NO, raw_workbook, row, worksheet
from tests.machine import soon

_MOST = 2_500
_XMLNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHANCE = random.Random(7)


def _cell(value: object, column: int, number: int) -> str:
    place = f"{chr(ord('A') + column)}{number}"
    said = escape(str(value))
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>' if value else ""


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    written = (
        f'<row r="{number}">' + "".join(_cell(one, at, number) for at, one in enumerate(cells))
        + "</row>"
        for number, cells in enumerate(rows, 1)
    )  # fmt: skip
    return worksheet(f"<sheetData>{''.join(written)}</sheetData>")


def _form(*rows: Sequence[object], choices: Sequence[Sequence[object]] = YES_NO) -> bytes:
    """Return a form written quickly, and packed as loosely as a form of many words is."""
    names = ("survey", "choices")
    book = "".join(f'<sheet name="{name}" r:id="{name}"/>' for name in names)
    lie = "".join(f'<Relationship Id="{name}" Target="{name}.xml"/>' for name in names)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        head = f'<workbook xmlns="{_XMLNS}" xmlns:r="{_REL}">'
        packed.writestr("xl/workbook.xml", f"{head}<sheets>{book}</sheets></workbook>")
        packed.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{lie}</Relationships>")
        packed.writestr("xl/survey.xml", _sheet([HEADING, *rows]))
        packed.writestr("xl/choices.xml", _sheet(choices))
    return out.getvalue()


def _listed(number: int) -> list[tuple[str, ...]]:
    heading = ("list_name", "name", "label", "x")
    return [heading, *(("l", f"c{n}", f"C{n}", f"x{n}") for n in range(number))]


def _plain() -> bytes:
    return _form(*(row("text", f"f{n}") for n in range(_MOST)))


def _a_chain() -> bytes:
    chain = (row("integer", f"f{n}", relevant=f"${{f{n - 1}}} = 1") for n in range(1, MANY))
    return _form(row("integer", "f0"), *chain)


def _calculated() -> bytes:
    sums = (row("calculate", f"c{n}", calculation=f"${{f{n}}} + ${{f0}}") for n in range(900))
    return _form(*(row("integer", f"f{n}") for n in range(900)), *sums)


def _rules() -> bytes:
    rule = ". > 3 and . < 7 or . = 9"
    return _form(*(row("integer", f"f{n}", constraint=rule) for n in range(900)))


def _one_long_list() -> bytes:
    return _form(row("select_one l", "f"), choices=_listed(MOST_OPTIONS - 100))


def _one_filter_over_a_long_list() -> bytes:
    filtered = row("select_one l", "f", choice_filter="x = ${a}")
    return _form(row("text", "a"), filtered, choices=_listed(4_900))


def _each_with_a_filter() -> bytes:
    filtered = (row("select_one l", f"f{n}", choice_filter="x = ${a}") for n in range(400))
    return _form(row("text", "a"), *filtered, choices=_listed(20))


def _long_sums() -> bytes:
    total = " + ".join(f"${{f{n}}}" for n in range(150))
    sums = (row("calculate", f"c{n}", calculation=total) for n in range(60))
    return _form(*(row("integer", f"f{n}") for n in range(150)), *sums)


def _deep_markup() -> bytes:
    words = ("".join(_CHANCE.choices("abcdefgh", k=600)) for _ in range(20))
    return _form(*(row("text", f"f{n}", "<div>" * 9_000 + one) for n, one in enumerate(words)))


def _cells_by_the_hundred_thousand() -> bytes:
    cells = "".join(f"<c><v>{_CHANCE.random():.6f}</v></c>" for _ in range(140_000))
    return raw_workbook(worksheet(f"<sheetData><row>{cells}</row></sheetData>"))


def _rows_by_the_hundred_thousand() -> bytes:
    rows = "".join(f'<row r="{n}" a="{_CHANCE.random():.3f}"/>' for n in range(1, 160_000))
    return raw_workbook(worksheet(f"<sheetData>{rows}</sheetData>"))


SWOLLEN = [
    _a_chain, _calculated, _cells_by_the_hundred_thousand, _deep_markup, _each_with_a_filter,
    _long_sums, _one_filter_over_a_long_list, _one_long_list, _plain,
    _rows_by_the_hundred_thousand, _rules,
]  # fmt: skip


@pytest.mark.parametrize("made", SWOLLEN, ids=lambda made: made.__name__.strip("_"))
def test_a_swollen_form_takes_under_a_second(made: Callable[[], bytes]) -> None:
    document = made()
    assert len(document) <= 2_000_000

    found = soon(lambda: read(document))

    assert found.items or found.problems


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: _form(*(row("text", f"f{n}") for n in range(_MOST + 1))), "2,500 items"),
        (
            lambda: _form(row("select_one l", "f"), choices=_listed(MOST_OPTIONS + 1)),
            "6,000 options",
        ),
        (
            lambda: _form(*(row("select_one l", f"f{n}") for n in range(600)), choices=_listed(20)),
            "6,000 options",
        ),
        (
            lambda: _form(
                *(row("text", f"f{n}", relevant="${f0} = 'x'" * 11) for n in range(1_200))
            ),
            "100,000 letters",
        ),
    ],
    ids=["rows", "choices", "the same choices", "formulas"],
)
def test_what_is_too_much_is_refused_alone_and_soon(made: Callable[[], bytes], told: str) -> None:
    document = made()

    found = soon(lambda: read(document))

    [problem] = found.problems
    assert told in problem.message
    assert problem.way_out
    assert found.draft is None
