"""What a patient sent before, as rules that look back read it, and what is agreed meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from lytte.core.known import Known, Plans
from lytte.core.thresholds import Occasion
from lytte.services.work import Work
from lytte.storage.corrections import counts

# As many as the sheet looks back on.
OCCASIONS = 24

_HISTORY = text(f"""
select (
    select json_agg(json_build_array(authored, measures, answered_by) order by authored)
    from (select r.authored, r.measures, r.answered_by from response r
        where r.patient_id = :patient_id and r.authored < :authored
            and r.assessment_id <> :assessment_id and {counts("r.id")}
        order by r.authored desc limit :occasions) r
), (
    select json_agg(json_build_object('rule_id', k.rule_id, 'agreed_at', k.agreed_at,
        'review_on', k.review_on, 'ended_at', k.ended_at, 'stood', k.stood))
    from known_alert k where k.patient_id = :patient_id and k.clinic_id = :clinic_id
        and k.ended_at is null
)
""")  # noqa: S608


def earlier(
    work: Work, *, patient_id: UUID, clinic_id: UUID, assessment_id: UUID, authored: datetime,
    zone: ZoneInfo,
) -> tuple[Sequence[Occasion], Plans]:  # fmt: skip
    """Return what the patient sent before an hour, and what is agreed with the patient."""
    whose = {"patient_id": patient_id, "clinic_id": clinic_id, "assessment_id": assessment_id}
    rows, agreed = (
        work.session.connection()
        .execute(_HISTORY, {**whose, "authored": authored, "occasions": OCCASIONS})
        .one()
    )
    plans = [Known.model_validate(one) for one in agreed or ()]
    return _occasions(rows or ()), Plans(plans, work.now, zone)


def _occasions(rows: Sequence[tuple[str, dict[str, str], str]]) -> Sequence[Occasion]:
    return [
        Occasion(
            datetime.fromisoformat(authored),
            {name: Decimal(value) for name, value in measures.items()},
            by == "proxy",
        )
        for authored, measures, by in rows
    ]
