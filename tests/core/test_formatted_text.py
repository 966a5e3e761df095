"""A formatted text as it is drawn: the harmless part, well nested, in the reader's language."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.foreign import reader
from lytte.core.formatted_text import Formatted, Piece, read
from lytte.core.forms import Form
from lytte.core.items.free_text import FreeText
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.wordings import reworded

DRAWN = [
    ("<p>Hei <b>du</b></p><p>Mer</p>", "Hei [b:du]", "[p:Mer]"),
    ("loose <i>words</i>", "loose [i:words]", ""),
    ("<h2>Title</h2><div>below</div>", "[b:Title]", "[p:below]"),
    ("<b><p>inside out</p></b>", "inside out", ""),
    ("<ul><li>one<ul><li>two</li></ul></li></ul>", "", "[ul:[li:[p:one][ul:[li:two]]]]"),
    ("<table><caption>c</caption><tr><td>1</td></tr></table>", "c", "[table:[tr:[td:1]]]"),
    ("<p>a<br/></p><hr>", "a", ""),
    ("<p>&lt;b&gt; &amp; &oslash;</p>", "<b> & ø", ""),
    ("<p onclick=x style=y>plain</p>", "plain", ""),
    ("<a href='javascript:alert(1)'>a</a>", "a", ""),
    ("<a href='tel:113'>ring</a>", "[a tel:113:ring]", ""),
    ("<script>x<p>y</p></script><style>z</style>after", "after", ""),
    ("<p>never closed <b>bold", "never closed [b:bold]", ""),
    ("</p></b>stray", "stray", ""),
]


def told(pieces: tuple[Piece, ...]) -> str:
    return "".join(
        f"[{' '.join(filter(None, (one.tag, one.href)))}:{told(one.inside)}]"
        if one.tag
        else one.text
        for one in pieces
    )


@pytest.mark.parametrize(("xhtml", "lead", "rest"), DRAWN, ids=[row[0][:30] for row in DRAWN])
def test_the_harmless_part_is_drawn(xhtml: str, lead: str, rest: str) -> None:
    found = Formatted.of(xhtml)

    assert found is not None
    assert (told(found.lead), told(found.rest)) == (lead, rest)


@pytest.mark.parametrize("xhtml", ["", " ", "<p> </p>", "<script>x</script>", "<br>", "<img>"])
def test_without_words_there_is_nothing_to_draw(xhtml: str) -> None:
    assert Formatted.of(xhtml) is None


TAGS = ["p", "b", "li", "ul", "table", "td", "script", "a href=x", "br/", "div", "h1", "x"]


@given(st.lists(st.sampled_from([*(f"<{t}>" for t in TAGS), *(f"</{t}>" for t in TAGS), "w", "&"])))
def test_no_markup_breaks_it(pieces: list[str]) -> None:
    found = Formatted.of("".join(pieces))

    for piece in () if found is None else (*found.lead, *found.rest):
        assert "script" not in told((piece,))


def test_a_thousand_tags_in_each_other_are_no_trouble() -> None:
    assert Formatted.of("<div><b>" * 5_000 + "deep") is not None


@pytest.mark.parametrize(
    ("formatted", "text", "language", "tongue"),
    [
        ({"en": "<b>x</b>"}, {"en": "x"}, "en", ""),
        ({"en": "<b>x</b>"}, {"en": "x"}, "nb", "en"),
        ({"en": "<b>x</b>"}, {"en": "x", "nb": "y"}, "nb", None),
        ({"en": "<b>x</b>", "nb": "<b>y</b>"}, {"en": "x", "nb": "y"}, "nb", ""),
        ({}, {"en": "x"}, "en", None),
    ],
)
def test_a_rendering_is_drawn_in_the_language_that_is_read(
    formatted: Any, text: Any, language: str, tongue: str | None
) -> None:
    reads = reader(Form(title=Text(), parts=()), language)

    found = read(Text.model_validate(formatted), Text.model_validate(text), reads, language)

    assert (found.language if found else None) == tongue


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"nb": "Hei"}, {"nb": "<b>Hei</b>"}),
        ({"nb": "Hei", "nn": "Hallo"}, {"nb": "<b>Hei</b>"}),
        ({"nb": "God dag"}, {}),
    ],
)
def test_new_words_leave_no_old_rendering_behind(said: Any, left: Any) -> None:
    question = FreeText(link_id="a", text=Text({"nb": "Hei"}), formatted=Text({"nb": "<b>Hei</b>"}))
    before = Questionnaire(items=(question,))

    after = reworded(before, "part", lambda _: Text.model_validate(said))

    assert dict(after.items[0].formatted.root) == left
