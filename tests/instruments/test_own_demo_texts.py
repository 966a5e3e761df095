"""The demo's texts: whole in every language, with no number that could go stale."""

import re
import tomllib
from pathlib import Path

import pytest

from lytte import demo
from lytte.core.safety import SafetyLines, SafetyText, problems

TEXTS = Path(demo.__path__[0]) / "texts"
LANGUAGES = ("nb", "nn", "en", "ar")


def _texts(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))


def test_the_safety_text_has_every_line_in_every_language() -> None:
    written = {tag: SafetyLines(**lines) for tag, lines in _texts("safety.toml").items()}

    assert problems(SafetyText(languages=written), LANGUAGES) == []
    assert tuple(written) == LANGUAGES


def test_the_hour_of_reading_is_filled_in_never_written() -> None:
    for tag, lines in _texts("safety.toml").items():
        assert "{read_by}" in lines["when_read"], tag
        assert not any(re.search(r"\d", text) for text in lines.values()), tag


@pytest.mark.parametrize("form", ["for-timen", "ukens-sjekk"])
def test_a_form_greets_and_thanks_in_every_language(form: str) -> None:
    written = tomllib.loads((TEXTS / "forms.toml").read_text(encoding="utf-8"))[form]

    assert tuple(written) == LANGUAGES
    assert all(set(lines) == {"introduction", "thanks"} for lines in written.values())


def test_the_call_now_page_says_the_same_things_in_every_language() -> None:
    written = _texts("call_now.toml")

    assert tuple(written) == LANGUAGES
    assert all(
        set(lines) == {"title", "text", "kiosk", "cannot_call"} for lines in written.values()
    )
