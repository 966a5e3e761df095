"""Today at a clinic: who comes when, who has answered, and what needs a look first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Appointment:
    """One line of the day's list. `state` is answered, begun, waiting, missed or none."""

    visit_id: UUID
    patient_id: UUID
    starts_at: datetime
    name: str
    birth_date: date
    number: str
    state: str
    response_id: UUID | None
    authored: datetime | None
    answered: int
    asked: int
    red: int
    amber: int
    emergency: bool
    assessment_id: UUID | None
    typed_in: bool = False
    """Typed in from a paper: it has a day, and no hour."""


def day(work: Work, clinic_id: UUID, on: date) -> list[Appointment]:
    """Return the clinic's appointments on a day, in order, by the hospital's clock.

    Seeing the list is seeing that people are patients here, so it is written down.
    """
    zone = zone_of(work)
    begins = datetime.combine(on, time(), zone)
    ends = datetime.combine(on + timedelta(days=1), time(), zone)
    found = work.session.execute(
        select(tables.Visit, tables.Patient, tables.Assessment, tables.Response)
        .join(tables.Patient, col(tables.Patient.id) == col(tables.Visit.patient_id))
        .outerjoin(tables.Assessment, col(tables.Assessment.visit_id) == col(tables.Visit.id))
        .outerjoin(tables.Response, col(tables.Response.assessment_id) == col(tables.Assessment.id))
        .where(
            tables.Visit.clinic_id == clinic_id,
            tables.Visit.starts_at >= begins,
            tables.Visit.starts_at < ends,
            col(tables.Visit.cancelled_at).is_(None),
        )
        .order_by(col(tables.Visit.starts_at), col(tables.Patient.name))
    ).all()
    flags = _flags(work, [response.id for _, _, _, response in found if response])
    work.record(
        Deed(
            "clinic_day.view",
            "clinic",
            str(clinic_id),
            fields={"day": on.isoformat(), **work.seen(patient.id for _, patient, _, _ in found)},
        )
    )
    return [
        _appointment(visit, patient, assessment, response, flags, work.now)
        for visit, patient, assessment, response in found
    ]


def zone_of(work: Work) -> ZoneInfo:
    """Return the zone of the hospital's clock."""
    zone = work.session.exec(
        select(tables.Hospital.zone).where(tables.Hospital.id == work.session.hospital_id)
    ).one()
    return ZoneInfo(zone)


Flags = dict[UUID, tuple[int, int, bool]]


def _flags(work: Work, responses: list[UUID]) -> Flags:
    rows = work.session.execute(
        select(
            tables.Alert.response_id,
            func.count().filter(col(tables.Alert.severity) == "red"),
            func.count().filter(col(tables.Alert.severity) == "amber"),
            func.bool_or(col(tables.Alert.emergency)),
        )
        .where(col(tables.Alert.response_id).in_(responses), tables.Alert.state != "known")
        .group_by(col(tables.Alert.response_id))
    ).all()
    return {one: (red, amber, emergency) for one, red, amber, emergency in rows}


def _appointment(
    visit: tables.Visit,
    patient: tables.Patient,
    assessment: tables.Assessment | None,
    response: tables.Response | None,
    flags: Flags,
    now: datetime,
) -> Appointment:
    red, amber, emergency = flags.get(response.id, (0, 0, False)) if response else (0, 0, False)
    return Appointment(
        visit_id=visit.id,
        patient_id=patient.id,
        starts_at=visit.starts_at,
        name=patient.name,
        birth_date=patient.birth_date,
        number=patient.number,
        state=_state(assessment, response, now),
        response_id=response.id if response else None,
        authored=response.authored if response else None,
        answered=response.answered if response else 0,
        asked=response.asked if response else 0,
        red=red,
        amber=amber,
        emergency=emergency,
        assessment_id=assessment.id if assessment else None,
        typed_in=response is not None and response.typed_in_at is not None,
    )


def _state(
    assessment: tables.Assessment | None, response: tables.Response | None, now: datetime
) -> str:
    if response is not None:
        return "answered"
    if assessment is None:
        return "none"
    if assessment.state == "expired" or assessment.expires_at <= now:
        return "missed"
    return "begun" if assessment.state == "open" else "waiting"
