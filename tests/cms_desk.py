"""Somebody at a desk with the CMS open: reads pages, presses buttons, with a real session."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from lytte.app import create_app
from lytte.core import duty
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.instrument import Instrument, Licence
from lytte.core.items.boolean import Boolean
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.keys import Keys
from lytte.services.publishing import publishing
from lytte.services.rules import duties
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession, token_hash
from lytte_admin.menu import add_cms
from tests.in_force import put_rules_in_force
from tests.world import World, make_world

SECRET = "a key for tests only, long enough to pass the check"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')


@dataclass
class Desk:
    """One person, signed in; remembers the last page, as a browser does."""

    client: FlaskClient
    last: str = ""
    token: str = ""

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self._keep(self.client.get(path))

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Press a button: the form's token and version are those of the last page."""
        version = VERSION.search(self.last)
        given = {"version": version[1] if version else "0", **fields}
        given = {name.replace("__", "-"): value for name, value in given.items()}
        return self._keep(self.client.post(path, data={"csrf_token": self.token, **given}))

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where a change leads."""
        assert answer.status_code == 303, answer.text
        return self.get(answer.location)

    def hidden(self, name: str) -> str:
        """Return what the last page carries along under a name; empty where it does not."""
        found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', self.last)
        return unescape(found[1]) if found else ""

    def told(self) -> list[str]:
        """Return the marks of what the last page told to hang on a form."""
        return re.findall(r'name="told" value="([^"]*)"', self.last)

    @property
    def text(self) -> str:
        """The words of the last page's main part, without marks."""
        main = self.last.split("<main", 1)[-1]
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))

    def _keep(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.status_code != 303:
            self.last = answer.text
            found = TOKEN.search(self.last)
            self.token = found[1] if found else self.token
        return answer


@dataclass
class Cms:
    """A hospital with the CMS in front of it."""

    app: Flask
    world: World
    keys: Keys = field(default_factory=lambda: Keys(SECRET))

    def work(self, session: HospitalSession) -> Work:
        """Work in the hospital as a test."""
        return Work(session, Actor("os:test", "test"), datetime.now(UTC), self.keys)

    def desk(self, staff_id: UUID, *, language: str = "nb") -> Desk:
        """Sign somebody in."""
        token = secrets.token_urlsafe(32)
        with self.world.open() as session:
            person = session.get(tables.Staff, staff_id)
            assert person is not None
            person.language = language
            now = datetime.now(UTC)
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
        desk = Desk(client)
        desk.get("/admin/")
        return desk

    @property
    def author(self) -> Desk:
        """The clinic admin who writes."""
        return self.desk(self.world.author_id)

    @property
    def second(self) -> Desk:
        """The clinic admin who approves."""
        return self.desk(self.world.approver_id)

    def give(self, staff_id: UUID, role: str, clinic_id: UUID | None) -> None:
        """Give somebody a role."""
        with self.world.open() as session:
            session.add(
                tables.StaffRole(
                    hospital_id=self.world.hospital_id,
                    staff_id=staff_id,
                    role=role,
                    clinic_id=clinic_id,
                )
            )
            session.commit()

    def somebody(self, role: str, clinic_id: UUID | None) -> UUID:
        """Add a person with one role."""
        with self.world.open() as session:
            person = tables.Staff(
                hospital_id=self.world.hospital_id, email=f"{secrets.token_hex(4)}@example.org",
                name="Nils Fiktiv", password_hash="none", totp_secret="none",
            )  # fmt: skip
            session.add(person)
            session.commit()
        self.give(person.id, role, clinic_id)
        return person.id

    def clinic(self, name: str) -> UUID:
        """Add one more clinic."""
        with self.world.open() as session:
            row = tables.Clinic(
                hospital_id=self.world.hospital_id, slug=secrets.token_hex(4), name=name
            )
            session.add(row)
            session.commit()
        return row.id

    def rename(self, form_id: UUID, title: str) -> None:
        """Give the form's draft another title."""
        with self.world.open() as session:
            work = self.work(session)
            draft = session.get_one(tables.FormDraft, form_id)
            made = drafting.composition(work, draft)
            made = made.model_copy(update={"title": Text({"nb": title})})
            drafting.save_form(work, draft.clinic_id, draft.slug, made)
            session.commit()

    def form(self, clinic_id: UUID | None = None) -> UUID:
        """Add a draft with the instrument in it, and return its id."""
        with self.world.open() as session:
            work = self.work(session)
            stocking.add(work, INSTRUMENT)
            made = Composition(
                title=Text({"nb": "Før timen"}),
                languages=("nb",),
                slots=(InstrumentSlot(instrument=INSTRUMENT.id, version=INSTRUMENT.version),),
            )
            slug = f"form-{secrets.token_hex(4)}"
            row = drafting.save_form(work, clinic_id or self.world.clinic_id, slug, made)
            session.commit()
        return row.id

    def composition(self, form_id: UUID) -> Composition:
        """Return the draft as it is stored."""
        with self.world.open() as session:
            row = session.get(tables.FormDraft, form_id)
            assert row is not None
            return Composition.model_validate(row.document)

    def reachable(self, clinic_id: UUID | None = None) -> None:
        """Give a clinic a telephone, an hour it answers in, and everybody on duty then."""
        where = clinic_id or self.world.clinic_id
        with self.world.open() as session:
            work = self.work(session)
            clinics.set_contact(
                work,
                tables.ClinicContact(
                    hospital_id=self.world.hospital_id, clinic_id=where,
                    phone="22 00 00 00", hours={"1": ["08:00", "15:30"]},
                    out_of_hours_name="Legevakt", out_of_hours_phone="116 117", read_by="12:00",
                    entered_at=work.now,
                ),
                staff_id=self.world.author_id,
            )  # fmt: skip
            everyone = dict.fromkeys(duty.ROLES, ("1",))
            duties.say(work, where, everyone, staff_id=self.world.author_id)
            session.commit()

    def safe(self) -> None:
        """Give the clinic a telephone and a safety text."""
        self.reachable()
        with self.world.open() as session:
            work = self.work(session)
            line = SafetyLines(
                who_answers="En sykepleier svarer.", out_of_hours="Ring legevakten.",
                danger="Ring med en gang.", when_read="Leses før kl. {read_by}.",
            )  # fmt: skip
            row = publishing.propose(
                work, tables.SafetyText, self.world.clinic_id,
                SafetyText(languages={"nb": line, "en": line}), staff_id=self.world.author_id,
            )  # fmt: skip
            publishing.approve(work, row, staff_id=self.world.approver_id)
            session.commit()

    def in_force(self, at: datetime | None = None) -> None:
        """Put the draft's rules in force, now or at a moment, by the second person's word."""
        with self.world.open() as session:
            work = self.work(session)
            made = drafting.rule_set(work, self.world.clinic_id)
            put_rules_in_force(work, self.world, made, at=at)
            session.commit()

    def rules(self, limit: int = 7) -> None:
        """Write one rule in the draft."""
        with self.world.open() as session:
            rule = Rule(
                id="pain-red", severity="red", deputy="doctor",
                when=AtLeast(measure="symptoms/pain", value=Decimal(limit)),
            )  # fmt: skip
            drafting.save_rules(self.work(session), self.world.clinic_id, RuleSet(rules=(rule,)))
            session.commit()

    def rows(self, table: Any) -> list[Any]:
        """Return every row of a table in the hospital."""
        with self.world.open() as session:
            return list(session.exec(select(table)).all())


INSTRUMENT = Instrument(
    id="symptoms",
    version="1",
    title=Text({"nb": "Plager", "en": "Symptoms"}),
    questionnaire=Questionnaire(
        items=(
            NumericRating(
                link_id="pain",
                text=Text({"nb": "Hvor vondt har du hatt?", "en": "How much pain?"}),
                short_text=Text({"nb": "Smerte", "en": "Pain"}),
            ),
            Boolean(link_id="fever", text=Text({"nb": "Har du feber?", "en": "Fever?"})),
        )
    ),
    licence=Licence(owner="Lytte", terms="free"),
)


def open_cms(database: Database, var: Path, world: World | None = None) -> Cms:
    """Return the CMS of a hospital with two clinic admins."""
    settings = Settings.from_environ({"LYTTE_VAR": str(var), "LYTTE_SECRET_KEY": SECRET})
    app = create_app(settings, database)
    add_cms(app)
    cms = Cms(app, world or make_world(database))
    for person in (cms.world.author_id, cms.world.approver_id):
        cms.give(person, "clinic_admin", cms.world.clinic_id)
    return cms
