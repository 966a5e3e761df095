"""How a version comes into force: at once, or on the day it is planned for.

From its moment on a planned version is what patients get, because whoever asks what is in
force asks by the clock (`storage/standing`). `settle` writes afterwards what has happened.
"""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from sqlmodel import col, select

from lytte.services import published
from lytte.services.faults import AlreadyDecided, AlreadyPlanned, ChangedMeanwhile
from lytte.services.work import Work
from lytte.storage import standing
from lytte.storage.audit import Deed
from lytte.storage.standing import Kind
from lytte.storage.tables import Publication

Plan = Literal["", "keep", "call_off"]
"""What becomes of a version planned for later when another is put in force: it was not
asked about, it stays planned, or it is called off."""


class Seen(NamedTuple):
    """What somebody wrote on, or compared with: in force then, waiting for a second, planned."""

    in_force: UUID | None
    waiting: UUID | None = None
    planned: UUID | None = None


SHORT = {"form_publication": "form", "schedule_publication": "schedule"}
"""What the audit calls a version, where that is not the table's name."""


def alone(work: Work, kind: type[Publication], owner_id: UUID) -> None:
    """Let nobody else publish, approve or plan the same until this transaction ends.

    Everything below, and all that calls it, holds this first. What is due is settled, so
    that the state of a row can be trusted from here on.
    """
    work.alone(f"{kind.__tablename__} {owner_id}")
    due = select(kind.id).where(
        standing.owner(kind) == owner_id, kind.state == "scheduled", col(kind.live_at) <= work.now
    )
    for row_id in work.session.exec(due).all():
        _settle(work, kind, row_id)


def current(work: Work, kind: type[Kind], owner_id: UUID) -> Kind | None:
    """Return what is in force, for whoever is `alone`: what was settled, not what the clock says.

    Of two who press at once the second waits, and its hour is from before the first was done.
    """
    live = select(kind).where(standing.owner(kind) == owner_id, kind.state == "live")
    return work.session.exec(
        live.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def seen_now(work: Work, kind: type[Publication], owner_id: UUID) -> Seen:
    """Return what whoever is `alone` writes on now."""
    live = current(work, kind, owner_id)
    waits = next(iter(published.waiting(work, kind, owner_id)), None)
    comes = published.planned(work, kind, owner_id)
    return Seen(*(one.id if one else None for one in (live, waits, comes)))


def refuse_unseen(work: Work, kind: type[Publication], owner_id: UUID, seen: Seen | None) -> None:
    """Raise ChangedMeanwhile when another is in force, or waits, than somebody has `seen`.

    Without it none may wait: what a colleague has sent is taken back only by who knows of it.
    """
    now = seen_now(work, kind, owner_id)
    was = seen or Seen(now.in_force)
    if now.in_force != was.in_force or now.waiting not in (None, was.waiting):
        raise ChangedMeanwhile


def refuse_another(live: Publication | None, seen: Seen | None) -> None:
    """Raise ChangedMeanwhile when another is in force than somebody has `seen`, if they say."""
    if seen is not None and seen.in_force != (live.id if live else None):
        raise ChangedMeanwhile


def alone_with(work: Work, row: Publication) -> None:
    """Do so for what `row` is a version of, and read the row again."""
    alone(work, type(row), published.owner_of(row))
    work.session.refresh(row, with_for_update=True)


def take_effect(
    work: Work,
    row: Publication,
    at: datetime | None = None,
    *,
    plan: Plan = "",
    seen: Seen | None = None,
) -> None:
    """Put a version in force now, or plan it when `at` is later.

    At most one version is planned: raises AlreadyPlanned when there is one, and nobody has
    said what becomes of it; ChangedMeanwhile when another is to be called off than was `seen`.
    """
    later = at is not None and at > work.now
    before = published.planned(work, type(row), published.owner_of(row))
    if before is not None and before.live_at is not None:
        if plan == "call_off":
            if seen is not None and seen.planned != before.id:
                raise ChangedMeanwhile
            withdraw(work, before)
        elif later or plan != "keep":
            raise AlreadyPlanned(before.number, before.live_at)
    if later:
        row.state, row.live_at = "scheduled", at
    else:
        _go_live(work, row, work.now)
    work.session.add(row)
    work.session.flush()


def call_off(work: Work, row: Publication) -> None:
    """Take back a plan before its day; AlreadyDecided when the day has come."""
    alone_with(work, row)
    if row.state != "scheduled":
        raise AlreadyDecided
    withdraw(work, row)


def settle(work: Work) -> int:
    """Write down every plan whose moment has come; return how many. Twice does no harm."""
    settled = 0
    for kind in standing.KINDS:
        due = select(standing.owner(kind)).where(
            kind.state == "scheduled", col(kind.live_at) <= work.now
        )
        for owner_id in work.session.exec(due).all():
            alone(work, kind, owner_id)
            settled += 1
    return settled


def withdraw(work: Work, row: Publication) -> None:
    """Let a version that never was in force come to nothing: a plan, or what waits for a word."""
    planned = row.state == "scheduled"
    row.state, row.decided_at = "withdrawn", work.now
    work.session.add(row)
    work.session.flush()
    work.record(deed("call_off", row) if planned else deed("take_back", row))


def deed(done: str, row: Publication) -> Deed:
    """Return what was done to a version, for the audit."""
    table = str(row.__tablename__)
    subject = SHORT.get(table, table)
    told = {"number": row.number, "sha256": row.sha256}
    if row.live_at is not None and row.state in ("in_review", "scheduled"):
        told["from"] = row.live_at.isoformat()
    return Deed(f"{subject}.{done}", table, str(row.id), fields=told)


def _settle(work: Work, kind: type[Publication], row_id: UUID) -> None:
    row = work.session.get(kind, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "scheduled" or row.live_at is None:
        return
    _go_live(work, row, row.live_at)
    work.record(deed("in_force", row))


def _go_live(work: Work, row: Publication, at: datetime) -> None:
    before = current(work, type(row), published.owner_of(row))
    if before is not None:
        # Whoever waited for the lock may have begun before the one that went first.
        at = max(at, before.live_at or at)
        before.state, before.retired_at = "retired", at
        work.session.add(before)
    # Retire before going live: at most one is live at any moment, and the database says so.
    work.session.flush()
    row.state, row.live_at = "live", at
    work.session.add(row)
    work.session.flush()
