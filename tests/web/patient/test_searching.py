"""Looking for an option among hundreds, without a script."""

import gzip
import re

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.group import Group
from lytte.core.values import Coding
from tests import keyboard
from tests.forms_world import BORN, Ready, in_all, make_ready, rating
from tests.patient_browser import Browser
from tests.site import amiss
from tests.world import World

NAMES = ("Paracetamol", "Paracetamol forte", "Ibuprofen", "Øyedråper", "Naproxen")


def drugs(number: int = 2000, *, several: bool = True) -> Choice:
    names = [*NAMES, *(f"Legemiddel {one}" for one in range(number))]
    return Choice(
        link_id="drugs",
        text=in_all("Hvilke medisiner bruker du?"),
        control="autocomplete",
        repeats=several,
        answer_options=tuple(
            AnswerOption(value=Coding(code=str(n)), text=in_all(name))
            for n, name in enumerate(names)
        ),
    )


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world, items=(drugs(),), languages=("nb",))


def test_a_page_with_two_thousand_options_is_small(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0_find="legemiddel")

    assert "2000 passer med «legemiddel». Her er 20;" in browser.text
    assert browser.html.count('type="checkbox" name="q0-0"') == 20
    assert len(gzip.compress(browser.page.get_data(), 9)) <= 8 * 1024


def test_what_is_looked_for_stands_in_no_address_and_is_forgotten(browser: Browser) -> None:
    browser.enter()
    page, fields = browser.url, browser.filled(q0_0_find="ibu", q0_0_look="1")
    answer = browser.client.post(page, data=fields)
    cookie = answer.headers["Set-Cookie"]

    assert answer.headers["Location"] == page
    assert "HttpOnly" in cookie
    assert "Ibuprofen" in browser.client.get(page).text
    assert "Ibuprofen" not in browser.client.get(page).text


def test_a_slip_at_the_end_of_a_word_finds_what_is_close(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0_find="Paraset")

    assert "Ingenting passer helt med «Paraset». Dette ligner: Paracetamol" in browser.text


def test_a_tick_is_kept_while_looking_on_and_gone_when_taken_away(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0_find="forte")
    browser.send(q0_0="1", q0_0_find="øye", q0_0_was="forte")
    assert "Dette har du valgt" in browser.text
    assert browser.held()["q0-0"] == ["1"]
    browser.send(q0_0_find="napro", q0_0_was="øye")

    assert "Dette har du valgt" not in browser.text
    assert "q0-0" not in browser.held()


def test_letters_that_were_not_looked_for_are_so_whatever_is_pressed(browser: Browser) -> None:
    browser.enter()
    page = browser.url
    browser.send(q0_0_find="ibu")
    assert browser.url == page
    assert "Én passer med «ibu»" in browser.text
    browser.send(q0_0="2", q0_0_find="ibu", q0_0_was="ibu")

    assert "/review" in browser.url
    assert "Ibuprofen" in browser.text


def test_what_is_written_is_looked_for_before_the_form_is_left_for_later(browser: Browser) -> None:
    browser.enter()
    page = browser.url
    browser.send(q0_0_find="ibu", later="1")
    assert browser.url == page
    assert "Én passer med «ibu»" in browser.text
    browser.send(q0_0="2", q0_0_find="ibu", q0_0_was="ibu", later="1")

    assert "Svarene dine er lagret" in browser.text


def test_two_questions_on_a_page_are_looked_in_at_once(app: Flask, world: World) -> None:
    again = drugs().model_copy(update={"link_id": "again"})
    both = Group(link_id="both", text=in_all("Om deg"), items=(drugs(), again))
    browser = Browser(app, make_ready(world, items=(both,), languages=("nb",)))
    browser.enter()
    browser.send(q0_1_find="ibu", q0_2_find="napro & øye")
    assert "Én passer med «ibu»" in browser.text
    assert "Ingenting passer helt med «napro & øye»" in browser.text
    browser.send(q0_1_find="ibu", q0_1_was="ibu", q0_2_find="forte", q0_2_was="napro & øye")

    assert "Én passer med «ibu»" in browser.text
    assert "Én passer med «forte»" in browser.text


def test_so_much_is_looked_for_that_a_browser_would_not_keep_it(app: Flask, world: World) -> None:
    many = tuple(drugs(100).model_copy(update={"link_id": f"d{n}"}) for n in range(9))
    group = Group(link_id="all", text=in_all("Om deg"), items=many, control="page")
    browser = Browser(app, make_ready(world, items=(group,), languages=("nb",)))
    browser.enter()
    fields = {f"q0_{n}_find": "😀" * 60 for n in range(1, 10)}
    answer = browser.client.post(browser.url, data=browser.filled(**fields))

    assert 2000 < len(answer.headers["Set-Cookie"]) < 4096


def test_looking_for_something_skips_nothing_else(app: Flask, world: World) -> None:
    both = Group(link_id="both", text=in_all("Om deg"), items=(rating("pain", "Vondt?"), drugs(40)))
    browser = Browser(app, make_ready(world, items=(both,), languages=("nb",)))
    browser.enter()
    browser.send()
    browser.send(q0_2_find="ibu", q0_2_look="1")
    browser.send(q0_2="2", q0_2_find="ibu", q0_2_was="ibu")

    assert "Du har ikke svart på ett spørsmål" in browser.text
    assert '<a href="#q0-1">Vondt?</a>' in browser.html


def test_one_of_many_is_looked_for_too(app: Flask, world: World) -> None:
    items = (drugs(120, several=False),)
    browser = Browser(app, make_ready(world, items=items, languages=("nb",)))
    browser.enter()
    browser.send(q0_0_find="napro")
    browser.send(q0_0="4", q0_0_find="napro", q0_0_was="napro")
    assert "Naproxen" in browser.text
    [first, *_] = re.findall(r'<dd class="e"><a href="([^"]+)"', browser.html)
    browser.get(first)

    assert "Du har valgt: Naproxen" in browser.text
    assert browser.held()["q0-0"] == ["4"]


def test_it_is_done_by_keyboard_alone_and_is_heard(
    ready: Ready, address: str, chrome: Chromium
) -> None:
    context = chrome.new_context(viewport={"width": 375, "height": 740}, locale="nb-NO")
    page = context.new_page()
    page.goto(f"{address}/a/{ready.token}")
    keyboard.write(page.locator("#d"), BORN)
    keyboard.press(page.locator("main form button"))
    keyboard.press(page.get_by_role("button", name="Start"))
    keyboard.write(page.get_by_role("searchbox", name="Søk blant 2005"), "para")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 passer med «para»")
    assert page.evaluate("document.activeElement.textContent") == "2 passer med «para»:"
    found = page.get_by_role("group", name="2 passer med «para»:")
    keyboard.tick(found.get_by_role("checkbox", name="Paracetamol", exact=True))
    assert amiss(page) == []
    keyboard.press(page.get_by_role("button", name="Neste"))
    assert page.url.endswith("/review")
    assert "Paracetamol" in page.inner_text("dl")
    page.go_back()
    assert "Hvilke medisiner" in page.inner_text("h2")
