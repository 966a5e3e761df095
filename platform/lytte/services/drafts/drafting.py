"""Drafts: a clinic's forms, thresholds and plan as they are being made."""

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from lytte.core.composition import Composition
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import RuleSet
from lytte.core.translations import remembered
from lytte.core.wordings import Origins
from lytte.services import levels, published
from lytte.services.drafts import based
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

ONE_SITTING = timedelta(minutes=2)
"""Saves of the same words less than this apart are one change to whoever takes it back."""
MOST_AT_ONCE = 200

Draft = tables.FormDraft | tables.RuleSetDraft | tables.ScheduleDraft
Own = TypeVar("Own", tables.RuleSetDraft, tables.ScheduleDraft)


def save_form(
    work: Work,
    clinic_id: UUID,
    slug: str,
    made: Composition,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
    did: str = "",
    on: UUID | None = None,
    told: Origins | None = None,
) -> tables.FormDraft:
    """Save a draft. With `expected`, refuse when another has saved since that version (C16).

    `on` is the publication the form builds on from now; without it, it stays where it is.
    What stood before is a step that can be taken back, by the word `did`. `told`: which wording
    translations were made from, where the draft cannot know it.
    """
    row = _for_update(work, clinic_id, slug)
    if row is None:
        row = tables.FormDraft(
            hospital_id=work.session.hospital_id,
            clinic_id=clinic_id,
            slug=slug, title="", version=0, changed_at=work.now,
        )  # fmt: skip
    elif expected is not None and row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    before = composition(work, row) if row.version else None
    if row.version:
        _step(work, row, staff_id, did)
    row.title = made.title.read("nb")[:200]
    row.document = based.form_document(work, row.document, remembered(before, made, told), on)
    _saved(work, row, staff_id)
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
    did: str = "",
    on: UUID | None = None,
) -> tables.RuleSetDraft:
    """Save the clinic's thresholds as a draft, refusing to overwrite another's (C16).

    A clinic's first builds on the hospital's, where it has any in force; `on` is what the
    rules build on from now.
    """
    row = _clinics_own(work, tables.RuleSetDraft, clinic_id, expected)
    if not row.version and on is None:
        on = _hospitals_rules(work, clinic_id)
    _replace(work, row, based.rules_document(work, row.document, made, on), staff_id, did)
    work.record(Deed("rules.save", "rule_set_draft", str(row.id), fields={"version": row.version}))
    return row


def save_plan(
    work: Work,
    clinic_id: UUID,
    made: Plan,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
    did: str = "",
    on: UUID | None = None,
) -> tables.ScheduleDraft:
    """Save the clinic's plan as a draft on the hospital's `on`, refusing to overwrite (C16)."""
    row = _clinics_own(work, tables.ScheduleDraft, clinic_id, expected)
    content = based.plan_document(work, clinic_id, row.document, made, on)
    _replace(work, row, content, staff_id, did)
    work.record(
        Deed("schedule.save", "schedule_draft", str(row.id), fields={"version": row.version})
    )
    return row


def undo(work: Work, row: Draft, *, staff_id: UUID | None, expected: int) -> str:
    """Take back the latest change that still stands and return the word for it.

    What is saved by itself while somebody writes is one change. Taking back makes a new
    version and removes nothing. Raises NotFound when there is nothing to take back, and
    EditedMeanwhile.
    """
    work.session.refresh(row, with_for_update=True)
    if row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    taken = _one_change(standing_steps(work, row, most=MOST_AT_ONCE))
    if not taken:
        raise NotFound
    for step in taken:
        step.taken_back_at = work.now
        work.session.add(step)
    _step(work, row, staff_id, "undo").taken_back_at = work.now
    row.document = taken[-1].document
    if isinstance(row, tables.FormDraft):
        row.title = based.form_of(work, row.document).title.read("nb")[:200]
        row.origin = taken[-1].origin or row.origin
    _saved(work, row, staff_id)
    work.record(
        Deed("draft.undo", str(row.__tablename__), str(row.id), fields={"version": row.version})
    )
    return taken[-1].did


def standing_steps(work: Work, row: Draft, *, most: int = 1) -> list[tables.DraftStep]:
    """Return the latest changes of the draft that were not taken back, the newest first."""
    wanted = (
        steps(row)
        .where(col(tables.DraftStep.taken_back_at).is_(None))
        .order_by(col(tables.DraftStep.version).desc())
        .limit(most)
    )
    return list(work.session.exec(wanted).all())


