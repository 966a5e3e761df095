"""A paper that was typed in wrongly is corrected: new answers stand in for the old, which stay.

The version and the rules are those of before. An alert whose numbers are the same goes on as it
is; one that the right answers do not give is closed in words, and new ones are given.
"""

from dataclasses import replace
from uuid import UUID

from sqlmodel import col, select

from lytte.core.judging import Judged
from lytte.services import pinned
from lytte.services.alerts.alerting import LONGEST_REASON
from lytte.services.answers import submitting
from lytte.services.answers.sitting import AlreadySent
from lytte.services.answers.typist import Typist
from lytte.services.faults import NotFound
from lytte.services.paper import typing_in
from lytte.services.paper.typing_in import Paper, Typed
from lytte.services.sheets import summarising
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def opened(work: Work, response_id: UUID) -> Paper:
    """Return the paper of answers that were typed in, to be corrected.

    NotFound for what a patient sent: that is the patient's own, and nobody corrects it.
    """
    wrong = work.session.get(tables.Response, response_id)
    if wrong is None or wrong.typed_in_by is None:
        raise NotFound
    publication = work.session.get(tables.FormPublication, wrong.form_publication_id)
    if publication is None:
        raise NotFound
    return replace(
        typing_in.opened(work, wrong.assessment_id),
        publication=publication,
        form=pinned.form(work.session, publication.id, publication.sha256),
        corrects=wrong,
    )


def keep(work: Work, paper: Paper, typed: Typed, why: str, *, staff_id: UUID, said: str) -> UUID:
    """Store what stands in for the answers that were wrong, once, and return its id.

    `said` is what closes an alert that was wrong. The same correction saved twice is one;
    AlreadySent when somebody else has corrected them meanwhile.
    """
    wrong = paper.corrects
    if wrong is None:
        raise NotFound
    typing_in.locked(work, paper)
    sitting = typing_in.sitting_of(work, paper, typed)
    judged = submitting.weigh(work, sitting)
    holds = summarising.holds(work, wrong.id)
    if holds.id != wrong.id:
        mine = holds.replaces_id == wrong.id and holds.correction == why
        if mine and typing_in.is_same(holds, paper, typed, judged, staff_id):
            return holds.id
        raise AlreadySent
    before = _alerts(work, wrong)
    going_on = [one for one in before if _goes_on(work, one, judged)]
    by = Typist(staff_id, wrong.id, why, frozenset(one.rule_id for one in going_on))
    new = typing_in.send(work, paper, sitting, typed, by)
    for one in going_on:
        one.response_id = new
        work.session.add(one)
    closed = [one for one in before if one not in going_on and _close(work, one, staff_id, said)]
    work.record(
        Deed(
            "response.correct",
            "response",
            str(new),
            paper.patient.id,
            fields={"replaces": str(wrong.id), "closed": len(closed), "kept": len(going_on)},
        )
    )
    work.session.flush()
    return new


def _alerts(work: Work, wrong: tables.Response) -> list[tables.Alert]:
    kind = tables.Alert
    wanted = select(kind).where(kind.response_id == wrong.id).order_by(col(kind.id))
    return list(work.session.exec(wanted.with_for_update()).all())


def _goes_on(work: Work, alert: tables.Alert, judged: Judged) -> bool:
    """Return whether the right answers give the alert too, or it came without the paper."""
    if alert.emergency:
        return alert.rule_id in {one.id for one in judged.emergencies} or _on_screen(work, alert)
    found = (one.model_dump(mode="json") for one in judged.alerts if one.rule_id == alert.rule_id)
    return any(
        (one["severity"], one["reasons"] or []) == (alert.severity, alert.reasons) for one in found
    )


def _on_screen(work: Work, alert: tables.Alert) -> bool:
    """Return whether the patient set it off before the paper came."""
    kind = tables.CallNow
    shown = select(kind.id).where(
        kind.assessment_id == alert.assessment_id, kind.emergency_id == alert.rule_id
    )
    return work.session.exec(shown).first() is not None


def _close(work: Work, alert: tables.Alert, staff_id: UUID, said: str) -> bool:
    """Close an alert that was wrong, and the plan that was agreed on it.

    What a colleague had closed keeps what was decided.
    """
    if alert.state in ("resolved", "overridden"):
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
