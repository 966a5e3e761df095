"""Somebody at a desk who writes a plan for sending: what the tests of its pages share."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lytte.core.schedules.plan import Plan
from lytte.services.publishing import publishing
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.services.planned_patients import add_patients

AROUND = {
    "kind": "around", "days": "2", "side": "before", "of": "visit", "least": "3",
    "least_unit": "week", "at": "09.00", "rest_days": "before", "freshest": "", "way-1": "sms",
    "way-2": "letter", "way-3": "", "open_days": "1", "remind-1": "1", "remind-by-1": "sms",
    "remind-2": "2", "remind-by-2": "", "until": "course", "on": "", "times": "", "do": "save",
}  # fmt: skip
EASTER = {"example-begins": "2027-03-10", "example-weeks": "3", "example-times": "4"}


def with_form(cms: Cms) -> Cms:
    """Put a form called Før timen in use at the clinic."""
    form_id = cms.form()
    cms.safe()
    with cms.world.open() as session:
        publishing.publish_form(cms.work(session), form_id, staff_id=cms.world.author_id)
        session.commit()
    return cms


def form_of(cms: Cms) -> str:
    """Return what the form is known by."""
    return str(cms.rows(tables.FormDraft)[0].slug)


def plan_of(cms: Cms) -> Plan:
    """Return the draft."""
    with cms.world.open() as session:
        return scheduling.plan(cms.work(session), cms.world.clinic_id)


def write(desk: Desk, cms: Cms, **other: Any) -> Any:
    """Send a new sentence."""
    desk.get("/admin/schedules/new")
    return desk.post("/admin/schedules/new", form=form_of(cms), **{**AROUND, **other})


def published(desk: Desk, cms: Cms) -> None:
    """Write a sentence and put it in force."""
    desk.follow(write(desk, cms))
    desk.get("/admin/plans/publish")
    desk.follow(desk.post("/admin/plans/publish", comment="Første"))


def patients(cms: Cms, number: int, **more: Any) -> list[UUID]:
    """Add patients with an appointment in five days."""
    now = datetime.now(UTC)
    facts = {"register_checked_at": now, **more}
    return add_patients(cms.world, number, visits=[now + timedelta(days=5)], **facts)
