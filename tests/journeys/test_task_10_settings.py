"""Task 10 of a clinic admin who has had no training, without script, by keyboard; and settings.

| task | what is checked |
|---|---|
| 10 a new number on all safety texts | one place, “used in N”; midway and preview; never empty |

Beside it: a logo and a colour of the hospital's own, from the settings to a patient's telephone.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from tests import keyboard
from tests.cms_desk import INSTRUMENT
from tests.site import Site, phone, press, sign_in

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NEW = "22 99 88 77"


@pytest.fixture
def links(site: Site) -> list[str]:
    """Two forms in use, and a patient's link to each."""
    with site.world.open() as session:
        work = site.work(session)
        stocking.add(work, INSTRUMENT)
        rows = []
        for slug in ("before", "after"):
            made = Composition(
                title=Text({"nb": slug.title()}),
                slots=(InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),),
            )
            draft = drafting.save_form(work, site.world.clinic_id, slug, made)
            rows.append(publishing.publish_form(work, draft.id).id)
        session.commit()
    return [site.link(one) for one in rows]


def _admin(browser: Browser, site: Site, width: int = 1366, scheme: str = "light") -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=False,
        locale="nb-NO",
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    sign_in(page, site, "author@example.org")
    return page


def _enter(page: Page, link: str) -> None:
    page.goto(link)
    page.fill("[name=born]", "14.03.1951")
    press(page.locator("main form button"))


def test_task_10_a_new_number_is_on_every_page_at_once(
    site: Site, browser: Browser, links: list[str]
) -> None:
    patient = phone(browser).new_page()
    _enter(patient, links[0])
    patient.check("[name=who][value=self]")
    press(patient.locator("main form button"))
    assert NEW not in patient.inner_text("main")
    admin = _admin(browser, site)
    admin.goto(f"{site.address}/admin/")

    keyboard.menu(admin, "Tekster og telefon")
    assert "Brukes 2 steder" in admin.inner_text("main")
    keyboard.write(admin.locator("#phone"), NEW)
    keyboard.write(admin.locator("#phone_again"), NEW)
    keyboard.press(admin.locator("form[action$=contact] button"))

    assert keyboard.presses(admin) == keyboard.promised(10)[0]
    assert f"Pasientene ser {NEW}." in admin.inner_text("main")
    patient.reload()
    assert patient.locator("a[href='tel:22998877']").count() == 1
    other = phone(browser).new_page()
    _enter(other, links[1])
    assert other.locator("a[href='tel:22998877']").count() == 1
    keyboard.menu(admin, "Skjemaer")
    keyboard.press(admin.locator("main >> text=Åpne"))
    keyboard.press(admin.locator("main a[href*='/preview/']"))
    frame = admin.frame_locator("iframe").first
    assert frame.locator("a[href='tel:22998877']").count() == 1


def test_task_10_the_number_cannot_be_empty(site: Site, browser: Browser, links: list[str]) -> None:
    assert links
    admin = _admin(browser, site)
    admin.goto(f"{site.address}/admin/texts/")
    before = admin.input_value("#phone")
    keyboard.write(admin.locator("#phone"), "   ")
    keyboard.write(admin.locator("#phone_again"), "   ")
    keyboard.press(admin.locator("form[action$=contact] button"))

    assert "skal alltid finne et nummer å ringe" in admin.inner_text("main")
    assert f"Pasientene ser {before}." in admin.inner_text("main")


def test_logo_and_colour_reach_a_patients_telephone(
    site: Site, browser: Browser, links: list[str], tmp_path: Path
) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGB", (600, 150), "#7a1f5c").save(picture)
    admin = _admin(browser, site)
    admin.goto(f"{site.address}/admin/")
    keyboard.menu(admin, "Innstillinger")
    keyboard.attach(admin.locator("#picture"), picture)
    keyboard.tick(admin.locator("[name=colour][value=own]"))
    admin.fill("[name=accent]", "#7a1f5c")  # the browser's own chooser
    keyboard.write(admin.locator("#information-nb"), "Vi på {clinic} leser svarene.")

    keyboard.press(admin.locator("button[value=look]"))
    light, dark = admin.frame_locator("iframe").nth(0), admin.frame_locator("iframe").nth(1)
    assert "leser svarene" in light.locator("main").inner_text()
    assert _colours(light.locator("button")) == ("rgb(122, 31, 92)", "rgb(255, 255, 255)")
    assert _colours(dark.locator("body"))[0] == "rgb(18, 20, 22)"
    assert light.locator("img").evaluate("one => one.naturalWidth") == 480
    keyboard.press(admin.locator("button[value=save]"))
    assert "I bruk fra nå." in admin.inner_text("main")

    patient = phone(browser).new_page()
    asked: list[str] = []
    complaints: list[str] = []
    patient.on("request", lambda one: asked.append(one.url))
    patient.on("console", lambda one: complaints.append(one.text))
    patient.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    _enter(patient, links[0])
    assert "leser svarene" in patient.inner_text("main")
    assert patient.locator("header img").evaluate("one => one.naturalWidth") == 480
    assert _colours(patient.locator("main button"))[0] == "rgb(122, 31, 92)"
    asked.clear()
    press(patient.locator("main form button"))
    # The page itself and the logo, which is kept from the page before: nothing else.
    assert [one for one in asked if "/form/" not in one and "/logo/" not in one] == []
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_the_settings_are_for_everybody(
    site: Site, browser: Browser, links: list[str], width: int, scheme: str
) -> None:
    assert links
    page = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="nb-NO",
        color_scheme=scheme,  # type: ignore[arg-type]
    ).new_page()
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/settings/")

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _colours(what: object) -> tuple[str, str]:
    said = "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    found = what.evaluate(said)  # type: ignore[attr-defined]
    return found[0], found[1]
