"""A year with many answers: the page shows how far it is, can be left, and stopped."""

import pytest
from playwright.sync_api import Browser, Page, expect

from lytte.core.thresholds import RuleSet
from lytte.jobs import rehearsals
from lytte.services.drafts import drafting
from lytte.services.rules import rehearsal_runs
from tests.journeys.test_task_02_threshold import limit, site
from tests.site import Site, amiss_with_scripts, press, sign_in

pytestmark = pytest.mark.browser
__all__ = ["site"]


@pytest.fixture
def long(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A draft of another limit, at a clinic where every rehearsal counts as long."""
    monkeypatch.setattr(rehearsal_runs, "AT_ONCE", -1)
    with site.world.open() as session:
        drafting.save_rules(site.work(session), site.world.clinic_id, RuleSet(rules=(limit(7),)))
        session.commit()
    return site


def open_year(page: Page, site: Site) -> None:
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/rehearsals/?days=365")


def rehearse(site: Site) -> int:
    return rehearsals.run(site.world.database, site.world.hospital_id, site.keys)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_outcome_comes_by_itself(long: Site, browser: Browser, scripts: bool) -> None:
    page = browser.new_page(java_script_enabled=scripts, locale="nb-NO")
    open_year(page, long)
    expect(page.get_by_role("status")).to_have_text("Det begynner om et øyeblikk.")

    assert rehearse(long) == 1

    expect(page.get_by_text("Det dere sparer")).to_be_visible(timeout=30_000)
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_it_is_stopped_and_begun_again_with_one_press_each(
    long: Site, browser: Browser, width: int, scheme: str
) -> None:
    page = browser.new_page(java_script_enabled=False, locale="nb-NO")
    open_year(page, long)
    assert amiss_with_scripts(page, browser, width, scheme) == []

    press(page.get_by_role("button", name="Stopp"))
    assert rehearse(long) == 0
    expect(page.get_by_text("Den ble stoppet før den var ferdig.")).to_be_visible()
    assert amiss_with_scripts(page, browser, width, scheme) == []

    press(page.get_by_role("button", name="Begynn på nytt"))
    assert rehearse(long) == 1
    page.close()
