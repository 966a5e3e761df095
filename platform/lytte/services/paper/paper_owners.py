"""Whose paper it is: the occasions that a clinic waits for, and those of a patient it looks up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import col

from lytte.core.texts import Text
from lytte.services.clinic_day import zone_of
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted

# A paper that is handed in late, or early, belongs to an appointment within these.
BEFORE, AFTER = timedelta(days=21), timedelta(days=7)
# A longer past than this is looked up by nobody with a paper in the hand.
LONG_AGO = timedelta(days=400)
MOST = 60
SHORTEST_NAME = 2

_WHEN = func.coalesce(col(tables.Visit.starts_at), col(tables.Assessment.due_at))


@dataclass(frozen=True)
class Occasion:
    """One occasion a paper may belong to. `at` is the appointment, or when it was due."""

    assessment_id: UUID
    patient_id: UUID
    name: str
    number: str
    birth_date: date
    title: Text
    at: datetime
    form_id: UUID
    has_begun: bool
    answered_on: datetime | None


def waiting(work: Work, clinic_id: UUID, form_id: UUID | None = None) -> list[Occasion]:
    """Return what is not answered at the clinic, the nearest day first."""
    wanted = _of(clinic_id, form_id).where(
        col(tables.Assessment.state) != "completed",
        _WHEN.between(*about(work.now)),
    )
    found = [_occasion(row) for row in work.session.execute(wanted.limit(10 * MOST)).all()]
    zone = zone_of(work)
    today = work.now.astimezone(zone).date()
    found.sort(key=lambda one: (abs((one.at.astimezone(zone).date() - today).days), one.at))
    return _seen(work, clinic_id, found[:MOST])


def find(
    work: Work,
    clinic_id: UUID,
    written: str,
    born: Collection[date],
    form_id: UUID | None = None,
) -> list[Occasion]:
    """Return the occasions of the patients that a number, a name or a birth date fits.

    `born` is how what was written may be read as a date. What is answered is among them.
    """
    wanted = _of(clinic_id, form_id).where(
        or_(*fits(written, born)), _WHEN.between(work.now - LONG_AGO, work.now + LONG_AGO)
    )
    rows = work.session.execute(wanted.limit(MOST)).all()
    found = [_occasion(row) for row in rows]
    found.sort(key=lambda one: one.answered_on is not None)
    return _seen(work, clinic_id, found)


def fits(written: str, born: Collection[date]) -> list[Any]:
    """Return what a patient is looked up by: a number, a birth date, or every word of a name."""
    words = [word for word in written.split() if len(word) >= SHORTEST_NAME]
    found: list[Any] = [col(tables.Patient.number) == written]
    if born:
        found.append(col(tables.Patient.birth_date).in_(born))
    elif words:
        named = [col(tables.Patient.name).icontains(word, autoescape=True) for word in words]
        found.append(and_(*named))
    return found


def about(now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when an occasion is one that a paper in the hand may be for."""
    return now - BEFORE, now + AFTER


def _of(clinic_id: UUID, form_id: UUID | None) -> Select[Any]:
    kind, publication = tables.Assessment, tables.FormPublication
    wanted: Select[Any] = (
        select(kind, tables.Patient, col(publication.form_id), col(publication.document)["title"],
            _WHEN, col(tables.Response.authored))
        .join(tables.Patient, col(tables.Patient.id) == col(kind.patient_id))
        .join(publication, col(publication.id) == col(kind.form_publication_id))
        .outerjoin(tables.Visit, col(tables.Visit.id) == col(kind.visit_id))
        .outerjoin(tables.Response, (col(tables.Response.assessment_id) == col(kind.id))
            & counted(tables.Response.id))
        .where(col(kind.clinic_id) == clinic_id, col(tables.Visit.cancelled_at).is_(None))
        .order_by(_WHEN.desc(), col(tables.Patient.name))
    )  # fmt: skip
    return wanted.where(col(publication.form_id) == form_id) if form_id else wanted


def _occasion(row: Any) -> Occasion:
    assessment, patient, form_id, title, at, authored = row
    return Occasion(
        assessment_id=assessment.id,
        patient_id=patient.id,
        name=patient.name,
        number=patient.number,
        birth_date=patient.birth_date,
        title=Text.model_validate(title or {}),
        at=at,
        form_id=form_id,
        has_begun=assessment.state == "open",
        answered_on=authored,
    )


def _seen(work: Work, clinic_id: UUID, found: list[Occasion]) -> list[Occasion]:
    work.record(
        Deed(
            "papers.view",
            "clinic",
            str(clinic_id),
            fields=work.seen(one.patient_id for one in found),
        )
    )
    return found
