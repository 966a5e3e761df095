"""A text that stands in for a missing one says whose language it is, wherever it is written."""

import pytest
from markupsafe import escape

from lytte.core.foreign import Foreign, reader, together
from lytte.core.forms import Form
from lytte.core.texts import Text


def form(**instead: str) -> Form:
    languages = ("nb", "nn", "en", "ar")
    return Form(title=Text({"nb": "Før"}), parts=(), languages=languages, instead=instead)


EVERYWHERE = {"nb": "Vondt?", "en": "Pain?"}


@pytest.mark.parametrize(
    ("instead", "text", "shown"),
    [
        ({"ar": "en"}, EVERYWHERE, ("Pain?", "en")),
        ({"ar": "nb"}, EVERYWHERE, ("Vondt?", "nb")),
        ({"ar": "nn", "nn": "en"}, EVERYWHERE, ("Pain?", "en")),
        ({"ar": "en", "en": "ar"}, {"nb": "Vondt?"}, ("Vondt?", "nb")),
        ({}, EVERYWHERE, ("Vondt?", "nb")),
        ({"ar": "en"}, {**EVERYWHERE, "ar": "ألم؟"}, ("ألم؟", "")),
        ({"ar": "en"}, {"nb": "10"}, ("10", "")),
    ],
)
def test_a_gap_is_read_in_the_language_that_was_chosen(
    instead: dict[str, str], text: dict[str, str], shown: tuple[str, str]
) -> None:
    found = reader(form(**instead), "ar")(Text(text))

    assert (str(found), getattr(found, "language", "")) == shown


def test_it_is_written_with_its_language_and_its_direction() -> None:
    assert escape(Foreign("ألم", "ar")) == '<span lang="ar" dir="rtl">ألم</span>'


def test_what_looks_like_code_in_it_is_words() -> None:
    hostile = Foreign('<script>alert("1")</script>', 'en" onclick="x')

    assert escape(hostile) == (
        '<span lang="en&quot; onclick=&quot;x" dir="ltr">'
        "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</span>"
    )


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["1.", Foreign("Pain", "en")], "en"),
        ([Foreign("Pain", "en"), Foreign("Fever", "en")], "en"),
        ([Foreign("Pain", "en"), "حمى"], ""),
        (["حمى"], ""),
    ],
)
def test_words_side_by_side_keep_a_language_that_they_share(
    words: list[str], language: str
) -> None:
    found = together(words, ", ")

    assert str(found) == ", ".join(words)
    assert getattr(found, "language", "") == language
