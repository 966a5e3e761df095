"""A gap in a translation is shown in the language a person chose, and says which that is."""

import gzip
import re

from flask import Flask

from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.texts import Text
from lytte.core.values import Coding
from tests.forms_world import BORN, in_all, make_ready
from tests.patient_browser import Browser
from tests.world import World

PAIN = NumericRating(
    link_id="pain",
    text=Text({"nb": "Hvor vondt?", "en": "How much <pain>?"}),
    low=in_all("0"),
    high=Text({"nb": "Verst", "en": "Worst", "ar": "الأسوأ"}),
)
LEGS = Choice(
    link_id="legs",
    text=Text({"nb": "Er du nummen?", "en": "Are you numb?", "ar": "هل تشعر بخدر؟"}),
    answer_options=(
        AnswerOption(value=Coding(code="a"), text=Text({"nb": "Nei", "en": "No", "ar": "لا"})),
        AnswerOption(value=Coding(code="b"), text=Text({"nb": "Ja", "en": "Yes"})),
    ),
)


def arabic(app: Flask, world: World, instead: str) -> Browser:
    browser = Browser(app, make_ready(world, items=(PAIN, LEGS), instead={"ar": instead}))
    browser.client.set_cookie("lytte-language", "ar")
    browser.get(f"/a/{browser.ready.token}")
    browser.send(born=BORN)
    browser.send(who="self")
    return browser


def spans(browser: Browser) -> list[tuple[str, str, str]]:
    return re.findall(r'<span lang="(\w+)" dir="(\w+)">(.*?)</span>', browser.html)


def test_a_question_without_arabic_is_shown_in_english_and_marked(app: Flask, world: World) -> None:
    browser = arabic(app, world, "en")

    assert '<html lang="ar" dir="rtl"' in browser.html
    assert ("en", "ltr", "How much &lt;pain&gt;?") in spans(browser)
    assert "Hvor vondt?" not in browser.html
    assert "الأسوأ" in browser.html
    assert "lang=" not in re.findall(r"<title>(.*?)</title>", browser.html)[0]
    assert len(gzip.compress(browser.page.get_data(), 9)) <= 8 * 1024


def test_another_choice_shows_another_language(app: Flask, world: World) -> None:
    browser = arabic(app, world, "nb")

    assert ("nb", "ltr", "Hvor vondt?") in spans(browser)
    assert "pain" not in browser.text


def test_only_the_answer_that_lacks_its_words_is_in_the_other_language(
    app: Flask, world: World
) -> None:
    browser = arabic(app, world, "en")
    browser.send(q0_0="3")

    assert [one for one in spans(browser) if one[0] != "en" or one[2] != "Language"] == [
        ("en", "ltr", "Yes")
    ]
    browser.send(q0_1="1")
    browser.send(reply="called")
    assert browser.url.endswith("/review")
    assert ("en", "ltr", "Yes") in spans(browser)
