"""From draft to live: frozen, fingerprinted, and for what can harm, seen by two people."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import func, update
from sqlmodel import col, select

from lytte.core import composition, composition_checks
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.forms import Form, document, sha256
from lytte.core.problems import Problem, error, stopping
from lytte.services import clinics, drafting, licensing, published, stocking
from lytte.services.faults import (
    AlreadyDecided,
    EditedMeanwhile,
    NotFound,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.published import Publication
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


def form_problems(work: Work, draft: tables.FormDraft) -> list[Problem]:
    """Return what keeps this draft from going live."""
    made = drafting.composition(work, draft)
    library = stocking.library(work)
    return [
        *composition.problems(made, library),
        *composition_checks.problems(made, library),
        *licensing.problems(work, made, library),
        *_safety_problems(work, draft.clinic_id, made.languages),
    ]


def publish_form(
    work: Work,
    form_id: UUID,
    *,
    staff_id: UUID | None = None,
    comment: str = "",
    expected: int | None = None,
) -> tables.FormPublication:
    """Freeze the draft and make it what the clinic's next patients get.

    Patients midway finish the version they began. Raises NotReady with every problem, and
    EditedMeanwhile when the draft is no longer the version that was `expected`.
    """
    draft = work.session.get(tables.FormDraft, form_id, with_for_update=True)
    if draft is None:
        raise NotFound
    if expected is not None and draft.version != expected:
        raise EditedMeanwhile(published.name(work, draft.changed_by), draft.version)
    if stopping(found := form_problems(work, draft)):
        raise NotReady(found)
    made = drafting.composition(work, draft)
    content = document(composition.resolve(made, stocking.library(work)))
    row = _publication(work, draft, content, staff_id=staff_id, title=draft.title, comment=comment)
    # What was set aside is nobody's to inherit.
    row.composition = document(made.model_copy(update={"set_aside": ()}))
    go_live(work, row)
    work.record(_deed("form.publish", row))
    return row


def restore(
    work: Work, old: tables.FormPublication, *, staff_id: UUID | None
) -> tables.FormPublication:
    """Make a new version the same as an old one, by one person (C6); the draft stays as it is.

    Raises NotReady when what the old version needs is no longer there: a licence that ran
    out, a safety text in one of its languages.
    """
    draft = work.session.get(tables.FormDraft, old.form_id, with_for_update=True)
    if draft is None:
        raise NotFound
    form = Form.model_validate(old.document)
    asked = [
        InstrumentSlot(instrument=part.id, version=part.version)
        for part in form.parts
        if part.kind == "instrument" and part.version
    ]
    made = Composition(slots=tuple(asked))
    found = [
        *licensing.problems(work, made, stocking.library(work)),
        *_safety_problems(work, old.clinic_id, form.languages),
    ]
    if stopping(found):
        raise NotReady(found)
    row = _publication(
        work, draft, old.document, staff_id=staff_id, title=old.title, comment=old.comment
    )
    row.composition = old.composition
    go_live(work, row)
    work.record(_deed("form.restore", row))
    return row


def _publication(
    work: Work,
    draft: tables.FormDraft,
    content: dict[str, Any],
    *,
    staff_id: UUID | None,
    title: str,
    comment: str,
) -> tables.FormPublication:
    row = tables.FormPublication(
        hospital_id=work.session.hospital_id,
        form_id=draft.id,
        clinic_id=draft.clinic_id,
        number=next_number(work, tables.FormPublication, form_id=draft.id),
        title=title,
        document=content,
        sha256=sha256(content),
        state="in_review",
        comment=comment,
        author_id=staff_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
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
        number=next_number(work, kind, clinic_id=clinic_id),
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
    go_live(work, publication)
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


def _safety_problems(work: Work, clinic_id: UUID, languages: tuple[str, ...]) -> list[Problem]:
    if clinics.by_id(work, clinic_id).common:
        return []  # nobody answers there: each clinic that builds on it has its own
    found = []
    contact = work.session.exec(
        select(tables.ClinicContact.id).where(tables.ClinicContact.clinic_id == clinic_id)
    ).first()
    if contact is None:
        found.append(
            error(
                "safety",
                "The clinic has no telephone number and no out-of-hours route.",
                "Give them under Texts and telephone; nothing is published without.",
            )
        )
    text = published.live_safety_text(work, clinic_id)
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


def go_live(work: Work, row: Publication) -> None:
    """Put a publication in force; the one before it is retired."""
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


def next_number(work: Work, kind: Any, **of: UUID) -> int:
    """Return the number of the next publication `of` a form or a clinic."""
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
