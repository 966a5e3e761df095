"""What a plan counts from in the demo: treatments done and to come, and ways to reach people."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from lytte.core.schedules.days_off import working_day
from lytte.demo.hospitals import DemoClinic
from lytte.demo.pathways import Pathway, Values
from lytte.demo.people import Invented
from lytte.services.work import Work
from lytte.storage import bulk, tables

THREE_WEEKS = timedelta(days=21)
ASKED_AGO = timedelta(hours=3)
"""How long ago the population register was asked, when the demo's day begins."""
SOURCE = "en oppdiktet timeliste"


def facts(work: Work, patient: tables.Patient, enrolment: tables.Enrolment, on: date) -> None:
    """Invent how somebody is reached, and for a few why they are not."""
    dice = Random(f"facts-{patient.number}")
    old = on.year - patient.birth_date.year > 79
    number = int(patient.number[-5:])
    if dice.random() < (0.7 if old else 0.95):
        # No telephone in the country begins so.
        patient.mobile = work.keys.seal(f"+47 00 0{number:05d}")
    if dice.random() < (0.3 if old else 0.7):
        patient.email = work.keys.seal(f"{patient.number.lower()}@pasient.example")
    patient.address_protected = dice.random() < 0.015
    patient.register_checked_at = work.now - ASKED_AGO if dice.random() < 0.97 else None
    if dice.random() < 0.02:
        enrolment.paused_until = on + timedelta(days=10)
    if dice.random() < 0.015:
        enrolment.withdrawn_on = on - timedelta(days=3)


def courses(
    work: Work, demo: DemoClinic, pathway: Pathway, everyone: Sequence[tuple[UUID, Invented]]
) -> None:
    """Add each patient's course, three weeks apart, and appointments for what is to come."""
    today = work.now.astimezone(pathway.zone).date()
    cycles, visits = [], []
    for patient_id, one in everyone:
        dice = Random(f"course-{one.number}")
        for number in range(1, demo.pathology.cycles + 1):
            on = working_day(one.started_on + (number - 1) * THREE_WEEKS, 1)
            cycles.append(_cycle(pathway, patient_id, on, number, demo.pathology.cycles))
            if on > today:
                visits.append(_visit(pathway, patient_id, on, dice))
    bulk.insert_values(work.session, tables.Treatment, cycles)
    bulk.insert_values(work.session, tables.Visit, visits)


def died(everyone: Sequence[tuple[UUID, Invented]], demo: DemoClinic, today: date) -> UUID | None:
    """Return somebody with a treatment in the coming week, whose appointment still stands."""
    for patient_id, one in everyone:
        for number in range(demo.pathology.cycles):
            days = (one.started_on + number * THREE_WEEKS - today).days
            if 3 <= days <= 7:
                return patient_id
    return None


def ask_the_register(work: Work) -> None:
    """Let the register have been asked today about everybody it knows."""
    work.session.execute(
        update(tables.Patient)
        .where(col(tables.Patient.register_checked_at).is_not(None))
        .values(register_checked_at=work.now - ASKED_AGO)
    )


def booked(work: Work, clinic_id: UUID, begins: datetime, ends: datetime) -> Sequence[tables.Visit]:
    """Return appointments of a day that have no form yet, made when the course was planned."""
    return work.session.exec(
        select(tables.Visit)
        .outerjoin(tables.Assessment, col(tables.Assessment.visit_id) == col(tables.Visit.id))
        .where(
            tables.Visit.clinic_id == clinic_id,
            tables.Visit.starts_at >= begins,
            tables.Visit.starts_at < ends,
            col(tables.Visit.cancelled_at).is_(None),
            col(tables.Assessment.id).is_(None),
        )
        .order_by(col(tables.Visit.starts_at))
    ).all()


def _cycle(pathway: Pathway, patient_id: UUID, on: date, number: int, total: int) -> Values:
    return _at(pathway, patient_id) | {
        "kind": "cycle", "on_date": on, "number": number, "of_total": total, "source": SOURCE,
    }  # fmt: skip


def _visit(pathway: Pathway, patient_id: UUID, on: date, dice: Random) -> Values:
    at = time(8 + dice.randrange(7), dice.choice((0, 20, 40)))
    return _at(pathway, patient_id) | {"starts_at": datetime.combine(on, at, pathway.zone)}


def _at(pathway: Pathway, patient_id: UUID) -> Values:
    return {
        "hospital_id": pathway.hospital_id,
        "clinic_id": pathway.clinic_id,
        "patient_id": patient_id,
    }
