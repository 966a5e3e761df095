"""A paper that nothing was planned for: the patient came with it all the same.

Its occasion is made when it is saved, already answered. Nothing that was only looked at is
left waiting for an answer that never comes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select

from lytte.services.faults import NotFound
from lytte.services.paper import paper_owners, typing_in
from lytte.services.paper.typing_in import Paper, Typed
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted


@dataclass(frozen=True)
class Beside:
    """What the patient has of the same form already, so that one paper is not kept twice."""

    waiting: bool
    """An occasion nobody has answered, about now."""
    that_day: bool
    """Answers of the day that stands on the paper."""


def patients(
    work: Work, clinic_id: UUID, written: str, born: Collection[date]
) -> Sequence[tables.Patient]:
    """Return the clinic's own patients that a number, a name or a birth date fits."""
    followed = tables.Enrolment
    found = work.session.exec(
        select(tables.Patient)
        .join(followed, col(followed.patient_id) == col(tables.Patient.id))
        .where(followed.clinic_id == clinic_id, or_(*paper_owners.fits(written, born)))
        .order_by(col(tables.Patient.name))
        .limit(paper_owners.MOST)
    ).all()
    seen = work.seen(one.id for one in found)
    work.record(Deed("papers.view", "clinic", str(clinic_id), fields=seen))
    return found


def forms(work: Work, clinic_id: UUID) -> list[tables.FormPublication]:
    """Return the newest version that was handed out of each of the clinic's forms."""
    kind = tables.FormPublication
    found = work.session.exec(
        select(kind)
        .where(
            kind.clinic_id == clinic_id,
            col(kind.state).in_(standing.EVER),
            col(kind.live_at) <= work.now,
        )
        .order_by(col(kind.live_at), col(kind.number))
    ).all()
    return list({one.form_id: one for one in found}.values())


def opened(
    work: Work,
    clinic_id: UUID,
    patient_id: UUID,
    publication_id: UUID,
    occasion: UUID,
    number: int | None = None,
) -> Paper:
    """Return the paper of a patient the clinic follows; nothing is stored but that it was opened.

    `occasion` is what the occasion will be called. Once it is saved, it is that one.
    """
    patient = work.session.get(tables.Patient, patient_id)
    publication = work.session.get(tables.FormPublication, publication_id)
    if patient is None or publication is None or not _follows(work, clinic_id, patient_id):
        raise NotFound
    ever = typing_in.handed_out(work, publication.form_id)
    if publication.clinic_id != clinic_id or publication_id not in {one.id for one in ever}:
        raise NotFound
    assessment = work.session.get(tables.Assessment, occasion)
    if assessment is None:
        assessment = _occasion(work, patient_id, publication, occasion, work.now)
    elif assessment.form_publication_id not in {one.id for one in ever}:
        raise NotFound
    if (assessment.clinic_id, assessment.patient_id) != (clinic_id, patient_id):
        raise NotFound
    work.record(Deed("papers.view", "clinic", str(clinic_id), patient_id))
    return typing_in.paper(work, assessment, patient, publication, number)


def beside(work: Work, paper: Paper, on: date) -> Beside:
    """Return what else the patient has of the same form."""
    kind, form = tables.Assessment, tables.FormPublication
    same = and_(
        col(kind.patient_id) == paper.patient.id, col(kind.clinic_id) == paper.assessment.clinic_id,
        col(form.form_id) == paper.publication.form_id, col(kind.id) != paper.assessment.id,
    )  # fmt: skip
    waits = (
        select(kind.id)
        .join(form, col(form.id) == col(kind.form_publication_id))
        .where(same, kind.state != "completed")
        .where(col(kind.due_at).between(*paper_owners.about(work.now)))
    )
    begins = datetime.combine(on, time(), paper.zone)
    answered = (
        select(kind.id)
        .join(form, col(form.id) == col(kind.form_publication_id))
        .join(tables.Response, col(tables.Response.assessment_id) == col(kind.id))
        .where(same, counted(tables.Response.id), tables.Response.authored >= begins)
        .where(tables.Response.authored < begins + timedelta(days=1))
    )
    found = [work.session.exec(one.limit(1)).first() is not None for one in (waits, answered)]
    return Beside(*found)


def keep(work: Work, paper: Paper, typed: Typed, *, staff_id: UUID) -> UUID:
    """Store the paper as an occasion that was answered on its day; the same one twice is one."""
    whose = paper.assessment
    work.alone(f"unplanned {whose.id}")
    known = work.session.exec(
        select(tables.Assessment.id).where(tables.Assessment.id == whose.id)
    ).one_or_none()
    if known is None:
        at = typing_in.answered_at(typed.on, paper.zone, work.now)
        row = _occasion(work, whose.patient_id, paper.publication, whose.id, at)
        work.session.add(row)
        work.session.flush()
        told = {"unplanned": True, "mode": "paper"}
        work.record(Deed("assessment.plan", "assessment", str(row.id), row.patient_id, fields=told))
    return typing_in.keep(work, paper, typed, staff_id=staff_id)


def _occasion(
    work: Work,
    patient_id: UUID,
    publication: tables.FormPublication,
    occasion: UUID,
    at: datetime,
) -> tables.Assessment:
    return tables.Assessment(
        hospital_id=work.session.hospital_id,
        id=occasion,
        patient_id=patient_id,
        clinic_id=publication.clinic_id,
        form_publication_id=publication.id,
        due_at=at,
        expires_at=work.now,
    )


def _follows(work: Work, clinic_id: UUID, patient_id: UUID) -> bool:
    kind = tables.Enrolment
    found = work.session.exec(
        select(kind.id).where(kind.clinic_id == clinic_id, kind.patient_id == patient_id)
    ).first()
    return found is not None
