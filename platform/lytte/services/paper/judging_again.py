"""What later answers come to once an earlier paper is typed in or corrected: rules that look back.

A response and its scores are never changed. An alert that the right past does not give is closed
in words; one that was closed by a correction, and is right after all, is open again; and what
the patient's newest answers should have raised is given now. One that is right on other numbers
stays with whoever has it, and the page tells that what it compares with was corrected. A paper
that comes late closes nothing: what was raised without it was right on what was known.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, select

from lytte.core.alerting import alerts
from lytte.core.chosen import chosen
from lytte.core.criteria import looks_back
from lytte.core.sent import Sent
from lytte.core.thresholds import Alert, RuleSet
from lytte.services.alerts.alerting import LONGEST_REASON
from lytte.services.answers import earlier_answers, submitting
from lytte.services.clinic_day import zone_of
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted

HANDLED = ("resolved", "overridden")


@dataclass
class Judging:
    """How many alerts one later response lost and got."""

    closed: int = 0
    given: int = 0


def judge_later(
    work: Work,
    paper_id: UUID,
    *,
    staff_id: UUID,
    wrong: tables.Response | None = None,
    said: str = "",
) -> None:
    """Judge what the patient sent after a paper that is known now.

    `wrong` is what it was corrected from; only then does `said` close an alert.
    """
    kind = tables.Response
    right = work.session.get_one(kind, paper_id)
    since = min(wrong.authored, right.authored) if wrong else right.authored
    wanted = select(kind).where(
        kind.patient_id == right.patient_id, kind.assessment_id != right.assessment_id,
        col(kind.authored) > since, counted(kind.id),
    )  # fmt: skip
    later = list(work.session.exec(wanted.order_by(col(kind.authored), col(kind.id))).all())
    for one in later:
        _judge(work, one, right, newest=one is later[-1], staff_id=staff_id, said=said)


def close(work: Work, alert: tables.Alert, staff_id: UUID, said: str) -> bool:
    """Close an alert that was wrong, and the plan that was agreed on it.

    What a colleague had closed keeps what was decided.
    """
    if alert.state in HANDLED:
        return False
    words = said[:LONGEST_REASON]
    alert.state, alert.owner_id = "overridden", staff_id
    alert.closed_at, alert.closing_reason = work.now, words
    work.session.add(alert)
    work.record(Deed("alert.overridden", "alert", str(alert.id), alert.patient_id))
    kind = tables.KnownAlert
    plans = select(kind).where(kind.alert_id == alert.id, col(kind.ended_at).is_(None))
    for plan in work.session.exec(plans).all():
        plan.ended_at, plan.ended_by, plan.ended_reason = work.now, staff_id, words
        work.session.add(plan)
        work.record(Deed("alert.known_ended", "alert", str(alert.id), plan.patient_id))
    return True


def _judge(
    work: Work,
    response: tables.Response,
    right: tables.Response,
    *,
    newest: bool,
    staff_id: UUID,
    said: str,
) -> None:
    """Judge one later response; without `said` nothing is closed."""
    rules = _looking_back(work, response)
    if not rules.rules:
        return
    found = {one.rule_id: one for one in _right(work, response, rules)}
    kind, came_to = tables.Alert, Judging()
    before = select(kind).where(
        kind.response_id == response.id, col(kind.rule_id).in_([one.id for one in rules.rules])
    )
    stands = {one.rule_id: one for one in work.session.exec(before.with_for_update()).all()}
    for rule_id, alert in stands.items():
        if rule_id not in found and said:
            came_to.closed += close(work, alert, staff_id, said)
        elif rule_id in found and alert.state in HANDLED and _closed_by_correction(work, alert):
            _open(work, alert, found[rule_id])
            came_to.given += 1
    missing = [one for rule_id, one in found.items() if newest and rule_id not in stands]
    if missing:
        submitting.raise_alerts(work, response, missing)
        came_to.given += len(missing)
    if came_to.closed or came_to.given:
        told = {"paper": str(right.id), "closed": came_to.closed, "given": came_to.given}
        deed = "response.judge_again"
        work.record(Deed(deed, "response", str(response.id), response.patient_id, fields=told))


def _looking_back(work: Work, response: tables.Response) -> RuleSet:
    row = (
        work.session.get(tables.RuleSetPublication, response.rule_set_publication_id)
        if response.rule_set_publication_id
        else None
    )
    rules = RuleSet.model_validate(row.document) if row else RuleSet()
    return RuleSet(rules=tuple(one for one in rules.rules if looks_back(one.when)))


def _right(work: Work, response: tables.Response, rules: RuleSet) -> tuple[Alert, ...]:
    """Return what the rules give on the past as it stands now."""
    history, plans = earlier_answers.earlier(
        work,
        patient_id=response.patient_id,
        clinic_id=response.clinic_id,
        assessment_id=response.assessment_id,
        authored=response.authored,
        zone=zone_of(work),
    )
    numbers = {name: Decimal(value) for name, value in response.measures.items()}
    answers = Sent.model_validate(response.document).by_address()
    proxy = response.answered_by == "proxy"
    looked_at = numbers | chosen(rules.rules, answers)
    return alerts(rules.rules, looked_at, history, proxy=proxy, plans=plans)


def _closed_by_correction(work: Work, alert: tables.Alert) -> bool:
    """Tell whether a correction closed it: then both have the moment of one piece of work."""
    kind = tables.Response
    made = select(kind.id).where(
        kind.patient_id == alert.patient_id, col(kind.replaces_id).is_not(None),
        kind.typed_in_at == alert.closed_at,
    )  # fmt: skip
    return work.session.exec(made).first() is not None


def _open(work: Work, alert: tables.Alert, found: Alert) -> None:
    alert.state = "known" if found.known else "open"
    alert.owner_id = None
    alert.closed_at = work.now if found.known else None
    alert.closing_reason = ""
    alert.reasons = [one.model_dump(mode="json") for one in found.reasons]
    work.session.add(alert)
    work.record(Deed("alert.reopened", "alert", str(alert.id), alert.patient_id))
