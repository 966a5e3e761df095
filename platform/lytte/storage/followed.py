"""What a plan must know of a clinic's patients, read in bulk: one statement a kind of fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from lytte.storage.corrections import counts
from lytte.storage.sessions import HospitalSession

# The clinic's patients now, and those who stopped lately: they are shown with the reason.
_MINE = text("""
select e.patient_id from enrolment e
join patient p on p.hospital_id = e.hospital_id and p.id = e.patient_id
where e.clinic_id = :clinic and coalesce(e.ended_on, :lately) >= :lately
    and coalesce(e.withdrawn_on, :lately) >= :lately
    and coalesce(p.deceased_on, :lately) >= :lately
""")
# The others name the patients one by one: a list's length is known to whoever plans the
# statement, and what a subquery comes to is guessed, ten thousand taken for one.
_PEOPLE = text("""
select e.patient_id, e.clinic_id, e.started_on, e.ended_on, e.withdrawn_on, e.paused_until,
    e.course_ends_on, p.deceased_on, p.address_protected, p.register_checked_at,
    p.mobile is not null as has_mobile, p.email is not null as has_email
from enrolment e
join patient p on p.hospital_id = e.hospital_id and p.id = e.patient_id
where e.patient_id = any(:patients) and e.clinic_id = any(:clinics)
order by e.patient_id, e.clinic_id
""")
_VISITS = text("""
select v.patient_id, v.clinic_id, v.id, v.starts_at from visit v
where v.clinic_id = any(:clinics) and v.cancelled_at is null
    and v.starts_at >= :begins and v.starts_at < :ends
    and v.patient_id = any(:patients)
order by v.starts_at
""")
# The first and the last of a course say when it began and ends, however long ago.
_TREATMENTS = text("""
select t.patient_id, t.clinic_id, t.id, t.kind, t.on_date, t.number, t.of_total from treatment t
where t.clinic_id = any(:clinics) and t.cancelled_at is null
    and (t.kind <> 'cycle' or t.number = 1 or t.number = t.of_total
        or (t.on_date >= :begins and t.on_date < :ends))
    and t.patient_id = any(:patients)
order by t.on_date
""")
_SENT = text("""
select a.patient_id, a.clinic_id, a.form_publication_id, a.visit_id, a.due_at, a.completed_at
from assessment a
where a.due_at >= :sent_since and a.patient_id = any(:patients)
""")
_BEFORE = text("""
select a.patient_id, a.clinic_id, p.form_id, count(*) as times,
    max(a.due_at) filter (where a.due_at < :sent_since) as latest
from assessment a
join form_publication p on p.hospital_id = a.hospital_id and p.id = a.form_publication_id
where a.clinic_id = any(:clinics) and a.patient_id = any(:patients)
group by a.patient_id, a.clinic_id, p.form_id
""")
_ANSWERED = text(f"""
select r.patient_id, r.clinic_id, r.form_publication_id, r.authored from response r
where r.authored >= :answered_since and r.patient_id = any(:patients)
    and {counts("r.id")}
""")  # noqa: S608
_FORMS = text("""
select p.id, p.clinic_id, p.form_id, d.slug, p.state, (p.document ->> 'minutes')::int as minutes,
    jsonb_path_query_array(p.document, '$.parts[*].id') as parts
from form_publication p
join form_draft d on d.hospital_id = p.hospital_id and d.id = p.form_id
""")


@dataclass(frozen=True)
class Reading:
    """Whose facts, from which clinics, and from when to when."""

    patients: Sequence[UUID]
    clinics: Sequence[UUID]
    begins: datetime
    ends: datetime
    sent_since: datetime
    answered_since: datetime


def mine(session: HospitalSession, clinic: UUID, lately: date) -> Sequence[UUID]:
    """Return the patients the clinic follows, or stopped following since `lately`."""
    return session.connection().execute(_MINE, {"clinic": clinic, "lately": lately}).scalars().all()


def people(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return each patient in each clinic that follows them."""
    return _read(session, _PEOPLE, reading)


def visits(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return the appointments, in order of time."""
    return _read(session, _VISITS, reading)


def treatments(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return the treatments, in order of time."""
    return _read(session, _TREATMENTS, reading)


def sent(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return what was sent lately, in any clinic."""
    return _read(session, _SENT, reading)


def before(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return how often each form was sent, and when last before `sent` begins."""
    return _read(session, _BEFORE, reading)


def answered(session: HospitalSession, reading: Reading) -> Sequence[Row[Any]]:
    """Return what was answered lately, in any clinic."""
    return _read(session, _ANSWERED, reading)


def forms(session: HospitalSession) -> Sequence[Row[Any]]:
    """Return every form the hospital has published: how long it takes, and its parts."""
    return session.connection().execute(_FORMS).all()


def _read(session: HospitalSession, statement: TextClause, reading: Reading) -> Sequence[Row[Any]]:
    return session.connection().execute(statement, vars(reading)).all()
