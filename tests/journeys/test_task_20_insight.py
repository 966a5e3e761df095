"""Task 20: see the response rate, what is left open and the time it takes; find the worst item.

By keyboard: one press from the menu, and the worst question stands at the top, with a link to
where it is asked. Long tables are folded. Groups of fewer than five are not shown.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lytte.storage.database import Database
from tests.forms_world import make_ready
from tests.keyboard import menu, press, presses, promised, unfold
from tests.services import test_insight
from tests.services.test_insight import occasion
from tests.site import Site, amiss, running_site, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def site(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(test_insight, "NOW", datetime.now(UTC))
    with running_site(database, tmp_path) as running:
        ready = make_ready(running.world)
        for number in range(24):
            occasion(
                running.world, ready, number, answered=number < 16,
                missing="declined" if number < 6 else None,
            )  # fmt: skip
        for number in range(30, 33):
            occasion(running.world, ready, number, born=test_insight.YOUNG)
        yield running


@pytest.mark.parametrize("width", [1366, 375])
def test_an_admin_finds_the_numbers_and_no_small_group(
    site: Site, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nb-NO")
    admin = context.new_page()
    sign_in(admin, site, "author@example.org")
    admin.goto(f"{site.address}/admin/")
    menu(admin, "Innsikt")
    assert presses(admin) == promised(20)[0]

    said = admin.inner_text("main")
    assert "70 %" in said
    worst = admin.locator("section.note", has_text="Oftest ubesvart")
    assert "Er du blitt nummen i beina?: 6 av 19 svarte ikke" in worst.inner_text()
    assert "halvparten brukte 7 minutter eller mindre" in said
    assert row(admin, "Er du blitt nummen i beina?") == ["19", "6", "20"]
    for folded in admin.locator("main details > summary").all():
        assert folded.evaluate("one => !one.parentElement.open")
        unfold(folded)
    assert admin.locator("tr:visible th", has_text="Er du blitt nummen i beina?").count() == 2

    hidden = ["vises ikke"] * 3
    assert row(admin, "under 50") == hidden  # three, and those beside them
    assert row(admin, "75 eller eldre") == hidden
    assert row(admin, "bokmål") == ["27", "19", "7"]
    assert row(admin, "på telefon eller datamaskin") == ["19", "7"]
    shown = admin.locator("td.num").all_inner_texts()
    assert not {"1", "2", "3", "4"} & set(shown)
    press(admin.locator("main nav a", has_text="30 dager"))
    assert "De siste 30 hele dagene" in admin.inner_text("main")
    assert amiss(admin) == []
    address = admin.locator("a", has_text="Som regneark").get_attribute("href")
    file = admin.request.get(f"{site.address}{address}").body().decode("utf-8-sig")
    rows = list(csv.reader(file.splitlines()))
    assert ["under 50", *hidden] in rows
    assert not [line for line in rows if {"1", "2", "3", "4"} & set(line[1:])]

    press(worst.get_by_role("link"))
    assert "Er du blitt nummen i beina?" in admin.inner_text("main")
    context.close()


def row(page: Page, name: str) -> list[str]:
    """Return the numbers beside a name."""
    line = page.locator("tr").filter(has=page.get_by_role("rowheader", name=name))
    return line.first.locator("td.num").all_inner_texts()
