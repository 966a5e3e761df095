"""Drafts: a clinic's forms and thresholds as they are being made."""

from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition
from lytte.core.forms import document
from lytte.core.thresholds import RuleSet
from lytte.core.translations import remembered
from lytte.core.wordings import Origins
from lytte.services import published
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def save_form(
    work: Work,
    clinic_id: UUID,
    slug: str,
    made: Composition,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
    told: Origins | None = None,
) -> tables.FormDraft:
    """Save a draft. With `expected`, refuse when another has saved since that version (C16).

    `told` says which wording translations were made from, where the draft cannot know it.
    """
    row = _for_update(work, clinic_id, slug)
    if row is None:
        row = tables.FormDraft(
            hospital_id=work.session.hospital_id,
            clinic_id=clinic_id,
            slug=slug,
            title="",
            version=0,
            changed_at=work.now,
        )
    elif expected is not None and row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    before = composition(work, row) if row.version else None
    row.title = made.title.read("nb")[:200]
    row.document = document(remembered(before, made, told))
    row.version += 1
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.save", "form_draft", str(row.id), fields={"version": row.version}))
    return row


def _for_update(work: Work, clinic_id: UUID, slug: str) -> tables.FormDraft | None:
    wanted = (
        select(tables.FormDraft)
        .where(tables.FormDraft.clinic_id == clinic_id, tables.FormDraft.slug == slug)
        .with_for_update()
        # What this request read before it had the lock may be older than the row.
        .execution_options(populate_existing=True)
    )
    return work.session.exec(wanted).one_or_none()


def save_rules(
    work: Work,
    clinic_id: UUID,
    made: RuleSet,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
) -> tables.RuleSetDraft:
    """Save the clinic's thresholds as a draft, refusing to overwrite another's (C16)."""
    row = work.session.exec(
        select(tables.RuleSetDraft)
        .where(tables.RuleSetDraft.clinic_id == clinic_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        row = tables.RuleSetDraft(
            hospital_id=work.session.hospital_id,
            clinic_id=clinic_id,
            version=0,
            changed_at=work.now,
        )
    elif expected is not None and row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    row.document = document(made)
    row.version += 1
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(Deed("rules.save", "rule_set_draft", str(row.id), fields={"version": row.version}))
    return row


def composition(work: Work, draft: tables.FormDraft) -> Composition:
    """Return the form that a draft makes: the one way from its row to what it says."""
    return Composition.model_validate(draft.document)


def draft(work: Work, clinic_id: UUID, slug: str) -> tables.FormDraft:
    """Return the clinic's draft called `slug`; NotFound when there is none."""
    found = work.session.exec(
        select(tables.FormDraft).where(
            tables.FormDraft.clinic_id == clinic_id, tables.FormDraft.slug == slug
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def drafts(work: Work, clinic_id: UUID) -> list[tables.FormDraft]:
    """Return the clinic's forms, by title."""
    wanted = select(tables.FormDraft).where(tables.FormDraft.clinic_id == clinic_id)
    return list(work.session.exec(wanted.order_by(tables.FormDraft.title)).all())


def rule_set(work: Work, clinic_id: UUID) -> RuleSet:
    """Return the clinic's thresholds as they are being made; none yet is an empty set."""
    row = rules(work, clinic_id)
    return RuleSet.model_validate(row.document) if row else RuleSet()


def rules(work: Work, clinic_id: UUID) -> tables.RuleSetDraft | None:
    """Return the clinic's thresholds as they are being made."""
    return work.session.exec(
        select(tables.RuleSetDraft).where(tables.RuleSetDraft.clinic_id == clinic_id)
    ).one_or_none()
