"""The audit as people read it: who did what, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from lytte.services.work import Work
from lytte.storage import tables


@dataclass(frozen=True)
class Done:
    """One row of the audit. `who` is a name for staff, else how the audit names the actor."""

    seq: int
    at: datetime
    who: str
    role: str
    action: str
    outcome: str


def page(work: Work, *, before: int | None = None, size: int = 50) -> list[Done]:
    """Return the rows before number `before`, the newest first; the first page without it."""
    wanted = select(tables.AuditEntry).order_by(col(tables.AuditEntry.seq).desc()).limit(size)
    if before is not None:
        wanted = wanted.where(tables.AuditEntry.seq < before)
    rows = work.session.exec(wanted).all()
    known = _names(work, {_who(row) for row in rows})
    return [
        Done(
            seq=row.seq,
            at=row.at,
            who=known.get(_who(row), row.actor),
            role=row.role,
            action=row.action,
            outcome=row.outcome,
        )
        for row in rows
    ]


def names(work: Work, rows: Sequence[tables.AuditEntry]) -> dict[str, str]:
    """Return the name of each member of staff that the rows name, by how the audit does."""
    return _names(work, {row.actor for row in rows})


def _names(work: Work, actors: set[str]) -> dict[str, str]:
    ids = {actor: UUID(actor.removeprefix("staff:")) for actor in actors if _is_staff(actor)}
    found = dict(
        work.session.exec(
            select(tables.Staff.id, tables.Staff.name).where(col(tables.Staff.id).in_(ids.values()))
        ).all()
    )
    return {actor: found[staff_id] for actor, staff_id in ids.items() if staff_id in found}


def _who(row: tables.AuditEntry) -> str:
    """Return the actor; whoever signs in is nobody yet, so the one whose address it was."""
    if row.actor == "anonymous" and row.object_type == "staff" and row.object_id:
        return f"staff:{row.object_id}"
    return row.actor


def _is_staff(actor: str) -> bool:
    return actor.startswith("staff:")
