"""What every page keeps: nothing forced, nothing told twice, nothing lost."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import select

from lytte.core.items.boolean import Boolean
from lytte.core.thresholds import Emergency, RuleSet
from lytte.storage import tables
from tests.forms_world import in_all, make_ready
from tests.patient_browser import Browser
from tests.world import World


def answers(browser: Browser) -> dict[str, object]:
    with browser.ready.world.open() as session:
        rows = session.exec(select(tables.Answer)).all()
    return {row.link_id: row.value or row.missing for row in rows}


def test_an_open_question_is_asked_about_once_and_then_let_go(browser: Browser) -> None:
    browser.enter()
    browser.send()
    assert browser.url.endswith("?ask=1")
    assert "Du har ikke svart på ett spørsmål. Vil du hoppe over det?" in browser.text
    assert answers(browser) == {}
    browser.send(skip="1")

    assert answers(browser) == {"pain": "skipped"}
    assert "nummen i beina" in browser.text


def test_pressing_next_a_second_time_skips_too(browser: Browser) -> None:
    browser.enter()
    browser.send()
    browser.send()

    assert answers(browser) == {"pain": "skipped"}


def test_answering_when_asked_once_more_is_an_answer(browser: Browser) -> None:
    browser.enter()
    browser.send()
    browser.send(q0_0="2")

    assert answers(browser) == {"pain": [{"valueInteger": 2}]}


def test_what_was_answered_on_the_page_is_saved_before_the_rest_is_asked_about(
    browser: Browser,
) -> None:
    browser.enter()
    browser.send(q0_0="8")
    browser.send(q0_2="1")

    assert answers(browser)["hinders"] == [{"valueCoding": {"code": "b"}}]
    assert "Hvor gjør det vondt?" in browser.text
    assert "checked" in browser.html


def test_a_page_of_a_closed_branch_leads_to_where_the_patient_is(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.get(f"{browser.ready.at}/0-2")

    assert "nummen i beina" in browser.text


def test_an_answer_to_a_question_that_closed_meanwhile_counts_nowhere(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="8")
    closed, fields = browser.url, browser.filled(q0_2="1")
    browser.get(f"{browser.ready.at}/0-0")
    browser.send(q0_0="1")

    answer = browser.client.post(closed, data=fields)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{browser.ready.at}/0-4")
    assert answers(browser) == {"pain": [{"valueInteger": 1}]}


@pytest.mark.parametrize("page", ["9-9", "0-99", "0", "pain", "0-0-0", "-1-0", "0-%2e%2e", "٠-٠"])
def test_a_page_there_never_was_is_not_found(browser: Browser, page: str) -> None:
    browser.enter()

    assert browser.client.get(f"{browser.ready.at}/{page}").status_code == 404


@pytest.mark.parametrize("path", ["/%2561/x", "/form/%252e%252e/review", "/..%2f..%2fetc", "/wp"])
def test_an_unknown_address_is_not_found(browser: Browser, path: str) -> None:
    answer = browser.client.get(path)

    assert answer.status_code == 404
    assert "Siden finnes ikke" in answer.text


def test_another_browser_goes_on_without_seeing_what_was_answered(
    browser: Browser, another: Callable[[], Browser]
) -> None:
    browser.enter()
    browser.send(q0_0="3")
    other = another()
    other.enter()
    assert "nummen i beina" in other.text
    other.get(f"{other.ready.at}/0-0")

    assert "Du har svart på dette før" in other.text
    assert " checked" not in other.html
    other.get(f"{other.ready.at}/review")
    assert "Besvart tidligere" in other.text
    assert "3 av 10" not in other.text


def test_two_tabs_are_shown_both_answers_and_nothing_is_lost(browser: Browser) -> None:
    browser.enter()
    page, fields = browser.url, browser.filled()
    browser.client.post(page, data={**fields, "q0-0": "3"})
    browser.page = browser.client.post(page, data={**fields, "q0-0": "6"})

    assert browser.page.status_code == 409
    assert "Lagret det andre stedet: 3 av 10" in browser.text
    assert "Her: 6 av 10" in browser.text
    browser.url = page
    browser.send(q0_0="6")
    assert answers(browser)["pain"] == [{"valueInteger": 6}]


def test_sending_a_page_twice_goes_on_as_if_once(browser: Browser) -> None:
    browser.enter()
    page, fields = browser.url, browser.filled(q0_0="3")
    first = browser.client.post(page, data=fields)
    second = browser.client.post(page, data=fields)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]


def test_an_emergency_shows_whom_to_call_before_anything_else(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.send(q0_4="1")

    assert browser.url.endswith("/call")
    assert "Du svarte at du er blitt nummen i beina" in browser.text
    assert 'class="call" href="tel:22000000"' in browser.html
    assert browser.html.index("nummen i beina") < browser.html.index('class="call"')
    assert 'href="tel:113"' in browser.html
    browser.get(f"{browser.ready.at}/0-0")
    assert browser.url.endswith("/call")
    browser.send(reply="called")
    assert "Hva er viktigst for deg?" in browser.text


def test_what_the_clinic_put_first_is_read_first(app: Flask, world: World) -> None:
    def emergency(name: str) -> Emergency:
        return Emergency(
            id=name, item=f"symptoms/{name}", triggers=(True,), name=in_all(name),
            call_now=in_all(f"Ring om {name}."),
        )  # fmt: skip

    first, second = (Boolean(link_id=name, text=in_all(name)) for name in ("feber", "blod"))
    rules = RuleSet(emergencies=(emergency("feber"), emergency("blod")))
    browser = Browser(app, make_ready(world, items=(second, first), rules=rules))
    browser.enter()
    other_tab = {**browser.filled(), "q0-1": "1"}
    browser.send(q0_0="1")
    assert "Ring om blod." in browser.text
    browser.client.post(f"{browser.ready.at}/0-1", data=other_tab)
    browser.get(f"{browser.ready.at}/call")

    assert browser.text.index("Ring om feber.") < browser.text.index("Ring om blod.")
    # Of several, the number is not pushed off the first screen by what is said of each.
    assert browser.html.index('class="call"') < browser.html.index("Ring om feber.")


def test_who_cannot_call_is_told_what_to_do_and_goes_on(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.send(q0_4="1")
    browser.send(reply="cannot_call")

    assert "Få noen i nærheten til å ringe" in browser.text
    with browser.ready.world.open() as session:
        assert session.exec(select(tables.CallNow)).one().reply == "cannot_call"


def test_an_emergency_shows_whom_to_call_before_the_form_is_left_for_later(
    browser: Browser,
) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.send(q0_4="1", later="1")

    assert browser.url.endswith("/call")


def test_saving_for_later_keeps_the_page_and_says_how_to_come_back(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="3", later="1")

    assert answers(browser) == {"pain": [{"valueInteger": 3}]}
    assert "Svarene dine er lagret" in browser.text


def test_changing_from_the_review_leads_back_to_it(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="3")
    browser.send(q0_4="0")
    browser.send(q0_5="Sove")
    [first, *_] = re.findall(r'<dd class="e"><a href="([^"]+)"', browser.html)
    browser.get(first)
    browser.send(q0_0="2")

    assert browser.url.endswith("/review")
    assert "2 av 10" in browser.text


def test_the_language_changes_on_the_same_question(browser: Browser) -> None:
    browser.enter()
    page = browser.url
    settings = re.search(r'href="(/settings\?[^"]+)"', browser.html)
    assert settings
    browser.get(settings.group(1).replace("&amp;", "&"))
    english = re.search(r'href="(/settings/language/en[^"]+)"', browser.html)
    assert english
    browser.get(english.group(1).replace("&amp;", "&"))
    back = re.search(r'class="bk" href="([^"]+)"', browser.html)
    assert back
    browser.get(back.group(1))

    assert browser.url == page
    assert '<html lang="en" dir="ltr"' in browser.html
    assert "I do not want to answer" in browser.text


def test_a_settings_address_leads_nowhere_else(browser: Browser) -> None:
    answer = browser.client.get(
        "/settings/size/l?_external=1&_scheme=javascript&next=//evil.example&page=0-0"
    )

    assert answer.headers["Location"].startswith("/settings")
    assert "evil" not in answer.headers["Location"]


def test_arabic_pages_read_from_right_to_left_and_own_up_to_the_machine(browser: Browser) -> None:
    browser.client.set_cookie("lytte-language", "ar")
    browser.enter()

    assert '<html lang="ar" dir="rtl"' in browser.html
    assert "أعدّت آلة هذه الترجمة" in browser.text


def test_text_size_is_a_class_on_the_page(browser: Browser) -> None:
    browser.client.set_cookie("lytte-size", "xl")
    browser.enter()

    assert 'dir="ltr" class="xl"' in browser.html
