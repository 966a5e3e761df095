"""Nobody at the clinic meets English in a Norwegian page."""

import re

import pytest
from babel.messages.pofile import read_po

from lytte.web import errors
from lytte.wording.catalogue import FOLDER, words
from tests.wording.msgids import ROOT, in_module, in_template

WEB = ROOT / "platform" / "lytte" / "web"
GAP = re.compile(r"\{[a-z_]+\}")


def asked_for() -> set[str]:
    found: set[str] = set()
    for place in ("auth", "clinician", "staff"):
        for path in (WEB / "templates" / place).glob("*.html"):
            found |= set(in_template(path, {"_", "say_frame"}))
    for place in ("auth", "clinician"):
        for module in (WEB / place).glob("*.py"):
            found |= set(in_module(module, {"_"}))
    for heading, text in (*errors.STAFF.values(), *errors.NOT_COVERED.values()):
        found |= {heading, text}
    return found | {"clinician"}


def _all(said: object) -> list[str]:
    """One form, or both."""
    return [str(one or "") for one in said] if isinstance(said, list | tuple) else [str(said or "")]


def _written(language: str) -> set[str]:
    """Both forms of a sentence with a number count as written when both translations are."""
    with (FOLDER / "staff" / f"{language}.po").open("rb") as file:
        found: set[str] = set()
        for message in read_po(file, locale=language):
            ids, strings = (_all(message.id), _all(message.string))
            if all(strings):
                found |= set(ids)
    return found


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_sentence_is_written(language: str) -> None:
    assert sorted(asked_for() - _written(language)) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_gap_of_a_sentence_is_filled(language: str) -> None:
    _ = words("staff", language)

    for one in asked_for():
        assert set(GAP.findall(_(one))) == set(GAP.findall(one)), one
