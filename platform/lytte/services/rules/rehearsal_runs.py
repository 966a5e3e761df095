"""A rehearsal over so many responses that nobody should sit before a blank page meanwhile.

It stands in a row of its own: how far it has come, whether somebody stopped it, and what
it came to. The same rules over the same days are rehearsed once, for whoever asks.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import and_, delete, func, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from lytte.core.forms import document, sha256
from lytte.core.rehearsal import Rehearsal
from lytte.core.rehearsal_period import Period
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.clinic_day import zone_of
from lytte.services.faults import NotFound
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.sessions import HospitalSession
from lytte.storage.tables.rehearsals import UNDER_WAY

AT_ONCE = 20_000
"""Up to so many responses take less than half a second, and are rehearsed while one waits."""
KEPT = timedelta(days=1)
"""The days rehearsed over end yesterday, so tomorrow they are others."""
QUIET = timedelta(seconds=60)
"""Whoever rehearses says so every second: after a minute of nothing it was cut off."""
TRIES = 3
MOST_KEPT = rehearsing.MOST_NAMES

_REHEARSAL = TypeAdapter(Rehearsal)


def rehearsed(
    work: Work, clinic_id: UUID, draft: RuleSet, days: int, *, staff_id: UUID
) -> Rehearsal | tables.RehearsalRun:
    """Return what the draft comes to, when it is known or soon told; otherwise the run.

    A run that is not there yet is begun. Who looks at an outcome, and who asks for one, is
    written down; who waits for it is not.
    """
    asked = Asked(days=days)
    wanted = _wanted(work, clinic_id, draft, days)
    run = work.session.exec(_runs(clinic_id, wanted)).one_or_none()
    if run is None and rehearsing.how_many(work, clinic_id, days) <= AT_ONCE:
        return rehearsing.rehearse(work, clinic_id, draft, asked)
    if run is None:
        run = _begun(work, clinic_id, draft, wanted, (days, staff_id))
        rehearsing.write_down(work, clinic_id, draft, asked)
    if run.state != "done":
        return run
    rehearsing.write_down(work, clinic_id, draft, asked)
    return _REHEARSAL.validate_python(run.result)


def stop(work: Work, clinic_id: UUID, run_id: UUID) -> None:
    """Let a run go no further; one that has ended stays as it is."""
    run = _of_clinic(work, clinic_id, run_id)
    if run.state in UNDER_WAY:
        run.state, run.ended_at = "stopped", work.now


def again(work: Work, clinic_id: UUID, run_id: UUID, *, staff_id: UUID) -> None:
    """Begin a run that was stopped or failed from the start."""
    run = _of_clinic(work, clinic_id, run_id)
    if run.state in ("stopped", "failed"):
        run.state, run.done, run.tries, run.ended_at = "waiting", 0, 0, None
        run.asked_by, run.heard_at = staff_id, None
        asked = Asked(days=run.days)
        rehearsing.write_down(work, clinic_id, RuleSet.model_validate(run.rules), asked)


def claim(session: HospitalSession) -> tables.RehearsalRun | None:
    """Take the run that has waited longest, for whoever rehearses; None when none waits.

    One at a time in a hospital, so that memory and the machine are used once. What was cut
    off is taken up again, a few times.
    """
    kind = tables.RehearsalRun
    cut_off = col(kind.heard_at) < func.now() - QUIET
    state = col(kind.state)
    waiting = select(kind).where(or_(state == "waiting", and_(state == "running", cut_off)))
    going = select(kind.id).where(state == "running", ~cut_off)
    if session.exec(going.limit(1)).first() is not None:
        return None
    run = session.exec(
        waiting.order_by(col(kind.asked_at)).limit(1).with_for_update(skip_locked=True)
    ).first()
    if run is not None:
        run.state = "running" if run.tries < TRIES else "failed"
        run.tries += 1
        run.heard_at = session.execute(select(func.now())).scalar_one()
        session.flush()
    return run


def tell(session: HospitalSession, run_id: UUID, done: int, total: int) -> bool:
    """Say how far a run has come; False when somebody stopped it."""
    kind = tables.RehearsalRun
    told = session.execute(
        update(kind)
        .where(col(kind.id) == run_id, col(kind.state) == "running")
        .values(done=done, total=total, heard_at=func.now())
        .returning(col(kind.id))
    )
    return told.first() is not None


def end(session: HospitalSession, run_id: UUID, found: Rehearsal | None) -> None:
    """Keep what a run came to, or that it failed; not of one that was stopped meanwhile."""
    state = "failed" if found is None else "done"
    kind = tables.RehearsalRun
    session.execute(
        update(kind)
        .where(col(kind.id) == run_id, col(kind.state) == "running")
        .values(state=state, ended_at=func.now(), result=_document(found) if found else {})
    )


def clear(work: Work) -> int:
    """Take away the runs that are over; return how many."""
    kind = tables.RehearsalRun
    gone = delete(kind).where(col(kind.expires_at) <= work.now).returning(col(kind.id))
    return len(work.session.execute(gone).all())


def _document(found: Rehearsal) -> object:
    first = replace(found, lost=found.lost[:MOST_KEPT], gained=found.gained[:MOST_KEPT])
    return to_jsonable_python(first)


def _wanted(work: Work, clinic_id: UUID, draft: RuleSet, days: int) -> str:
    """Name what decides the outcome: both sets of rules, and which days."""
    live = published.live_rules(work, clinic_id)
    begins = Period.before(work.now, days, zone_of(work)).begins
    return sha256(
        {
            "draft": sha256(document(draft)),
            "in_force": [live.number, live.sha256] if live else [],
            "days": [days, begins.isoformat()],
        }
    )


def _runs(clinic_id: UUID, wanted: str) -> SelectOfScalar[tables.RehearsalRun]:
    kind = tables.RehearsalRun
    return select(kind).where(kind.clinic_id == clinic_id, kind.asked_for == wanted)


def _begun(
    work: Work, clinic_id: UUID, draft: RuleSet, wanted: str, by: tuple[int, UUID]
) -> tables.RehearsalRun:
    days, staff_id = by
    run = tables.RehearsalRun(
        hospital_id=work.session.hospital_id,
        clinic_id=clinic_id,
        asked_for=wanted,
        days=days,
        rules=document(draft),
        total=rehearsing.how_many(work, clinic_id, days),
        asked_by=staff_id,
        asked_at=work.now,
        expires_at=work.now + KEPT,
    )
    # Of two who ask at once one begins it, and both wait for the same.
    row = insert(tables.RehearsalRun).values(run.model_dump()).on_conflict_do_nothing()
    work.session.execute(row)
    return work.session.exec(_runs(clinic_id, wanted)).one()


def _of_clinic(work: Work, clinic_id: UUID, run_id: UUID) -> tables.RehearsalRun:
    kind = tables.RehearsalRun
    run = work.session.exec(
        select(kind).where(kind.id == run_id, kind.clinic_id == clinic_id).with_for_update()
    ).one_or_none()
    if run is None:
        raise NotFound
    return run
