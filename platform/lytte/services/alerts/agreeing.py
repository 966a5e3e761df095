"""An alert becomes known: what was agreed with the patient, until when, and what ends it (C11)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import col, or_, select

from lytte.core.chosen import chosen
from lytte.core.criteria import measures_of
from lytte.core.forms import Form
from lytte.core.known import Known, Stood
from lytte.core.rehearsal_steps import steps
from lytte.core.sent import Sent
from lytte.core.thresholds import RuleSet
from lytte.services.alerts.alerting import LONGEST_REASON, ReasonNeeded, of_clinic
from lytte.services.clinic_day import zone_of
from lytte.services.faults import AlreadyDecided, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

LONGEST = timedelta(days=90)
"""A plan that nobody has looked at for a season is no plan."""


class NeverKnown(Exception):
    """An emergency, and silence, are never known: there is nothing to agree but to ring."""


class ReviewNeeded(Exception):
    """A plan is looked at again on a day after today, and within 90 days."""


@dataclass(frozen=True)
class Agreed:
    """A plan in effect, as the list shows it."""

    id: UUID
    patient_id: UUID
    patient: str
    born: date
    rule_id: str
    severity: str
    reasons: list[dict[str, Any]]
    reason: str
    by: str
    agreed_at: datetime
    review_on: date
    emergency: bool = False
    response_id: UUID | None = None


def agree(
    work: Work,
    alert_ids: Collection[UUID],
    *,
    clinic_id: UUID,
    staff_id: UUID,
    review_on: date | None,
    reason: str,
) -> None:
    """Make alerts known until a day, with what was agreed.

    Raises ReasonNeeded and ReviewNeeded for what is not said, NeverKnown for an emergency,
    AlreadyDecided when colleagues had closed them all. A plan there was before is ended.
    """
    found = of_clinic(work, alert_ids, clinic_id)
    if not reason.strip():
        raise ReasonNeeded
    today = work.now.astimezone(zone_of(work)).date()
    if review_on is None or not today < review_on <= today + LONGEST:
        raise ReviewNeeded
    if any(one.emergency or one.response_id is None for one in found):
        raise NeverKnown
    movable = [one for one in found if one.state in ("open", "acknowledged")]
    if not movable:
        raise AlreadyDecided
    said = reason.strip()[:LONGEST_REASON]
    for alert in movable:
        _end_earlier(work, alert, staff_id)
        work.session.add(
            tables.KnownAlert(
                hospital_id=alert.hospital_id, alert_id=alert.id, patient_id=alert.patient_id,
                clinic_id=alert.clinic_id, rule_id=alert.rule_id, stood=_stood(work, alert),
                reason=said, agreed_by=staff_id, agreed_at=work.now, review_on=review_on,
            )
        )  # fmt: skip
        alert.state, alert.owner_id = "known", staff_id
        alert.closed_at, alert.closing_reason = work.now, said
        work.session.add(alert)
        work.record(Deed("alert.known", "alert", str(alert.id), alert.patient_id))
    work.session.flush()


def end(work: Work, known_id: UUID, *, clinic_id: UUID, staff_id: UUID, reason: str) -> None:
    """Let the alert be heard again: the patient says that it is not manageable (C11)."""
    row = work.session.get(tables.KnownAlert, known_id, with_for_update=True)
    if row is None or row.clinic_id != clinic_id:
        raise NotFound
    if not reason.strip():
        raise ReasonNeeded
    if row.ended_at is not None:
        raise AlreadyDecided
    _end(work, row, staff_id, reason.strip()[:LONGEST_REASON])
    work.session.flush()


def listed(work: Work, clinic_id: UUID) -> list[Agreed]:
    """Return the clinic's plans in effect, the next review first, and write down who was seen."""
    today = work.now.astimezone(zone_of(work)).date()
    kind = tables.KnownAlert
    rows = work.session.execute(
        select(kind, tables.Alert, tables.Patient, tables.Staff.name)
        .join(tables.Alert, col(tables.Alert.id) == col(kind.alert_id))
        .join(tables.Patient, col(tables.Patient.id) == col(kind.patient_id))
        .outerjoin(tables.Staff, col(tables.Staff.id) == col(kind.agreed_by))
        .where(kind.clinic_id == clinic_id, col(kind.ended_at).is_(None), kind.review_on >= today)
        .order_by(col(kind.review_on), col(tables.Patient.name))
    ).all()
    fields = work.seen(plan.patient_id for plan, _, _, _ in rows)
    work.record(Deed("alerts.view", "clinic", str(clinic_id), fields=fields))
    return [
        Agreed(
            id=plan.id, patient_id=plan.patient_id, patient=patient.name,
            born=patient.birth_date, rule_id=plan.rule_id, severity=alert.severity,
            reasons=alert.reasons, reason=plan.reason, by=by or "", agreed_at=plan.agreed_at,
            review_on=plan.review_on, response_id=alert.response_id,
        )
        for plan, alert, patient, by in rows
    ]  # fmt: skip


