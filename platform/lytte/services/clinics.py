"""A clinic's facts: whom to ring, and when."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from lytte.core import clinic_facts, opening_hours
from lytte.core.clinic_facts import Facts
from lytte.services.faults import AlreadyDecided, NotFound, NotReady, SecondPersonNeeded
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def set_contact(
    work: Work, contact: tables.ClinicContact, *, staff_id: UUID | None
) -> tables.ClinicContact:
    """Put a new telephone number and hours in force at once; another confirms them (C6).

    NotReady with everything in them that cannot be understood.
    """
    made, problems = clinic_facts.read(facts(contact))
    if problems:
        raise NotReady(problems)
    for name, said in made:
        setattr(contact, name, said)
    contact.hospital_id = work.session.hospital_id
    contact.entered_by, contact.entered_at = staff_id, work.now
    work.session.add(contact)
    work.session.flush()
    work.record(Deed("clinic_contact.set", "clinic_contact", str(contact.id)))
    return contact


def facts(contact: tables.ClinicContact) -> Facts:
    """Return the facts as they are stored, whatever that is."""
    said = contact.model_dump(include=set(Facts.model_fields) - {"hours"})
    return Facts(**said, hours=opening_hours.typed(contact.hours))


def confirm_contact(work: Work, contact_id: UUID, *, staff_id: UUID) -> None:
    """Confirm that the number was called and is right; not by whoever typed it."""
    contact = work.session.get(tables.ClinicContact, contact_id)
    if contact is None:
        raise NotFound
    if contact.confirmed_at is not None:
        raise AlreadyDecided
    if contact.entered_by == staff_id:
        raise SecondPersonNeeded
    contact.confirmed_by, contact.confirmed_at = staff_id, work.now
    work.session.add(contact)
    work.session.flush()
    work.record(Deed("clinic_contact.confirm", "clinic_contact", str(contact_id)))


def contact(work: Work, clinic_id: UUID, at: datetime | None = None) -> tables.ClinicContact | None:
    """Return the facts in force, now or at another time: those entered last."""
    kind = tables.ClinicContact
    then = () if at is None else (kind.entered_at <= at,)
    return work.session.exec(
        select(kind)
        .where(kind.clinic_id == clinic_id, *then)
        .order_by(col(tables.ClinicContact.entered_at).desc())
        .limit(1)
    ).one_or_none()


def named(work: Work, slug: str) -> tables.Clinic:
    """Return the clinic called `slug`; NotFound when the hospital has none."""
    found = work.session.exec(select(tables.Clinic).where(tables.Clinic.slug == slug)).one_or_none()
    if found is None or found.common:
        raise NotFound
    return found


def by_id(work: Work, clinic_id: UUID) -> tables.Clinic:
    """Return a clinic; NotFound when the hospital has none with that id."""
    found = work.session.get(tables.Clinic, clinic_id)
    if found is None:
        raise NotFound
    return found


def reached(work: Work, clinic_ids: frozenset[UUID] | None) -> list[tables.Clinic]:
    """Return the clinics a role reaches, by name; None means the whole hospital.

    The level shared by the hospital is no clinic: patients are never at it.
    """
    every = work.session.exec(
        select(tables.Clinic)
        .where(col(tables.Clinic.common).is_(False))
        .order_by(tables.Clinic.name)
    ).all()
    return [one for one in every if clinic_ids is None or one.id in clinic_ids]


def hospital_name(work: Work) -> str:
    """Return the name the hospital is registered with."""
    hospital = work.session.get(tables.Hospital, work.session.hospital_id)
    return hospital.name if hospital else ""
