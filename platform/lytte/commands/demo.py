"""`lytte demo`: two invented hospitals to try Lytte on."""

import argparse
import json
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from lytte import wiring
from lytte.commands.opened import database, inside, say
from lytte.demo import load, staff
from lytte.demo.hospitals import HOSPITALS, STAFF
from lytte.services import clinics, drafting, enrolling, published
from lytte.services.faults import NotFound
from lytte.services.keys import Keys
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.sessions import NotEntered


def run_load(_: argparse.Namespace) -> int:
    """Add the demo hospitals when they are missing, and today's appointments when they are."""
    settings = Settings.from_environ()
    wiring.upgrade(settings)
    settings, opened = database()
    keys = Keys(settings.secret_key.get_secret_value())
    began = time.monotonic()

    def work_in(hospital_id: UUID) -> Work:
        return Work(
            opened.inside(hospital_id), Actor("os:demo", "command line"), datetime.now(UTC), keys
        )

    for demo in HOSPITALS:
        say(f"{demo.name} …")
        loaded = load.hospital(opened, work_in, demo)
        if loaded.patients:
            say(f"  {loaded.patients} invented patients, {loaded.responses} responses")
        with inside(settings, opened, demo.slug) as work:
            if added := load.today(work, demo):
                say(f"  {added} appointments today")
    say(f"The demo is ready ({time.monotonic() - began:.0f} s).")
    return 0


def run_link(given: argparse.Namespace) -> int:
    """Plan a fresh assessment for an invented patient and print its link and birth date."""
    settings, opened = database()
    try:
        with inside(settings, opened, given.hospital or HOSPITALS[0].slug) as work:
            slug = given.clinic or _first_clinic(work)
            clinic = clinics.named(work, slug)
            publication = _publication(work, clinic.id, given.form)
            patient = work.session.exec(
                select(tables.Patient)
                .join(tables.Enrolment, col(tables.Enrolment.patient_id) == col(tables.Patient.id))
                .where(tables.Enrolment.clinic_id == clinic.id, tables.Patient.language == "nb")
                .order_by(tables.Patient.number)
                .limit(1)
            ).one()
            assessment = enrolling.plan(
                work, patient.id, publication, due_at=work.now,
                expires_at=work.now + timedelta(days=7),
            )  # fmt: skip
            token = enrolling.give_link(work, assessment.id)
            birth_date = patient.birth_date.isoformat()
    except (NotFound, NotEntered):
        say("The demo is not loaded, or has no such clinic or form. Run `lytte demo load` first.")
        return 1
    print(json.dumps({"url": f"{settings.base_url}/a/{token}", "birth_date": birth_date}))
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


def _first_clinic(work: Work) -> str:
    found = work.session.exec(select(tables.Clinic.slug).order_by(tables.Clinic.slug)).first()
    if found is None:
        raise NotFound
    return found


def _publication(work: Work, clinic_id: UUID, form: str | None) -> tables.FormPublication:
    if form:
        found = published.live_form(work, drafting.draft(work, clinic_id, form).id)
    else:
        found = work.session.exec(
            select(tables.FormPublication)
            .where(
                tables.FormPublication.clinic_id == clinic_id,
                tables.FormPublication.state == "live",
            )
            .order_by(col(tables.FormPublication.live_at))
        ).first()
    if found is None:
        raise NotFound
    return found
