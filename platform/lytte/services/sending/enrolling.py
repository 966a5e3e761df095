"""Patients, their visits, what they are asked before them, and how they get in."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select

from lytte.core.forms import Form
from lytte.services import published
from lytte.services.faults import NotFound
from lytte.services.publishing import licensing
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.sessions import token_hash

# Without 0, O, 1 and I, which look alike on paper: 32 letters, 5 bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


class NoWayIn(Exception):
    """The answers are sent already, or the time for sending them is over."""


@dataclass(frozen=True)
class Planned:
    """An occasion as staff see it before it is answered."""

    assessment: tables.Assessment
    patient: tables.Patient
    publication: tables.FormPublication
    is_over: bool
    """Sent, or too late: no link or code is made for it."""


def enrol(
    work: Work,
    patient: tables.Patient,
    clinic_id: UUID,
    *,
    started_on: date,
    course: str = "",
    course_source: str = "",
) -> tables.Enrolment:
    """Let a clinic follow a patient, who is added to the hospital when new."""
    work.session.add(patient)
    work.session.flush()
    row = tables.Enrolment(
        hospital_id=work.session.hospital_id,
        patient_id=patient.id,
        clinic_id=clinic_id,
        started_on=started_on,
        course=course,
        course_source=course_source,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Deed("enrolment.add", "enrolment", str(row.id), patient.id))
    return row


def plan(
    work: Work,
    patient_id: UUID,
    publication: tables.FormPublication,
    *,
    due_at: datetime,
    expires_at: datetime,
    visit_id: UUID | None = None,
) -> tables.Assessment:
    """Plan one occasion on a form publication."""
    row = tables.Assessment(
        hospital_id=work.session.hospital_id,
        patient_id=patient_id,
        clinic_id=publication.clinic_id,
        form_publication_id=publication.id,
        visit_id=visit_id,
        due_at=due_at,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Deed("assessment.plan", "assessment", str(row.id), patient_id))
    return row


def give_link(work: Work, assessment_id: UUID, *, helper: bool = False) -> str:
    """Make a link's token, 128 bits; it is returned once and stored as a hash."""
    token = secrets.token_urlsafe(16)
    _give(work, assessment_id, "link", token, helper=helper)
    return token


def give_letter_code(work: Work, assessment_id: UUID, *, helper: bool = False) -> str:
    """Make a letter's code, 12 characters of 32 (60 bits), in groups of four for reading."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    _give(work, assessment_id, "letter", code, helper=helper)
    return " ".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def clinic_of(work: Work, assessment_id: UUID) -> UUID:
    """Return whose occasion it is; NotFound when the hospital has none with that id."""
    found = work.session.get(tables.Assessment, assessment_id)
    if found is None:
        raise NotFound
    return found.clinic_id


def planned(work: Work, assessment_id: UUID) -> Planned:
    """Return an occasion with whose it is, and write down that it was seen."""
    assessment = work.session.get(tables.Assessment, assessment_id)
    if assessment is None:
        raise NotFound
    patient = work.session.get(tables.Patient, assessment.patient_id)
    publication = published.answered_on(work, assessment)
    if patient is None or publication is None:
        raise NotFound
    work.record(Deed("assessment.view", "assessment", str(assessment_id), patient.id))
    return Planned(assessment, patient, publication, _is_over(assessment, work.now))


def typed_code(text: str) -> str:
    """Return a typed code as it was made: upper case, without spaces or hyphens."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _give(work: Work, assessment_id: UUID, kind: str, secret: str, *, helper: bool) -> None:
    assessment = work.session.exec(
        select(tables.Assessment).where(tables.Assessment.id == assessment_id)
    ).one_or_none()
    if assessment is None:
        raise NotFound
    if _is_over(assessment, work.now):
        raise NoWayIn
    publication = published.answered_on(work, assessment)
    if publication is None:
        raise NotFound
    licensing.must_cover(work, Form.model_validate(publication.document), "web")
    row = tables.AccessCode(
        hospital_id=work.session.hospital_id,
        assessment_id=assessment_id,
        kind=kind,
        hash=token_hash(secret),
        helper=helper,
        expires_at=assessment.expires_at,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        Deed(
            "access.give",
            "access_code",
            str(row.id),
            assessment.patient_id,
            fields={"kind": kind, "helper": helper},
        )
    )


def _is_over(assessment: tables.Assessment, now: datetime) -> bool:
    return assessment.state in ("completed", "expired") or assessment.expires_at <= now
