"""A newer version of a form: lay one's own changes on it, and settle what clashes (C5).

It is the hospital's that the form builds on, or another hospital's that it was copied from.
Only the draft moves. Patients get what the clinic published until it publishes again.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select

from lytte.core.composition import Composition
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.rebasing import Choice, Rebased, rebase, settled
from lytte.services import published
from lytte.services.drafts import based, drafting
from lytte.services.faults import NotFound
from lytte.services.inheriting import inheriting, newer, sharing
from lytte.services.inheriting.newer import Upgrade, Version
from lytte.services.inheriting.sharing import Offered
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

DID = "upgrade"

FormUpgrade = Upgrade[Composition, Rebased]


def upgrade(work: Work, draft: tables.FormDraft) -> FormUpgrade | None:
    """Return what the newer version of what a form builds on means for it; None without one."""
    found, after = inheriting.tailored(work, draft), inheriting.newer(work, draft)
    if found is None:
        return _of_copy(work, draft)
    if after is None:
        return None
    new = based.base_form(work, after.id)
    return Upgrade(
        was=found.parent.number,
        after=newer.version(after),
        old=found.base,
        new=new,
        made=found.made,
        sorted=rebase(found.base, new, found.changes),
    )


def _of_copy(work: Work, draft: tables.FormDraft) -> FormUpgrade | None:
    """Return what the newer version that another hospital shares means for a copy."""
    after, old = sharing.newer(work, draft), sharing.as_copied(work, draft)
    if after is None or old is None:
        return None
    made = drafting.composition(work, draft)
    return Upgrade(
        was=draft.origin["number"],
        after=Version(after.row.id, after.row.number, after.row.shared_at, after.row.comment),
        old=old,
        new=after.composition,
        made=made,
        sorted=rebase(old, after.composition, difference(old, made)),
        hospital=after.hospital,
    )


def move_up(
    work: Work,
    draft: tables.FormDraft,
    chosen: Mapping[str, Choice],
    *,
    to: UUID,
    staff_id: UUID | None,
    expected: int,
) -> tuple[str, ...]:
    """Let the draft build on the newer version `to`, its own changes laid on it.

    Returns the instruments that are here already with other content than theirs. Raises
    what `newer.looked_at` does.
    """
    found, draft = newer.looked_at(
        work, upgrade(work, draft), draft, chosen, to=to, expected=expected
    )
    theirs = sharing.newer(work, draft) if found.hospital else None
    changes = difference(found.old, found.made) if theirs else based.changes_of(draft.document)
    made = settled(found.old, found.new, changes, chosen)
    row = drafting.save_form(
        work, draft.clinic_id, draft.slug, made,
        staff_id=staff_id, expected=expected, did=DID, on=None if theirs else to,
    )  # fmt: skip
    number = found.after.number
    work.record(Deed("form.upgrade", "form_draft", str(row.id), fields={"to": number}))
    return _copied_anew(work, row, theirs, staff_id) if theirs else ()


def _copied_anew(
    work: Work, row: tables.FormDraft, theirs: Offered, staff_id: UUID | None
) -> tuple[str, ...]:
    """Let a copy remember the newer version; taking the step back brings back the older."""
    [step] = drafting.standing_steps(work, row)
    step.origin = row.origin
    row.origin = sharing.origin(theirs)
    work.session.add_all([step, row])
    work.session.flush()
    return sharing.take_in(work, theirs, staff_id=staff_id)


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