def _one_change(latest: list[tables.DraftStep]) -> list[tables.DraftStep]:
    """Return the newest and those before it that are the same piece of writing."""
    found = latest[:1]
    for step in latest[1:]:
        after = found[-1]
        same = (step.did, step.by) == (after.did, after.by) and ":" in step.did
        if not same or after.at - step.at > ONE_SITTING:
            break
        found.append(step)
    return found


def form_at(work: Work, row: tables.FormDraft, version: int) -> Composition | None:
    """Return the form as version `version` of the draft had it; None when it is not kept."""
    found = document_at(work, row, version)
    return None if found is None else based.form_of(work, found)


def rules_at(work: Work, row: tables.RuleSetDraft, version: int) -> RuleSet | None:
    """Return what the rules were in a version, 0 before the first; None when it is not kept."""
    if version == 0:
        return _untouched(work, row.clinic_id)
    found = document_at(work, row, version)
    return None if found is None else based.rules_of(work, found)


def document_at(work: Work, row: Draft, version: int) -> dict[str, Any] | None:
    """Return what a version of a draft said; None when it is not kept."""
    if version == row.version:
        return row.document
    step = work.session.exec(steps(row).where(tables.DraftStep.version == version)).one_or_none()
    return step.document if step else None


def steps(row: Draft) -> Any:
    """Return the query for every change of a draft, as what stood before each."""
    column = {
        tables.FormDraft: tables.DraftStep.form_id,
        tables.RuleSetDraft: tables.DraftStep.rules_id,
        tables.ScheduleDraft: tables.DraftStep.schedule_id,
    }[type(row)]
    return select(tables.DraftStep).where(col(column) == row.id)


def _step(work: Work, row: Draft, staff_id: UUID | None, did: str) -> tables.DraftStep:
    step = tables.DraftStep(
        hospital_id=work.session.hospital_id,
        form_id=row.id if isinstance(row, tables.FormDraft) else None,
        rules_id=row.id if isinstance(row, tables.RuleSetDraft) else None,
        schedule_id=row.id if isinstance(row, tables.ScheduleDraft) else None,
        version=row.version,
        document=row.document,
        did=did[:40],
        by=staff_id,
        at=work.now,
    )
    work.session.add(step)
    return step


def _clinics_own(work: Work, kind: type[Own], clinic_id: UUID, expected: int | None) -> Own:
    """Return the one draft of its kind that a clinic has, locked; refuse an older version."""
    # Two who write a clinic's first rules at once must meet in one row.
    work.session.execute(
        insert(kind)
        .values(
            hospital_id=work.session.hospital_id, id=uuid4(), clinic_id=clinic_id,
            document={}, version=0, changed_at=work.now,
        )
        .on_conflict_do_nothing()
    )  # fmt: skip
    row = work.session.exec(select(kind).where(kind.clinic_id == clinic_id).with_for_update()).one()
    work.session.refresh(row)
    if row.version and expected is not None and row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    return row


def _replace(
    work: Work, row: Draft, content: dict[str, Any], staff_id: UUID | None, did: str
) -> None:
    if row.version:
        _step(work, row, staff_id, did)
    row.document = content
    _saved(work, row, staff_id)


def _saved(work: Work, row: Draft, staff_id: UUID | None) -> None:
    row.version += 1
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()


def composition(work: Work, draft: tables.FormDraft) -> Composition:
    """Return the form that a draft makes: the one way from its row to what it says."""
    return based.form_of_draft(work, draft)


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
    return list(work.session.exec(wanted.order_by(tables.FormDraft.title)))


def rule_set(work: Work, clinic_id: UUID) -> RuleSet:
    """Return the clinic's thresholds as they are being made; none yet are the hospital's."""
    row = rules(work, clinic_id)
    return based.rules_of(work, row.document) if row else _untouched(work, clinic_id)


def _untouched(work: Work, clinic_id: UUID) -> RuleSet:
    on = _hospitals_rules(work, clinic_id)
    return based.base_rules(work, on) if on else RuleSet()


def rules(work: Work, clinic_id: UUID) -> tables.RuleSetDraft | None:
    """Return the clinic's thresholds as they are being made."""
    wanted = select(tables.RuleSetDraft).where(tables.RuleSetDraft.clinic_id == clinic_id)
    return work.session.exec(wanted).one_or_none()


def _hospitals_rules(work: Work, clinic_id: UUID) -> UUID | None:
    """Return the hospital's rules in force, for a clinic to build on."""
    above = levels.above(work, clinic_id)
    live = above and published.live_rules(work, above.id)
    return live.id if live else None
