"""Who was asked and has not answered: one way to find them, for raising and for rehearsing.

Says of many what `core.silence.silent_at` says of one occasion, and only of patients whom
the clinic followed at that moment, and who lived.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlalchemy import text

from lytte.storage.sessions import HospitalSession


def moment(hours: LiteralString) -> LiteralString:
    """Return the moment of silence of the assessment `a`, in SQL; `hours` names a parameter."""
    return f"a.due_at + make_interval(hours => {hours})"


def was_silent(hours: LiteralString, zone: LiteralString) -> LiteralString:
    """Return whether the patient had not answered at that moment, in SQL."""
    at = moment(hours)
    day = f"timezone({zone}, {at})::date"
    return f"""(a.completed_at is null or a.completed_at > {at}) and exists (
        select from enrolment e join patient p on p.id = e.patient_id
        where e.patient_id = a.patient_id and e.clinic_id = a.clinic_id
            and (e.ended_on is null or e.ended_on >= {day})
            and (p.deceased_on is null or p.deceased_on > {day}))"""


# The rules in force at that moment decide, however late this runs. Whoever has answered
# since is not called: the alert is there, and closed.
_RAISE = """
insert into alert (hospital_id, id, assessment_id, patient_id, clinic_id, rule_id, severity,
    emergency, recipient, reasons, state, raised_at, closed_at, closing_reason)
select a.hospital_id, gen_random_uuid(), a.id, a.patient_id, a.clinic_id, :rule_id, 'amber',
    false, :recipient, '[]',
    case when a.completed_at is null then 'open' else 'resolved' end,
    {moment}, a.completed_at, ''
from assessment a
where a.clinic_id = :clinic and a.due_at >= :since and {moment} <= :now
    and {moment} >= :live_at
    and {moment} < coalesce(:retired_at, 'infinity'::timestamptz)
    and {silent}
on conflict (hospital_id, assessment_id, rule_id) where response_id is null and not emergency
do nothing
returning id, patient_id, raised_at
"""
_CLOSE = text("""
update alert set state = 'resolved', closed_at = a.completed_at
from assessment a
where a.id = alert.assessment_id and a.completed_at is not null
    and alert.response_id is null and not alert.emergency
    and alert.clinic_id = :clinic and alert.state in ('open', 'acknowledged')
returning alert.id, alert.patient_id
""")


def raise_alerts(session: HospitalSession, **of_rule: Any) -> list[tuple[UUID, UUID, datetime]]:
    """Raise what one rule says: `clinic`, `rule_id`, `recipient`, `hours`, `zone`, `now`.

    Also `since`, before which nothing due is looked at, and `live_at` and `retired_at` of
    the rules. Returns alerts, patients and moments; running it again raises nothing.
    """
    statement = _RAISE.format(moment=moment(":hours"), silent=was_silent(":hours", ":zone"))
    rows = session.connection().execute(text(statement), of_rule).all()
    return [(row.id, row.patient_id, row.raised_at) for row in rows]


def close_answered(session: HospitalSession, clinic_id: UUID) -> list[tuple[UUID, UUID]]:
    """Close the alerts on silence whose answer has come."""
    rows = session.connection().execute(_CLOSE, {"clinic": clinic_id}).all()
    return [(row.id, row.patient_id) for row in rows]
