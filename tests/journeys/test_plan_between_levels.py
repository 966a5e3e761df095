"""The hospital's plan for sending at a clinic: by keyboard alone, in a browser without scripts.

A clinic admin follows it with one press, makes one line her own, publishes, and is told when the
hospital has a newer one; nothing is sent otherwise before she has chosen and published again.
"""

import pytest
from playwright.sync_api import Browser, Page

from lytte.services.sending import scheduling
from tests import keyboard
from tests.shared_level import Shared, share
from tests.shared_plans import PLAN, follow, line, plan, put_plan_in_force, take_form
from tests.site import Site, amiss_at, sign_in

pytestmark = pytest.mark.browser
NEWER = plan(line(days=6), PLAN.sendings[1], minutes_a_week=15)


@pytest.fixture
def shared(site: Site) -> Shared:
    """A clinic with the hospital's form in use, and a hospital with a plan for it."""
    found = share(site)
    take_form(found)
    put_plan_in_force(found, PLAN)
    return found


def admin(browser: Browser, site: Site) -> Page:
    context = browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/schedules/")
    return page


def test_the_hospitals_plan_is_followed_made_ones_own_and_taken_in_anew(
    site: Site, shared: Shared, browser: Browser
) -> None:
    page = admin(browser, site)
    keyboard.press(page.get_by_role("button", name="Følg sykehusets plan"))
    assert "Alt er som sykehuset har det." in page.inner_text("main")
    keyboard.press(page.locator("#visit").get_by_role("link", name="Endre"))
    keyboard.write(page.locator("[name=days]"), "4")
    keyboard.press(page.get_by_role("button", name="Lagre i utkastet"))
    assert "1 ting er annerledes her." in page.inner_text("main")
    keyboard.press(page.locator("main").get_by_role("link", name="Publiser"))
    keyboard.press(page.locator("main").get_by_role("button", name="Publiser"))
    mine = plan(line(days=4), PLAN.sendings[1])
    assert in_force(site, shared) == mine

    put_plan_in_force(shared, NEWER)
    page.goto(f"{site.address}/admin/")
    keyboard.press(page.locator("main").get_by_role("link", name="Se hva som er nytt"))
    keyboard.press(page.get_by_role("button", name="Legg våre endringer på versjon 2"))
    assert "1 valg er ikke tatt ennå" in page.inner_text("main")
    keyboard.tick(page.locator("input[value=ours]"))
    keyboard.press(page.get_by_role("button", name="Legg våre endringer på versjon 2"))
    assert "Bygger på sykehusets versjon 2." in page.inner_text("main")
    assert in_force(site, shared) == mine
    keyboard.press(page.locator("main").get_by_role("link", name="Publiser"))
    keyboard.press(page.locator("main").get_by_role("button", name="Publiser"))

    assert in_force(site, shared) == plan(line(days=4), PLAN.sendings[1], minutes_a_week=15)
    page.goto(f"{site.address}/admin/schedules/")
    keyboard.press(page.locator("#visit").get_by_role("button", name="Tilbake til sykehusets"))
    assert "Alt er som sykehuset har det." in page.inner_text("main")


def in_force(site: Site, shared: Shared) -> object:
    with site.world.open() as session:
        return scheduling.in_force(site.work(session), shared.clinic_id)


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark")])
def test_every_page_between_the_plans_is_clean_and_fits(
    site: Site, shared: Shared, browser: Browser, width: int, scheme: str
) -> None:
    follow(shared)
    put_plan_in_force(shared, plan(line(days=4), line("own", 7)), shared.clinic_id)
    put_plan_in_force(shared, NEWER)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    page = context.new_page()
    sign_in(page, site, "author@example.org")
    paths = ("/admin/", "/admin/schedules/", "/admin/tailored_plans/newer", "/admin/schedules/care")

    assert amiss_at(page, site, paths) == {}
