"""How far along a patient is: truthful, never going back, and not a number that daunts."""

import re

from flask import Flask

from tests.cms_desk import INSTRUMENT
from tests.forms_world import make_ready
from tests.patient_browser import Browser
from tests.world import World

BAR = re.compile(r'<progress value="(\d+)" max="(\d+)" aria-hidden="true">')
TITLE = re.compile(r"<title>(.*) – ")


def bar(browser: Browser) -> tuple[int, int]:
    found = BAR.search(browser.html)
    assert found is not None
    return int(found[1]), int(found[2])


def test_a_form_of_several_parts_tells_the_part_and_not_the_number_of_pages(
    app: Flask, world: World
) -> None:
    instrument = INSTRUMENT.model_copy(update={"id": "fever"})
    browser = Browser(app, make_ready(world, instruments=(instrument,), instead={"ar": "nb"}))
    browser.enter()

    assert "Del 1 av 2" in browser.text
    assert not re.search(r"Side \d+ av", browser.text)
    titles, bars = [], [bar(browser)]
    for given in ({"q0_0": "8"}, {}, {}, {"q0_4": "0"}):
        titles += TITLE.findall(browser.html)
        browser.send(**given)
        if "ask=1" in browser.url:
            browser.send(skip="1")
        bars.append(bar(browser))
    assert len(set(titles)) == len(titles)
    assert titles[0].endswith("Del 1 av 2, side 1")
    assert bars == sorted(bars)
    assert len({of for _, of in bars}) == 1


def test_the_bar_goes_on_where_questions_are_not_asked(browser: Browser) -> None:
    browser.enter()
    assert "Side 1 av" in browser.text  # one part: its pages are what there is to tell
    before = bar(browser)

    browser.send(q0_0="1")

    at, of = bar(browser)
    assert (at > before[0] + 1, of) == (True, before[1])


def test_who_listens_hears_it_once(browser: Browser) -> None:
    browser.enter()

    assert len(BAR.findall(browser.html)) == 1
    assert browser.text.count("Side 1 av") == 2  # the page's title, and the page
