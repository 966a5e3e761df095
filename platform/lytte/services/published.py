"""What has been published: the versions, and which of them is in force."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import union_all
from sqlmodel import col, select

from lytte.core.forms import Form
from lytte.services.faults import NotFound
from lytte.services.work import Work
from lytte.storage import tables

Decided = tables.RuleSetPublication | tables.SafetyText
Publication = (
    tables.FormPublication
    | tables.RuleSetPublication
    | tables.SafetyText
    | tables.SchedulePublication
)


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


def live_form(work: Work, form_id: UUID) -> tables.FormPublication | None:
    """Return the publication that the next patient gets."""
    return work.session.exec(
        select(tables.FormPublication).where(
            tables.FormPublication.form_id == form_id, tables.FormPublication.state == "live"
        )
    ).one_or_none()


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


def publications(
    work: Work, clinic_id: UUID, *, form_id: UUID | None = None
) -> list[tables.FormPublication]:
    """Return what the clinic has published, the newest first."""
    wanted = select(tables.FormPublication).where(tables.FormPublication.clinic_id == clinic_id)
    if form_id is not None:
        wanted = wanted.where(tables.FormPublication.form_id == form_id)
    newest = col(tables.FormPublication.created_at).desc()
    return list(work.session.exec(wanted.order_by(newest)).all())


def names(work: Work, rows: Sequence[Publication]) -> dict[UUID, str]:
    """Return the name of everyone who wrote or approved one of these."""
    wanted = {one for row in rows for one in (row.author_id, row.approver_id) if one}
    found = work.session.exec(
        select(tables.Staff.id, tables.Staff.name).where(col(tables.Staff.id).in_(wanted))
    ).all()
    return dict(found)


def name(work: Work, staff_id: UUID | None) -> str:
    """Return somebody's name; Lytte itself when nobody did it."""
    staff = work.session.get(tables.Staff, staff_id) if staff_id else None
    return staff.name if staff else "Lytte"


def waiting(work: Work, kind: type[Decided], clinic_id: UUID) -> list[Decided]:
    """Return what waits for a second person."""
    return list(_in_state(work, kind, clinic_id, "in_review"))


def count_waiting(work: Work, clinic_id: UUID) -> int:
    """Return how many proposals wait for a second person."""
    kinds = (tables.RuleSetPublication, tables.SafetyText)
    wanted = (
        select(kind.id).where(kind.clinic_id == clinic_id, kind.state == "in_review")
        for kind in kinds
    )
    return len(work.session.execute(union_all(*wanted)).all())


def in_force(work: Work, kind: type[Decided], clinic_id: UUID) -> Decided | None:
    """Return the one that is in force at the clinic."""
    return next(iter(_in_state(work, kind, clinic_id, "live")), None)


def _in_state(work: Work, kind: Any, clinic_id: UUID, state: str) -> Sequence[Decided]:
    wanted = select(kind).where(kind.clinic_id == clinic_id, kind.state == state)
    found: Sequence[Decided] = work.session.exec(wanted).all()
    return found


def decided(work: Work, kind: type[Decided], row_id: UUID) -> Decided | None:
    """Return one version of thresholds or safety text."""
    table: Any = kind
    found: Decided | None = work.session.get(table, row_id)
    return found
