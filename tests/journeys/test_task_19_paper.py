"""Task 19: register answers given on paper, by keyboard alone, nineteen items within a minute.

The check counts key presses: at sixty of them a clerk who presses one a second is done in time.
What could not be read is kept apart, who typed it in is in the audit and on the sheet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.answers import Key, Missing
from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.questionnaire import Questionnaire
from lytte.core.sent import Sent
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.sending import enrolling
from lytte.storage import tables
from tests.clinic_site import OSLO
from tests.forms_world import LANGUAGES, in_all, options, rating
from tests.site import Site, amiss, press, sign_in

pytestmark = pytest.mark.browser

ITEMS = 19
MOST_KEYS = 60
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1366, "height": 900}},
    "phone": {"viewport": {"width": 375, "height": 740}},
    "night": {"viewport": {"width": 1366, "height": 900}, "color_scheme": "dark"},
}


@dataclass
class Keys:
    """A keyboard and nothing else; it counts."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """Press some keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def scan(self, code: str) -> None:
        """Hold a paper under a reader: it types the code and Enter."""
        with self.page.expect_navigation():
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")

    def line(self, typed: str, onwards: str = "Enter") -> None:
        """Type one answer and go on."""
        self.press(*typed, onwards)

    def leave(self, *keys: str) -> None:
        """Press keys, of which the last leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])


def _items() -> tuple[Item, ...]:
    """Ten ratings and nine choices."""
    ratings = [rating(f"r{number}", f"Hvor plaget er du av {number}?") for number in range(10)]
    boxes = options("Ikke i det hele tatt", "Litt", "En del", "Svært mye")
    choices = [
        Choice(link_id=f"c{number}", text=in_all(f"Hvor ofte {number}?"), answer_options=boxes)
        for number in range(9)
    ]
    return (*ratings, *choices)


def _occasion(site: Site) -> UUID:
    """Publish nineteen questions, and let the patient have an appointment today."""
    made = Composition(
        title=in_all("Før timen"), languages=LANGUAGES,
        slots=(LocalSlot(id="symptoms", questionnaire=Questionnaire(items=_items())),),
    )  # fmt: skip
    with site.world.open() as session:
        work = site.work(session)
        draft = drafting.save_form(work, site.world.clinic_id, "before", made)
        publication = publishing.publish_form(work, draft.id)
        noon = work.now.astimezone(OSLO).replace(hour=12, minute=0, second=0, microsecond=0)
        visit = tables.Visit(
            hospital_id=site.world.hospital_id, patient_id=site.world.patient_id,
            clinic_id=site.world.clinic_id, starts_at=noon,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        planned = enrolling.plan(
            work, site.world.patient_id, publication, due_at=noon,
            expires_at=work.now + timedelta(days=1), visit_id=visit.id,
        )  # fmt: skip
        session.commit()
        return planned.id


def _response(site: Site, occasion: UUID) -> tables.Response:
    with site.world.open() as session:
        return session.exec(
            select(tables.Response).where(tables.Response.assessment_id == occasion)
        ).one()


def _scan_first(site: Site, keys: Keys, occasion: UUID) -> None:
    """Go to the papers by keyboard, and hold the paper under the reader."""
    page = keys.page
    page.get_by_role("link", name="Papirskjemaer").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#written:focus").wait_for()
    keys.scan(f"bryst/before.1/nb/{occasion.hex[:10]}")


def _is_in_the_audit(site: Site, response: tables.Response) -> None:
    with site.world.open() as session:
        deeds = session.exec(select(tables.AuditEntry)).all()
    [sent] = [one for one in deeds if one.action == "response.send"]
    assert (sent.fields["mode"], sent.role) == ("paper", "clinician")
    assert str(response.typed_in_by) in sent.actor


def test_task_19_nineteen_items_from_paper_by_keyboard(site: Site, browser: Browser) -> None:
    occasion = _occasion(site)
    page = browser.new_context(locale="nb-NO").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    keys = Keys(page)
    sign_in(page, site, "nurse@example.org")
    _scan_first(site, keys, occasion)
    assert "Papiret til Kari Testmann" in page.get_by_role("heading", level=1).inner_text()

    page.locator("#born:focus").wait_for()
    keys.line("140351")
    keys.line(f"{datetime.now(OSLO):%d%m}")
    keys.line("1")
    typed = ["3", "7", "0", "10", "2", "5", "u", "4", "1", "6", *"12341b21"]
    for answer in typed:
        keys.line(answer)
    assert page.evaluate("document.activeElement.closest('.typed').innerText").startswith("19")
    keys.leave("3", "Enter")
    assert "Er dette det Kari Testmann skrev?" in page.locator("h1").inner_text()
    read = page.locator("main table").inner_text()
    assert "Kan ikke leses" in read
    assert "10 av 10" in read
    page.locator("h1:focus").wait_for()
    keys.leave("Tab", "Enter")

    assert "er lagret" in page.locator("h1").inner_text()
    assert keys.pressed <= MOST_KEYS, keys.pressed
    response = _response(site, occasion)
    assert (response.mode, response.asked, response.answered) == ("paper", ITEMS, ITEMS - 2)
    found = Sent.model_validate(response.document).answers()["symptoms"]
    wanted = [found[Key(one)] for one in ("r3", "r6", "c5")]
    assert wanted == [(10,), Missing.UNREADABLE, Missing.SKIPPED]
    assert said == []
    page.locator("a:focus").wait_for()
    keys.leave("Enter")
    # The next paper can be scanned.
    page.locator("#written:focus").wait_for()
    _is_in_the_audit(site, response)


def test_task_19_without_scripts_the_tab_key_goes_on(site: Site, browser: Browser) -> None:
    occasion = _occasion(site)
    page = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    sign_in(page, site, "nurse@example.org")
    press(page.get_by_role("link", name="Papirskjemaer"))
    press(page.get_by_role("link", name="Skriv inn papiret"))
    keys = Keys(page)
    page.locator("#born:focus").wait_for()

    for answer in ("14.03.1951", f"{datetime.now(OSLO):%d.%m.%Y}", "2", *"5555555555", *"11111111"):
        keys.line(answer, "Tab")
    # The last question is forgotten, and Enter sends the page from wherever one stands.
    keys.leave("Enter")
    assert "1 ting må rettes" in page.locator("main").inner_text()
    press(page.locator("main a", has_text="19. Ingenting er skrevet"))
    keys.leave("4", "Enter")
    page.locator("h1:focus").wait_for()
    keys.leave("Tab", "Tab", "Enter")

    assert page.locator("#born").input_value() == "14.03.1951"
    page.locator("#born:focus").wait_for()
    keys.leave("Enter")
    press(page.get_by_role("button", name="Det stemmer: lagre"))
    response = _response(site, occasion)
    assert (response.answered, response.helped) == (ITEMS, True)
    press(page.get_by_role("link", name="Åpne arket"))
    today = datetime.now(UTC).astimezone(OSLO)
    said = page.locator("article.sheet").inner_text()
    assert f"På papir, skrevet inn {today:%d.%m.%Y} av Nurse" in said


@pytest.mark.parametrize("look", LOOKS)
def test_the_papers_pages_are_readable_for_everyone(
    site: Site, browser: Browser, look: str
) -> None:
    occasion = _occasion(site)
    page = browser.new_context(locale="nb-NO", **LOOKS[look]).new_page()
    sign_in(page, site, "nurse@example.org")
    wrong = {}
    page.goto(f"{site.address}/clinic/bryst/papers")
    wrong["find"] = amiss(page)
    page.goto(f"{site.address}/clinic/in/{occasion}/paper")
    wrong["entry"] = amiss(page)
    press(page.get_by_role("button", name="Les over"))
    wrong["amiss"] = amiss(page)
    for box in page.locator("form[data-typing] [data-key]").all():
        box.fill("1")
    page.fill("#born", "140351")
    page.fill("#on", f"{datetime.now(OSLO) - timedelta(days=20):%d%m%Y}")
    press(page.get_by_role("button", name="Les over"))
    wrong["review"] = amiss(page)
    press(page.get_by_role("button", name="Det stemmer: lagre"))
    wrong["saved"] = amiss(page)
    page.goto(f"{site.address}/clinic/in/{occasion}/paper")
    wrong["answered"] = amiss(page)

    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("look", [*LOOKS, "no scripts"])
def test_what_was_typed_wrong_is_corrected_from_the_sheet(
    site: Site, browser: Browser, look: str
) -> None:
    occasion = _occasion(site)
    settings = LOOKS.get(look, {"java_script_enabled": False})
    page = browser.new_context(locale="nb-NO", **settings).new_page()
    sign_in(page, site, "nurse@example.org")
    page.goto(f"{site.address}/clinic/in/{occasion}/paper")
    for box in page.locator("form[data-typing] [data-key]").all():
        box.fill("1")
    page.fill("#born", "140351")
    page.fill("#on", f"{datetime.now(OSLO):%d%m%Y}")
    press(page.get_by_role("button", name="Les over"))
    press(page.get_by_role("button", name="Det stemmer: lagre"))
    press(page.get_by_role("link", name="Åpne arket"))
    press(page.get_by_role("link", name="Rett det som er skrevet inn"))

    wrong = {"entry": amiss(page)} if look in LOOKS else {}
    third = page.locator("form[data-typing] [data-key]").nth(5)
    assert third.input_value() == "1"
    third.fill("7")
    press(page.get_by_role("button", name="Les over"))
    assert "Skriv hvorfor det rettes." in page.locator("main").inner_text()
    page.fill("#why", "Leste 1 for 7")
    press(page.get_by_role("button", name="Les over"))
    assert page.locator("tbody tr").inner_text().split("\t")[2:] == ["1 av 10", "7 av 10"]
    if look in LOOKS:
        wrong["seen over"] = amiss(page)
    press(page.get_by_role("button", name="Det stemmer: lagre"))
    assert "Leste 1 for 7" in page.locator("main").inner_text()
    press(page.get_by_role("link", name="Åpne arket"))
    assert "Skrevet inn fra papir, rettet" in page.locator(".leaf").inner_text()
    assert {name: found for name, found in wrong.items() if found} == {}
