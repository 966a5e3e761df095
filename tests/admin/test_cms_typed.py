"""Nothing that was typed is lost: not to a broken line, not to a sign-in that ran out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlmodel import select

from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import INSTRUMENT
from tests.site import Site, press, running_site, sign_in

pytestmark = pytest.mark.browser
TYPED = "Ring oss når noe er verre enn i går."


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    with running_site(database, tmp_path) as running:
        with running.world.open() as session:
            stocking.add(running.work(session), INSTRUMENT)
            session.commit()
        yield running


def texts(site: Site, browser: Browser) -> Page:
    page = browser.new_page(locale="nb-NO")
    sign_in(page, site, "author@example.org")
    page.goto(f"{site.address}/admin/texts/")
    page.fill("#danger-nb", TYPED)
    return page


def send(page: Page) -> None:
    press(page.locator("#safety button.main"))


def end_every_sign_in(site: Site) -> None:
    with site.world.open() as session:
        for one in session.exec(select(tables.StaffSession)).all():
            one.expires_at = datetime.now(UTC)
            session.add(one)
        session.commit()


def test_what_was_typed_is_there_after_signing_in_again(site: Site, browser: Browser) -> None:
    page = texts(site, browser)
    end_every_sign_in(site)
    send(page)
    assert "/admin/" not in page.url

    sign_in_later(page, site)

    there = page.locator("main [role=status] a")
    expect(there).to_contain_text("Tekster og telefon")
    press(there)
    expect(page.locator("#danger-nb")).to_have_value(TYPED)
    expect(page.locator("#safety [role=status]")).to_contain_text("Det du hadde skrevet, er her")


def test_what_was_sent_is_not_offered_again(site: Site, browser: Browser) -> None:
    page = texts(site, browser)
    send(page)
    expect(page.locator("h1")).to_contain_text("Godkjenninger")

    page.goto(f"{site.address}/admin/texts/")

    expect(page.locator("#danger-nb")).not_to_have_value(TYPED)
    expect(page.locator("#safety [role=status]")).to_have_count(0)


def test_it_can_be_thrown_away_and_somebody_else_never_sees_it(
    site: Site, browser: Browser
) -> None:
    page = texts(site, browser)
    page.goto(f"{site.address}/admin/texts/")
    expect(page.locator("#danger-nb")).to_have_value(TYPED)
    page.locator("#safety [role=status] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#danger-nb")).not_to_have_value(TYPED)
    page.fill("#danger-nb", TYPED)
    end_every_sign_in(site)

    sign_in(page, site, "second@example.org")
    page.goto(f"{site.address}/admin/texts/")

    expect(page.locator("#danger-nb")).not_to_have_value(TYPED)


def test_a_broken_line_loses_nothing(site: Site, browser: Browser) -> None:
    page = texts(site, browser)
    page.route("**/admin/texts/safety", lambda route: route.abort("aborted"))
    page.locator("#safety button.main").focus()
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    page.unroute("**/admin/texts/safety")

    page.goto(f"{site.address}/admin/texts/")

    expect(page.locator("#danger-nb")).to_have_value(TYPED)


def test_what_was_refused_is_still_there(site: Site, browser: Browser) -> None:
    page = form_page(site, browser)
    page.fill("#title-nb", TYPED)
    page.evaluate("document.querySelector('#texts [name=version]').value = 99")  # a later save

    press(page.locator("#texts button", has_text="Lagre"))

    expect(page.locator("#said")).to_contain_text("lagret dette skjemaet mens du hadde det åpent")
    expect(page.locator("#title-nb")).to_have_value(TYPED)


def test_what_is_typed_while_it_saves_itself_is_kept_too(site: Site, browser: Browser) -> None:
    page = form_page(site, browser)
    title = page.locator("#title-nb")

    went: list[Route] = []

    def slowly(route: Route) -> None:
        """Let the first save go once more was typed, and none after it."""
        went.append(route)
        if len(went) > 1:
            route.abort("failed")
            return
        title.press_sequentially(" Og mer.")
        route.continue_()

    page.route("**/change", slowly)
    title.fill(TYPED)
    expect(page.locator("#texts [data-saved]")).to_contain_text("Ikke lagret ennå", timeout=15_000)

    page.reload()

    expect(page.locator("#title-nb")).to_have_value(f"{TYPED} Og mer.")


def form_page(site: Site, browser: Browser) -> Page:
    page = browser.new_page(locale="nb-NO")
    sign_in(page, site, "author@example.org")
    press(page.locator("nav >> text=Skjemaer"))
    page.fill("#title", "Før timen")
    press(page.locator("main form[action$='/new'] button"))
    return page


def sign_in_later(page: Page, site: Site) -> None:
    """Sign in again: a code works once, so the step it was used in is forgotten."""
    with site.world.open() as session:
        for one in session.exec(select(tables.Staff)).all():
            one.totp_last_step = 0
            session.add(one)
        session.commit()
    sign_in(page, site, "author@example.org")
