"""A clinic builds on what its hospital publishes, and is told when there is a newer version."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from lytte.core.composition import Composition
from lytte.core.tailoring.changes import Change
from lytte.services import levels, published
from lytte.services.drafts import based
from lytte.services.faults import NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Tailored:
    """A clinic's form seen from what it builds on."""

    parent: tables.FormPublication
    base: Composition
    made: Composition
    changes: Sequence[Change]


def tailored(work: Work, draft: tables.FormDraft) -> Tailored | None:
    """Return what the clinic changed of the hospital's form; None when it stands on its own."""
    on = parent(work, draft)
    if on is None:
        return None
    made = based.form_of(work, draft.document)
    return Tailored(on, based.base_form(work, on.id), made, based.changes_of(draft.document))


def offered(work: Work, clinic_id: UUID) -> list[tables.FormPublication]:
    """Return the hospital's forms in use that the clinic does not build on yet, by title."""
    common = levels.common(work)
    if common is None or common.id == clinic_id:
        return []
    used = set(
        work.session.exec(
            select(tables.FormPublication.form_id)
            .join(tables.FormDraft, col(tables.FormDraft.base_id) == col(tables.FormPublication.id))
            .where(tables.FormDraft.clinic_id == clinic_id)
        ).all()
    )
    found = published.live_publications(work, common.id)
    return sorted(
        (one for one in found if one.form_id not in used),
        key=lambda one: one.title.casefold(),
    )


def take(
    work: Work, clinic_id: UUID, publication_id: UUID, *, staff_id: UUID | None
) -> tables.FormDraft:
    """Begin a form of the clinic's on one of the hospital's: everything inherited, nothing changed.

    Raises NotFound when it is not among what is offered.
    """
    parent = next((one for one in offered(work, clinic_id) if one.id == publication_id), None)
    if parent is None:
        raise NotFound
    row = tables.FormDraft(
        hospital_id=work.session.hospital_id,
        clinic_id=clinic_id,
        slug=_free_slug(work, clinic_id, parent),
        title=parent.title,
        document=based.tailored(parent.id, ()),
        changed_by=staff_id,
        changed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.inherit", "form_draft", str(row.id), fields={"from": str(parent.id)}))
    return row


def parent(work: Work, draft: tables.FormDraft) -> tables.FormPublication | None:
    """Return the hospital's publication that a draft builds on."""
    base_id = based.base_of(draft.document)
    return None if base_id is None else published.form_publication(work, base_id)


def newer(work: Work, draft: tables.FormDraft) -> tables.FormPublication | None:
    """Return the hospital's version in use when it is a newer one than the draft builds on."""
    on = parent(work, draft)
    if on is None:
        return None
    live = published.live_form(work, on.form_id)
    return live if live is not None and live.number > on.number else None


def behind(work: Work, clinic_id: UUID) -> dict[UUID, tables.FormPublication]:
    """Return the clinic's forms whose hospital has a newer version, by the draft's id."""
    on = tables.FormPublication
    built = work.session.exec(
        select(tables.FormDraft.id, on.form_id, on.number)
        .join(on, col(on.id) == col(tables.FormDraft.base_id))
        .where(tables.FormDraft.clinic_id == clinic_id)
    ).all()
    found = {draft_id: published.live_form(work, form_id) for draft_id, form_id, _ in built}
    known = {draft_id: number for draft_id, _, number in built}
    return {
        draft_id: live
        for draft_id, live in found.items()
        if live is not None and live.number > known[draft_id]
    }


def _free_slug(work: Work, clinic_id: UUID, parent: tables.FormPublication) -> str:
    """Return the name of the hospital's form, the same in every clinic where it is free."""
    theirs = work.session.get(tables.FormDraft, parent.form_id)
    wanted = theirs.slug if theirs else "form"
    taken = set(
        work.session.exec(
            select(tables.FormDraft.slug).where(tables.FormDraft.clinic_id == clinic_id)
        ).all()
    )
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted[:56]}-{number}"
    return slug
