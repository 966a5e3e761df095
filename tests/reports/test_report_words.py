"""Every sentence that a report says is written in every language it is printed in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lytte.reports
from lytte.wording.catalogue import words

ROOM = Path(lytte.reports.__file__).parent
# Words that are the same in Norwegian and English.
SAME = {"symptom", ", for {role}"}


def sentences(pattern: str) -> Iterator[str]:
    """Each English sentence in the code: the first argument of `_`, `words` and `count`."""
    for path in sorted(ROOM.glob(pattern)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _speaks(node.func):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _speaks(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("_", "words", "count") and name != "words.count"


PLACES = ("sheet", "paper")


@pytest.mark.parametrize(
    ("place", "pattern", "language"),
    [
        ("sheet", "[scw]*.py", "nb"),
        ("sheet", "[scw]*.py", "nn"),
        ("paper", "paper_*.py", "nb"),
        ("paper", "paper_*.py", "nn"),
        ("paper", "paper_*.py", "ar"),
    ],
)
def test_nothing_is_left_in_english(place: str, pattern: str, language: str) -> None:
    said = words(place, language)
    untold = {text for text in sentences(pattern) if said(text) == text} - SAME - {*PLACES}
    counted = {text for text in untold if said.count(text, text, 2) != text}

    assert untold - counted == set()


@pytest.mark.parametrize("place", PLACES)
def test_nynorsk_is_nynorsk(place: str) -> None:
    """Where nynorsk is not written, bokmål stands in; that may not show."""
    told = {words(place, "nn")(text) for text in sentences("*.py")}
    bokmal = {"ikke", "noe", "hva", "hvem", "fra", "siden", "spurt", "ble", "jeg", "hvis"}

    assert [text for text in told if bokmal & set(text.lower().strip(".:").split())] == []
