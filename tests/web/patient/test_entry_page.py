"""The way in: what a browser is told, and what nobody learns."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import select

from lytte.services.sending import enrolling
from lytte.storage import tables
from lytte.web.patient.entry import REFUSAL_TAKES
from tests.forms_world import BORN, Ready
from tests.patient_browser import Browser


def shape(html: str) -> str:
    """Return a page without what is random in it."""
    return re.sub(r'name="k" value="[^"]*"', "", html)


def test_a_link_is_swapped_for_a_cookie_and_leaves_the_address(browser: Browser) -> None:
    answer = browser.client.get(f"/a/{browser.ready.token}")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/entry")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_opening_a_link_ten_times_uses_nothing_up(browser: Browser) -> None:
    for _ in range(10):
        browser.client.get(f"/a/{browser.ready.token}")
        browser.client.head(f"/a/{browser.ready.token}")
    browser.enter()

    assert "Hvor vondt har du hatt?" in browser.text


def test_wrong_date_wrong_code_and_blocked_code_look_the_same(app: Flask, ready: Ready) -> None:
    def refused(token: str, born: str) -> tuple[int, str]:
        browser = Browser(app, Ready(ready.world, ready.assessment_id, token, ready.publication_id))
        browser.get(f"/a/{token}")
        browser.send(born=born)
        return browser.page.status_code, shape(browser.html)

    wrong_date = refused(ready.token, "15.03.1951")
    wrong_code = refused("not-a-token-anybody-has", "15.03.1951")
    for _ in range(5):
        refused(ready.token, "15.03.1951")
    blocked = refused(ready.token, "15.03.1951")

    assert wrong_date == wrong_code == blocked
    assert wrong_date[0] == 403
    assert refused(ready.token, BORN)[0] == 403


def test_who_came_by_a_link_is_not_asked_about_a_code(browser: Browser) -> None:
    browser.get(f"/a/{browser.ready.token}")
    browser.get("/entry")
    assert "Vil du heller svare på papir?" in browser.text
    assert "Uten kode" not in browser.text
    browser.send(born="15.03.1951")

    assert "Lenken er stengt etter fem feil datoer" in browser.text
    assert "koden" not in browser.text


def test_a_link_whose_time_is_out_says_that_it_may_be_and_whom_to_ring(browser: Browser) -> None:
    with browser.ready.world.open() as session:
        for row in session.exec(select(tables.AccessCode)):
            row.expires_at = datetime.now(UTC) - timedelta(hours=1)
        session.commit()

    browser.get(f"/a/{browser.ready.token}")
    browser.send(born=BORN)

    assert browser.page.status_code == 403
    assert "og når fristen er ute. Ring da nummeret i meldingen" in browser.text


def test_every_refusal_takes_as_long(app: Flask, ready: Ready) -> None:
    taken = []
    for token in (ready.token, "not-a-token-anybody-has"):
        browser = Browser(app, Ready(ready.world, ready.assessment_id, token, ready.publication_id))
        browser.get(f"/a/{token}")
        began = time.monotonic()
        browser.send(born="15.03.1951")
        taken.append(time.monotonic() - began)

    assert min(taken) >= REFUSAL_TAKES


def test_a_date_that_is_none_counts_against_nobody(browser: Browser) -> None:
    for _ in range(6):
        browser.get(f"/a/{browser.ready.token}")
        browser.send(born="i fjor en gang")
        assert browser.page.status_code == 422
    browser.enter()

    assert "Hvor vondt har du hatt?" in browser.text


def test_a_letter_code_is_typed_with_the_birth_date(browser: Browser) -> None:
    ready = browser.ready
    with ready.world.open() as session:
        code = enrolling.give_letter_code(ready.world.work(session), ready.assessment_id)
        session.commit()
    browser.get("/")
    browser.send(code=code.lower(), born="14/3-51")

    assert browser.url == f"{ready.at}/start"


@pytest.mark.parametrize("who", ["self", "helped", "proxy"])
def test_who_fills_it_in_is_kept(browser: Browser, who: str) -> None:
    browser.enter(who=who)

    with browser.ready.world.open() as session:
        row = session.exec(select(tables.PatientSession)).one()
    expected = {"self": ("self", False), "helped": ("self", True), "proxy": ("proxy", True)}
    assert (row.answered_by, row.helped) == expected[who]


def test_the_purpose_is_told_before_the_first_question(browser: Browser) -> None:
    browser.get(f"/a/{browser.ready.token}")
    browser.send(born=BORN)

    assert "Hva svarene brukes til" in browser.text
    assert "Vi vil vite hvordan du har det." in browser.text
    assert "omtrent 4 minutter" in browser.text
    assert " checked" not in browser.html


def test_a_form_of_another_patient_is_no_page_of_this_session(browser: Browser) -> None:
    browser.enter()
    other = "00000000-0000-4000-8000-000000000000"

    for page in ("0-0", "review", "start", "thanks", "call", "later"):
        answer = browser.client.get(f"/form/{other}/{page}")
        assert answer.status_code == 403, page
        assert "Kom inn igjen" in answer.text


def test_without_a_session_nothing_of_the_form_is_shown(browser: Browser) -> None:
    answer = browser.client.get(f"{browser.ready.at}/0-0")

    assert answer.status_code == 403
    assert "Hvor vondt" not in answer.text


def test_a_session_that_was_ended_says_that_answers_are_kept(browser: Browser) -> None:
    browser.enter()
    with browser.ready.world.open() as session:
        row = session.exec(select(tables.PatientSession)).one()
        row.ended_at = row.created_at
        session.add(row)
        session.commit()
    browser.send(q0_0="3")

    assert browser.page.status_code == 403
    assert "Det du har lagret, er tatt vare på" in browser.text
    assert "Svaret ditt på siste side ble ikke lagret" in browser.text
    assert 'href="/entry"' in browser.html


def test_a_link_to_a_form_that_is_sent_says_so_calmly(browser: Browser, app: Flask) -> None:
    browser.enter()
    browser.get(f"{browser.ready.at}/review")
    browser.send()
    again = Browser(app, browser.ready)
    again.get(f"/a/{again.ready.token}")
    again.send(born=BORN)

    assert "allerede sendt" in again.text
    assert 'href="tel:22000000"' in again.html
    assert again.html.index("tel:22000000") < again.html.index("tel:116117")


def test_a_token_is_never_logged(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        browser.enter()

    assert browser.ready.token not in caplog.text


def test_a_form_from_another_site_is_refused(browser: Browser) -> None:
    browser.enter()
    page = browser.url

    answer = browser.client.post(page, data={**browser.filled(q0_0="3"), "k": "stolen"})

    assert answer.status_code == 400
    assert browser.client.post("/entry", data={"born": BORN, "k": "stolen"}).status_code == 400
    assert browser.client.post(f"{browser.ready.at}/review", data={}).status_code == 400


@pytest.mark.parametrize(("chosen", "opened_in"), [("", "ar"), ("nb", "nb")])
def test_the_form_opens_in_the_language_the_patient_is_registered_with_until_one_is_chosen(
    app: Flask, ready: Ready, chosen: str, opened_in: str
) -> None:
    with ready.world.open() as session:
        patient = session.get(tables.Patient, ready.world.patient_id)
        assert patient is not None
        patient.language = "ar"
        session.add(patient)
        session.commit()
    browser = Browser(app, ready)
    if chosen:
        browser.client.set_cookie("lytte-language", chosen)

    browser.enter()

    assert f'<html lang="{opened_in}"' in browser.html


def test_who_is_registered_with_the_usual_language_has_the_browsers(
    app: Flask, ready: Ready
) -> None:
    browser = Browser(app, ready)
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ar"

    browser.enter()

    assert '<html lang="ar"' in browser.html


def test_a_language_that_nobody_offers_is_no_choice(browser: Browser) -> None:
    browser.client.set_cookie("lytte-language", "x" * 50)

    browser.enter()

    with browser.ready.world.open() as session:
        assert session.exec(select(tables.PatientSession.language)).all() == ["nb"]
