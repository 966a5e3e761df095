"""How a patient gets in: a link or a letter's code, and the birth date. No account."""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from lytte.services.answers.sitting import AlreadySent
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.audit import Deed
from lytte.storage.sessions import NotEntered, token_hash

TRIES = 5
IDLE = timedelta(minutes=45)
NO_DATE = date(1, 1, 1)
USUAL = "nb"
"""The language that a patient is registered with unless somebody says another."""


class NotLetIn(Exception):
    """Code or birth date is wrong, blocked, revoked or too old: one answer for all of them."""


@dataclass(frozen=True)
class LetIn:
    """A new session: `token` goes into the cookie and is stored nowhere."""

    token: str
    assessment_id: UUID


_CODE = text("""
select c.id, c.helper, c.expires_at, c.revoked_at, c.wrong_dates, a.id as assessment_id,
    a.state, a.expires_at as assessment_expires_at, a.patient_id, p.birth_date, p.language,
    (select n.name from clinic n where n.id = a.clinic_id) as clinic,
    (select k.phone from clinic_contact k where k.clinic_id = a.clinic_id
        order by k.entered_at desc limit 1) as phone
from access_code c
join assessment a on a.hospital_id = c.hospital_id and a.id = c.assessment_id
join patient p on p.hospital_id = a.hospital_id and p.id = a.patient_id
where c.id = :id for update of c
""")
_COUNT = text("update access_code set wrong_dates = :wrong where id = :id")
_SESSION = text("""
insert into patient_session (hospital_id, id, assessment_id, token_hash, language, answered_by,
    helped, mode, created_at, seen_at, expires_at)
values (:hospital_id, gen_random_uuid(), :assessment_id, :token_hash, :language, 'self',
    :helped, 'web', :now, :now, :expires_at)
""")
_BEGIN = text("""
update patient_session set answered_by = :answered_by, helped = :helped, language = :language,
    seen_at = :now, expires_at = :expires_at
where id = :id
""")
# It is finished on the version that is in force now, whatever comes into use meanwhile.
_OPEN = text(f"""
update assessment a set state = 'open', started_at = coalesce(a.started_at, :now),
    form_publication_id = {standing.form_of("a")}
where a.id = :id and a.state = 'due'
""")  # noqa: S608


def enter(work: Work, born: Collection[date], language: str = "", otherwise: str = USUAL) -> LetIn:
    """Let a patient in who came with a code and a birth date; `born` is how it may be read.

    `language` is what was chosen in this browser; else the one the patient is registered with
    is used. Nearly everybody is registered with the usual one, asked or not, so that one tells
    nothing: `otherwise`, what the browser is set to, comes before it.

    The caller commits when NotLetIn is raised too: a wrong date is counted, and after
    five the code is blocked. Looking at the page uses nothing up.
    """
    entered = work.session.entered or _enter(work)
    row = work.session.connection().execute(_CODE, {"id": entered.access_code_id}).one()
    right = _is_one_of(row.birth_date, born)
    if not right or _is_shut(row, work.now):
        _refuse(work, row, counted=not right)
        raise NotLetIn
    work.session.connection().execute(_COUNT, {"wrong": 0, "id": row.id})
    work.record(_deed(row, "ok"))
    if row.state == "completed":
        raise AlreadySent(row.clinic, row.phone or "")
    token = secrets.token_urlsafe(24)
    work.session.connection().execute(
        _SESSION,
        {
            "hospital_id": work.session.hospital_id,
            "assessment_id": row.assessment_id,
            "token_hash": token_hash(token),
            "language": language or (otherwise if row.language == USUAL else row.language),
            "helped": row.helper,
            "now": work.now,
            "expires_at": work.now + IDLE,
        },
    )
    return LetIn(token, row.assessment_id)


def miss(born: Collection[date]) -> None:
    """Compare with nobody's birth date, as `enter` does, when the code is unknown."""
    _is_one_of(NO_DATE, born)


def begin(work: Work, *, answered_by: str, helped: bool, language: str) -> None:
    """Note who fills the form in, and that it has been begun."""
    entered = work.session.entered or _enter(work)
    connection = work.session.connection()
    connection.execute(_OPEN, {"id": entered.assessment_id, "now": work.now})
    connection.execute(
        _BEGIN,
        {
            "answered_by": answered_by,
            "helped": helped,
            "language": language,
            "now": work.now,
            "expires_at": work.now + IDLE,
            "id": entered.patient_session_id,
        },
    )
    deed = Deed(
        "assessment.begin",
        "assessment",
        str(entered.assessment_id),
        fields={"answered_by": answered_by, "helped": helped},
    )
    work.record(deed)


def _enter(work: Work) -> Row[Any]:
    work.session.connection()
    if work.session.entered is None:
        raise NotEntered
    return work.session.entered


def _is_one_of(birth_date: date, born: Collection[date]) -> bool:
    """Compare in the same time whichever digit differs."""
    wanted = birth_date.isoformat()
    found = [hmac.compare_digest(wanted, one.isoformat()) for one in born]
    return any(found)


def _is_shut(row: Row[Any], now: datetime) -> bool:
    return (
        row.revoked_at is not None
        or row.expires_at <= now
        or row.wrong_dates >= TRIES
        or row.state == "expired"
        or (row.state != "completed" and row.assessment_expires_at <= now)
    )


def _refuse(work: Work, row: Row[Any], *, counted: bool) -> None:
    wrong = min(TRIES, row.wrong_dates + counted)
    work.session.connection().execute(_COUNT, {"wrong": wrong, "id": row.id})
    work.record(_deed(row, "denied"))


def _deed(row: Row[Any], outcome: str) -> Deed:
    return Deed(
        "patient.enter",
        tables.AccessCode.__tablename__,
        str(row.id),
        row.patient_id,
        outcome=outcome,
    )
