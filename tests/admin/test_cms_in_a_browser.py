"""The CMS in a real browser: signed in for real, without JavaScript, by keyboard, axe clean."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import INSTRUMENT
from tests.site import Site, amiss_at, press, running_site, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        with running.world.open() as session:
            stocking.add(running.work(session), INSTRUMENT)
            session.commit()
        yield running


def desk(browser: Browser, site: Site, email: str, *, width: int = 1366) -> Page:
    """Return a page of somebody signed in, with JavaScript switched off."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, email)
    page.goto(f"{site.address}/admin/")
    assert page.locator("h1").count() == 1
    return page


def test_a_clinic_is_set_up_from_empty_without_a_script(site: Site, browser: Browser) -> None:
    admin = desk(browser, site, "author@example.org")
    _form(admin, site)
    _rule(admin, site)
    _emergency(admin, site)
    admin.goto(f"{site.address}/admin/thresholds/")
    admin.fill("#comment", "Slik vi ble enige om")
    _press(admin, "Send til godkjenning")
    assert "Sendt." in admin.inner_text("main")

    second = desk(browser, site, "second@example.org")
    _press(second, "Se på det")
    assert "Hvor vondt" not in second.inner_text("main")
    assert "Rødt varsel til sykepleieren (vikar: koordinatoren) når Smerte er minst 7" in (
        second.inner_text("main")
    )
    _press(second, "Godkjenn, gjelder fra nå")

    with site.world.open() as session:
        rules = session.exec(select(tables.RuleSetPublication)).one()
        form = session.exec(select(tables.FormPublication)).one()
    assert (rules.state, form.state) == ("live", "live")
    assert len(form.document["parts"]) == 2


def _press(page: Page, name: str) -> None:
    """Press the first button or link whose words begin with `name`."""
    words = re.compile(rf"^\s*{re.escape(name)}")
    press(page.locator("main :is(a, button), nav a").filter(has_text=words))


def _form(admin: Page, site: Site) -> None:
    _press(admin, "Skjemaer")
    admin.fill("#title", "Før timen")
    _press(admin, "Begynn")
    press(admin.locator("button[value='instrument']"))
    admin.check("input[value='one']")
    _press(admin, "Skriv spørsmålet")
    admin.fill("#text-nb", "Hvor gjør det vondt?")
    admin.fill("#options-nb", "Hodet\nRyggen\nMagen")
    _press(admin, "Sett det inn i skjemaet")
    press(admin.locator("#chosen a", has_text="Spør bare hvis"))
    admin.select_option("#looks_at", label="Hvor vondt har du hatt?")
    _press(admin, "Velg")
    admin.fill("input[name='value']", "4")
    _press(admin, "Legg til vilkåret")
    _press(admin, "Tilbake til skjemaet")
    assert "Spørres bare hvis «Hvor vondt har du hatt?» er minst 4" in admin.inner_text("#chosen")
    _press(admin, "Publiser")
    _press(admin, "Publiser")
    assert "Versjon 1 er i bruk fra nå av." in admin.inner_text("main")


def _rule(admin: Page, site: Site) -> None:
    admin.goto(f"{site.address}/admin/thresholds/new")
    admin.select_option("[name='severity']", "red")
    admin.select_option("[name='measure-1-1']", "symptoms/pain")
    admin.fill("[name='value-1-1']", "7")
    _press(admin, "Lagre i utkastet")
    assert "til sykepleieren når Smerte er minst 7" in admin.inner_text("main")


def _emergency(admin: Page, site: Site) -> None:
    _press(admin, "Enda et svar som ikke kan vente")
    admin.select_option("#item", label="Har du feber?")
    _press(admin, "Velg")
    admin.check("[name='trigger'][value='yes']")
    admin.fill("#name-nb", "Feber")
    admin.fill("#call_now-nb", "Feber under behandling kan haste.")
    _press(admin, "Lagre i utkastet")
    assert "Ring oss nå når Feber" in admin.inner_text("main")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_every_page_is_axe_clean_and_fits(
    site: Site, browser: Browser, width: int, scheme: str
) -> None:
    form_id = _ready(site)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    paths = (
        "/admin/", "/admin/forms/", f"/admin/forms/{form_id}", f"/admin/forms/{form_id}/publish",
        f"/admin/forms/{form_id}/versions", f"/admin/questions/{form_id}/new?kind=one",
        f"/admin/questions/{form_id}/new?kind=rating", f"/admin/questions/{form_id}/when/0",
        f"/admin/preview/{form_id}", "/admin/instruments/", "/admin/instruments/import",
        "/admin/translations/", f"/admin/translations/{form_id}/ar",
        f"/admin/translation_files/{form_id}/ar", "/admin/clinic_texts/ar",
        "/admin/texts/", "/admin/thresholds/", "/admin/thresholds/new", "/admin/emergencies/new",
        "/admin/emergencies/new?item=symptoms/fever", "/admin/approvals/", "/admin/licences/",
    )  # fmt: skip

    assert amiss_at(page, site, paths) == {}


def test_the_menu_opens_by_keyboard_on_a_narrow_screen(site: Site, browser: Browser) -> None:
    page = desk(browser, site, "author@example.org", width=390)
    assert not page.locator("nav >> text=Skjemaer").is_visible()

    page.keyboard.press("Tab")  # past the link to the content
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Meny":
            break
    page.keyboard.press("Enter")

    expect(page.locator("nav >> text=Skjemaer")).to_be_visible()


def _ready(site: Site) -> str:
    """Return the id of a form with an instrument in it."""
    from_text = Text({"nb": "Før timen"})
    with site.world.open() as session:
        work = site.work(session)
        row = drafting.save_form(
            work,
            site.world.clinic_id,
            "before",
            Composition(
                title=from_text,
                languages=("nb",),
                slots=(InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),),
            ),
        )
        session.commit()
        return str(row.id)