def known(row: tables.KnownAlert) -> Known:
    """Return a plan as the rules see it."""
    return Known(
        rule_id=row.rule_id,
        agreed_at=row.agreed_at,
        review_on=row.review_on,
        ended_at=row.ended_at,
        stood={name: Stood.model_validate(one) for name, one in row.stood.items()},
    )


def at(work: Work, patient_id: UUID, clinic_id: UUID, when: datetime) -> list[tables.KnownAlert]:
    """Return the plans with a patient that were in effect at a moment, the newest first."""
    day = when.astimezone(zone_of(work)).date()
    kind = tables.KnownAlert
    wanted = select(kind).where(
        kind.patient_id == patient_id,
        kind.clinic_id == clinic_id,
        kind.agreed_at <= when,
        kind.review_on >= day,
        or_(col(kind.ended_at).is_(None), col(kind.ended_at) > when),
    )
    return list(work.session.exec(wanted.order_by(col(kind.agreed_at).desc())).all())


def since(work: Work, clinic_id: UUID, opens: datetime) -> Mapping[str, Sequence[Known]]:
    """Return each patient's plans that were in effect at some time since, for a rehearsal."""
    kind = tables.KnownAlert
    rows: Iterable[tables.KnownAlert] = work.session.exec(
        select(kind).where(
            kind.clinic_id == clinic_id,
            kind.review_on >= opens.date() - timedelta(days=1),
            or_(col(kind.ended_at).is_(None), col(kind.ended_at) > opens),
        )
    ).all()
    found: dict[str, list[Known]] = {}
    for row in rows:
        found.setdefault(str(row.patient_id), []).append(known(row))
    return found


def _stood(work: Work, alert: tables.Alert) -> dict[str, Any]:
    """Return how the patient was by everything that the rule looks at."""
    response = work.session.get(tables.Response, alert.response_id)
    publication = response and work.session.get(
        tables.FormPublication, response.form_publication_id
    )
    rules = response and work.session.get(
        tables.RuleSetPublication, response.rule_set_publication_id
    )
    if response is None or publication is None or rules is None:
        raise NotFound
    worth = steps([Form.model_validate(publication.document)])
    rule = next(
        one for one in RuleSet.model_validate(rules.document).rules if one.id == alert.rule_id
    )
    numbers = {name: Decimal(value) for name, value in response.measures.items()}
    numbers |= chosen([rule], Sent.model_validate(response.document).by_address())
    return {
        name: Stood(value=numbers[name], step=worth.get(name)).model_dump(mode="json")
        for name in sorted(measures_of(rule.when))
        if name in numbers
    }


def _end_earlier(work: Work, alert: tables.Alert, staff_id: UUID) -> None:
    kind = tables.KnownAlert
    for row in work.session.exec(
        select(kind).where(
            kind.patient_id == alert.patient_id,
            kind.clinic_id == alert.clinic_id,
            kind.rule_id == alert.rule_id,
            col(kind.ended_at).is_(None),
        )
    ).all():
        _end(work, row, staff_id, "")


def _end(work: Work, row: tables.KnownAlert, staff_id: UUID, reason: str) -> None:
    row.ended_at, row.ended_by, row.ended_reason = work.now, staff_id, reason
    work.session.add(row)
    work.record(Deed("alert.known_ended", "alert", str(row.alert_id), row.patient_id))
