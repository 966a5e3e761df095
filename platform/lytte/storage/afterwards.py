"""What happened at a clinic in a period: alerts as they were closed, calls, and silences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text

from lytte.storage.corrections import counts
from lytte.storage.sessions import HospitalSession

_RAISED = text(f"""
select rule_id, emergency, count(*) as raised,
    count(*) filter (where state = 'overridden') as overridden
from alert
where clinic_id = :clinic and raised_at >= :opens and raised_at < :closes
    and not (state = 'known' and owner_id is null)
    and {counts("response_id")}
group by rule_id, emergency
""")  # noqa: S608
# The patient said to have called, or somebody closed an alert as spoken about. One that
# closed by itself, because an answer came, has no owner.
_CALLED = text("""
select patient_id, array_agg(at order by at) as moments from (
    select s.patient_id, coalesce(c.replied_at, c.shown_at) as at
    from call_now c join assessment s on s.hospital_id = c.hospital_id and s.id = c.assessment_id
    where s.clinic_id = :clinic and s.patient_id = any(:patients) and c.reply = 'called'
    union all
    select patient_id, closed_at from alert
    where clinic_id = :clinic and patient_id = any(:patients)
        and state in ('resolved', 'known') and owner_id is not null
) every where at >= :opens and at <= :now group by patient_id
""")
# Due and over without an answer; one that can still be answered is not silence yet.
_SILENT = text("""
select patient_id, array_agg(due_at order by due_at) as moments from assessment
where clinic_id = :clinic and patient_id = any(:patients) and state <> 'completed'
    and due_at >= :opens and expires_at <= :now
group by patient_id
""")


class Closed(NamedTuple):
    """How many alerts a rule raised, and how many were closed as no reason to ask."""

    raised: int
    overridden: int


Key = tuple[str, bool]
"""A rule's id, or an emergency's with True."""


def raised(
    session: HospitalSession, clinic_id: UUID, opens: datetime, closes: datetime
) -> dict[Key, Closed]:
    """Count the clinic's alerts as they were truly raised, by rule."""
    rows = session.connection().execute(
        _RAISED, {"clinic": clinic_id, "opens": opens, "closes": closes}
    )
    return {(row.rule_id, row.emergency): Closed(row.raised, row.overridden) for row in rows}


def called(session: HospitalSession, **whose: Any) -> dict[UUID, Sequence[datetime]]:
    """Return when these patients were spoken with: `clinic`, `patients`, `opens`, `now`."""
    return _moments(session, _CALLED, whose)


def silent(session: HospitalSession, **whose: Any) -> dict[UUID, Sequence[datetime]]:
    """Return when these patients were asked and did not answer: as for `called`."""
    return _moments(session, _SILENT, whose)


def _moments(
    session: HospitalSession, statement: TextClause, whose: dict[str, Any]
) -> dict[UUID, Sequence[datetime]]:
    rows = session.connection().execute(statement, whose).all()
    return {row.patient_id: row.moments for row in rows}
