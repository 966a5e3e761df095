"""Task 7: look at a draft as a patient, on one's own phone, in a minute.

A square to point the phone at, and no sign-in there; every page says that it is a trial;
any branch can be jumped to; nothing is stored; and it is over after eight hours.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.conditions import AtLeast
from lytte.core.items.free_text import FreeText
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte.storage.database import Database
from tests import keyboard
from tests.cms_desk import INSTRUMENT
from tests.site import Site, amiss, phone, press, running_site, sign_in

pytestmark = pytest.mark.browser
KEPT = (
    tables.Answer, tables.Response, tables.Score, tables.Alert, tables.Assessment,
    tables.CallNow, tables.PatientSession, tables.AuditEntry, tables.PreviewLink,
)  # fmt: skip
TRIAL = "Prøve – ingenting lagres"
RARELY = "Hvor gjør det vondt?"


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        with running.world.open() as session:
            stocking.add(running.work(session), INSTRUMENT)
            session.commit()
        yield running


def _save(site: Site, asked: str) -> None:
    """Save the draft: the instrument, and a question that is asked from pain 4."""
    own = FreeText(link_id="where", text=Text({"nb": asked}))
    made = Composition(
        title=Text({"nb": "Før timen"}),
        slots=(
            InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),
            LocalSlot(
                id="where",
                questionnaire=Questionnaire(items=(own,)),
                condition=AtLeast(item="symptoms/pain", value=Decimal(4)),
            ),
        ),
    )
    with site.world.open() as session:
        drafting.save_form(site.work(session), site.world.clinic_id, "before", made)
        session.commit()


def _counts(site: Site) -> list[int]:
    with site.world.open() as session:
        return [len(session.exec(select(kind)).all()) for kind in KEPT]


def _link(admin: Page, site: Site) -> str:
    """From the first page: the form, on my phone, the square."""
    admin.goto(f"{site.address}/admin/")
    keyboard.press(admin.locator("main a", has_text="Før timen"))
    assert admin.locator("aside iframe").is_visible()
    keyboard.press(admin.locator("main a", has_text="Prøv på telefonen min"))
    keyboard.press(admin.locator("#phone button"))
    assert keyboard.presses(admin) == keyboard.promised(7)[0]
    picture = Image.open(BytesIO(admin.locator("#phone .qr").screenshot()))
    [read] = zxingcpp.read_barcodes(picture)
    written = admin.locator("#phone .wrap a").get_attribute("href")
    assert read.text == written
    return str(written)


def _fits(page: Page) -> None:
    assert TRIAL in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_task_7_a_draft_is_tried_on_ones_own_phone(site: Site, browser: Browser) -> None:
    _save(site, RARELY)
    admin = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    sign_in(admin, site, "author@example.org")
    link = _link(admin, site)
    with site.world.open() as session:
        deeds = session.exec(select(tables.AuditEntry.action)).all()
    assert deeds.count("preview.link") == 1
    before = _counts(site)
    _save(site, "Noe helt annet?")  # what is changed later is not what the link shows
    before[KEPT.index(tables.AuditEntry)] += 1

    hand = phone(browser).new_page()
    hand.goto(link)
    _fits(hand)
    press(hand.locator("a", has_text="Fra start"))
    for _ in range(18):  # each page asks once about what is left open
        if not hand.locator("main form").count():
            break
        _fits(hand)
        assert RARELY not in hand.inner_text("main")
        press(hand.locator("#f > button"))
    _fits(hand)
    assert "Her ser pasienten over svarene" in hand.inner_text("main")

    press(hand.locator("a", has_text="Alle sidene i skjemaet"))
    press(hand.locator("a", has_text=RARELY))
    _fits(hand)
    hand.get_by_role("textbox").fill("I ryggen")
    press(hand.locator("#f > button"))

    assert _counts(site) == before
    assert not [one for one in hand.context.cookies() if one["name"] != "lytte-form"]
    # Whoever holds it comes no further.
    hand.goto(f"{site.address}/admin/")
    assert "/staff" in hand.url


@pytest.mark.parametrize("dark", [False, True])
def test_the_phones_pages_are_axe_clean(site: Site, browser: Browser, dark: bool) -> None:
    _save(site, RARELY)
    admin = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    sign_in(admin, site, "author@example.org")
    link = _link(admin, site)
    hand = browser.new_context(
        viewport={"width": 375, "height": 740}, locale="nb-NO",
        color_scheme="dark" if dark else "light",
    ).new_page()  # fmt: skip

    for address in (link, f"{link}/page", f"{link}/page?large=1", f"{link}x"):
        hand.goto(address)
        assert amiss(hand) == [], address


def test_what_is_over_and_what_was_never_ours_say_the_same(site: Site, browser: Browser) -> None:
    _save(site, RARELY)
    admin = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    sign_in(admin, site, "author@example.org")
    link = _link(admin, site)
    client = site.app.test_client()
    path = link.removeprefix(site.address)
    assert client.get(path).status_code == 200
    house = site.app.extensions["lytte"]
    later = replace(house, clock=lambda: datetime.now(UTC) + timedelta(hours=8, seconds=1))
    site.app.extensions["lytte"] = later

    answers = [
        client.get(one, headers={"Accept-Language": "nb"})
        for one in (path, f"{path}/page", f"{path}x", "/preview/nothing", "/preview/a.b.c/page")
    ]

    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert "Denne forhåndsvisningen er over" in answers[0].text
    assert RARELY not in answers[0].text


@pytest.mark.parametrize("dark", [False, True])
def test_a_tablet_and_what_is_heard_are_chosen_by_keyboard(
    site: Site, browser: Browser, dark: bool
) -> None:
    _save(site, RARELY)
    page = browser.new_context(
        viewport={"width": 1366, "height": 900}, locale="nb-NO",
        color_scheme="dark" if dark else "light",
    ).new_page()  # fmt: skip
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/forms/")
    press(page.locator("main a", has_text="Før timen").first)

    keyboard.press(page.get_by_role("link", name="Nettbrett"))
    assert 700 <= _width(page) <= 1000
    assert amiss(page) == []
    keyboard.press(page.get_by_role("link", name="Opplest"))
    inside = page.frame_locator("iframe")
    assert "Spørsmål: Hvor vondt har du hatt?" in inside.locator("main").inner_text()

    keyboard.press(page.locator(".bar a", has_text="Se som pasienten"))
    keyboard.tick(page.get_by_role("radio", name="et nettbrett"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert 700 <= _width(page) <= 1000
    assert amiss(page) == []


def _width(page: Page) -> int:
    """Return how wide the patient's page thinks its window is."""
    page.locator("iframe").scroll_into_view_if_needed()
    page.frame_locator("iframe").locator("main").wait_for()
    return int(page.frame_locator("iframe").locator("html").evaluate("innerWidth"))
