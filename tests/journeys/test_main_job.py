"""The main job, end to end, in a real browser: from a questionnaire to a printed page.

Brought in and published by a clinic admin, answered on a phone without JavaScript,
scored, alerted with its reason, and printed on one page for the clinician.
"""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from sqlmodel import select

from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services import publishing
from lytte.storage import tables
from tests.corpus import corpus
from tests.site import Site, phone, press, sign_in

pytestmark = pytest.mark.browser

BORN = "14.03.1951"
# Longer than any form here: a page that leads nowhere would otherwise go round for ever.
MOST_PAGES = 120


def test_an_own_instrument_goes_from_shelf_to_sheet(site: Site, browser: Browser) -> None:
    admin = browser.new_page()
    sign_in(admin, site, "author@example.org")
    _take_own(admin, site, "Plager")
    publication = _publish(admin, site, "Før timen", "lytte-plager")
    _in_force(site, "lytte-plager/pain", 7)

    _answer(browser, site.link(publication), rating=8)

    _expect_alert_and_sheet(browser, site, "lytte-plager/pain", "8")


CORPUS = {
    "a PHQ-9": ("CardinalKit+CardinalKit", "Resources_PHQ-9.json"),
    "branching across groups": ("helsenorge+refero", "skjema_q_copy.json"),
    "a calculated total": ("LHNCBC+lforms", "phq9-with-the-weight-function.json"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_a_real_questionnaire_goes_from_file_to_sheet(
    site: Site, browser: Browser, name: str
) -> None:
    file = corpus("fhir", *CORPUS[name])
    admin = browser.new_page()
    sign_in(admin, site, "author@example.org")
    _bring_in(admin, site, file)
    instrument_id = _only_instrument(site)
    publication = _publish(admin, site, "Prøveskjema", instrument_id)
    measure = _first_measure(site, instrument_id)
    if measure:
        _in_force(site, measure, 1)

    _answer(browser, site.link(publication), rating=8)

    if measure:
        _expect_alert_and_sheet(browser, site, measure, "")
    else:
        _expect_sheet(browser, site)


def _take_own(admin: Page, site: Site, title: str) -> None:
    admin.goto(f"{site.address}/admin/instruments/")
    press(admin.locator("li", has_text=re.compile(title)).locator("button"))
    assert admin.locator("h1").count() == 1


def _bring_in(admin: Page, site: Site, file: Path) -> None:
    admin.goto(f"{site.address}/admin/instruments/import")
    admin.set_input_files("#file", file)
    admin.check("[name=whose][value=ours]")
    press(admin.locator("main form button"))
    assert "/instruments/" in admin.url
    assert "import" not in admin.url, admin.locator("main").inner_text()


def _publish(admin: Page, site: Site, title: str, instrument_id: str) -> UUID:
    admin.goto(f"{site.address}/admin/forms/")
    admin.fill("#title", title)
    press(admin.locator("main form[action$='/new'] button"))
    admin.select_option("#instrument", index=0)
    press(admin.locator("button[value='instrument']"))
    press(admin.locator("a[href$='/publish']"))
    press(admin.locator("main form button"))
    with site.world.open() as session:
        found = session.exec(
            select(tables.FormPublication).where(tables.FormPublication.state == "live")
        ).one_or_none()
    assert found is not None, admin.locator("main").inner_text()
    assert instrument_id in {part["id"] for part in found.document["parts"]}
    return found.id


def _only_instrument(site: Site) -> str:
    with site.world.open() as session:
        return session.exec(select(tables.InstrumentVersion.instrument_id)).one()


def _first_measure(site: Site, instrument_id: str) -> str:
    """Return a number the questionnaire gives: its total, or nothing where it has none."""
    with site.world.open() as session:
        document = session.exec(select(tables.InstrumentVersion.document)).one()
    if scales := document.get("scales"):
        return f"{instrument_id}/{scales[0]['id']}"
    waiting = list(document["questionnaire"]["items"])
    while waiting:
        item = waiting.pop()
        if item.get("scored") and item.get("calculated_expression"):
            return f"{instrument_id}/{item['link_id']}"
        waiting.extend(item.get("items", []))
    return ""


def _in_force(site: Site, measure: str, limit: int) -> None:
    """Put one rule in force, written by one and approved by another."""
    name = Text.model_validate({"nb": "Prøvegrense"})
    rule = Rule(
        id="limit", severity="red", when=AtLeast(measure=measure, value=Decimal(limit)), name=name,
        deputy="coordinator", source="prøve",
    )  # fmt: skip
    world = site.world
    with world.open() as session:
        work = site.work(session)
        row = publishing.propose(
            work, tables.RuleSetPublication, world.clinic_id, RuleSet(rules=(rule,)),
            staff_id=world.author_id,
        )  # fmt: skip
        publishing.approve(work, row, staff_id=world.approver_id)
        session.commit()


def _answer(browser: Browser, link: str, *, rating: int) -> None:
    """Answer everything on a phone without JavaScript: the link, the birth date, each page."""
    context = phone(browser)
    page = context.new_page()
    page.goto(link)
    page.fill("input[name='born'], input[name='birth_date']", BORN)
    press(page.locator("main form button"))
    for _ in range(MOST_PAGES):
        if page.get_by_text(re.compile("Takk")).count() and not page.locator("main form").count():
            break
        _fill(page, rating)
        press(page.locator("main form button"))
    assert page.get_by_text(re.compile("Takk")).count(), page.locator("main").inner_text()
    context.close()


def _fill(page: Page, rating: int) -> None:
    """Give an answer to every question on the page that has none."""
    for fieldset in page.locator("main fieldset").all():
        options = fieldset.locator("label:not(.w) > input[type=radio]")
        chosen = fieldset.locator("input:checked")
        if options.count() and not chosen.count():
            wanted = fieldset.locator(f"input[type=radio][value='{rating}']")
            (wanted if wanted.count() == 1 else options.last).check(force=True)
        boxes = fieldset.locator("label:not(.w) > input[type=checkbox]")
        if boxes.count() and not options.count() and not chosen.count():
            boxes.first.check(force=True)


def _expect_alert_and_sheet(browser: Browser, site: Site, measure: str, value: str) -> None:
    with site.world.open() as session:
        scores = session.exec(select(tables.Score)).all()
        alert = session.exec(
            select(tables.Alert).where(tables.Alert.rule_id == "limit")
        ).one_or_none()
    assert alert is not None, [(one.measure, one.value, one.missing) for one in scores]
    assert alert.reasons[0]["measure"] == measure
    nurse = _expect_sheet(browser, site)
    nurse.goto(f"{site.address}/clinic/bryst/alerts")
    assert "Kari Testmann" in nurse.locator("main").inner_text()
    if value:
        assert value in nurse.locator("main").inner_text()


def _expect_sheet(browser: Browser, site: Site) -> Page:
    """Open the sheet as a nurse, and print it: one page, with the patient's name."""
    with site.world.open() as session:
        response_id = session.exec(select(tables.Response.id)).one()
    nurse = browser.new_page()
    sign_in(nurse, site, "nurse@example.org")
    nurse.goto(f"{site.address}/clinic/sheet/{response_id}")
    assert "Kari Testmann" in nurse.locator("main").inner_text()
    printed = nurse.request.get(f"{site.address}/clinic/sheet/{response_id}.pdf")
    pdf = PdfReader(BytesIO(printed.body()))
    assert len(pdf.pages) == 1
    assert "Kari Testmann" in pdf.pages[0].extract_text()
    return nurse
