"""A clinic's plan for sending forms: its draft, what is wrong with it, and putting it in force."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select

from lytte.core.forms import document, sha256
from lytte.core.problems import Problem, stopping
from lytte.core.schedules import plan_checks
from lytte.core.schedules.known import FormFacts
from lytte.core.schedules.plan import BLANK, Plan
from lytte.core.schedules.plan_checks import ALONE, Above
from lytte.services import levels, published
from lytte.services.clinic_day import zone_of
from lytte.services.drafts import based, drafting
from lytte.services.faults import EditedMeanwhile, NotFound, NotReady
from lytte.services.publishing import publishing, taking_effect
from lytte.services.publishing.taking_effect import Seen
from lytte.services.sending import following
from lytte.services.sending.trying_plans import busiest
from lytte.services.work import Work
from lytte.storage import tables


class ManyMessages(Exception):
    """On one day more would go out than is asked about: somebody says that they mean it."""

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


def live(
    work: Work, clinic_id: UUID, at: datetime | None = None
) -> tables.SchedulePublication | None:
    """Return the plan in force at the clinic, now or at another time."""
    return published.in_force(work, tables.SchedulePublication, clinic_id, at)


def planned(work: Work, clinic_id: UUID) -> tables.SchedulePublication | None:
    """Return the plan that comes into force later, when one is planned."""
    return published.planned(work, tables.SchedulePublication, clinic_id)


def in_force(work: Work, clinic_id: UUID) -> Plan:
    """Return what is sent now; a blank plan when nothing was ever published."""
    row = live(work, clinic_id)
    return Plan.model_validate(row.document) if row else BLANK


def ask_above(work: Work, clinic_id: UUID, made: Plan) -> int:
    """Return from how many messages a plan is asked about: it never judges itself by more.

    A higher limit counts from when it is in force; a lower one at once.
    """
    return min(made.care.ask_above, in_force(work, clinic_id).care.ask_above)


def differs(work: Work, clinic_id: UUID) -> bool:
    """Tell whether publishing the draft would change anything."""
    row, now = draft(work, clinic_id), live(work, clinic_id)
    return row is not None and not _same(work, row, now)


def waits(work: Work, clinic_id: UUID) -> bool:
    """Tell whether the draft is neither in force nor planned: it waits for somebody."""
    row = draft(work, clinic_id)
    return differs(work, clinic_id) and not (
        row is not None and _same(work, row, planned(work, clinic_id))
    )


def _same(
    work: Work, row: tables.ScheduleDraft, version: tables.SchedulePublication | None
) -> bool:
    made = based.plan_of(work, row.clinic_id, row.document)
    return version is not None and (
        (sha256(document(made)), row.base_id) == (version.sha256, version.base_id)
    )


def versions(work: Work, clinic_id: UUID) -> list[tables.SchedulePublication]:
    """Return every plan that was published, the newest first."""
    return published.versions(work, tables.SchedulePublication, clinic_id)


def forms(work: Work, clinic_id: UUID, at: datetime | None = None) -> dict[str, FormFacts]:
    """Return the forms in use at the clinic by slug, now or at another time."""
    return dict(following.pathways(work, clinic_id, Plan(), at)[clinic_id].forms)


def titles(work: Work, clinic_id: UUID) -> dict[str, str]:
    """Return what each of the clinic's forms is called, by slug."""
    return {one.slug: one.title for one in drafting.drafts(work, clinic_id)}


def above(work: Work, clinic_id: UUID, at: datetime | None = None) -> Above:
    """Return what the hospital has in force, seen from one of its clinics."""
    level = levels.above(work, clinic_id)
    if level is None:
        return ALONE
    now = live(work, level.id, at)
    most = Plan.model_validate(now.document).care.minutes_a_week if now else None
    return Above(most, titles(work, level.id))


def problems(work: Work, clinic_id: UUID, made: Plan, at: datetime | None = None) -> list[Problem]:
    """Return what keeps the plan from being published, and what to think over.

    For a plan that is in force from `at`, by what is in use then.
    """
    return plan_checks.problems(
        made,
        forms=forms(work, clinic_id, at),
        titles=titles(work, clinic_id),
        today=(at or work.now).astimezone(zone_of(work)).date(),
        above=above(work, clinic_id, at),
    )


