"""From draft to live: frozen, fingerprinted, and for what can harm, seen by two people."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import func, update
from sqlmodel import col, select

from lytte.core import composition
from lytte.core.composition import Composition
from lytte.core.forms import Form, document, sha256
from lytte.core.problems import Problem, error, stopping
from lytte.core.thresholds import RuleSet
from lytte.services import licensing, stocking
from lytte.services.faults import (
    AlreadyDecided,
    EditedMeanwhile,
    NotFound,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

Publication = tables.FormPublication | tables.RuleSetPublication | tables.SafetyText


def save_form(
    work: Work,
    clinic_id: UUID,
    slug: str,
    made: Composition,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
) -> tables.FormDraft:
    """Save a draft. With `expected`, refuse when another has saved since that version (C16)."""
    row = work.session.exec(
        select(tables.FormDraft)
        .where(tables.FormDraft.clinic_id == clinic_id, tables.FormDraft.slug == slug)
        .with_for_update()
    ).one_or_none()
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
        raise EditedMeanwhile(_name(work, row.changed_by), row.version)
    row.title = made.title.read("nb")[:200]
    row.document = document(made)
    row.version += 1
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(Deed("form.save", "form_draft", str(row.id), fields={"version": row.version}))
    return row


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


def form_problems(work: Work, draft: tables.FormDraft) -> list[Problem]:
    """Return what keeps this draft from going live."""
    made = Composition.model_validate(draft.document)
    library = stocking.library(work)
    return [
        *composition.problems(made, library),
        *licensing.problems(work, made, library),
        *_safety_problems(work, draft.clinic_id, made.languages),
    ]


def publish_form(
    work: Work, form_id: UUID, *, staff_id: UUID | None = None, comment: str = ""
) -> tables.FormPublication:
    """Freeze the draft and make it what the clinic's next patients get.

    Patients midway finish the version they began. Raises NotReady with every problem.
    """
    draft = work.session.get(tables.FormDraft, form_id)
    if draft is None:
        raise NotFound
    if stopping(found := form_problems(work, draft)):
        raise NotReady(found)
    made = Composition.model_validate(draft.document)
    content = document(composition.resolve(made, stocking.library(work)))
    row = tables.FormPublication(
        hospital_id=work.session.hospital_id,
        form_id=form_id,
        clinic_id=draft.clinic_id,
        number=_next_number(work, tables.FormPublication, form_id=form_id),
        title=draft.title,
        document=content,
        sha256=sha256(content),
        state="in_review",
        comment=comment,
        author_id=staff_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _go_live(work, row)
    work.record(_deed("form.publish", row))
    return row


def save_rules(
    work: Work,
    clinic_id: UUID,
    rules: RuleSet,
    *,
    staff_id: UUID | None = None,
    expected: int | None = None,
) -> tables.RuleSetDraft:
    """Save the clinic's thresholds as a draft, refusing to overwrite another's (C16)."""
    row = work.session.exec(
        select(tables.RuleSetDraft)
        .where(tables.RuleSetDraft.clinic_id == clinic_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        row = tables.RuleSetDraft(
            hospital_id=work.session.hospital_id,
            clinic_id=clinic_id,
            version=0,
            changed_at=work.now,
        )
    elif expected is not None and row.version != expected:
        raise EditedMeanwhile(_name(work, row.changed_by), row.version)
    row.document = document(rules)
    row.version += 1
    row.changed_by, row.changed_at = staff_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(Deed("rules.save", "rule_set_draft", str(row.id), fields={"version": row.version}))
    return row


def propose(
    work: Work,
    kind: type[tables.RuleSetPublication] | type[tables.SafetyText],
    clinic_id: UUID,
    content: BaseModel,
    *,
    staff_id: UUID | None,
    comment: str = "",
) -> tables.RuleSetPublication | tables.SafetyText:
    """Send thresholds or a safety text to a second person. What waits already is replaced."""
    work.session.execute(
        update(kind)
        .where(col(kind.clinic_id) == clinic_id, col(kind.state) == "in_review")
        .values(state="rejected", comment="Replaced by a newer proposal.")
    )
    made = document(content)
    row = kind(
        hospital_id=work.session.hospital_id,
        clinic_id=clinic_id,
        number=_next_number(work, kind, clinic_id=clinic_id),
        document=made,
        sha256=sha256(made),
        state="in_review",
        comment=comment,
        author_id=staff_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.record(_deed(f"{kind.__tablename__}.propose", row))
    return row


def approve(work: Work, publication: Publication, *, staff_id: UUID | None) -> None:
    """Put what another person proposed in force; the one before it is retired."""
    work.session.refresh(publication, with_for_update=True)
    if publication.state != "in_review":
        raise AlreadyDecided
    if staff_id is None or staff_id == publication.author_id:
        raise SecondPersonNeeded
    publication.approver_id = staff_id
    _go_live(work, publication)
    work.record(_deed(f"{publication.__tablename__}.approve", publication))


def reject(work: Work, publication: Publication, *, staff_id: UUID | None, why: str) -> None:
    """Send it back to its author, with the reason."""
    work.session.refresh(publication, with_for_update=True)
    if publication.state != "in_review":
        raise AlreadyDecided
    publication.state = "rejected"
    publication.approver_id = staff_id if staff_id != publication.author_id else None
    publication.comment = why[:400]
    work.record(_deed(f"{publication.__tablename__}.reject", publication))


def live_form(work: Work, form_id: UUID) -> tables.FormPublication | None:
    """Return the publication that the next patient gets."""
    return work.session.exec(
        select(tables.FormPublication).where(
            tables.FormPublication.form_id == form_id, tables.FormPublication.state == "live"
        )
    ).one_or_none()


def form_publication(work: Work, publication_id: UUID) -> tables.FormPublication:
    """Return a publication of the hospital; NotFound when it has none with that id."""
    found = work.session.get(tables.FormPublication, publication_id)
    if found is None:
        raise NotFound
    return found


def live_forms(work: Work, clinic_id: UUID) -> list[Form]:
    """Return the forms the clinic's patients get now."""
    rows = work.session.exec(
        select(tables.FormPublication).where(
            tables.FormPublication.clinic_id == clinic_id, tables.FormPublication.state == "live"
        )
    ).all()
    return [Form.model_validate(row.document) for row in rows]


