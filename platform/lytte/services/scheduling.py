"""A clinic's plan for sending forms: its draft, what is wrong with it, and putting it in force."""

from datetime import date
from uuid import UUID

from sqlmodel import select

from lytte.core.forms import document, sha256
from lytte.core.problems import Problem, stopping
from lytte.core.schedules import plan_checks
from lytte.core.schedules.known import FormFacts
from lytte.core.schedules.plan import BLANK, Plan
from lytte.core.schedules.plan_checks import ALONE, Above
from lytte.services import (
    based,
    drafting,
    following,
    levels,
    published,
    publishing,
    taking_effect,
)
from lytte.services.clinic_day import zone_of
from lytte.services.faults import EditedMeanwhile, NotFound, NotReady
from lytte.services.trying_plans import busiest
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed


class ManyMessages(Exception):
    """On one day more would go out than the plan's own limit: somebody says that they mean it."""

    def __init__(self, day: date, messages: int) -> None:
        self.day = day
        self.messages = messages
        super().__init__(f"{messages} on {day}")


def draft(work: Work, clinic_id: UUID) -> tables.ScheduleDraft | None:
    """Return the plan as it is being made; None before anybody has begun."""
    return work.session.exec(
        select(tables.ScheduleDraft).where(tables.ScheduleDraft.clinic_id == clinic_id)
    ).one_or_none()


def plan(work: Work, clinic_id: UUID) -> Plan:
    """Return what the draft says; a blank plan before anybody has begun."""
    row = draft(work, clinic_id)
    return based.plan_of(work, clinic_id, row.document) if row else BLANK


def plan_at(work: Work, clinic_id: UUID, version: int) -> Plan | None:
    """Return what the draft said in one of its versions, 0 before the first; None: not kept."""
    row = draft(work, clinic_id)
    if row is None or version == 0:
        return BLANK
    found = drafting.document_at(work, row, version)
    return None if found is None else based.plan_of(work, clinic_id, found)


def live(work: Work, clinic_id: UUID) -> tables.SchedulePublication | None:
    """Return the plan in force at the clinic."""
    return published.in_force(work, tables.SchedulePublication, clinic_id)


def in_force(work: Work, clinic_id: UUID) -> Plan:
    """Return what is sent now; a blank plan when nothing was ever published."""
    row = live(work, clinic_id)
    return Plan.model_validate(row.document) if row else BLANK


def differs(work: Work, clinic_id: UUID) -> bool:
    """Tell whether publishing the draft would change anything."""
    row, now = draft(work, clinic_id), live(work, clinic_id)
    if row is None or now is None:
        return row is not None
    made = based.plan_of(work, clinic_id, row.document)
    return sha256(document(made)) != now.sha256 or row.base_id != now.base_id


def versions(work: Work, clinic_id: UUID) -> list[tables.SchedulePublication]:
    """Return every plan that was published, the newest first."""
    return published.versions(work, tables.SchedulePublication, clinic_id)


def forms(work: Work, clinic_id: UUID) -> dict[str, FormFacts]:
    """Return the forms in use at the clinic, by slug."""
    return dict(following.pathways(work, clinic_id, Plan())[clinic_id].forms)


def titles(work: Work, clinic_id: UUID) -> dict[str, str]:
    """Return what each of the clinic's forms is called, by slug."""
    return {one.slug: one.title for one in drafting.drafts(work, clinic_id)}


def above(work: Work, clinic_id: UUID) -> Above:
    """Return what the hospital has in force, seen from one of its clinics."""
    level = levels.above(work, clinic_id)
    if level is None:
        return ALONE
    now = live(work, level.id)
    most = Plan.model_validate(now.document).care.minutes_a_week if now else None
    return Above(most, titles(work, level.id))


def problems(work: Work, clinic_id: UUID, made: Plan) -> list[Problem]:
    """Return what keeps the plan from being published, and what to think over."""
    return plan_checks.problems(
        made,
        forms=forms(work, clinic_id),
        titles=titles(work, clinic_id),
        today=work.now.astimezone(zone_of(work)).date(),
        above=above(work, clinic_id),
    )


def publish(
    work: Work,
    clinic_id: UUID,
    *,
    staff_id: UUID | None = None,
    comment: str = "",
    expected: int | None = None,
    confirmed: int | None = None,
) -> tables.SchedulePublication:
    """Freeze the draft and put it in force at once.

    Raises NotReady with every problem, EditedMeanwhile when the draft is no longer the
    version that was `expected`, and ManyMessages when more would go out on one day than the
    plan allows, unless `confirmed` is that very number.
    """
    taking_effect.alone(work, tables.SchedulePublication, clinic_id)
    row = work.session.exec(
        select(tables.ScheduleDraft)
        .where(tables.ScheduleDraft.clinic_id == clinic_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound
    if expected is not None and row.version != expected:
        raise EditedMeanwhile(published.name(work, row.changed_by), row.version)
    made = based.plan_of(work, clinic_id, row.document)
    return _put_in_force(
        work, clinic_id, made, "schedule.publish",
        staff_id=staff_id, comment=comment, confirmed=confirmed, base_id=row.base_id,
    )  # fmt: skip


def restore(
    work: Work,
    old: tables.SchedulePublication,
    *,
    staff_id: UUID | None = None,
    confirmed: int | None = None,
) -> tables.SchedulePublication:
    """Make a new version the same as an old one, by one person (C6); the draft stays as it is."""
    taking_effect.alone(work, tables.SchedulePublication, old.clinic_id)
    return _put_in_force(
        work, old.clinic_id, Plan.model_validate(old.document), "schedule.restore",
        staff_id=staff_id, comment=old.comment, confirmed=confirmed,
        restores_id=old.id, base_id=old.base_id,
    )  # fmt: skip


def _put_in_force(
    work: Work,
    clinic_id: UUID,
    made: Plan,
    action: str,
    *,
    staff_id: UUID | None,
    comment: str,
    confirmed: int | None,
    **own: UUID | None,
) -> tables.SchedulePublication:
    if stopping(found := problems(work, clinic_id, made)):
        raise NotReady(found)
    peak = busiest(work, clinic_id, made)
    if peak and peak.messages > made.care.ask_above and confirmed != peak.messages:
        raise ManyMessages(peak.on, peak.messages)
    row = publishing.version(
        work, tables.SchedulePublication, document(made), staff_id=staff_id, comment=comment,
        clinic_id=clinic_id, **own,
    )  # fmt: skip
    taking_effect.take_effect(work, row, plan="keep")
    work.record(
        Deed(
            action,
            "schedule_publication",
            str(row.id),
            fields={
                "number": row.number,
                "sha256": row.sha256,
                "busiest": peak.messages if peak else 0,
            },
        )
    )
    return row
