"""A rule on the answer to one question, from an imported file to the printed page.

“Alert the nurse, red, when the last question is answered with any of these”: written by
keyboard, approved by a second person, raised by a patient's answer, told in its words.
"""

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.storage import tables
from tests.corpus import corpus
from tests.journeys.test_main_job import (
    CORPUS,
    OURS,
    Job,
    answer,
    approved,
    bring_in,
    hospital_admin,
    published,
    signed_in,
)
from tests.reports.pdfs import opened, text
from tests.site import Site, amiss_with_scripts, press

pytestmark = pytest.mark.browser
PHQ_9 = "CardinalKit+CardinalKit/Resources_PHQ-9.json"


def test_an_imported_questions_answers_alert_with_the_answer_as_the_reason(
    site: Site, browser: Browser
) -> None:
    job = CORPUS[PHQ_9]
    file = corpus("fhir", *PHQ_9.split("/"))
    desk = hospital_admin(site, browser)
    desk.goto(f"{site.address}/admin/instruments/")
    bring_in(desk, job, file)

    # Of the nine the ninth is answered with the second of its four answers.
    _whole_way(site, browser, desk, job, question=8, ticks=(1, 2, 3), given=1)


def test_an_own_questions_answers_alert_with_the_answer_as_the_reason(
    site: Site, browser: Browser
) -> None:
    job = OURS["Plager"]
    desk = hospital_admin(site, browser)
    desk.goto(f"{site.address}/admin/instruments/")
    press(desk.locator("li", has_text="Plager").locator("button"))

    # When pain is 8, where it hurts is asked, and answered with the sixth and the ninth.
    _whole_way(site, browser, desk, job, question=0, ticks=(2, 5), given=5)


def _whole_way(
    site: Site,
    browser: Browser,
    desk: Page,
    job: Job,
    *,
    question: int,
    ticks: tuple[int, ...],
    given: int,
) -> None:
    publication = published(desk, site, job)
    asked, said = _rule(desk, question, ticks, given)
    _looked_at(desk, browser)
    approved(signed_in(site, browser, "second@example.org"), site)

    answer(browser, site.link(publication), job)

    nurse = signed_in(site, browser, "nurse@example.org")
    press(nurse.get_by_role("link", name="Varsler"))
    reason = f"Rød: svaret «{said}»"
    alerts = nurse.inner_text("main")
    assert asked in alerts
    assert reason in alerts
    press(nurse.get_by_role("link", name="Åpne arket"))
    assert reason in nurse.inner_text("main")
    printed = nurse.request.get(f"{nurse.url}.pdf").body()
    assert len(opened(printed).pages) == 1
    assert " ".join(reason.split()) in " ".join(text(printed).split())
    press(nurse.get_by_role("link", name="Hvorfor ble dette flagget?"))
    why = nurse.inner_text("main")
    assert "Rødt varsel når svaret på «" in why
    assert said in why
    with site.world.open() as session:
        [alert] = session.exec(select(tables.Alert)).all()
    assert alert.reasons[0]["type"] == "answered"


def _looked_at(desk: Page, browser: Browser) -> None:
    """Open the rule again, wide and narrow: its answers are there, and axe finds nothing."""
    press(desk.locator("nav >> text=Varselregler"))
    press(desk.locator(".rule a", has_text="Endre"))
    assert desk.locator(".ticks").is_visible()
    assert amiss_with_scripts(desk, browser, 1366, "light") == []
    assert amiss_with_scripts(desk, browser, 375, "dark") == []


def _rule(desk: Page, question: int, ticks: tuple[int, ...], given: int) -> tuple[str, str]:
    """Write the rule with the keyboard; return what is asked, and the answer that is given."""
    press(desk.locator("nav >> text=Varselregler"))
    press(desk.locator("main a", has_text="Ny regel"))
    desk.select_option("[name=severity]", "red")
    chosen = desk.locator("#measure-1-1 option.q").nth(question)
    asked = chosen.inner_text()
    desk.select_option("#measure-1-1", chosen.get_attribute("value"))
    assert not desk.locator("#value-1-1").is_visible()
    desk.focus("#condition-1-1 .ask")
    desk.keyboard.press("Enter")
    boxes = desk.locator("[name=option-1-1]")
    boxes.first.wait_for()
    # The first answer has the focus: the next are a Tab away each.
    for place in range(max(ticks) + 1):
        assert boxes.nth(place).evaluate("one => one === document.activeElement")
        if place in ticks:
            desk.keyboard.press("Space")
        desk.keyboard.press("Tab")
    texts = desk.locator(".ticks .pick").all_inner_texts()
    press(desk.locator("main form button", has_text="Lagre i utkastet"))
    sentence = " eller ".join(f"«{texts[one].strip()}»" for one in ticks)
    assert f"svaret på «{asked}» er {sentence}" in desk.inner_text("main")
    press(desk.locator("main button", has_text="Send til godkjenning"))
    return asked, texts[given].strip()
