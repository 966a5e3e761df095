"""`lytte demo`: two invented hospitals to try Lytte on."""

import argparse
import json
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyotp

from lytte import wiring
from lytte.commands import waiting
from lytte.commands.opened import NoSuchHospital, database, inside, say, work_in
from lytte.demo import load, staff
from lytte.demo.hospitals import HOSPITALS, STAFF, DemoHospital, DemoStaff
from lytte.services import clinics, published
from lytte.services.drafts import drafting
from lytte.services.faults import NotFound
from lytte.services.keys import Keys
from lytte.services.sending import enrolling
from lytte.services.signing_in import STEP
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.database import Database

NOT_LOADED = "The demo is not loaded. Run `lytte demo load` first."
A_WEEK = timedelta(days=7)
LATE_IN_A_STEP = 4  # seconds: a code that dies while it is being typed helps nobody
ROLES = {
    "clinician": "A nurse: today's patients, alerts, sheets",
    "clinic_admin": "A clinic admin: forms, limits, texts",
    "hospital_admin": "A hospital admin: all clinics",
}


class _NoSuch(Exception):
    """A clinic or a form that is not there; the text names those that are."""


def run_load(given: argparse.Namespace) -> int:
    """Add the demo hospitals when they are missing, and today's appointments when they are."""
    began = time.monotonic()
    waiting.doing("bringing the database up to date")
    wiring.upgrade(Settings.from_environ())
    settings, opened = database()
    chosen = [demo for demo in HOSPITALS if given.hospital in (None, demo.slug)]
    if not chosen:
        say(f"The demo has no {given.hospital!r}. It has: {', '.join(STAFF)}.")
        return 1
    known = {one.slug for one in opened.hospitals()}
    # A whole year each: one is lived beside the other, by a process of its own.
    apart = [demo for demo in chosen[1:] if demo.slug not in known]
    with ExitStack() as beside:
        others = [beside.enter_context(_load_beside(demo)) for demo in apart]
        for demo in chosen:
            if demo not in apart:
                _load(settings, opened, demo)
        waiting.doing("waiting for the other hospital")
        if any(one.wait() for one in others):
            say("The demo is not whole. Run `lytte demo load` again.")
            return 1
    if given.hospital is None:
        say(f"The demo is ready ({time.monotonic() - began:.0f} s).", "")
        _tell_ways_in(settings, opened)
    return 0


def _load_beside(demo: DemoHospital) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "lytte.cli", "demo", "load", "--hospital", demo.slug]
    )


def _load(settings: Settings, opened: Database, demo: DemoHospital) -> None:
    def work_inside(hospital_id: UUID) -> Work:
        return work_in(settings, opened.inside(hospital_id))

    loaded = load.hospital(
        opened, work_inside, demo, lambda clinic: say(f"  {clinic} …"), waiting.doing
    )
    with inside(settings, opened, demo.slug) as work:
        added = load.today(work, demo)
    lived = f"{loaded.patients} invented patients, {loaded.responses} responses, "
    say(f"{demo.name}: {lived if loaded.patients else ''}{added or 'no new'} appointments today")


def run_link(given: argparse.Namespace) -> int:
    """Plan a fresh assessment for an invented patient and print its link and birth date."""
    settings, opened = database()
    try:
        url, birth_date = _link(settings, opened, given.hospital, given.clinic, given.form)
    except _NoSuch as fault:
        say(str(fault))
        return 1
    except (NotFound, NoSuchHospital) as fault:
        of_the_demo = given.hospital in (None, *STAFF)
        say(NOT_LOADED if of_the_demo or isinstance(fault, NotFound) else str(fault))
        return 1
    print(json.dumps({"url": url, "birth_date": birth_date.isoformat()}))
    return 0


