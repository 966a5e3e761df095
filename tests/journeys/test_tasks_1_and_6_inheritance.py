"""Tasks 1 and 6: a question after one inside a locked instrument, and another hospital's form.

Unaided, first time, without a script, by keyboard: the warning says what lies there and the
way round it is one press; a copy says where it came from and what is missing. No other clinic's
form moves. And the hospital's newer version is followed with one choice.
"""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.composition import InstrumentSlot, resolve
from lytte.core.forms import Form, document, sha256
from lytte.core.merging import slot_key
from lytte.services import published
from lytte.services.inheriting import sharing
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import INSTRUMENT
from tests.keyboard import choose, focused, menu, press, presses, promised, tick, write
from tests.patient_browser import send_in
from tests.shared_level import FORM, Shared, question, share
from tests.site import Site, amiss_with_scripts, sign_in
from tests.world import make_world

pytestmark = pytest.mark.browser
WIDTHS = (1366, 375)


def _desk(browser: Browser, site: Site, width: int, email: str = "author@example.org") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, email)
    return page


def _look(page: Page, browser: Browser) -> None:
    """The page is one that anybody can use: axe clean in light and dark, and it fits."""
    size = page.viewport_size
    assert size is not None
    for scheme in ("light", "dark"):
        assert amiss_with_scripts(page, browser, size["width"], scheme) == [], page.url


def _button(page: Page, said: str) -> None:
    press(page.locator("main :is(button, a)", has_text=said).first)


@pytest.mark.parametrize("width", WIDTHS)
def test_task_1_a_question_after_one_inside_a_locked_instrument(
    site: Site, browser: Browser, width: int
) -> None:
    shared = share(site)
    ours, theirs = shared.taken(), shared.taken(shared.other_clinic_id)
    before = _fingerprint(site, shared, theirs)
    page = _desk(browser, site, width)
    menu(page, "Skjemaer")
    _button(page, "Åpne")

    tick(page.locator("input[value='yes_no']"))
    _button(page, "Skriv spørsmålet")
    write(page.locator("#text-nb"), "Prikker det i fingrene?")
    choose(page.locator("#at"), "in:symptoms:pain")
    _button(page, "Sett det inn i skjemaet")
    said = page.inner_text("main")
    assert "Mellom «Hvor vondt har du hatt?» og «Har du feber?» er dere inne i Plager" in said
    _button(page, "Sett det etter hele Plager")
    assert presses(page) == promised(1)[0]

    made = shared.made(ours)
    assert [slot_key(one)[:8] for one in made.slots[:2]] == ["symptoms", "prikker-"]
    instrument = next(one for one in made.slots if isinstance(one, InstrumentSlot))
    assert instrument.deviating is None
    assert _fingerprint(site, shared, theirs) == before
    page.goto(f"{site.address}/admin/forms/{ours}?at=symptoms")
    assert (INSTRUMENT.part.sha256 or "")[:16] in (page.text_content("#chosen") or "")
    assert "Lagt til her" in page.inner_text("#content")
    assert "Prikker det i fingrene? (lokalt): ja" in _sheet(site, browser, ours)


def _sheet(site: Site, browser: Browser, form_id: UUID) -> str:
    """Publish, let a patient answer, and return what a nurse reads."""
    with site.world.open() as session:
        row = publishing.publish_form(site.work(session), form_id)
        session.commit()
    send_in(site, row.id, q1_0="1")
    with site.world.open() as session:
        sent = session.exec(select(tables.Response)).one()
    nurse = _desk(browser, site, 1366, "nurse@example.org")
    nurse.goto(f"{site.address}/clinic/sheet/{sent.id}")
    return nurse.inner_text("main")


def _fingerprint(site: Site, shared: Shared, form_id: UUID) -> str:
    with site.world.open() as session:
        library = stocking.library(site.work(session))
        form: Form = resolve(shared.made(form_id), library)
    return sha256(document(form))


@pytest.mark.parametrize("width", WIDTHS)
def test_task_6_another_hospitals_form_is_copied(
    site: Site, browser: Browser, database: Database, width: int
) -> None:
    theirs = _another_hospital_shares(site, database)
    page = _desk(browser, site, width)
    menu(page, "Skjemaer")
    _button(page, "Skjemaer fra andre sykehus")
    assert "Nabo sykehus, versjon 1" in page.inner_text("main")
    press(
        page.locator("main li", has_text="Nabo sykehus, versjon 1").locator(
            "a", has_text="Se på det"
        )
    )
    _look(page, browser)
    assert "Det dere må ha selv" in page.inner_text("main")
    _button(page, "Kopier det til")

    assert presses(page) == promised(6)[0]
    said = page.inner_text("main")
    assert "Kopiert fra Nabo sykehus, versjon 1." in said
    assert "De deler en nyere versjon" not in said
    with site.world.open() as session:
        draft = session.exec(select(tables.FormDraft)).one()
    assert draft.origin["hospital"] == "Nabo sykehus"
    _share_anew(theirs)
    page.goto(f"{site.address}/admin/")
    press(page.locator("main li", has_text="Nabo sykehus deler en nyere versjon").locator("a"))
    assert "De deler en nyere versjon: 2." in page.inner_text("main")


def _another_hospital_shares(site: Site, database: Database) -> Shared:
    neighbour = Site(site.app, site.address, make_world(database, "Nabo sykehus"), site.keys)
    shared = share(neighbour)
    _share(shared)
    return shared


def _share(shared: Shared) -> None:
    """Let other hospitals copy what is in force."""
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        live = published.live_form(work, shared.form_id)
        assert live is not None
        sharing.share(work, live)
        session.commit()


def _share_anew(shared: Shared) -> None:
    shared.publish(FORM.model_copy(update={"minutes": 7}))
    _share(shared)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_hospitals_newer_version_is_followed_with_one_choice(
    site: Site, browser: Browser, width: int
) -> None:
    shared = share(site)
    form_id = shared.taken()
    instrument, _, fever = FORM.slots
    shared.change(form_id, slots=(instrument, question("food", "Holder du på maten?"), fever))
    newer = (instrument, question("food", "Spiser du nok?"), fever, question("fall", "Falt?"))
    shared.publish(FORM.model_copy(update={"slots": newer}))
    page = _desk(browser, site, width)
    page.goto(f"{site.address}/admin/")

    _button(page, "Se hva som er nytt")
    _look(page, browser)
    _button(page, "Legg våre endringer på versjon 2")
    assert focused(page).startswith("1 valg er ikke tatt ennå")
    tick(page.locator("input[value='ours']"))
    _button(page, "Legg våre endringer på versjon 2")

    assert "bygger på sykehusets versjon 2" in page.inner_text("main")
    assert shared.made(form_id).slots[1] == question("food", "Holder du på maten?")
    assert slot_key(shared.made(form_id).slots[3]) == "fall"


def test_every_page_between_levels_is_clean_and_fits(site: Site, browser: Browser) -> None:
    shared = share(site)
    form_id = shared.taken()
    instrument, _, fever = FORM.slots
    shared.change(form_id, minutes=4, slots=(instrument, question("food", "Mat?"), fever))
    page = _desk(browser, site, 375)

    for path in (
        f"forms/{form_id}?at=food", f"forms/{form_id}?at=symptoms", f"tailored/{form_id}",
        f"deviations/{form_id}/symptoms", "elsewhere/", "forms/",
    ):  # fmt: skip
        page.goto(f"{site.address}/admin/{path}")
        _look(page, browser)
