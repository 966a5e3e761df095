"""Task 3: translate a local question to nynorsk and Arabic.

Side by side, what is not translated is marked, Arabic is previewed from right to left. The
form cannot go live in a language with gaps unless a fallback is chosen, and what belongs to
an instrument cannot be written at all. Unaided, by keyboard and without a script.
"""

import re
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page
from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.boolean import Boolean
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.keyboard import focused, menu, press, presses, promised, tick, write
from tests.site import Site, sign_in

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINGERS = {"nb": "Prikker det i fingrene?", "nn": "Prikkar det i fingrane?", "ar": "هل تشعر بوخز؟"}
FEVER = Text({"nb": "Har du feber?", "nn": "Har du feber?", "ar": "هل لديك حمى؟"})
LOCKED = Instrument(
    id="fever",
    version="1",
    title=Text({"nb": "Feber", "nn": "Feber", "ar": "الحمى"}),
    questionnaire=Questionnaire(items=(Boolean(link_id="fever", text=FEVER),)),
    licence=Licence(owner="Lytte", terms="free"),
    authorised=("ar",),
)


def begun(site: Site) -> UUID:
    """Return a form with a locked instrument and a question of the clinic's own, in bokmål."""
    item = Boolean(link_id="fingers", text=Text({"nb": FINGERS["nb"]}))
    made = Composition(
        title=Text({"nb": "Før kuren", "nn": "Før kuren", "ar": "قبل العلاج"}),
        languages=("nb", "nn", "ar"),
        slots=(
            InstrumentSlot(instrument="fever", version="1"),
            LocalSlot(id="fingers", questionnaire=Questionnaire(items=(item,))),
        ),
    )
    with site.world.open() as session:
        work = site.work(session)
        stocking.add(work, LOCKED)
        form_id = drafting.save_form(work, site.world.clinic_id, "before", made).id
        session.commit()
    return form_id


def clean(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    assert [one["id"] for one in found.response["violations"]] == []


def said(page: Page) -> str:
    return page.inner_text("main")


def publications(site: Site) -> list[tables.FormPublication]:
    with site.world.open() as session:
        return list(session.exec(select(tables.FormPublication)).all())


def publish(page: Page, site: Site, form_id: UUID) -> None:
    page.goto(f"{site.address}/admin/forms/{form_id}/publish")
    button = page.locator("main button", has_text=re.compile("^\\s*Publiser"))
    if button.count():
        press(button.first)


@pytest.mark.parametrize("width", [1366, 375])
def test_task_3_a_question_is_translated_and_only_then_goes_live(
    site: Site, browser: Browser, width: int
) -> None:
    form_id = begun(site)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")

    publish(page, site, form_id)
    assert "Ikke skrevet på nynorsk ennå" in said(page)
    assert "Ikke skrevet på arabisk ennå" in said(page)
    assert publications(site) == []

    before = presses(page)
    page.goto(f"{site.address}/admin/")
    for tag, name in (("nn", "nynorsk"), ("ar", "العربية")):
        menu(page, "Språk")
        press(page.locator(".langs a", has_text=name))
        assert FINGERS["nb"] in said(page)
        assert "Mangler" in said(page)
        assert page.locator("textarea").count() == 1
        write(page.locator("textarea"), FINGERS[tag])
        press(page.locator("button.main", has_text="Lagre").last)
        assert "Ingenting gjenstår på dette språket." in said(page)
    assert presses(page) - before == promised(3)[0]
    assert "Autorisert oversettelse, låst" in said(page)

    patient = page.frame_locator("iframe")
    assert patient.locator("html").get_attribute("dir") == "rtl"
    publish(page, site, form_id)
    [row] = publications(site)
    assert row.state == "live"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_what_patients_see_is_the_translation_from_right_to_left(
    site: Site, browser: Browser
) -> None:
    form_id = begun(site)
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/translations/{form_id}/ar")
    clean(page)
    write(page.locator("textarea"), FINGERS["ar"])
    press(page.locator("button.main", has_text="Lagre").last)

    page.goto(f"{site.address}/admin/translations/{form_id}/ar?show=all")
    see = page.locator("tr", has_text=FINGERS["nb"]).locator("a[target=patient]")
    address = see.get_attribute("href")
    page.goto(f"{site.address}{address}")

    assert FINGERS["ar"] in page.inner_text("main")
    assert page.locator("html").get_attribute("dir") == "rtl"
    context.close()


def test_a_gap_goes_live_only_when_somebody_chooses_it(site: Site, browser: Browser) -> None:
    form_id = begun(site)
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    for tag in ("nn", "ar"):
        page.goto(f"{site.address}/admin/translations/{form_id}/{tag}")
        tick(page.locator("#instead input[value=nb]"))
        press(page.locator("#instead button"))
        assert "Valgt av Author" in said(page)

    publish(page, site, form_id)

    [row] = publications(site)
    assert row.state == "live"
    context.close()


def test_a_script_in_a_translation_is_refused_in_words_and_runs_nowhere(
    site: Site, browser: Browser
) -> None:
    form_id = begun(site)
    context = browser.new_context(locale="nb-NO")
    page = context.new_page()
    ran: list[str] = []

    def shown(one: Dialog) -> None:
        ran.append(one.message)
        one.dismiss()

    page.on("dialog", shown)
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/translations/{form_id}/nn")
    write(page.locator("textarea"), "<img src=x onerror=alert(1)><script>alert(2)</script>")
    press(page.locator("button.main", has_text="Lagre").last)

    assert "er kode for nettsider" in focused(page)
    assert "<script>" in page.input_value("textarea")
    assert ran == []
    clean(page)
    context.close()
