"""From draft to live: frozen, fingerprinted, and for what can harm, seen by two people."""

from collections.abc import Mapping, Set
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import func
from sqlmodel import select

from lytte.core import composition, composition_checks, deviation_checks, translations
from lytte.core.composition import Composition
from lytte.core.forms import document, sha256
from lytte.core.problems import Problem, stopping
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import (
    AlreadyDecided,
    EditedMeanwhile,
    NotFound,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing, putting_in_force, taking_effect
from lytte.services.publishing.taking_effect import Plan, Seen
from lytte.services.rules import hanging, house_rules
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.standing import Kind
from lytte.storage.tables import Publication


def form_problems(work: Work, draft: tables.FormDraft, on: date | None = None) -> list[Problem]:
    """Return what keeps this draft from going live, now or on a later day."""
    made = drafting.composition(work, draft)
    library = stocking.library(work)
    return [
        *composition.problems(made, library),
        *composition_checks.problems(made, library),
        *deviation_checks.problems(made, library),
        *translations.problems(made, library),
        *licensing.problems(work, made, library, on, clinic_id=draft.clinic_id),
        *putting_in_force.safety_problems(work, draft.clinic_id, made.languages),
    ]


def publish_form(
    work: Work,
    form_id: UUID,
    *,
    staff_id: UUID | None = None,
    comment: str = "",
    expected: int | None = None,
    at: datetime | None = None,
    plan: Plan = "",
    seen: Seen | None = None,
    known: Set[str] = frozenset(),
) -> tables.FormPublication:
    """Freeze the draft; what the next patients get, now or from `at` on.

    Where the hospital asks for it, a second person decides first. Patients midway finish
    the version they began. Raises NotReady with every problem, EditedMeanwhile when the draft
    is not the version that was `expected`, NothingNew, AlreadyPlanned, ChangedMeanwhile when
    another is in force, or waits, than was `seen`, and WouldStop for rules not `known`.
    """
    draft = alone_with_draft(work, form_id)
    if expected is not None and draft.version != expected:
        raise EditedMeanwhile(published.name(work, draft.changed_by), draft.version)
    if stopping(found := form_problems(work, draft, at.date() if at else None)):
        raise NotReady(found)
    made = drafting.composition(work, draft)
    content = document(composition.resolve(made, stocking.library(work)))
    _refuse_the_same(work, tables.FormPublication, form_id, content, plan)
    taking_effect.refuse_unseen(work, tables.FormPublication, form_id, seen)
    _withdraw_waiting(work, tables.FormPublication, form_id)
    row = _form_version(work, draft, made, content, staff_id=staff_id, comment=comment)
    if row.needs_second:
        hanging.refuse_unknown(hanging.on(work, row), known)
        row.live_at = at
        work.session.add(row)
        work.session.flush()
        work.record(taking_effect.deed("propose", row))
        return row
    putting_in_force.put(work, row, at, plan=plan, seen=seen, known=known)
    work.record(taking_effect.deed("publish" if row.state == "live" else "plan", row))
    return row


def propose(
    work: Work,
    kind: type[tables.RuleSetPublication] | type[tables.SafetyText],
    clinic_id: UUID,
    content: BaseModel,
    *,
    staff_id: UUID | None,
    comment: str = "",
    at: datetime | None = None,
    on: UUID | None = None,
    seen: Seen | None = None,
) -> tables.RuleSetPublication | tables.SafetyText:
    """Send thresholds or a safety text to a second person, in place of what waits and was seen.

    `on` is the hospital's version that a safety text was written on. ChangedMeanwhile when
    another is in force, or waits, than its author has `seen`.
    """
    taking_effect.alone(work, kind, clinic_id)
    taking_effect.refuse_unseen(work, kind, clinic_id, seen)
    _withdraw_waiting(work, kind, clinic_id)
    row = version(
        work, kind, document(content), staff_id=staff_id, comment=comment, clinic_id=clinic_id,
        live_at=at,
    )  # fmt: skip
    if isinstance(row, tables.SafetyText):
        row.base_id = on
    work.session.add(row)
    work.session.flush()
    work.record(taking_effect.deed("propose", row))
    return row


def approve(
    work: Work,
    row: Publication,
    *,
    staff_id: UUID | None,
    said: str = "",
    seen: Seen | None = None,
    plan: Plan = "",
    known: Set[str] = frozenset(),
) -> None:
    """Put what another person proposed in force, now or on the day its author wanted.

    Raises SecondPersonNeeded, AlreadyDecided, and ChangedMeanwhile when something else is in
    force than what was `seen` beside it; and what `putting_in_force.put` raises.
    """
    _decide(work, row)
    if staff_id is None or staff_id == row.author_id:
        raise SecondPersonNeeded
    live = taking_effect.current(work, type(row), published.owner_of(row))
    taking_effect.refuse_another(live, seen)
    row.approver_id, row.decision, row.decided_at = staff_id, said[:400], work.now
    putting_in_force.put(work, row, row.live_at, plan=plan, seen=seen, known=known)
    work.record(taking_effect.deed("approve", row))


def reject(work: Work, row: Publication, *, staff_id: UUID | None, why: str) -> None:
    """Send it back to its author, with the reason."""
    _decide(work, row)
    row.state = "rejected"
    row.approver_id = staff_id if staff_id != row.author_id else None
    row.decision, row.decided_at = why[:400], work.now
    work.session.add(row)
    work.session.flush()
    work.record(taking_effect.deed("reject", row))


def take_back(work: Work, row: Publication) -> None:
    """Take a proposal back before anybody has decided."""
    _decide(work, row)
    taking_effect.withdraw(work, row)


def alone_with_draft(work: Work, form_id: UUID) -> tables.FormDraft:
    taking_effect.alone(work, tables.FormPublication, form_id)
    draft = work.session.get(
        tables.FormDraft, form_id, with_for_update=True, populate_existing=True
    )
    if draft is None:
        raise NotFound
    return draft


def _refuse_the_same(
    work: Work, kind: type[Publication], owner_id: UUID, content: Mapping[str, Any], plan: Plan
) -> None:
    """Refuse what stands already: two pressed at once, or one pressed twice."""
    found = sha256(content)
    standing_now = (
        taking_effect.current(work, kind, owner_id),
        *published.waiting(work, kind, owner_id),
        # Called off, it may come into use today instead.
        published.planned(work, kind, owner_id) if plan != "call_off" else None,
    )
    for row in standing_now:
        if row is not None and row.sha256 == found:
            raise published.nothing_new(work, row)


def _withdraw_waiting(work: Work, kind: type[Publication], owner_id: UUID) -> None:
    for row in published.waiting(work, kind, owner_id):
        taking_effect.withdraw(work, row)


def _form_version(
    work: Work,
    draft: tables.FormDraft,
    made: Composition,
    content: dict[str, Any],
    *,
    staff_id: UUID | None,
    comment: str,
) -> tables.FormPublication:
    needed = house_rules.decided(work).forms_need_second
    return version(
        work, tables.FormPublication, content, staff_id=staff_id, comment=comment,
        form_id=draft.id, clinic_id=draft.clinic_id, title=draft.title, needs_second=needed,
        # What was set aside is nobody's to inherit.
        composition=document(made.model_copy(update={"set_aside": ()})),
    )  # fmt: skip


def version(
    work: Work,
    kind: type[Kind],
    content: dict[str, Any],
    *,
    staff_id: UUID | None,
    comment: str,
    **own: Any,
) -> Kind:
    """Return the next version of something, not stored yet: who calls says what becomes of it."""
    name = standing.owner(kind).key
    last = select(func.max(kind.number)).where(standing.owner(kind) == own[name])
    made: Kind = kind(
        hospital_id=work.session.hospital_id,
        number=(work.session.exec(last).one() or 0) + 1,
        document=content,
        sha256=sha256(content),
        state="in_review",
        comment=comment[:400],
        author_id=staff_id,
        created_at=work.now,
        **own,
    )
    return made


def _decide(work: Work, row: Publication) -> None:
    taking_effect.alone_with(work, row)
    if row.state != "in_review":
        raise AlreadyDecided
