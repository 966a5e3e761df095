"""Every sentence a patient can meet is there in each language of the interface."""

import ast
import re
from pathlib import Path

import pytest

import lytte.web
from lytte.wording import catalogue
from lytte.wording.catalogue import words
from tests.house.source import text

WEB = Path(lytte.web.__file__).parent
PLACES = ("patient", "forms")
CALL = re.compile(r'\b_(?:\.count)?\("((?:[^"\\]|\\.)*)"(?:, "((?:[^"\\]|\\.)*)")?')


def sentences() -> set[str]:
    """Return every English sentence of the patient's templates and code."""
    found = set()
    for folder in ("patient", "items"):
        for path in (WEB / "templates" / folder).glob("*.html"):
            found |= {one for match in CALL.findall(path.read_text()) for one in match if one}
    for path in [*(WEB / "patient").glob("*.py"), *(WEB / "forms").glob("*.py")]:
        found |= set(_called(ast.parse(path.read_text())))
    tree = ast.parse((WEB / "errors.py").read_text())
    found |= set(_called(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "PATIENT":
            found |= {one.value for one in ast.walk(node) if _is_text(one)}  # type: ignore[attr-defined]
    return found


def _called(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("_", "words", "count") and node.args and _is_text(node.args[0]):
            found.append(node.args[0].value)  # type: ignore[attr-defined]
    return [one for one in found if one not in ("patient", "staff")]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("language", ["nb", "nn", "ar"])
def test_no_english_is_left(language: str) -> None:
    _ = words("patient", language)
    written = text(catalogue.FOLDER / "patient" / f"{language}.po")

    missing = [one for one in sorted(sentences()) if f'"{one}"' not in written.replace('\\"', '"')]

    assert len(sentences()) > 100
    assert missing == []


@pytest.mark.parametrize("language", ["nb", "nn", "ar"])
def test_every_placeholder_survives_translation(language: str) -> None:
    _ = words("patient", language)
    for sentence in sentences():
        names = set(re.findall(r"\{\w+\}", sentence)) - {"{number}"}
        assert names <= set(re.findall(r"\{\w+\}", _(sentence))), sentence
