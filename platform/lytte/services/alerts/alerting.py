"""Working the alert list: seen, taken, closed with a reason; nothing closes by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from lytte.services.faults import AlreadyDecided, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

# What may follow what; resolved and overridden are ends.
FOLLOWS = {
    "acknowledged": ("open",),
    "resolved": ("open", "acknowledged"),
    "overridden": ("open", "acknowledged"),
}
URGENT = (
    col(tables.Alert.emergency).desc(),
    case(
        (col(tables.Alert.severity) == "red", 0),
        (col(tables.Alert.response_id).is_(None) & col(tables.Alert.emergency).is_(False), 2),
        else_=1,
    ),
    col(tables.Alert.raised_at),
)
NEWEST = (col(tables.Alert.closed_at).desc(), col(tables.Alert.id))
LONGEST_LIST = 200
LONGEST_REASON = 400


class ReasonNeeded(Exception):
    """An override comes back to whoever tunes the rules, so it says why."""


@dataclass(frozen=True)
class OnPaper:
    """When the patient wrote it, and who typed it in when: the alert is as old as that."""

    on: datetime
    typed_in_at: datetime
    typed_in_by: str


@dataclass(frozen=True)
class Listed:
    """One alert with whose it is; `reasons` are core Reason values as JSON."""

    id: UUID
    raised_at: datetime
    severity: str
    emergency: bool
    state: str
    rule_id: str
    recipient: str
    reasons: list[dict[str, Any]]
    patient_id: UUID
    patient: str
    born: date
    response_id: UUID | None
    owner: str
    clinic_id: UUID
    occasion: UUID
    """What belongs together: the assessment that raised it."""
    closed_at: datetime | None
    closing_reason: str
    paper: "OnPaper | None"
    """How the answers came, when they were typed in from a paper.

    What the patient set off on a screen before, with its “Call us now”, did not come so.
    """
    reply: str | None
    """To “Call us now”: called, cannot_call, or empty; None when it was not shown."""

    @property
    def silence(self) -> bool:
        """Raised because no answer came."""
        return self.response_id is None and not self.emergency


def listed(work: Work, clinic_ids: list[UUID], *, closed: bool = False) -> list[Listed]:
    """Return the clinics' alerts: what is open by urgency and age, what is closed newest first.

    Whoever reads the list sees that these people are patients here, and why, so it is
    written down with everyone on it.
    """
    states = ("resolved", "overridden", "known") if closed else ("open", "acknowledged")
    typist = aliased(tables.Staff)
    rows = work.session.execute(
        select(tables.Alert, tables.Patient, tables.Staff.name, typist.name)
        .add_columns(col(tables.Response.authored), col(tables.Response.typed_in_at))
        .add_columns(col(tables.CallNow.reply))
        .join(tables.Patient, col(tables.Patient.id) == col(tables.Alert.patient_id))
        .outerjoin(tables.Staff, col(tables.Staff.id) == col(tables.Alert.owner_id))
        .outerjoin(tables.Response, col(tables.Response.id) == col(tables.Alert.response_id))
        .outerjoin(typist, col(typist.id) == col(tables.Response.typed_in_by))
        .outerjoin(
            tables.CallNow,
            (col(tables.CallNow.assessment_id) == col(tables.Alert.assessment_id))
            & (col(tables.CallNow.emergency_id) == col(tables.Alert.rule_id))
            & col(tables.Alert.emergency),
        )
        .where(col(tables.Alert.clinic_id).in_(clinic_ids), col(tables.Alert.state).in_(states))
        .order_by(*(NEWEST if closed else URGENT))
        .limit(LONGEST_LIST)
    ).all()
    work.record(
        Deed(
            "alerts.view",
            "clinic",
            ",".join(map(str, clinic_ids))[:80],
            fields=work.seen(alert.patient_id for alert, *_ in rows),
        )
    )
    return [
        _listed(alert, patient, owner, None if reply is not None else _on_paper(*typed), reply)
        for alert, patient, owner, *typed, reply in rows
    ]


def count(work: Work, clinic_ids: list[UUID]) -> int:
    """Return how many occasions have alerts that are not closed: so many patients to look at."""
    occasion = func.coalesce(col(tables.Alert.assessment_id), col(tables.Alert.id))
    found = work.session.exec(
        select(func.count(func.distinct(occasion))).where(
            col(tables.Alert.clinic_id).in_(clinic_ids),
            col(tables.Alert.state).in_(("open", "acknowledged")),
        )
    ).one()
    return int(found)


def move(
    work: Work,
    alert_ids: Collection[UUID],
    to: str,
    *,
    clinic_id: UUID,
    staff_id: UUID,
    reason: str = "",
) -> None:
    """Acknowledge, resolve or override alerts of the clinic; overriding needs a reason.

    NotFound when one of them is not the clinic's, AlreadyDecided when colleagues had
    closed them all; those that a colleague closed meanwhile keep what was decided.
    """
    found = of_clinic(work, alert_ids, clinic_id)
    if to == "overridden" and not reason.strip():
        raise ReasonNeeded
    movable = [one for one in found if one.state in FOLLOWS[to]]
    if not movable:
        raise AlreadyDecided
    for alert in movable:
        alert.state, alert.owner_id = to, staff_id
        if to == "acknowledged":
            alert.taken_by, alert.taken_at = staff_id, work.now
        else:
            alert.closed_at, alert.closing_reason = work.now, reason.strip()[:LONGEST_REASON]
        work.session.add(alert)
        work.record(Deed(f"alert.{to}", "alert", str(alert.id), alert.patient_id))
    work.session.flush()


def of_clinic(work: Work, alert_ids: Collection[UUID], clinic_id: UUID) -> list[tables.Alert]:
    """Return alerts of the clinic to be changed; NotFound when one of them is not its."""
    wanted = set(alert_ids)
    found = work.session.exec(
        select(tables.Alert)
        .where(col(tables.Alert.id).in_(wanted), tables.Alert.clinic_id == clinic_id)
        .order_by(col(tables.Alert.id))
        .with_for_update()
    ).all()
    if not wanted or len(found) != len(wanted):
        raise NotFound
    return list(found)


def _on_paper(by: str | None, on: datetime | None, at: datetime | None) -> OnPaper | None:
    return OnPaper(on, at, by or "") if on and at else None


def _listed(
    alert: tables.Alert,
    patient: tables.Patient,
    owner: str | None,
    paper: OnPaper | None,
    reply: str | None,
) -> Listed:
    return Listed(
        id=alert.id,
        raised_at=alert.raised_at,
        severity=alert.severity,
        emergency=alert.emergency,
        state=alert.state,
        rule_id=alert.rule_id,
        recipient=alert.recipient,
        reasons=alert.reasons,
        patient_id=alert.patient_id,
        patient=patient.name,
        born=patient.birth_date,
        response_id=alert.response_id,
        owner=owner or "",
        clinic_id=alert.clinic_id,
        occasion=alert.assessment_id or alert.id,
        closed_at=alert.closed_at,
        closing_reason=alert.closing_reason,
        paper=paper,
        reply=reply,
    )
