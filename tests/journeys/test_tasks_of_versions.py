"""Tasks 4, 5, 13 and 14 of a clinic admin without training, by keyboard and without a script.

| task | what is checked |
|---|---|
| 4 roll back yesterday's change | one press makes a version equal to the old; none is deleted |
| 5 compare versions | side by side, word by word; moved is moved; printable |
| 13 schedule a change for a day | status and countdown; can be called off |
| 14 ask a colleague to approve | a link to what changes; the author cannot; no patient in it |

That patients midway finish the version they began is held by tests/services/test_planning_versions.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import col, select

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.items.any_item import Item
from lytte.core.items.free_text import FreeText
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.services.rules import house_rules
from lytte.storage import tables
from lytte.storage.database import Database
from tests.clinic_days import in_days
from tests.cms_desk import INSTRUMENT
from tests.keyboard import focused, menu, press, presses, promised, tick, write
from tests.patient_browser import send_in
from tests.site import Site, amiss_at, running_site, sign_in

pytestmark = pytest.mark.browser

ARABIC = "هل تريد أن تقول شيئا آخر؟"


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    """A form in two languages, in use; in its draft a question moved and reworded."""
    with running_site(database, tmp_path) as running:
        with running.world.open() as session:
            work = running.work(session)
            stocking.add(work, INSTRUMENT.model_copy(update={"questionnaire": _in_two()}))
            clinic_id = running.world.clinic_id
            draft = drafting.save_form(work, clinic_id, "before", _form("Klarer du å spise?"))
            publishing.publish_form(work, draft.id, comment="Første")
            made = _form("Klarer du å holde på mat?")
            made = made.model_copy(update={"slots": made.slots[::-1]})
            drafting.save_form(work, clinic_id, "before", made)
            session.commit()
        yield running


def _in_two() -> Questionnaire:
    return Questionnaire(items=tuple(map(_item_in_two, INSTRUMENT.questionnaire.items)))


def _item_in_two(item: Item) -> Item:
    named = {"text": item.text, "short_text": item.short_text}
    return item.model_copy(
        update={name: Text({**text.root, "ar": ARABIC}) for name, text in named.items() if text}
    )


def _form(asked: str) -> Composition:
    own = FreeText(
        type="text", link_id="food", text=Text({"nb": asked, "ar": f"{ARABIC} {len(asked)}"})
    )  # fmt: skip
    return Composition(
        title=Text({"nb": "Før timen", "ar": ARABIC}),
        languages=("nb", "ar"),
        slots=(
            InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),
            LocalSlot(id="food", questionnaire=Questionnaire(items=(own,))),
        ),
    )


def _desk(browser: Browser, site: Site, email: str, width: int = 1366) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, email)
    page.goto(f"{site.address}/admin/")
    return page


def _open(page: Page) -> None:
    menu(page, "Skjemaer")
    press(page.locator("main >> text=Åpne"))


def _versions(site: Site) -> list[tables.FormPublication]:
    with site.world.open() as session:
        kind = tables.FormPublication
        return list(session.exec(select(kind).order_by(col(kind.number))).all())


def test_task_4_yesterdays_change_is_rolled_back(site: Site, browser: Browser) -> None:
    with site.world.open() as session:
        yesterday = publishing.publish_form(site.work(session), _versions(site)[0].form_id)
        session.commit()
    send_in(site, yesterday.id)
    admin = _desk(browser, site, "author@example.org")
    _open(admin)
    press(admin.locator("main >> text=Versjoner"))
    press(admin.locator("main >> text=Bruk denne igjen"))
    assert presses(admin) == promised(4)[0]

    first, second, third = _versions(site)
    assert focused(admin) == "Versjon 3 er i bruk fra nå av. Den er lik versjon 1."
    assert (third.sha256, third.state) == (first.sha256, "live")
    assert (second.state, second.live_at is not None) == ("retired", True)
    # What was answered is shown as it was asked.
    with site.world.open() as session:
        sent = session.exec(select(tables.Response)).one()
    nurse = _desk(browser, site, "nurse@example.org")
    nurse.goto(f"{site.address}/clinic/sheet/{sent.id}")
    assert "skjema 2" in nurse.inner_text("main")


def test_task_5_two_versions_are_compared(site: Site, browser: Browser) -> None:
    admin = _desk(browser, site, "author@example.org")
    _open(admin)
    press(admin.locator("main >> text=Versjoner"))
    press(admin.locator("main >> text=Sammenlign to versjoner"))
    assert presses(admin) == promised(5)[0]

    text = admin.inner_text("main")
    # Words as they stand, each side its own; what was moved is neither gone nor new.
    assert admin.locator("del", has_text="spise").count() == 1
    assert admin.locator("ins", has_text="holde på mat").count() == 1
    assert "Flyttet" in text
    assert "Fantes ikke" not in text
    assert "Måleverktøyene er uendret" in text
    assert {"Varselregler", "Plan for utsending", "Sikkerhetstekst"} <= set(text.splitlines())
    assert admin.locator("[lang=ar][dir=rtl]").count() >= 1
    # Addresses can be shared, and paper takes the page without what is for the screen.
    assert admin.url.endswith("/compare")
    admin.emulate_media(media="print")
    assert not admin.locator("nav").is_visible()
    assert admin.locator("del", has_text="spise").is_visible()


def test_task_13_a_change_is_planned_for_a_day(site: Site, browser: Browser) -> None:
    admin = _desk(browser, site, "author@example.org")
    _open(admin)
    press(admin.locator(".bar a >> text=Publiser"))
    tick(admin.locator("[name=when][value=date]"))
    write(admin.locator("#day"), in_days(3))
    press(admin.locator("main form button >> text=Publiser"))
    assert presses(admin) == promised(13)[0]

    assert "om 3 dager, " in admin.inner_text("main")
    assert "kl. 06.00" in admin.inner_text("main")
    assert [row.state for row in _versions(site)] == ["live", "scheduled"]
    press(admin.locator("main button >> text=Avlys"))
    assert "Avlyst." in admin.inner_text("main")
    assert [row.state for row in _versions(site)] == ["live", "withdrawn"]


def test_task_14_a_colleague_is_asked_and_approves(site: Site, browser: Browser) -> None:
    with site.world.open() as session:
        house_rules.let_forms_need_second(site.work(session), True, staff_id=None)
        session.commit()
    author = _desk(browser, site, "author@example.org")
    _open(author)
    press(author.locator(".bar a >> text=Publiser"))
    write(author.locator("#comment"), "Sykepleierne ville vite om maten kom opp igjen")
    press(author.locator("main form button >> text=Send til godkjenning"))

    letter = author.locator("a[href^='mailto:']").get_attribute("href") or ""
    assert "approvals" in letter
    assert "Testmann" not in letter
    assert author.locator("button >> text=Godkjenn").count() == 0
    second = _desk(browser, site, "second@example.org")
    press(second.locator("main >> text=Se på det"))
    assert "maten kom opp igjen" in second.inner_text("main")
    assert second.locator("del", has_text="spise").count() == 1
    assert second.locator("a >> text=Se utkastet som pasienten").count() == 1
    press(second.locator("button >> text=Godkjenn"))
    assert [presses(author), presses(second)] == promised(14)
    assert [row.state for row in _versions(site)] == ["retired", "live"]


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_every_page_of_versions_is_axe_clean_and_fits(
    site: Site, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    with site.world.open() as session:
        work = site.work(session)
        form_id = _versions(site)[0].form_id
        house_rules.let_forms_need_second(work, True, staff_id=None)
        row = publishing.publish_form(work, form_id, comment="Ny")
        session.commit()
    base = f"/admin/forms/{form_id}"
    paths = (
        f"{base}/versions", f"{base}/compare", f"{base}/publish", f"{base}/history",
        "/admin/versions/rules", "/admin/versions/safety", "/admin/versions/safety/compare",
        "/admin/approvals/", f"/admin/approvals/forms/{row.id}",
    )  # fmt: skip

    assert amiss_at(page, site, paths) == {}
