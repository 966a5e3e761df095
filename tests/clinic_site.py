"""A clinic at work for tests: answers sent by a patient's browser, staff who are signed in."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from lytte.app import create_app
from lytte.services import signing_in
from lytte.services.sending import enrolling
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.database import Database
from lytte.storage.sessions import token_hash
from tests.forms_world import Ready, make_ready
from tests.patient_browser import Browser
from tests.world import KEYS, World

PASSWORD = "a long password for tests"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OTHER_CLINIC = "lunge"
OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Clinic:
    """A hospital with a clinic where one patient has answered and one form waits."""

    app: Flask
    world: World
    ready: Ready
    response_id: UUID
    waiting_id: UUID
    """An occasion that nobody has answered."""

    @property
    def alerts(self) -> list[tables.Alert]:
        """The alerts of the clinic as they stand now."""
        with self.world.open() as session:
            return list(session.exec(select(tables.Alert).order_by(tables.Alert.rule_id)).all())

    def audit(self) -> list[tables.AuditEntry]:
        """Every row of the hospital's audit, in order."""
        with self.world.open() as session:
            entries = select(tables.AuditEntry).order_by(tables.AuditEntry.seq)  # type: ignore[arg-type]
            return list(session.exec(entries).all())

    def staff(self, **roles: UUID | None) -> UUID:
        """Add somebody with roles in clinics (None: the whole hospital), and a password."""
        with self.world.open() as session:
            row = signing_in.add_staff(
                self.world.work(session, datetime.now(UTC)),
                email=f"{secrets.token_hex(4)}@example.org",
                name="Nora Nattevakt",
                password=PASSWORD,
                totp_secret=TOTP,
                roles=roles,
            )
            session.commit()
            return row.id

    def email(self, staff_id: UUID) -> str:
        """The address somebody signs in with."""
        with self.world.open() as session:
            row = session.get(tables.Staff, staff_id)
            assert row is not None
            return row.email

    def client(self, staff_id: UUID) -> FlaskClient:
        """Return a browser in which somebody is signed in."""
        token, now = secrets.token_urlsafe(24), datetime.now(UTC)
        with self.world.open() as session:
            session.add(
                tables.StaffSession(
                    hospital_id=self.world.hospital_id,
                    staff_id=staff_id,
                    token_hash=token_hash(token),
                    created_at=now,
                    seen_at=now,
                    expires_at=now + timedelta(hours=1),
                )
            )
            session.commit()
        client = self.app.test_client()
        client.set_cookie("lytte-staff", token)
        return client

    def nurse(self) -> FlaskClient:
        """Return a browser of a clinician of the clinic."""
        return self.client(self.staff(clinician=self.world.clinic_id))

    def begun(self) -> Browser:
        """Return the browser of the patient, who has come by a link to the form that waits."""
        with self.world.open() as session:
            token = enrolling.give_link(
                self.world.work(session, datetime.now(UTC)), self.waiting_id
            )
            session.commit()
        waits = replace(self.ready, assessment_id=self.waiting_id, token=token)
        patient = Browser(self.app, waits)
        patient.enter()
        return patient

    def other_clinic(self) -> UUID:
        """Add a second clinic to the hospital."""
        with self.world.open() as session:
            row = tables.Clinic(
                hospital_id=self.world.hospital_id, slug=OTHER_CLINIC, name="Lungekreftklinikken"
            )
            session.add(row)
            session.commit()
            return row.id


def make_app(database: Database, var: Path) -> Flask:
    """Return the whole platform; form tokens are tried by their own test."""
    settings = Settings.from_environ({"LYTTE_VAR": str(var), "LYTTE_SECRET_KEY": KEYS.secret})
    app = create_app(settings, database)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def make_clinic(app: Flask, world: World, *, words: str = "Å kunne sove") -> Clinic:
    """Publish a form, let the patient answer it in a browser, and plan another for today."""
    ready = make_ready(world)
    browser = Browser(app, ready)
    browser.enter()
    browser.send(q0_0="8")
    browser.send(q0_2="1", q0_3=["1"])
    browser.send(q0_4="0")
    browser.send(q0_5=words)
    browser.send()
    assert browser.url.endswith("/thanks"), browser.text
    now = datetime.now(UTC)
    noon = now.astimezone(OSLO).replace(hour=12, minute=0, second=0, microsecond=0)
    with world.open() as session:
        visits = _visits(world, noon)
        session.add_all(visits)
        session.flush()
        answered = session.get(tables.Assessment, ready.assessment_id)
        publication = session.get(tables.FormPublication, ready.publication_id)
        assert answered is not None
        assert publication is not None
        answered.visit_id = visits[0].id
        waiting = enrolling.plan(
            world.work(session, now),
            world.patient_id,
            publication,
            due_at=now,
            expires_at=now + timedelta(days=1),
            visit_id=visits[1].id,
        )
        session.add(answered)
        response = session.exec(select(tables.Response)).one()
        session.commit()
        return Clinic(app, world, ready, response.id, waiting.id)


def code_now() -> str:
    """Return the six digits an authenticator app would show."""
    return str(pyotp.TOTP(TOTP).now())


def _visits(world: World, noon: datetime) -> list[tables.Visit]:
    return [
        tables.Visit(
            hospital_id=world.hospital_id,
            patient_id=world.patient_id,
            clinic_id=world.clinic_id,
            starts_at=noon + timedelta(minutes=minutes),
        )
        for minutes in (0, 1)
    ]