def run_staff(_: argparse.Namespace) -> int:
    """Print every demo account as JSON, with the secret for an authenticator app."""
    settings = Settings.from_environ()
    keys = Keys(settings.secret_key.get_secret_value())
    found = [
        {
            "url": f"{settings.base_url}/h/{slug}/sign-in",
            "email": one.email,
            "password": staff.password(keys, one),
            "totp_secret": staff.totp_secret(keys, one),
            "role": one.role,
            "hospital": slug,
            "clinic": one.clinic or None,
        }
        for slug, people in STAFF.items()
        for one in people
    ]
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def run_code(given: argparse.Namespace) -> int:
    """Print the six digits of a demo account, fresh ones when these are about to die."""
    keys = Keys(Settings.from_environ().secret_key.get_secret_value())
    everyone = {one.email: one for people in STAFF.values() for one in people}
    person = everyone.get(given.email.strip().lower())
    if person is None:
        say(f"The demo has no {given.email!r}. It has:", *(f"  {email}" for email in everyone))
        return 1
    left = STEP - time.time() % STEP
    if left < LATE_IN_A_STEP:
        say("New digits in a moment …")
        time.sleep(left)
    print(_code(keys, person))
    return 0


def _tell_ways_in(settings: Settings, opened: Database) -> None:
    """Print where to go as each role; the numbers are for this installation alone."""
    keys = Keys(settings.secret_key.get_secret_value())
    slug = HOSPITALS[0].slug
    try:
        url, birth_date = _link(settings, opened, slug, None, None)
    except NotFound:
        say(NOT_LOADED)
        return
    print(f"A patient (no password)\n  {url}\n  birth date {birth_date:%d.%m.%Y}\n")
    print(f"Staff sign in at {settings.base_url}/h/{slug}/sign-in")
    shown = {one.role: one for one in reversed(STAFF[slug])}
    for role, what in ROLES.items():
        one = shown[role]
        print(f"  {what}\n    {one.email}   {staff.password(keys, one)}   code {_code(keys, one)}")
    lytte = _called()
    print(
        f"  A code works once and for a minute. The next one: `{lytte} demo code E-MAIL`;\n"
        f"  everybody, with the secrets for an authenticator app: `{lytte} demo staff`."
    )


def _called() -> str:
    """Return how this command is called from here; `make` calls it where no shell finds it."""
    called = Path(sys.argv[0])
    return "lytte" if called.name != "lytte" or shutil.which("lytte") else str(called)


def _code(keys: Keys, person: DemoStaff) -> str:
    return str(pyotp.TOTP(staff.totp_secret(keys, person), interval=STEP).at(datetime.now(UTC)))


def _link(
    settings: Settings, opened: Database, hospital: str | None, clinic: str | None, form: str | None
) -> tuple[str, date]:
    """Plan an occasion for a patient of the clinic, with an appointment today."""
    with inside(settings, opened, hospital or HOSPITALS[0].slug) as work:
        found = _clinic(work, clinic)
        publication = _publication(work, found.id, form)
        patient, visit = load.guest(work, found.id)
        planned = enrolling.plan(
            work, patient.id, publication, due_at=work.now, expires_at=work.now + A_WEEK,
            visit_id=visit.id if visit else None,
        )  # fmt: skip
        token = enrolling.give_link(work, planned.id)
        return f"{settings.base_url}/a/{token}", patient.birth_date


def _clinic(work: Work, wanted: str | None) -> tables.Clinic:
    known = sorted(one.slug for one in clinics.reached(work, None))
    if not known:
        raise NotFound
    if wanted and wanted not in known:
        raise _NoSuch(f"The hospital has no clinic called {wanted!r}. It has: {', '.join(known)}.")
    return clinics.named(work, wanted or known[0])


def _publication(work: Work, clinic_id: UUID, form: str | None) -> tables.FormPublication:
    live = sorted(published.live_publications(work, clinic_id), key=_since)
    if not form:
        live = live[:1]
    else:
        forms = {one.id: one.slug for one in drafting.drafts(work, clinic_id)}
        live, all_live = [one for one in live if forms.get(one.form_id) == form], live
        if not live:
            known = ", ".join(sorted(forms[one.form_id] for one in all_live))
            raise _NoSuch(f"The clinic has no form called {form!r} in use. It has: {known}.")
    if not live:
        raise NotFound
    return live[0]


def _since(row: tables.FormPublication) -> datetime:
    return row.live_at or row.created_at
