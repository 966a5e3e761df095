"""Coming back, going astray, and calling at night: what an ill person is told then."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium

from lytte.core.texts import divided
from lytte.services import clinics
from lytte.storage import tables
from tests.dead_database import without_database
from tests.forms_world import BORN, Ready, make_ready
from tests.patient_browser import Browser
from tests.site import press
from tests.world import World

BEGUN = "Du har begynt. Det du har svart, er tatt vare på"


def closed_on(ready: Ready, day: int) -> None:
    """Let the clinic answer its telephone on every other day of the week."""
    with ready.world.open() as session:
        work = ready.world.work(session)
        before = clinics.contact(work, ready.world.clinic_id)
        assert before is not None
        hours = {str(one): ["00:00", "24:00"] for one in range(1, 8) if one != day}
        clinics.set_contact(
            work,
            tables.ClinicContact(
                hospital_id=before.hospital_id, clinic_id=before.clinic_id, phone=before.phone,
                hours=hours, out_of_hours_name=before.out_of_hours_name,
                out_of_hours_phone=before.out_of_hours_phone, read_by=before.read_by,
                entered_at=before.entered_at + timedelta(seconds=1),
            ),
            staff_id=None, made_on=before.id,
        )  # fmt: skip
        session.commit()


def to_the_call(browser: Browser) -> None:
    browser.enter()
    browser.send(q0_0="1")
    browser.send(q0_4="1")
    assert browser.url.endswith("/call")


def test_who_comes_back_hears_that_nothing_is_lost(app: Flask, browser: Browser) -> None:
    browser.get(f"/a/{browser.ready.token}")
    browser.send(born=BORN)
    assert BEGUN not in browser.text
    assert "omtrent 4 minutter" in browser.text
    browser.send(who="self")
    browser.send(q0_0="1")

    later = Browser(app, browser.ready)
    later.get(f"/a/{browser.ready.token}")
    later.send(born=BORN)

    assert BEGUN in later.text
    assert "minutter" not in later.text  # how long the whole of it takes is no help now
    assert "<button>Fortsett nå</button>" in later.html
    later.send(who="self")
    assert "nummen i beina" in later.text


def test_an_unknown_address_speaks_the_language_of_the_form(app: Flask, world: World) -> None:
    browser = Browser(app, make_ready(world, languages=("nb",)))
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    browser.enter()

    browser.get("/nowhere")

    assert browser.page.status_code == 404
    assert "Siden finnes ikke" in browser.text
    assert "22 00 00 00" in browser.text
    assert f'href="{browser.ready.at}">Tilbake til skjemaet' in browser.html


def test_an_unknown_address_without_a_form_leads_to_the_start(browser: Browser) -> None:
    browser.get("/nowhere")

    assert browser.page.status_code == 404
    assert 'href="/">Til start' in browser.html


def test_an_unknown_address_is_told_of_while_the_database_is_away(
    app: Flask, browser: Browser
) -> None:
    browser.enter()
    with without_database(app):
        browser.get("/nowhere")

    assert browser.page.status_code == 404
    assert "116 117" in browser.text


def test_a_closed_clinic_is_called_closed_beside_its_number(browser: Browser) -> None:
    closed_on(browser.ready, datetime.now(ZoneInfo("Europe/Oslo")).isoweekday())
    to_the_call(browser)

    asked = browser.text.partition("Får du ikke svar?")[2]
    assert asked.partition("22 00 00 00")[2].startswith(" . Stengt nå.")


def test_an_open_clinic_is_called_first_and_nothing_is_said_of_hours(browser: Browser) -> None:
    to_the_call(browser)

    assert "Ring 22 00 00 00" in browser.text
    assert "Stengt" not in browser.text


def test_thanks_say_once_when_the_answers_are_read(browser: Browser) -> None:
    browser.enter()
    browser.get(f"{browser.ready.at}/review")
    browser.send()

    assert browser.url.endswith("/thanks")
    assert browser.text.count("Svarene dine leses på hverdager") == 1


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_a_title_is_read_without_a_comma_of_another_script(
    app: Flask, ready: Ready, language: str
) -> None:
    browser = Browser(app, ready)
    browser.client.set_cookie("lytte-language", language)
    browser.enter()

    title = browser.html.partition("<title>")[2].partition("</title>")[0]
    assert title.count(" – ") == 2
    assert "," not in title


@pytest.mark.browser
def test_a_question_left_open_is_marked_along_all_of_it(
    chrome: Chromium, address: str, ready: Ready
) -> None:
    with chrome.new_context(viewport={"width": 375, "height": 740}, locale="nb-NO") as context:
        page = context.new_page()
        page.goto(f"{address}/a/{ready.token}")
        page.fill("#d", BORN)
        press(page.locator("main form button"))
        press(page.locator("main form button"))
        press(page.locator("main form button:not(.sec)"))

        # A legend of the usual kind lies on the border, whose upper end is then missing.
        assert page.locator(".un legend").first.evaluate("l => getComputedStyle(l).float") != "none"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "size", "wanted"), [(375, "", "manual"), (375, "xl", "auto")])
def test_long_words_are_divided_where_letters_are_large(
    chrome: Chromium, address: str, width: int, size: str, wanted: str
) -> None:
    with chrome.new_context(viewport={"width": width, "height": 740}) as context:
        context.add_cookies([{"name": "lytte-size", "value": size, "url": address}])
        page = context.new_page()
        page.goto(address)

        assert page.evaluate("getComputedStyle(document.body).hyphens") == wanted


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Brystkreftklinikken", "Brystkreft-klinikken"),
        ("Kreftpoliklinikken", "Kreft-poliklinikken"),
        ("Universitetssjukehuset", "Universitets-sjukehuset"),
        ("Klinikken på Nes sykehus", "Klinikken på Nes sykehus"),
        ("", ""),
    ],
)
def test_a_long_name_is_divided_between_its_parts(name: str, shown: str) -> None:
    assert divided(name, "nb").replace("\N{SOFT HYPHEN}", "-") == shown
    assert divided(name, "ar") == name


def test_the_clinics_name_may_be_divided_where_it_stands(browser: Browser) -> None:
    browser.enter()

    name = "Brystkreft\N{SOFT HYPHEN}klinikken"
    assert f"<b>{name}</b>" in browser.html
    assert f"<bdi>{name}</bdi>" in browser.html
