"""A nurse's morning in a real browser: sign in, list, alerts, sheet, way in, sign out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.clinic_site import PASSWORD, Clinic, code_now
from tests.site import press, unfold

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "desk": {"viewport": {"width": 1366, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "night": {"viewport": {"width": 1366, "height": 900}, "color_scheme": "dark"},
}


def _signed_in(context: BrowserContext, address: str, clinic: Clinic) -> Page:
    email = clinic.email(clinic.staff(clinician=clinic.world.clinic_id))
    page = context.new_page()
    page.goto(f"{address}/h/{clinic.world.slug}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.fill("#code", code_now())
    with page.expect_navigation(url="**/clinic/bryst/"):
        page.keyboard.press("Enter")
    return page


def test_a_morning_without_scripts_from_sign_in_to_sign_out(
    browser: Browser, address: str, clinic: Clinic
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = _signed_in(context, address, clinic)

    press(page.get_by_role("link", name="Varsler"))
    press(page.get_by_role("button", name="Jeg tar det"))
    assert page.get_by_role("status").inner_text() == "Tatt: varselet har navnet ditt."
    unfold(page.get_by_text("Sett til side", exact=False))
    press(page.get_by_role("button", name="Sett til side med denne grunnen"))
    assert "Skriv hvorfor først" in page.locator("main").inner_text()
    page.get_by_label("Hvorfor det ikke var grunn til å spørre").fill("Kjent fra før")
    press(page.get_by_role("button", name="Sett til side med denne grunnen"))
    assert clinic.alerts[0].state == "overridden"

    press(page.get_by_role("link", name="I dag", exact=True))
    press(page.get_by_role("link", name="Åpne arket"))
    assert page.locator("article.sheet").count() == 1
    press(page.get_by_role("link", name="Hvorfor ble dette flagget?"))
    assert "Kjent fra før" in page.locator("main").inner_text()

    page.goto(f"{address}/clinic/in/{clinic.waiting_id}")
    press(page.get_by_role("button", name="Lag en lenke"))
    assert page.get_by_role("img", name="Lenken som en rute").count() == 1
    press(page.get_by_role("button", name="Logg ut"))
    page.goto(f"{address}/clinic/bryst/")
    assert page.url.endswith("/staff")
    context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_readable_for_everyone(
    browser: Browser, address: str, clinic: Clinic, look: str
) -> None:
    context = browser.new_context(locale="nb-NO", **LOOKS[look])  # type: ignore[arg-type]
    page = _signed_in(context, address, clinic)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    faults = {}

    for path in (
        "/clinic/bryst/", "/clinic/bryst/alerts", "/clinic/bryst/alerts?closed=1",
        f"/clinic/bryst/alerts?again={clinic.ready.assessment_id}",
        f"/clinic/sheet/{clinic.response_id}", f"/clinic/sheet/{clinic.response_id}/why",
        f"/clinic/in/{clinic.waiting_id}", "/no-role",
    ):  # fmt: skip
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200
        found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or wider > 0:
            faults[path] = ([one["id"] for one in found], wider)
    context.close()

    assert faults == {}
    assert said == []


def test_the_sign_in_page_is_readable_and_says_what_went_wrong(
    browser: Browser, address: str, clinic: Clinic
) -> None:
    page = browser.new_page(locale="nb-NO")
    page.goto(f"{address}/h/{clinic.world.slug}/sign-in")
    page.fill("#email", "nobody@example.org")
    press(page.locator("main form button"))

    assert "Du ble ikke logget inn" in page.locator("main").inner_text()
    assert page.evaluate("document.activeElement.className").startswith("note")
    assert Axe().run(page, options={"runOnly": STANDARDS}).response["violations"] == []
    page.close()
