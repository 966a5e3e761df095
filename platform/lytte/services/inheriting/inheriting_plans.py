"""A clinic's plan for sending on its hospital's: what is changed, and a newer version (C5).

Only the draft moves. What patients are sent is what the clinic published, until it publishes
again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from lytte.core.schedules.plan import Plan
from lytte.core.tailoring.planned import PLANS
from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.rebasing_listed import PiecesRebased, settled
from lytte.services import clinics, levels
from lytte.services.drafts import based, drafting
from lytte.services.faults import NotFound
from lytte.services.inheriting import newer as versions
from lytte.services.inheriting.inheriting_rules import TAKEN, UPGRADED
from lytte.services.inheriting.newer import Tailored, Upgrade
from lytte.services.sending import scheduling
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.audit import Deed


@dataclass(frozen=True)
class Follower:
    """How one clinic stands to its hospital's plan; the numbers are the hospital's versions."""

    clinic: str
    sends: bool
    """It has a plan in force."""
    on: int | None
    """What that was made on; None where it stands alone."""
    drafted: int | None
    """What its draft is made on, where that is another."""


PlanUpgrade = Upgrade[Plan, PiecesRebased]
TailoredPlan = Tailored[Plan]


def hospitals(work: Work, clinic_id: UUID) -> tables.SchedulePublication | None:
    """Return the hospital's plan in force, seen from one of its clinics."""
    above = levels.above(work, clinic_id)
    return scheduling.live(work, above.id) if above else None


def tailored(work: Work, clinic_id: UUID) -> TailoredPlan | None:
    """Return what the clinic changed of the hospital's plan; None when its own stands alone."""
    draft = scheduling.draft(work, clinic_id)
    parent = _parent(work, draft)
    if draft is None or parent is None:
        return None
    return TailoredPlan(
        parent,
        based.base_plan(work, clinic_id, parent.id),
        scheduling.plan(work, clinic_id),
        based.plan_changes_of(draft.document),
    )


def offered(work: Work, clinic_id: UUID) -> tables.SchedulePublication | None:
    """Return the hospital's plan where the clinic has none, or one that stands on nothing."""
    draft = scheduling.draft(work, clinic_id)
    return None if _parent(work, draft) else hospitals(work, clinic_id)


def follow(work: Work, clinic_id: UUID, *, staff_id: UUID | None, expected: int) -> None:
    """Let a clinic build on its hospital's plan: all of it, or below what it has written itself.

    What a clinic has written stays as it is: what only the hospital has is left out, and can
    be taken in line by line. Raises NotFound where there is nothing to follow, and
    EditedMeanwhile.
    """
    parent = offered(work, clinic_id)
    if parent is None:
        raise NotFound
    own = scheduling.draft(work, clinic_id) is not None
    made = scheduling.plan(work, clinic_id) if own else based.base_plan(work, clinic_id, parent.id)
    row = drafting.save_plan(
        work, clinic_id, made, staff_id=staff_id, expected=expected, did=TAKEN, on=parent.id
    )
    work.record(
        Deed("schedule.inherit", "schedule_draft", str(row.id), fields={"from": parent.number})
    )


def newer(work: Work, clinic_id: UUID) -> tables.SchedulePublication | None:
    """Return the hospital's plan in force when it is newer than what the clinic builds on."""
    parent = _parent(work, scheduling.draft(work, clinic_id))
    live = hospitals(work, clinic_id)
    return live if parent and live and live.number > parent.number else None


def upgrade(work: Work, clinic_id: UUID) -> PlanUpgrade | None:
    """Return what the hospital's newer plan means for the clinic's; None without any."""
    found, after = tailored(work, clinic_id), newer(work, clinic_id)
    if found is None or after is None:
        return None
    return versions.between(PLANS, found, after, based.base_plan(work, clinic_id, after.id))


def move_up(
    work: Work,
    clinic_id: UUID,
    chosen: Mapping[str, Choice],
    *,
    to: UUID,
    staff_id: UUID | None,
    expected: int,
) -> None:
    """Let the clinic's plan build on the newer version `to`, its own changes laid on it.

    Raises what `newer.looked_at` does.
    """
    found, draft = versions.looked_at(
        work, upgrade(work, clinic_id), scheduling.draft(work, clinic_id), chosen,
        to=to, expected=expected,
    )  # fmt: skip
    changes = based.plan_changes_of(draft.document)
    made = settled(PLANS, found.old, found.new, changes, chosen)
    row = drafting.save_plan(
        work, clinic_id, made, staff_id=staff_id, expected=expected, did=UPGRADED, on=to
    )
    number = found.after.number
    work.record(Deed("schedule.upgrade", "schedule_draft", str(row.id), fields={"to": number}))


def followers(work: Work) -> list[Follower]:
    """Return how each clinic stands to the hospital's plan."""
    common = levels.common(work)
    numbers = {one.id: one.number for one in scheduling.versions(work, common.id)} if common else {}
    live = work.session.exec(standing.each(tables.SchedulePublication, work.now)).all()
    sends = {one.clinic_id: one.base_id for one in live}
    drafts = {
        one.clinic_id: one.base_id for one in work.session.exec(select(tables.ScheduleDraft)).all()
    }

    def stands(clinic: tables.Clinic) -> Follower:
        on, drafted = (
            numbers.get(base_id) if (base_id := found.get(clinic.id)) else None
            for found in (sends, drafts)
        )
        return Follower(clinic.name, clinic.id in sends, on, None if drafted == on else drafted)

    return [stands(one) for one in clinics.reached(work, None)]


def _parent(work: Work, draft: tables.ScheduleDraft | None) -> tables.SchedulePublication | None:
    base_id = draft.base_id if draft else None
    return work.session.get(tables.SchedulePublication, base_id) if base_id else None
