"""The hospital has a newer version: lay the clinic's changes on it, and settle what clashes (C5).

Only the draft moves. Patients get what the clinic published until it publishes again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from lytte.core.composition import Composition
from lytte.core.tailoring.rebasing import Choice, Rebased, rebase, settled
from lytte.services import based, drafting, inheriting, published
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

DID = "upgrade"


class Unsettled(Exception):
    """A conflict has not been decided; `names` are those that wait for a choice."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(", ".join(names))


@dataclass(frozen=True)
class Upgrade:
    """Three forms seen together, with what each side changed."""

    before: tables.FormPublication
    after: tables.FormPublication
    old: Composition
    new: Composition
    made: Composition
    sorted: Rebased


def upgrade(work: Work, draft: tables.FormDraft) -> Upgrade | None:
    """Return what the hospital's newer version means for a clinic's form; None without one."""
    found, after = inheriting.tailored(work, draft), inheriting.newer(work, draft)
    if found is None or after is None:
        return None
    new = based.base_form(work, after.id)
    return Upgrade(
        before=found.parent,
        after=after,
        old=found.base,
        new=new,
        made=found.made,
        sorted=rebase(found.base, new, found.changes),
    )


def move_up(
    work: Work,
    draft: tables.FormDraft,
    chosen: Mapping[str, Choice],
    *,
    to: UUID,
    staff_id: UUID | None,
    expected: int,
) -> tables.FormDraft:
    """Let the draft build on the newer version `to`, its own changes laid on it.

    Raises Unsettled when a conflict is not chosen, EditedMeanwhile when the draft or the
    hospital's version is no longer what was looked at, NotFound without a newer version.
    """
    found = upgrade(work, draft)
    if found is None:
        raise NotFound
    if found.after.id != to or draft.version != expected:
        raise EditedMeanwhile(published.name(work, draft.changed_by), draft.version)
    waiting = tuple(one.name for one in found.sorted.conflicts if one.name not in chosen)
    if waiting:
        raise Unsettled(waiting)
    made = settled(found.old, found.new, based.changes_of(draft.document), chosen)
    row = drafting.save_form(
        work, draft.clinic_id, draft.slug, made,
        staff_id=staff_id, expected=expected, did=DID, on=to,
    )  # fmt: skip
    number = found.after.number
    work.record(Deed("form.upgrade", "form_draft", str(row.id), fields={"to": number}))
    return row


def can_abandon(work: Work, draft: tables.FormDraft) -> tables.DraftStep | None:
    """Return how the draft stood before it moved up; None when that is published, or never was."""
    live = published.live_form(work, draft.id)
    step = work.session.exec(
        select(tables.DraftStep)
        .where(
            tables.DraftStep.form_id == draft.id,
            tables.DraftStep.did == DID,
            col(tables.DraftStep.taken_back_at).is_(None),
        )
        .order_by(col(tables.DraftStep.version).desc())
        .limit(1)
    ).first()
    if step is None or based.base_of(step.document) == based.base_of(draft.document):
        return None
    published_since = live is not None and live.created_at > step.at
    return None if published_since else step


def abandon(
    work: Work, draft: tables.FormDraft, *, staff_id: UUID | None, expected: int
) -> tables.FormDraft:
    """Put the draft back on the version it built on before, as it was then; undo brings this back.

    Raises NotFound when there is nothing to abandon, and EditedMeanwhile.
    """
    step = can_abandon(work, draft)
    if step is None:
        raise NotFound
    before = based.form_of(work, step.document)
    row = drafting.save_form(
        work, draft.clinic_id, draft.slug, before,
        staff_id=staff_id, expected=expected, did="downgrade", on=based.base_of(step.document),
    )  # fmt: skip
    step.taken_back_at = work.now
    work.session.add(step)
    work.record(Deed("form.abandon_upgrade", "form_draft", str(row.id)))
    return row
