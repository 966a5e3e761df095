"""A new question is in the draft while it is written: no line that breaks takes the words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import Cms, Desk
from tests.keyboard import press, tick, write
from tests.site import Site, running_site, sign_in

HALF, WHOLE = "Hvordan so", "Hvordan sover du?"


def own(found: Composition) -> list[str]:
    return [
        one.questionnaire.items[0].text.read("nb")
        for one in found.slots
        if isinstance(one, LocalSlot)
    ]


def begun(cms: Cms) -> tuple[Desk, UUID, str, list[str]]:
    """Return a desk with half a question that saved itself: form, page and what stood before."""
    form_id = cms.form()
    before = own(cms.composition(form_id))
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    sheet = desk.hidden("sheet")
    send(desk, form_id, sheet, HALF, by_itself="1")
    return desk, form_id, sheet, before


def send(desk: Desk, form_id: UUID, sheet: str, text: str, **more: str) -> Any:
    given = {"kind": "words", "text-nb": text, "sheet": sheet, **more}
    return desk.post(f"/admin/questions/{form_id}/new", **given)


def test_half_a_question_is_kept_and_is_the_same_when_it_is_whole(cms: Cms) -> None:
    desk, form_id, sheet, before = begun(cms)
    assert own(cms.composition(form_id)) == [*before, HALF]
    [first] = [one for one in cms.composition(form_id).slots if slot_ends(one, sheet)]

    version = str(made_version(cms, form_id))
    answer = send(desk, form_id, sheet, WHOLE, by_itself="1", version=version)
    assert answer.get_json()["said"].startswith("Lagret kl. ")
    version = str(answer.get_json()["version"])
    desk.follow(send(desk, form_id, sheet, WHOLE, at="0", version=version))

    found = cms.composition(form_id)
    assert own(found) == [WHOLE, *before]  # once, and where it was asked to stand
    assert slot_ends(found.slots[0], sheet)
    assert found.slots[0].id == first.id  # type: ignore[union-attr]

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert own(cms.composition(form_id)) == before  # the writing is one change


def test_who_leaves_it_leaves_nothing_behind(cms: Cms) -> None:
    desk, form_id, sheet, before = begun(cms)

    version = str(made_version(cms, form_id))
    desk.follow(send(desk, form_id, sheet, "", do="leave", version=version))

    assert own(cms.composition(form_id)) == before


def test_a_question_without_words_is_not_kept(cms: Cms) -> None:
    form_id = cms.form()
    before = cms.composition(form_id)
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")

    answer = send(desk, form_id, desk.hidden("sheet"), "  ", by_itself="1")

    assert (answer.status_code, answer.get_json()) == (422, {"said": "Skriv spørsmålet først."})
    assert cms.composition(form_id) == before


def test_a_place_inside_an_instrument_is_asked_about_first(cms: Cms) -> None:
    desk, form_id, sheet, before = begun(cms)
    [part] = [one for one in cms.composition(form_id).slots if isinstance(one, InstrumentSlot)]
    at = f"in:{part.instrument}:pain"

    version = str(made_version(cms, form_id))
    send(desk, form_id, sheet, WHOLE, at=at, by_itself="1", version=version)
    version = str(made_version(cms, form_id))
    assert own(cms.composition(form_id)) == [*before, WHOLE]
    send(desk, form_id, sheet, WHOLE, at=at, version=version)

    assert "er dere inne i" in desk.text
    assert desk.hidden("sheet") == sheet
    assert '<button class="btn quiet" name="do" value="leave">' in desk.last
    send(desk, form_id, sheet, WHOLE, do="leave", version=desk.hidden("version"))
    assert own(cms.composition(form_id)) == before


def slot_ends(slot: object, sheet: str) -> bool:
    return isinstance(slot, LocalSlot) and slot.id.endswith(f"-{sheet}")


def made_version(cms: Cms, form_id: UUID) -> int:
    with cms.world.open() as session:
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        return draft.version


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        yield running


@pytest.mark.browser
def test_a_tab_that_is_closed_takes_no_words(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/forms/")
    write(page.locator("main form [name=title]"), "Før timen")
    press(page.locator("main form button"))
    form = page.url
    tick(page.locator("#new input[value=words]"))
    press(page.locator("#new button"))
    write(page.locator("#text-nb"), WHOLE)
    expect(page.locator("main [data-saved]")).to_contain_text("Lagret kl.")
    page.close()

    again = context.new_page()
    again.goto(form)

    expect(again.locator("#content")).to_contain_text(WHOLE)
    context.close()


def test_it_stands_where_it_was_asked_to_stand_whatever_part_was_open(cms: Cms) -> None:
    """The way in remembers the part that was open; what is chosen on the page goes before it."""
    form_id = cms.form()
    before = own(cms.composition(form_id))
    desk = cms.author
    way_in = f"/admin/questions/{form_id}/new?kind=words&at=1"
    desk.get(way_in)
    given = {"kind": "words", "text-nb": WHOLE, "sheet": desk.hidden("sheet")}

    desk.follow(desk.post(way_in, **given, at="0"))
    assert own(cms.composition(form_id)) == [WHOLE, *before]
    assert isinstance(cms.composition(form_id).slots[0], LocalSlot)

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    desk.get(way_in)
    desk.follow(desk.post(way_in, **given | {"sheet": desk.hidden("sheet")}, at=""))
    assert own(cms.composition(form_id)) == [*before, WHOLE]
