"""Task 16 of a clinic admin who has had no training: what is on the summary sheet, and its order.

| task | what is checked |
|---|---|
| 16 choose what is on the sheet | the A4 page beside it; a second page refused; own words stay |

Within three minutes: one press from the menu, one a change, one to put it in force. The sheet
that a nurse prints next is the one that was chosen.
"""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lytte.services.publishing import publishing
from tests import keyboard
from tests.clinic_site import PASSWORD, Clinic, code_now
from tests.many_scores import many_scores
from tests.reports import pdfs
from tests.site import amiss, press

pytestmark = pytest.mark.browser


def _admin(
    browser: Browser, address: str, clinic: Clinic, *, width: int = 1366, scripts: bool = True
) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="nb-NO",
        java_script_enabled=scripts,
        color_scheme="dark" if width < 400 else "light",
    ).new_page()
    here = clinic.world.clinic_id
    email = clinic.email(clinic.staff(clinic_admin=here, clinician=here))
    page.goto(f"{address}/h/{clinic.world.slug}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.fill("#code", code_now())
    press(page.locator("main form button"))
    page.goto(f"{address}/admin/")
    return page


def _ask_many(clinic: Clinic) -> None:
    world = clinic.world
    with world.open() as session:
        work = world.work(session, datetime.now(UTC))
        publishing.publish_form(work, many_scores(work, world.clinic_id).id)
        session.commit()


def _tool(page: Page, block: str, tool: str) -> Locator:
    return page.locator("#blocks li", has_text=block).get_by_role("button", name=tool).first


def _printed(page: Page, address: str, clinic: Clinic) -> str:
    answer = page.context.request.get(f"{address}/clinic/sheet/{clinic.response_id}.pdf")
    assert answer.status == 200
    assert len(pdfs.opened(answer.body()).pages) == 1
    return pdfs.text(answer.body())


def test_task_16_what_is_chosen_is_what_is_printed(
    browser: Browser, address: str, clinic: Clinic
) -> None:
    page = _admin(browser, address, clinic, scripts=False)
    assert "Avtalt i dag" in _printed(page, address, clinic)

    keyboard.menu(page, "Oppsummeringsark")
    keyboard.press(_tool(page, "Andre svar", "Flytt opp"))
    assert keyboard.focused(page).startswith("Flytt opp")
    keyboard.press(_tool(page, "Linjer å skrive på", "Skjul"))
    assert keyboard.focused(page).startswith("Vis")
    paper = page.frame_locator("iframe").locator("article.sheet")
    assert "Avtalt i dag" not in paper.inner_text()
    assert "Viktigst for pasienten" in paper.inner_text()
    assert "Avtalt i dag" in _printed(page, address, clinic)  # until it is put in force
    keyboard.press(page.get_by_role("button", name="Ta i bruk"))

    assert keyboard.presses(page) == sum(keyboard.promised(16)) + 2  # one for each change
    assert keyboard.focused(page) == "I bruk fra nå."
    said = _printed(page, address, clinic)
    assert "Avtalt i dag" not in said
    assert "oppsett 1" in said
    assert "Viktigst for pasienten" in said
    for block in ("Det viktigste for pasienten", "Hvor alt kommer fra"):
        assert "Alltid med" in page.locator("#blocks li", has_text=block).inner_text()
        assert _tool(page, block, "Skjul").count() == 0


def test_task_16_a_second_page_is_refused_with_what_would_help(
    browser: Browser, address: str, clinic: Clinic
) -> None:
    _ask_many(clinic)
    page = _admin(browser, address, clinic, scripts=False)
    page.goto(f"{address}/admin/sheet/")
    keyboard.choose(page.locator("#form"), "Mange spørsmål")
    keyboard.tick(page.locator("#rows-all"))
    keyboard.choose(page.locator("#smallest"), "roomy")
    keyboard.choose(page.locator("#lines"), "8")
    keyboard.choose(page.locator("#found"), "8")
    keyboard.press(page.locator("#look"))

    assert "mm for høy for ett ark" in page.inner_text("#verdict")
    assert "Her slutter arket" in page.frame_locator("iframe").locator("body").inner_text()
    keyboard.press(page.get_by_role("button", name="Ta i bruk"))
    assert "får ikke plass på ett ark" in keyboard.focused(page)
    assert "oppsett" not in _printed(page, address, clinic)

    keyboard.press(page.locator("#verdict button"))
    assert "En full side får plass på ett ark" in page.inner_text("#verdict")
    keyboard.press(page.get_by_role("button", name="Ta i bruk"))
    assert "oppsett 1" in _printed(page, address, clinic)


@pytest.mark.parametrize("width", [1366, 375])
def test_task_16_the_page_beside_it_follows_by_itself_and_by_keyboard(
    browser: Browser, address: str, clinic: Clinic, width: int
) -> None:
    page = _admin(browser, address, clinic, width=width)
    _ask_many(clinic)
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text))
    page.on("pageerror", lambda one: complaints.append(str(one)))
    page.goto(f"{address}/admin/sheet/")
    assert amiss(page) == []
    paper = page.frame_locator("iframe").locator("article.sheet")
    expect(paper).to_contain_text("Avtalt i dag")

    _tool(page, "Linjer å skrive på", "Skjul").focus()
    page.keyboard.press("Enter")

    expect(paper).not_to_contain_text("Avtalt i dag")
    expect(page.locator("#b-plan-see")).to_be_focused()
    expect(page.locator("#b-plan-see")).to_contain_text("Vis")
    page.focus("#lines")
    page.select_option("#lines", "5")
    expect(page.locator("#lines")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.locator("#b-plan-see").press("Enter")
    expect(paper.locator(".plan li")).to_have_count(5)
    page.locator("#s-symptoms summary").press("Enter")
    listed = page.locator("#s-symptoms li")
    up = listed.nth(2).get_by_role("button", name="Flytt opp")
    up.press("Enter")
    page.keyboard.press("Enter")  # before the first has been answered
    expect(listed.nth(0)).to_contain_text("Plage nummer 2")
    expect(listed.nth(0).get_by_role("button", name="Flytt ned")).to_be_focused()
    assert amiss(page) == []
    assert complaints == []
