"""Acceptance task 9: every 3 weeks, 2 days before each visit, stop after the course.

A clinic admin who has never seen the page, with a keyboard and nothing else, in a browser
without scripts; every page on the way is axe clean and fits a telephone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.schedules.plan import Around, Plan
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.storage import tables
from lytte.storage.database import Database
from tests import keyboard
from tests.cms_desk import INSTRUMENT
from tests.services.planned_patients import add_patients
from tests.site import (
    Site,
    amiss_at,
    press,
    running_site,
    sign_in,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        with running.world.open() as session:
            work = running.work(session)
            stocking.add(work, INSTRUMENT)
            made = Composition(
                title=Text({"nb": "Før timen"}), languages=("nb",), minutes=6,
                slots=(InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),),
            )  # fmt: skip
            draft = drafting.save_form(work, running.world.clinic_id, "before", made)
            publishing.publish_form(work, draft.id, staff_id=running.world.author_id)
            session.commit()
        now = datetime.now(UTC)
        for number, more in ((3, {}), (1, {"mobile": None}), (1, {"deceased_on": now.date()})):
            add_patients(
                running.world, number, visits=[now + timedelta(days=5)], register_checked_at=now,
                **more,
            )  # fmt: skip
        yield running


def desk(browser: Browser, site: Site, *, width: int = 1366) -> Page:
    """Return a page of the clinic admin, with JavaScript switched off."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    return page


def test_task_9_by_keyboard_alone(site: Site, browser: Browser) -> None:
    page = desk(browser, site)
    page.goto(f"{site.address}/admin/")
    keyboard.menu(page, "Utsending")
    keyboard.press(page.get_by_role("link", name="Skriv den første"))

    keyboard.write(page.locator("[name=days]"), "2")
    keyboard.write(page.locator("[name=least]"), "3")
    keyboard.press(page.get_by_role("button", name="Vis datoene"))
    shown = page.inner_text("main")
    assert "et skjema sendes" in shown
    assert page.locator("td.send").count() >= 3
    assert page.locator("table:has(caption:text-is('Det samme i ord')) tbody tr").count() >= 3
    keyboard.press(page.get_by_role("button", name="Lagre i utkastet"))
    said = page.inner_text("main")
    assert "2 dager før hver timeavtale, kl. 09.00" in said
    assert "Ikke oftere enn hver 3. uke." in said
    assert "Stopper etter siste kur." in said

    keyboard.press(page.get_by_role("link", name="Prøv på pasientene"))
    tried = page.inner_text("main")
    assert "4 pasienter: SMS: 3, papir i skranken: 1." in tried
    assert "Død" in tried
    keyboard.press(page.locator("main").get_by_role("link", name="Utsending"))
    keyboard.press(page.locator("main").get_by_role("link", name="Publiser"))
    keyboard.press(page.locator("main").get_by_role("button", name="Publiser"))

    assert "Versjon 1 er i bruk fra nå av." in page.inner_text("main")
    with site.world.open() as session:
        row = session.exec(select(tables.SchedulePublication)).one()
    [one] = Plan.model_validate(row.document).sendings
    assert isinstance(one.when, Around)
    assert (one.when.days, one.when.side, one.when.of) == (2, "before", "visit")
    assert (one.when.least and one.when.least.days, one.stop.until) == (21, "course")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_every_page_of_the_plan_is_axe_clean_and_fits(
    site: Site, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    _written(page, site)
    paths = (
        "/admin/schedules/?example-begins=2027-03-10", "/admin/schedules/new",
        "/admin/schedules/new?kind=rhythm", "/admin/schedules/care", "/admin/plans/",
        "/admin/plans/publish", "/admin/versions/plan", "/admin/versions/plan/compare",
        "/admin/versions/plan/history",
    )  # fmt: skip

    assert amiss_at(page, site, paths) == {}


def _written(page: Page, site: Site) -> None:
    """Publish one sentence, then change it, so that every page has something to show."""
    page.goto(f"{site.address}/admin/schedules/new")
    press(page.locator("button[value='save']"))
    page.goto(f"{site.address}/admin/plans/publish")
    press(page.locator("main form button"))
    page.goto(f"{site.address}/admin/schedules/new?kind=rhythm")
    press(page.locator("button[value='save']"))