def opens(work: Work, clinic_id: UUID, made: Plan) -> datetime | None:
    """Return from when a plan that cannot be in force today can: a form of it is planned."""
    forms_ = published.all_planned(work, tables.FormPublication, clinic_id)
    moments = sorted(one.live_at for one in forms_ if one.live_at)
    return next((at for at in moments if not stopping(problems(work, clinic_id, made, at))), None)


def publish(
    work: Work,
    clinic_id: UUID,
    *,
    staff_id: UUID | None = None,
    comment: str = "",
    expected: int | None = None,
    confirmed: int | None = None,
    at: datetime | None = None,
    plan: taking_effect.Plan = "",
    seen: Seen | None = None,
) -> tables.SchedulePublication:
    """Freeze the draft and put it in force, now or from `at` on.

    Raises NotReady with every problem, EditedMeanwhile when the draft is no longer the
    version that was `expected`, AlreadyPlanned, NothingNew, ChangedMeanwhile when another is
    in force than somebody has `seen`, and ManyMessages when more would go out on one day than
    `ask_above` says, unless `confirmed` is that very number.
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
    _refuse_the_same(work, row, plan)
    taking_effect.refuse_unseen(work, tables.SchedulePublication, clinic_id, seen)
    made = based.plan_of(work, clinic_id, row.document)
    return _put_in_force(
        work, clinic_id, made, "publish",
        staff_id=staff_id, comment=comment, confirmed=confirmed, at=at, plan=plan, seen=seen,
        base_id=row.base_id,
    )  # fmt: skip


def restore(
    work: Work,
    old: tables.SchedulePublication,
    *,
    staff_id: UUID | None = None,
    confirmed: int | None = None,
    seen: Seen | None = None,
) -> tables.SchedulePublication:
    """Make a new version the same as an old one, by one person (C6); the draft stays as it is."""
    taking_effect.alone(work, tables.SchedulePublication, old.clinic_id)
    taking_effect.refuse_unseen(work, tables.SchedulePublication, old.clinic_id, seen)
    return _put_in_force(
        work, old.clinic_id, Plan.model_validate(old.document), "restore",
        staff_id=staff_id, comment=old.comment, confirmed=confirmed, at=None, plan="keep",
        restores_id=old.id, base_id=old.base_id,
    )  # fmt: skip


def _refuse_the_same(work: Work, row: tables.ScheduleDraft, plan: taking_effect.Plan) -> None:
    """Refuse what stands already: two pressed at once, or one pressed twice."""
    standing_now = (
        taking_effect.current(work, tables.SchedulePublication, row.clinic_id),
        # Called off, it may come into force today instead.
        planned(work, row.clinic_id) if plan != "call_off" else None,
    )
    for one in standing_now:
        if one is not None and _same(work, row, one):
            raise published.nothing_new(work, one)


def _put_in_force(
    work: Work,
    clinic_id: UUID,
    made: Plan,
    done: str,
    *,
    staff_id: UUID | None,
    comment: str,
    confirmed: int | None,
    at: datetime | None,
    plan: taking_effect.Plan,
    seen: Seen | None = None,
    **own: UUID | None,
) -> tables.SchedulePublication:
    if stopping(found := problems(work, clinic_id, made, at)):
        raise NotReady(found)
    peak = busiest(work, clinic_id, made, at)
    most = ask_above(work, clinic_id, made)
    if peak and peak.messages > most and confirmed != peak.messages:
        raise ManyMessages(peak.on, peak.messages)
    row = publishing.version(
        work, tables.SchedulePublication, document(made), staff_id=staff_id, comment=comment,
        clinic_id=clinic_id, **own,
    )  # fmt: skip
    taking_effect.take_effect(work, row, at, plan=plan, seen=seen)
    done = "plan" if row.state == "scheduled" else done
    told = taking_effect.deed(done, row)
    busy = {"busiest": peak.messages if peak else 0}
    work.record(replace(told, fields={**(told.fields or {}), **busy}))
    return row
