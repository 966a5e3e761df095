"""Patients with appointments, as a plan meets them in the database."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from lytte.core.schedules.plan import Around, Care, Plan, Sending
from lytte.storage import bulk, tables
from tests.forms_world import Ready, make_ready
from tests.world import NOW, World

FORM = "before"
FREE = Care()
VISIT = NOW + timedelta(days=4)  # a Friday evening; its form goes on the Wednesday


def before(days: int = 2, **more: Any) -> Sending:
    """Return the world's form some days before each visit."""
    return Sending(**{"id": "before", "form": FORM, "when": Around(days=days), **more})


def plan(*sendings: Sending, care: Care = FREE) -> Plan:
    """Return a plan; the usual one sentence where none is given."""
    return Plan(sendings=sendings or (before(),), care=care)


def clinic_with_form(world: World) -> Ready:
    """Publish the form, as it was a while ago."""
    return make_ready(world, now=NOW - timedelta(days=40))


def add_patients(
    world: World,
    number: int,
    *,
    visits: Iterable[datetime] = (VISIT,),
    clinic_id: UUID | None = None,
    enrolment: dict[str, Any] | None = None,
    **patient: Any,
) -> list[UUID]:
    """Add patients with the same visits, all reachable and looked up an hour ago."""
    clinic = clinic_id or world.clinic_id
    facts = {"mobile": "sealed", "register_checked_at": NOW - timedelta(hours=1), **patient}
    patients = [
        tables.Patient(
            hospital_id=world.hospital_id, id=uuid4(), number=f"P{uuid4().hex[:12]}",
            name=f"Prøve Person {place}", birth_date=date(1950, 1, 1), synthetic=True, **facts,
        )
        for place in range(number)
    ]  # fmt: skip
    with world.open() as session:
        bulk.insert(session, patients)
        bulk.insert(session, [_enrolment(world, one, clinic, enrolment or {}) for one in patients])
        for at in visits:
            bulk.insert(session, [_visit(world, one, clinic, at) for one in patients])
        session.commit()
    return [one.id for one in patients]


def follow_also(world: World, patient_id: UUID, clinic_id: UUID) -> None:
    """Let another clinic follow the patient too."""
    with world.open() as session:
        patient = session.get(tables.Patient, patient_id)
        assert patient is not None
        session.add(_enrolment(world, patient, clinic_id, {}))
        session.commit()


def _enrolment(
    world: World, patient: tables.Patient, clinic_id: UUID, more: dict[str, Any]
) -> tables.Enrolment:
    return tables.Enrolment(
        hospital_id=world.hospital_id, patient_id=patient.id, clinic_id=clinic_id,
        **{"started_on": NOW.date() - timedelta(days=60), **more},
    )  # fmt: skip


def _visit(world: World, patient: tables.Patient, clinic_id: UUID, at: datetime) -> tables.Visit:
    return tables.Visit(
        hospital_id=world.hospital_id, patient_id=patient.id, clinic_id=clinic_id, starts_at=at
    )
