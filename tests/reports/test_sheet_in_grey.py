"""The sheet from a printer without colours: flags are words and shapes before they are red."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO

import pytest
from PIL import Image

from lytte.reports import summary_sheet
from tests.reports import extremes, pdfs

DPI = 150
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<')
# Where they stand in a row of the table, in millimetres from the paper's left edge.
MARK, NUMBER, FLAG = (11, 15), (60, 71), (74, 80)
READABLE = 4.5


@dataclass(frozen=True)
class Row:
    """One row of a table: the word of its flag, its mark and its number as grey pixels."""

    flag: str
    mark: Image.Image
    number: Image.Image

    @property
    def filled(self) -> float:
        """How much of the mark's own square is ink: a triangle fills half of it."""
        ink = self.mark.point(lambda grey: 255 if grey < 128 else 0)
        box = ink.getbbox()
        assert box is not None, f"no mark beside {self.flag}"
        shape = ink.crop(box)
        return shape.histogram()[255] / (shape.width * shape.height)

    @property
    def contrast(self) -> float:
        dark, light = self.number.getextrema()
        return (_luminance(light) + 0.05) / (_luminance(dark) + 0.05)


def _luminance(grey: object) -> float:
    assert isinstance(grey, int)
    return float(((grey / 255 + 0.055) / 1.055) ** 2.4)


def _px(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


def _poppler(*command: str, content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def _rows(content: bytes) -> Iterator[Row]:
    drawn = _poppler("pdftoppm", "-gray", "-r", str(DPI), "-png", "-", content=content)
    page = Image.open(BytesIO(drawn)).convert("L")
    words = _poppler("pdftotext", "-bbox", "-", "-", content=content).decode()
    for x, top, bottom, word in WORD.findall(words):
        if FLAG[0] < float(x) / 72 * 25.4 < FLAG[1] and word.startswith(("rød", "gul")):
            y = (float(top) + float(bottom)) / 2 / 72 * 25.4
            mark, number = (
                page.crop((_px(ends[0]), _px(y - 2), _px(ends[1]), _px(y + 2)))
                for ends in (MARK, NUMBER)
            )
            yield Row(unescape(word).strip(","), mark, number)


@pytest.fixture(scope="module")
def content() -> bytes:
    return summary_sheet.pdf(extremes.everything_flagged())


def test_a_square_is_red_and_a_triangle_amber_without_colour(content: bytes) -> None:
    rows = list(_rows(content))

    assert [one.flag for one in rows].count("rød") == 4
    assert [one.flag for one in rows].count("gul") == 9
    for one in rows:
        assert (one.filled > 0.9) == (one.flag == "rød"), (one.flag, one.filled)
        assert (one.filled < 0.7) == (one.flag == "gul"), (one.flag, one.filled)


def test_every_number_is_readable_on_what_it_stands_on(content: bytes) -> None:
    assert [one.contrast for one in _rows(content) if one.contrast < READABLE] == []


def test_urgency_severity_and_direction_are_words(content: bytes) -> None:
    read = pdfs.text(content)

    assert "Haster: ryggsmerter" in read
    assert read.count("Rød: ") == 4
    assert "Gul: under grensen 60" in read
    assert "Plager 0–10, høyere er verre" in read
    assert "Funksjon 0–100, høyere er bedre" in read
    assert "Fylt firkant: rød. Fylt trekant: gul." in read
    assert "20 verre" in read
