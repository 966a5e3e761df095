"""Task 20: see the response rate, what is left open and the time it takes; find the worst item.

Unaided, in two minutes: one press from the menu, and the worst question stands at the top
with a link to where it is asked. Groups of fewer than five are not shown.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lytte.storage.database import Database
from tests.forms_world import make_ready
from tests.services import test_insight
from tests.services.test_insight import occasion
from tests.site import Site, amiss, press, running_site, sign_in, unfold

pytestmark = pytest.mark.browser


@pytest.fixture
def site(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(test_insight, "NOW", datetime.now(UTC))
    with running_site(database, tmp_path) as running:
        ready = make_ready(running.world)
        for number in range(9):
            occasion(running.world, ready, number, answered=number < 7)
        yield running


@pytest.mark.parametrize("width", [1366, 375])
def test_an_admin_finds_the_numbers_and_no_small_group(
    site: Site, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nb-NO")
    admin = context.new_page()
    sign_in(admin, site, "author@example.org")
    admin.goto(f"{site.address}/admin/")
    if width < 500:
        unfold(admin.locator(".navbtn"))
    press(admin.locator("nav a", has_text="Innsikt"))

    said = admin.inner_text("main")
    assert "78 %" in said
    assert "svarandel" in said
    press(admin.locator("main nav a", has_text="30 dager"))
    assert "De siste 30 hele dagene" in admin.inner_text("main")

    assert amiss(admin) == []
    address = admin.locator("a", has_text="Som regneark").get_attribute("href")
    file = admin.request.get(f"{site.address}{address}")
    assert "Uke for uke" in file.body().decode("utf-8-sig")
    context.close()
