"""What is wrong with a file that is brought in is said in the author's language.

The sentences are written at their source, most of them around a name: here they are read
there, with a gap for everything that is filled in.
"""

import ast
import re
from collections.abc import Iterator

from lytte.core.problems import warning
from lytte.wording.catalogue import words
from lytte_admin import told
from lytte_admin.import_sentences import IMPORTING
from lytte_admin.sentences import SENTENCES
from tests.wording.msgids import ROOT

LYTTE = ROOT / "platform" / "lytte"
CHECKS = [
    path
    for path in (LYTTE / "core" / "checks").glob("*.py")
    # Faults in an expression are for whoever writes FHIRPath, who reads English.
    if path.name != "computing.py"
]
SOURCES = (
    *CHECKS,
    *(LYTTE / "integrations" / "fhir").glob("*.py"),
    LYTTE / "integrations" / "any_format.py",
    LYTTE / "services" / "importing.py",
)
TOLD = ("error", "warning", "note", "NotJson")
GAP = re.compile(r"\{[^}]*\}")


def written(paths: tuple[object, ...] | list[object]) -> Iterator[str]:
    for path in paths:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # type: ignore[attr-defined]
            if isinstance(call, ast.Call) and _name(call.func) in TOLD:
                yield from filter(None, map(_sentence, call.args[:3]))


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _sentence(given: ast.expr) -> str:
    if isinstance(given, ast.Constant):
        return str(given.value)
    if isinstance(given, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in given.values)
    return ""


def bare(sentences: Iterator[str] | tuple[str, ...]) -> set[str]:
    return {GAP.sub("{}", one) for one in sentences}


def test_each_sentence_stands_word_for_word_at_its_source() -> None:
    assert bare(IMPORTING) - bare(written([*SOURCES])) == set()


def test_every_fault_of_the_checks_is_told_in_norwegian() -> None:
    assert bare(written([*CHECKS])) - bare(IMPORTING) - bare(SENTENCES) == set()


def test_what_was_filled_in_is_kept() -> None:
    found = told.problem(
        warning("a", "“Hva?” depends on “Når?” (b), which is asked later", "List them."),
        words("cms", "nb"),
    )

    assert found.message == "“Hva?” avhenger av “Når?” (b), som stilles senere."
    assert found.way_out == "Skriv dem opp."


def test_an_item_without_words_is_named_in_the_authors_language() -> None:
    found = told.problem(
        warning("a", "“Hva?” depends on a question without text (b), which is asked later", ""),
        words("cms", "nb"),
    )

    assert found.message == "“Hva?” avhenger av et spørsmål uten tekst (b), som stilles senere"
