"""A small hospital for tests: two people, one clinic, a patient; made anew for each test."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from lytte.services.keys import Keys
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession

KEYS = Keys("a key for tests only, long enough to pass")
NOW = datetime(2026, 8, 24, 17, 12, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """One hospital and the ids of what is in it."""

    database: Database
    hospital_id: UUID
    slug: str
    clinic_id: UUID
    author_id: UUID
    approver_id: UUID
    patient_id: UUID

    def open(self) -> HospitalSession:
        """Open a worker's session inside the hospital."""
        return self.database.inside(self.hospital_id)

    def work(self, session: HospitalSession, now: datetime = NOW) -> Work:
        """Work in `session` as a test."""
        return Work(session, Actor("os:test", "test"), now, KEYS)


def make_world(database: Database, name: str = "Prøve sykehus") -> World:
    """Add a hospital with a clinic, two staff and one patient, and commit it."""
    hospital = tables.Hospital(slug=f"h-{uuid4().hex[:12]}", name=name)
    with Session(database.worker) as plain:
        plain.add(hospital)
        plain.commit()
        hospital_id, slug = hospital.id, hospital.slug
    with database.inside(hospital_id) as session:
        work = Work(session, Actor("os:test", "test"), NOW, KEYS)
        clinic = tables.Clinic(hospital_id=hospital_id, slug="bryst", name="Brystkreftklinikken")
        staff = [_staff(hospital_id, name) for name in ("Solveig Demo", "Ali Prøve")]
        session.add_all([clinic, *staff])
        session.flush()
        patient = tables.Patient(
            hospital_id=hospital_id,
            number="000000",
            name="Kari Testmann",
            birth_date=date(1951, 3, 14),
            synthetic=True,
        )
        enrolling.enrol(
            work,
            patient,
            clinic.id,
            started_on=NOW.date() - timedelta(days=90),
            course="Brystkreft, kur 6 av 8",
            course_source="timelisten",
        )
        session.commit()
        return World(database, hospital_id, slug, clinic.id, staff[0].id, staff[1].id, patient.id)


def _staff(hospital_id: UUID, name: str) -> tables.Staff:
    return tables.Staff(
        hospital_id=hospital_id,
        email=f"{name.split()[0].lower()}@example.org",
        name=name,
        password_hash="none",
        totp_secret="none",
    )
