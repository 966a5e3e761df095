"""Today at a clinic: who comes when, who has answered, and what needs a look first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from lytte.core.summary_finding import subject
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted


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
        .outerjoin(
            tables.Response,
            (col(tables.Response.assessment_id) == col(tables.Assessment.id))
            & counted(tables.Response.id),
        )
        .where(
            tables.Visit.clinic_id == clinic_id,
            tables.Visit.starts_at >= begins,
            tables.Visit.starts_at < ends,
            col(tables.Visit.cancelled_at).is_(None),
        )
        .order_by(col(tables.Visit.starts_at), col(tables.Patient.name))
    ).all()
    flags = _flags(work, [assessment.id for _, _, assessment, _ in found if assessment])
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


@dataclass(frozen=True)
class Flags:
    """How much of an occasion is to be looked at, counted as its sheet counts it."""

    red: int = 0
    amber: int = 0
    emergency: bool = False


NO_FLAGS = Flags()


def _flags(work: Work, assessments: list[UUID]) -> dict[UUID, Flags]:
    """Return the flags of each occasion; an emergency counts before anything is sent."""
    rows = work.session.exec(
        select(tables.Alert).where(
            col(tables.Alert.assessment_id).in_(assessments),
            or_(col(tables.Alert.response_id).is_not(None), col(tables.Alert.emergency)),
            tables.Alert.state != "known",
            counted(tables.Alert.response_id),
        )
    ).all()
    raised: dict[UUID, list[tables.Alert]] = {}
    for row in rows:
        if row.assessment_id is not None:
            raised.setdefault(row.assessment_id, []).append(row)
    return {one: _counted(alerts) for one, alerts in raised.items()}


def _counted(alerts: list[tables.Alert]) -> Flags:
    """Count each measure once, by the worst that was raised about it."""
    worst: dict[tuple[str, ...], str] = {}
    for one in alerts:
        if not one.emergency:
            about = subject(one.rule_id, (reason["measure"] for reason in one.reasons))
            if worst.get(about) != "red":
                worst[about] = one.severity
    counted = Counter(worst.values())
    return Flags(counted["red"], counted["amber"], any(one.emergency for one in alerts))


def _appointment(
    visit: tables.Visit,
    patient: tables.Patient,
    assessment: tables.Assessment | None,
    response: tables.Response | None,
    flags: dict[UUID, Flags],
    now: datetime,
) -> Appointment:
    flagged = flags.get(assessment.id, NO_FLAGS) if assessment else NO_FLAGS
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
        red=flagged.red,
        amber=flagged.amber,
        emergency=flagged.emergency,
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
