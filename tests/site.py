"""Lytte as people meet it: the whole application on a port of this machine, and a browser."""

import shutil
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyotp
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright
from werkzeug.serving import make_server

from lytte.app import create_app
from lytte.core import duty
from lytte.core.safety import SafetyLines, SafetyText
from lytte.services import clinics, signing_in
from lytte.services.keys import Keys
from lytte.services.publishing import publishing
from lytte.services.rules import duties
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.world import World, make_world

SECRET = "a key for tests only, long enough to pass the check"
PASSWORD = "a long password for tests"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Whichever of them set-up found or installed.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    "/usr/bin/chromium",
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PEOPLE = {
    "author@example.org": "clinic_admin",
    "second@example.org": "clinic_admin",
    "nurse@example.org": "clinician",
}


@dataclass(frozen=True)
class Site:
    """A running Lytte with one hospital whose people have passwords."""

    app: Flask
    address: str
    world: World
    keys: Keys

    def work(self, session: object) -> Work:
        """Work in the hospital as a test."""
        return Work(session, Actor("os:test", "test"), datetime.now(UTC), self.keys)  # type: ignore[arg-type]

    def link(self, publication_id: UUID) -> str:
        """Plan an occasion for the patient and return its link."""
        with self.world.open() as session:
            work = self.work(session)
            publication = session.get(tables.FormPublication, publication_id)
            assert publication is not None
            assessment = enrolling.plan(
                work, self.world.patient_id, publication, due_at=work.now,
                expires_at=work.now + timedelta(days=2),
            )  # fmt: skip
            token = enrolling.give_link(work, assessment.id)
            session.commit()
        return f"{self.address}/a/{token}"


@contextmanager
def running_site(database: Database, var: Path) -> Iterator[Site]:
    """Serve a new hospital on a free port until the block ends."""
    port = _free_port()
    settings = Settings.from_environ(
        {"LYTTE_VAR": str(var), "PORT": str(port), "LYTTE_SECRET_KEY": SECRET}
    )
    app = create_app(settings, database)
    add_cms(app)
    world = make_world(database)
    keys = Keys(SECRET)
    site = Site(app, f"http://localhost:{port}", world, keys)
    _furnish(site)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium(playwright: Playwright) -> Browser:
    """Return Debian's Chromium; none is downloaded."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


def phone(browser: Browser) -> BrowserContext:
    """Return a phone, 375 px wide, with JavaScript switched off."""
    return browser.new_context(
        viewport={"width": 375, "height": 740}, java_script_enabled=False, locale="nb-NO"
    )


def amiss(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, and whether it is wider than its window.

    Axe is a script: the page's own may be there or not, but scripts must be allowed to run.
    """
    found = Axe().run(page, options={"runOnly": AXE}).response["violations"]
    wrong = [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*wrong, *([f"{wide} px too wide"] if wide > 0 else [])]


def amiss_at(page: Page, site: Site, paths: Iterable[str]) -> dict[str, list[str]]:
    """Open each address, which must be there, and return what is amiss by address."""
    found = {}
    for path in paths:
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == 200, path
        found[path] = amiss(page)
    return {path: wrong for path, wrong in found.items() if wrong}


def amiss_with_scripts(page: Page, browser: Browser, width: int, scheme: str) -> list[str]:
    """Look at the page of a browser without scripts in one that has them, signed in as there."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="nb-NO",
    )
    kept = page.context.cookies()
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": page.url} for c in kept])
    seen = context.new_page()
    seen.goto(page.url)
    assert seen.title() == page.title()  # and no page to sign in at
    found = amiss(seen)
    context.close()
    return found


def press(what: Locator) -> None:
    """Press a link or a button, the first of several, and wait until the page it leads to is there.

    A bare click returns while the old page may still be standing: what is read next is
    then read from either, and an address opened next calls the click off.
    """
    with what.page.expect_navigation():
        what.first.click()


def unfold(what: Locator) -> None:
    """Press what opens or closes on the page it stands on."""
    what.first.click()


def sign_in(page: Page, site: Site, email: str) -> None:
    """Sign in with password and the current code; a code works once, so each person once a step."""
    page.goto(f"{site.address}/h/{site.world.slug}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.fill("#code", pyotp.TOTP(TOTP).now())
    press(page.locator("main form button"))


def _furnish(site: Site) -> None:
    world = site.world
    with world.open() as session:
        work = site.work(session)
        ids = [
            signing_in.add_staff(
                work, email=email, name=email.split("@")[0].title(), password=PASSWORD,
                totp_secret=TOTP, roles={role: world.clinic_id},
            ).id
            for email, role in PEOPLE.items()
        ]  # fmt: skip
        contact = clinics.set_contact(
            work,
            tables.ClinicContact(
                hospital_id=world.hospital_id, clinic_id=world.clinic_id, phone="22 00 00 00",
                hours={str(day): ["08:00", "15:30"] for day in range(1, 6)},
                out_of_hours_name="Legevakt", out_of_hours_phone="116 117", read_by="12:00",
                entered_at=work.now,
            ),
            staff_id=ids[0],
        )  # fmt: skip
        clinics.confirm_contact(work, contact.id, staff_id=ids[1])
        everyone = dict.fromkeys(duty.ROLES, tuple(contact.hours))
        duties.say(work, world.clinic_id, everyone, staff_id=ids[0])
        line = SafetyLines(
            who_answers="En sykepleier svarer.", out_of_hours="Ring legevakten.",
            danger="Ring med en gang ved fare for liv.", when_read="Leses før kl. {read_by}.",
        )  # fmt: skip
        text = SafetyText(languages=dict.fromkeys(("nb", "nn", "en", "ar"), line))
        row = publishing.propose(work, tables.SafetyText, world.clinic_id, text, staff_id=ids[0])
        publishing.approve(work, row, staff_id=ids[1])
        session.commit()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