def live_rules(work: Work, clinic_id: UUID) -> tables.RuleSetPublication | None:
    """Return the thresholds in force at the clinic."""
    return work.session.exec(
        select(tables.RuleSetPublication).where(
            tables.RuleSetPublication.clinic_id == clinic_id,
            tables.RuleSetPublication.state == "live",
        )
    ).one_or_none()


def live_safety_text(work: Work, clinic_id: UUID) -> tables.SafetyText | None:
    """Return the safety text in force at the clinic."""
    return work.session.exec(
        select(tables.SafetyText).where(
            tables.SafetyText.clinic_id == clinic_id, tables.SafetyText.state == "live"
        )
    ).one_or_none()


def _safety_problems(work: Work, clinic_id: UUID, languages: tuple[str, ...]) -> list[Problem]:
    found = []
    contact = work.session.exec(
        select(tables.ClinicContact.id).where(tables.ClinicContact.clinic_id == clinic_id)
    ).first()
    if contact is None:
        found.append(
            error(
                "safety",
                "The clinic has no telephone number and no out-of-hours route.",
                "Give them under Texts and telephone; nothing is published without (P7).",
            )
        )
    text = live_safety_text(work, clinic_id)
    written = set(text.document.get("languages", {})) if text else set()
    found += [
        error(
            "safety",
            f"The safety text is missing in {language}.",
            "Write it and have a second person approve it.",
        )
        for language in languages
        if language not in written
    ]
    return found


def _go_live(work: Work, row: Publication) -> None:
    for before in _siblings(work, row):
        before.state, before.retired_at = "retired", work.now
        work.session.add(before)
    # Retire before going live: at most one is live at any moment, and the database says so.
    work.session.flush()
    row.state, row.live_at = "live", work.now
    work.session.add(row)
    work.session.flush()


def _siblings(work: Work, row: Publication) -> list[Any]:
    kind: Any = type(row)
    same = (
        kind.form_id == row.form_id
        if isinstance(row, tables.FormPublication)
        else (kind.clinic_id == row.clinic_id)
    )
    wanted = select(kind).where(same, kind.state == "live").with_for_update()
    return list(work.session.exec(wanted).all())


def _next_number(work: Work, kind: Any, **of: UUID) -> int:
    [(name, value)] = of.items()
    last = work.session.exec(
        select(func.max(kind.number)).where(col(getattr(kind, name)) == value)
    ).one()
    return (last or 0) + 1


def _deed(action: str, row: Publication) -> Deed:
    return Deed(
        action,
        str(row.__tablename__),
        str(row.id),
        fields={"number": row.number, "sha256": row.sha256},
    )


def _name(work: Work, staff_id: UUID | None) -> str:
    staff = work.session.get(tables.Staff, staff_id) if staff_id else None
    return staff.name if staff else "Lytte"
