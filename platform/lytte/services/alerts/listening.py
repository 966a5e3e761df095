"""Hearing that somebody has gone silent: to the list of whom to ring, never an alarm."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from lytte.core.silence import in_order
from lytte.core.thresholds import Rule, RuleSet, Silent
from lytte.services import clinics
from lytte.services.clinic_day import zone_of
from lytte.services.work import Work
from lytte.storage import silences, tables
from lytte.storage.audit import Deed

LOOKS_BACK = timedelta(days=30)
"""Whoever was due longer ago than a rule can wait, and this, is no longer news."""


def listen(work: Work) -> int:
    """Raise an alert for every silence the rules in force speak of; return how many are new.

    An alert whose answer has come since is closed. Running it again changes nothing.
    """
    zone = zone_of(work).key
    found = 0
    for clinic in clinics.reached(work, None):
        heard: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
        for publication in _publications(work, clinic.id):
            for rule in RuleSet.model_validate(publication.document).rules:
                for alert_id, patient_id, at in _raise(work, publication, rule, zone):
                    heard[patient_id].append((at, str(alert_id)))
        found += _write_down(work, heard)
        for alert_id, patient_id in silences.close_answered(work.session, clinic.id):
            work.record(Deed("alert.answered", "alert", str(alert_id), patient_id))
    return found


def _raise(
    work: Work, publication: tables.RuleSetPublication, rule: Rule, zone: str
) -> list[tuple[UUID, UUID, datetime]]:
    if not isinstance(rule.when, Silent):
        return []
    return silences.raise_alerts(
        work.session,
        clinic=publication.clinic_id, rule_id=rule.id, recipient=rule.recipient,
        hours=rule.when.hours, zone=zone, now=work.now, since=_since(work, rule.when),
        live_at=publication.live_at, retired_at=publication.retired_at,
    )  # fmt: skip


def _write_down(work: Work, heard: Mapping[UUID, list[tuple[datetime, str]]]) -> int:
    """Record every new alert, each patient's earliest silence first."""
    found = 0
    for patient_id, mine in heard.items():
        for _, alert_ids in in_order(mine):
            for alert_id in alert_ids:
                work.record(Deed("alert.silence", "alert", alert_id, patient_id))
                found += 1
    return found


def _publications(work: Work, clinic_id: UUID) -> list[tables.RuleSetPublication]:
    """Return the rules in force now, and those in force a while ago."""
    kind = tables.RuleSetPublication
    rows = work.session.exec(
        select(kind)
        .where(
            kind.clinic_id == clinic_id,
            col(kind.live_at).is_not(None),
            col(kind.retired_at).is_(None) | (col(kind.retired_at) > work.now - LOOKS_BACK),
        )
        .order_by(col(kind.number))
    )
    return list(rows.all())


def _since(work: Work, silent: Silent) -> datetime:
    return work.now - LOOKS_BACK - timedelta(hours=silent.hours)
