"""A paper that was typed in wrongly is corrected: new answers stand in for the old, which stay.

The version and the rules are those of before. An alert whose numbers are the same goes on as it
is; one that the right answers do not give is closed in words, and new ones are given. What the
patient sent later is judged again.
"""

from dataclasses import replace
from uuid import UUID

from sqlmodel import col, select

from lytte.core.judging import Judged
from lytte.services import pinned
from lytte.services.answers import submitting
from lytte.services.answers.sitting import AlreadySent
from lytte.services.answers.typist import Typist
from lytte.services.faults import NotFound
from lytte.services.paper import typing_in
from lytte.services.paper.judging_again import close, judge_later
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


def keep(
    work: Work, paper: Paper, typed: Typed, why: str, *, staff_id: UUID, said: str, said_later: str
) -> UUID:
    """Store what stands in for the answers that were wrong, once, and return its id.

    `said` is what closes an alert that was wrong, `said_later` one that later answers gave.
    The same correction saved twice is one; AlreadySent when somebody else was first.
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
    closed = [one for one in before if one not in going_on and close(work, one, staff_id, said)]
    told = {"replaces": str(wrong.id), "closed": len(closed), "kept": len(going_on)}
    work.record(Deed("response.correct", "response", str(new), paper.patient.id, fields=told))
    work.session.flush()
    judge_later(work, new, staff_id=staff_id, wrong=wrong, said=said_later)
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
