"""A clinic's facts: whom to ring, and when."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select

from lytte.core import clinic_facts, opening_hours
from lytte.core.clinic_facts import Facts
from lytte.core.schedules import days_off
from lytte.services.faults import (
    AlreadyDecided,
    ChangedMeanwhile,
    NotFound,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def set_contact(
    work: Work, new: tables.ClinicContact, *, staff_id: UUID | None, made_on: UUID | None = None
) -> tables.ClinicContact:
    """Put a new telephone number and hours in force at once; another confirms them (C6).

    `made_on` is the row that was looked at, None where there was none; ChangedMeanwhile when
    another is in force by now. NotReady with everything that cannot be understood.
    """
    work.alone(f"clinic_contact {new.clinic_id}")
    made, problems = clinic_facts.read(facts(new))
    if problems:
        raise NotReady(problems)
    before = contact(work, new.clinic_id)
    if (before.id if before else None) != made_on:
        raise ChangedMeanwhile
    for name, said in made:
        setattr(new, name, said)
    new.hospital_id = work.session.hospital_id
    new.entered_by, new.entered_at = staff_id, after(work, before)
    work.session.add(new)
    work.session.flush()
    work.record(Deed("clinic_contact.set", "clinic_contact", str(new.id)))
    return new


def after(work: Work, before: tables.ClinicContact | tables.ClinicDuty | None) -> datetime:
    """Return the moment of a row that takes the place of another.

    Of two machines whose clocks differ, whoever came last is in force.
    """
    return max(work.now, before.entered_at + timedelta(microseconds=1)) if before else work.now


def facts(contact: tables.ClinicContact) -> Facts:
    """Return the facts as they are stored, whatever that is."""
    said = contact.model_dump(include=set(Facts.model_fields) - {"hours"})
    return Facts(**said, hours=opening_hours.typed(contact.hours))


def confirm_contact(work: Work, contact_id: UUID, *, staff_id: UUID) -> None:
    """Confirm that the number was called and is right; not by whoever typed it.

    ChangedMeanwhile when it is in force no longer: somebody rang the number before.
    """
    known = work.session.get(tables.ClinicContact, contact_id)
    if known is None:
        raise NotFound
    work.alone(f"clinic_contact {known.clinic_id}")
    now = contact(work, known.clinic_id)
    work.session.refresh(known)
    if now is None or now.id != known.id:
        raise ChangedMeanwhile
    if known.confirmed_at is not None:
        raise AlreadyDecided
    if known.entered_by == staff_id:
        raise SecondPersonNeeded
    known.confirmed_by, known.confirmed_at = staff_id, work.now
    work.session.add(known)
    work.session.flush()
    work.record(Deed("clinic_contact.confirm", "clinic_contact", str(contact_id)))


def confirmed_by(contact: tables.ClinicContact, zone: ZoneInfo) -> date:
    """Return the day somebody else has to have confirmed it: the next one that people work."""
    entered = contact.entered_at.astimezone(zone).date()
    return days_off.working_day(entered + timedelta(days=1), 1)


def overdue(work: Work, clinic_ids: Collection[UUID], zone: ZoneInfo) -> list[tables.ClinicContact]:
    """Return the facts in force that nobody else has confirmed, on their last day or after."""
    kind = tables.ClinicContact
    newest = (
        select(kind)
        .where(col(kind.clinic_id).in_(clinic_ids))
        .ext(distinct_on(col(kind.clinic_id)))
        .order_by(col(kind.clinic_id), col(kind.entered_at).desc())
    )
    today = work.now.astimezone(zone).date()
    return [
        one
        for one in work.session.exec(newest).all()
        if one.confirmed_at is None and confirmed_by(one, zone) <= today
    ]


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


def earlier(work: Work, clinic_id: UUID, contact_id: UUID) -> tables.ClinicContact:
    """Return the facts a clinic had or has, by their id; NotFound when they are not its own."""
    found = work.session.get(tables.ClinicContact, contact_id)
    if found is None or found.clinic_id != clinic_id:
        raise NotFound
    return found


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
