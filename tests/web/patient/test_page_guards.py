"""What a page weighs, what it lets in, and what it says when something is wrong."""

import base64
import gzip
import hashlib
import re
from dataclasses import replace

from flask import Flask
from sqlmodel import select

from lytte.storage import tables
from lytte.web.house import House
from tests.dead_database import without_database
from tests.forms_world import BORN, Ready, another, make_ready
from tests.patient_browser import Browser
from tests.world import World


def answers(browser: Browser) -> dict[str, object]:
    with browser.ready.world.open() as session:
        rows = session.exec(select(tables.Answer)).all()
    return {row.link_id: row.value or row.missing for row in rows}


def test_a_question_page_is_small_and_whole(browser: Browser) -> None:
    browser.enter()
    page = browser.page.get_data()

    assert len(gzip.compress(page, 9)) <= 8 * 1024
    assert len(page) <= 14 * 1024
    assert not re.search(r"<(script|link|img|iframe)\b|url\(", browser.html)


def test_the_policy_knows_the_one_style_and_no_other(browser: Browser) -> None:
    browser.enter()
    style = re.search(r"<style>(.*?)</style>", browser.html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    policy = browser.page.headers["Content-Security-Policy"]

    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in browser.html


def test_a_question_drawn_for_one_form_shows_the_next_no_answer(
    app: Flask, world: World, browser: Browser
) -> None:
    browser.enter()
    browser.client.post(browser.url, data={**browser.filled(), "q0-0": "7"})
    browser.get(browser.url)
    assert 'value="7" checked' in browser.html

    fresh = Browser(app, another(browser.ready))
    fresh.enter()

    assert fresh.url.rsplit("/", 1)[1] == browser.url.rsplit("/", 1)[1]
    assert " checked>" not in fresh.html


def test_ten_megabytes_are_refused_with_a_page(browser: Browser) -> None:
    browser.enter()

    answer = browser.client.post(browser.url, data={**browser.filled(), "q0-0": "7" * 10_000_000})

    assert answer.status_code == 413
    assert "Det ble for mye på en gang" in answer.text


def test_a_dead_database_keeps_what_was_written_for_sending_again(
    app: Flask, browser: Browser
) -> None:
    browser.enter()
    page, fields = browser.url, browser.filled(q0_0="3")
    with without_database(app):
        browser.page = browser.client.post(page, data=fields)
    assert browser.page.status_code == 503
    assert "ble ikke lagret, men det står klart her" in browser.text
    assert "22 00 00 00" in browser.text
    browser.url = page
    browser.send()

    assert answers(browser) == {"pain": [{"valueInteger": 3}]}


def test_without_a_database_every_page_says_so_with_telephone_numbers(
    app: Flask, browser: Browser
) -> None:
    browser.get(f"/a/{browser.ready.token}")
    with without_database(app):
        browser.send(born=BORN)

    assert browser.page.status_code == 503
    assert "116 117" in browser.text


def test_after_sending_the_form_is_closed(browser: Browser) -> None:
    browser.enter()
    page, fields = browser.url, browser.filled(q0_0="3")
    browser.get(f"{browser.ready.at}/review")
    browser.send()
    again = browser.client.post(page, data=fields)
    resent = browser.client.post(f"{browser.ready.at}/review", data={"k": fields["k"]})

    assert again.status_code == 410
    assert "allerede sendt" in again.text
    assert "tel:22000000" in again.text
    assert resent.headers["Location"].endswith("/thanks")
    assert answers(browser) == {}


def test_an_assessment_whose_time_is_up_says_so(browser: Browser) -> None:
    browser.enter()
    with browser.ready.world.open() as session:
        row = session.get(tables.Assessment, browser.ready.assessment_id)
        assert row
        row.expires_at = row.due_at
        session.add(row)
        session.commit()

    late = browser.client.get(browser.url)
    assert late.status_code == 410
    assert "tel:22000000" in late.text


def test_a_helper_sees_neither_private_questions_nor_earlier_answers(
    app: Flask, world: World
) -> None:
    ready = make_ready(world, helper=True)
    browser = Browser(app, ready)
    browser.get(f"/a/{ready.token}")
    browser.send(born="14.03.1951")

    assert "Jeg leser eller skriver" in browser.text
    assert "Jeg er pasienten" not in browser.text


def test_https_binds_the_cookies_to_the_host(app: Flask, ready: Ready, world: World) -> None:
    plain: House = app.extensions["lytte"]
    app.extensions["lytte"] = replace(plain, base_url="https://lytte.example", secure=True)
    try:
        answer = app.test_client().get(f"/a/{ready.token}")
    finally:
        app.extensions["lytte"] = plain

    assert answer.headers["Set-Cookie"].startswith("__Host-lytte-link=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_the_patients_door_has_these_addresses_and_no_others(app: Flask) -> None:
    found = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    page = "/form/<uuid:assessment>"
    both = ["/", "/entry", f"{page}/start", f"{page}/review", f"{page}/call", f"{page}/<page>"]
    shown = [
        *(
            "/a/<token>",
            "/settings",
            "/settings/<name>/<value>",
            "/logo/<sha256>",
            page,
            f"{page}/thanks",
        ),
        *(f"{page}/later", "/healthz", "/readyz", "/static/<path:filename>"),
    ]
    assert found == {(rule, "GET") for rule in both + shown} | {(rule, "POST") for rule in both}


def test_the_address_of_the_form_leads_to_where_the_patient_is(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.get(browser.ready.at)

    assert "nummen i beina" in browser.text
