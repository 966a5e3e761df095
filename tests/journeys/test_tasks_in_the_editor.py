"""Tasks 11, 12 and 15 of a clinic admin who has had no training, without a script and by keyboard.

| task | what is checked |
|---|---|
| 11 ask something only when nausea is 4 or more | the rule in words, every answer tried; what \
no answer opens is told and not published; nothing can wait for what comes after it |
| 12 stop asking a question | how much was answered is said and kept; it can be put back |
| 15 two admins at the same time | different changes are both kept; of the same, both are shown |
"""

from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import select

from lytte.core.composition import Composition, LocalSlot
from lytte.core.conditions import AtLeast
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.keyboard import choose, focused, press, presses, promised, write
from tests.patient_browser import send_in
from tests.site import Site, amiss_with_scripts, sign_in

pytestmark = pytest.mark.browser
NAUSEA, FOOD = "Hvor kvalm har du vært?", "Hva har du fått i deg?"


def _form(site: Site) -> tables.FormPublication:
    """Return a form in use: a rating of nausea, and what one has eaten."""
    nausea = NumericRating(link_id="nausea", text=Text({"nb": NAUSEA}))
    food = FreeText(link_id="food", text=Text({"nb": FOOD}))
    made = Composition(
        title=Text({"nb": "Før timen"}),
        slots=tuple(
            LocalSlot(id=one.link_id, questionnaire=Questionnaire(items=(one,)))
            for one in (nausea, food)
        ),
    )
    with site.world.open() as session:
        work = site.work(session)
        draft = drafting.save_form(work, site.world.clinic_id, "before", made)
        row = publishing.publish_form(work, draft.id, comment="Første")
        session.commit()
    return row


def _made(site: Site, form_id: UUID) -> Composition:
    with site.world.open() as session:
        return drafting.composition(
            site.work(session), session.exec(select(tables.FormDraft)).one()
        )


def _desk(browser: Browser, site: Site, email: str = "author@example.org") -> Page:
    context = browser.new_context(
        viewport={"width": 1366, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    page = context.new_page()
    sign_in(page, site, email)
    page.goto(f"{site.address}/admin/")
    press(page.locator("nav >> text=Skjemaer"))
    press(page.locator("main >> text=Åpne"))
    return page


def _clean(page: Page, browser: Browser) -> None:
    for width, scheme in ((1366, "light"), (375, "dark")):
        assert amiss_with_scripts(page, browser, width, scheme) == [], page.url


def _only_if(page: Page, compared: str, value: str) -> None:
    press(page.locator("main form button", has_text="Velg"))
    choose(page.locator("[name=compared]"), compared)
    write(page.locator("[name=value]"), value)
    press(page.locator("main button", has_text="Legg til vilkåret"))


def test_task_11_a_question_is_asked_only_when_nausea_is_four_or_more(
    site: Site, browser: Browser
) -> None:
    form_id = _form(site).form_id
    page = _desk(browser, site)
    press(page.locator("#content a", has_text=FOOD))
    press(page.locator("#chosen a", has_text="Spør bare hvis"))
    assert page.locator("#looks_at option").all_inner_texts() == [NAUSEA]  # only what comes before
    _only_if(page, "at_least", "4")

    assert presses(page) == promised(11)[0]
    assert f"«{NAUSEA}» er minst 4" in page.inner_text("main")
    opens = page.locator(".strip .on").all_inner_texts()
    assert opens == ["4", "5", "6", "7", "8", "9", "10"]
    assert _made(site, form_id).slots[1].condition == AtLeast(
        item="nausea/nausea", value=Decimal(4)
    )
    _clean(page, browser)

    _only_if(page, "at_most", "2")
    press(page.locator("main a", has_text="Tilbake til skjemaet"))
    assert f"«{FOOD}» spørres aldri: ingen svar åpner det." in page.inner_text("main")
    press(page.locator(".bar a", has_text="Publiser"))
    assert page.locator("main form button", has_text="Publiser").count() == 0

    press(page.locator("main .crumb a"))
    press(page.locator("#content a", has_text=NAUSEA))
    press(page.locator("#content button", has_text="Flytt ned"))
    assert "Flytt det ned, eller la det vente på noe som spørres før." in page.inner_text("main")
    assert focused(page) == f"Flytt opp {NAUSEA}"  # the other way, where it goes no further
    press(page.locator("#content button", has_text="Flytt opp"))
    assert focused(page) == f"Flytt ned {NAUSEA}"


def test_task_12_a_question_is_hidden_and_its_history_kept(site: Site, browser: Browser) -> None:
    row = _form(site)
    for _ in range(2):
        send_in(site, row.id)
    page = _desk(browser, site)
    press(page.locator("#content a", has_text=FOOD))
    press(page.locator("#chosen button", has_text="Ta ut"))

    assert presses(page) == promised(12)[0]
    said = focused(page)
    assert "2 innsendte skjemaer med det er tatt vare på, og grafene viser det fortsatt." in said
    assert [one.id for one in _made(site, row.form_id).slots if isinstance(one, LocalSlot)] == [
        "nausea"
    ]
    with site.world.open() as session:
        kept = session.exec(select(tables.Response)).all()
    assert all("food" in one.document["parts"] for one in kept)
    _clean(page, browser)

    press(page.locator("#content button", has_text="Sett tilbake"))
    assert [one.id for one in _made(site, row.form_id).slots if isinstance(one, LocalSlot)] == [
        "nausea", "food",
    ]  # fmt: skip


def test_task_15_two_admins_change_the_form_at_the_same_time(site: Site, browser: Browser) -> None:
    form_id = _form(site).form_id
    one, other = _desk(browser, site), _desk(browser, site, "second@example.org")
    for page, part in ((one, NAUSEA), (other, FOOD)):
        press(page.locator("#content a", has_text=part))
    for page, words in ((one, "Er du kvalm?"), (other, "Hva spiser du?")):
        write(page.locator("#text-nb"), words)
        press(page.locator("#chosen .row button", has_text="Lagre"))
    assert "endret noe annet imens. Begge endringene er tatt vare på." in other.inner_text("main")
    assert _words(site, form_id) == ["Er du kvalm?", "Hva spiser du?"]

    for page in (one, other):
        press(page.locator("#content a", has_text="Er du kvalm?"))
    for page, words in ((one, "Hvor kvalm er du nå?"), (other, "Hvor uvel er du?")):
        write(page.locator("#text-nb"), words)
        press(page.locator("#chosen .row button", has_text="Lagre"))

    both = other.inner_text("main")
    assert "Hvor kvalm er du nå?" in both
    assert "Hvor uvel er du?" in both
    assert _words(site, form_id)[0] == "Hvor kvalm er du nå?"
    press(other.locator("main button", has_text="Bruk det jeg skrev"))
    assert _words(site, form_id)[0] == "Hvor uvel er du?"


def _words(site: Site, form_id: UUID) -> list[str]:
    slots = _made(site, form_id).slots
    return [
        one.questionnaire.items[0].text.read("nb") for one in slots if isinstance(one, LocalSlot)
    ]
