"""A hospital whose clinics build on its plan for sending, for tests."""

from typing import Any
from uuid import UUID

from lytte.core.schedules.plan import Around, Care, Plan, Sending
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting_plans
from lytte.services.publishing import publishing
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.shared_level import Shared


def line(name: str = "visit", days: int = 2, **more: Any) -> Sending:
    """Return the hospital's form some days before each visit."""
    return Sending(**{"id": name, "form": "for-kuren", "when": Around(days=days), **more})


PLAN = Plan(
    sendings=(line(), line("after", 5, when=Around(days=5, side="after"))),
    care=Care(minutes_a_week=20),
)


def plan(*lines: Sending, **care: Any) -> Plan:
    """Return a plan with these lines."""
    return Plan(sendings=lines, care=PLAN.care.model_copy(update=care))


def put_plan_in_force(
    shared: Shared, made: Plan | None, clinic_id: UUID | None = None
) -> tables.SchedulePublication:
    """Save a plan and publish it; the hospital's where no clinic is said, the draft for None."""
    owner = clinic_id or shared.common_id
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        if made is not None:
            drafting.save_plan(work, owner, made)
        row = scheduling.publish(work, owner, staff_id=shared.cms.world.author_id)
        session.commit()
        return row


def follow(shared: Shared, expected: int = 0) -> None:
    """Let the clinic build on the hospital's plan."""
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        inheriting_plans.follow(work, shared.clinic_id, staff_id=None, expected=expected)
        session.commit()


def take_form(shared: Shared) -> UUID:
    """Take the hospital's form in at the clinic and put it in use."""
    form_id = shared.taken()
    if isinstance(shared.cms, Cms):
        shared.cms.safe()
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        publishing.publish_form(work, form_id, staff_id=shared.cms.world.author_id)
        session.commit()
    return form_id
