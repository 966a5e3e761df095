"""A plan for sending that is in force from a day on: sent by from its moment, and no sooner."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from lytte.core.schedules.plan import BLANK, Plan
from lytte.jobs import planned_versions
from lytte.services.drafts import drafting
from lytte.services.faults import AlreadyDecided, AlreadyPlanned, NothingNew, NotReady
from lytte.services.inheriting import inheriting_plans
from lytte.services.publishing import publishing, taking_effect
from lytte.services.rules import hanging
from lytte.services.rules.hanging import WouldStop
from lytte.services.sending import following, scheduling, trying_plans
from lytte.services.sending.scheduling import ManyMessages
from lytte.services.versions import going_back
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import open_cms
from tests.services.planned_patients import FREE, VISIT, add_patients, before, clinic_with_form
from tests.services.planned_patients import plan as made_of
from tests.shared_level import share
from tests.shared_plans import PLAN, follow, line, plan, put_plan_in_force
from tests.world import NOW, World

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST = NOW + 9 * DAY
SOON, LATER = made_of(before(2)), made_of(before(3))


@pytest.fixture
def ready(world: World) -> World:
    clinic_with_form(world)
    return world


def publish(world: World, made: Plan, now: datetime = NOW, **how: Any) -> Any:
    with world.open() as session:
        work = world.work(session, now)
        drafting.save_plan(work, world.clinic_id, made, staff_id=world.author_id)
        row = scheduling.publish(work, world.clinic_id, staff_id=world.author_id, **how)
        session.commit()
        return row


def sent_by(world: World, now: datetime) -> Plan:
    """Return the plan that whoever sends reads at this moment."""
    with world.open() as session:
        work = world.work(session, now)
        found = following.pathways(work, world.clinic_id, Plan())
        assert world.clinic_id in found
        return scheduling.in_force(work, world.clinic_id)


def deeds(world: World) -> list[Any]:
    with world.open() as session:
        found = session.exec(select(tables.AuditEntry)).all()
    return [one for one in found if one.action.startswith("schedule.")]


def test_a_planned_plan_is_sent_by_from_its_moment_on_before_any_job_has_come_round(
    ready: World,
) -> None:
    publish(ready, SOON)

    row = publish(ready, LATER, NOW + DAY, at=FIRST)

    assert (row.state, row.live_at) == ("scheduled", FIRST)
    assert sent_by(ready, FIRST - SECOND) == SOON
    assert sent_by(ready, FIRST) == LATER
    with ready.open() as session:
        assert planned_versions.run(ready.work(session, FIRST - SECOND)) == 0
        assert planned_versions.run(ready.work(session, FIRST + DAY)) == 1
        assert planned_versions.run(ready.work(session, FIRST + DAY)) == 0
        session.commit()
        rows = scheduling.versions(ready.work(session), ready.clinic_id)
        assert [(one.state, one.live_at, one.retired_at) for one in rows] == [
            ("live", FIRST, None), ("retired", NOW, FIRST),
        ]  # fmt: skip
    told = {one.action: one.fields for one in deeds(ready)}
    assert told["schedule.plan"]["from"] == FIRST.isoformat()
    assert told["schedule.in_force"]["number"] == 2


def test_whoever_reads_all_plans_reads_the_one_in_force_at_the_hour(ready: World) -> None:
    publish(ready, SOON)
    publish(ready, LATER, at=FIRST)
    elsewhere = ready.approver_id  # no clinic: only what is in force is read

    with ready.open() as session:
        for now, wanted in ((FIRST - SECOND, SOON), (FIRST, LATER)):
            found = following.pathways(ready.work(session, now), elsewhere, Plan())
            assert found[ready.clinic_id].plan == wanted


def test_a_second_plan_waits_until_somebody_has_said_what_becomes_of_the_first(
    ready: World,
) -> None:
    publish(ready, SOON, at=FIRST)

    for later in (FIRST + DAY, None):
        with pytest.raises(AlreadyPlanned):
            publish(ready, LATER, at=later)
    publish(ready, LATER, plan="keep")

    assert (sent_by(ready, NOW), sent_by(ready, FIRST)) == (LATER, SOON)
    publish(ready, made_of(before(6)), at=FIRST + DAY, plan="call_off")
    assert (sent_by(ready, FIRST), sent_by(ready, FIRST + DAY)) == (LATER, made_of(before(6)))
    assert [one.action for one in deeds(ready)].count("schedule.call_off") == 1


def test_what_was_called_off_is_never_sent_by(ready: World) -> None:
    row_id = publish(ready, SOON, at=FIRST).id

    with ready.open() as session:
        work = ready.work(session, FIRST - SECOND)
        taking_effect.call_off(work, session.get_one(tables.SchedulePublication, row_id))
        session.commit()

    assert sent_by(ready, FIRST + DAY) == BLANK
    with ready.open() as session:
        row = session.get_one(tables.SchedulePublication, row_id)
        with pytest.raises(AlreadyDecided):
            taking_effect.call_off(ready.work(session, FIRST), row)


def test_the_same_plan_is_not_put_in_force_twice_but_may_come_sooner(ready: World) -> None:
    publish(ready, SOON, at=FIRST)

    with pytest.raises(NothingNew):
        publish(ready, SOON, plan="keep")
    publish(ready, SOON, plan="call_off")

    assert sent_by(ready, NOW) == SOON
    with pytest.raises(NothingNew):
        publish(ready, SOON)


def test_a_draft_that_is_planned_waits_for_nobody(ready: World) -> None:
    publish(ready, SOON, at=FIRST)
    with ready.open() as session:
        work = ready.work(session)
        assert scheduling.differs(work, ready.clinic_id)
        assert not scheduling.waits(work, ready.clinic_id)

        drafting.save_plan(work, ready.clinic_id, LATER)

        assert scheduling.waits(work, ready.clinic_id)


def test_a_flood_is_looked_for_from_the_day_the_plan_begins(ready: World) -> None:
    add_patients(ready, 5, visits=[NOW + 60 * DAY])
    few = made_of(before(2), care=FREE.model_copy(update={"ask_above": 3}))

    with pytest.raises(ManyMessages) as fault:
        publish(ready, few, at=NOW + 50 * DAY)
    publish(ready, few, at=NOW + 50 * DAY, confirmed=fault.value.messages)

    assert fault.value.messages == 5


def test_a_form_in_use_from_that_day_can_be_sent_and_one_that_is_not_cannot(
    ready: World,
) -> None:
    with ready.open() as session:
        work = ready.work(session)
        draft = session.exec(select(tables.FormDraft)).one()
        going_back.retire(work, draft.id, known=hanging.on_use(work, draft).marks)
        session.commit()
    with pytest.raises(NotReady):
        publish(ready, SOON, at=FIRST)
    with ready.open() as session:
        work = ready.work(session)
        draft_id = session.exec(select(tables.FormDraft.id)).one()
        publishing.publish_form(work, draft_id, at=FIRST)
        session.commit()

    with pytest.raises(NotReady):
        publish(ready, SOON, at=FIRST - SECOND)
    assert publish(ready, SOON, at=FIRST).state == "scheduled"


def test_a_planned_sentence_is_told_before_its_form_goes_out_of_use(ready: World) -> None:
    publish(ready, SOON, at=FIRST)

    with ready.open() as session:
        draft_id = session.exec(select(tables.FormDraft.id)).one()
        with pytest.raises(WouldStop) as fault:
            going_back.retire(ready.work(session), draft_id)

    assert fault.value.hanging.sendings == SOON.sendings


def test_what_went_out_under_the_old_plan_does_not_go_out_again_under_the_new(
    ready: World,
) -> None:
    publish(ready, SOON)
    [patient] = add_patients(ready, 1)
    with ready.open() as session:
        visit = session.exec(select(tables.Visit).where(tables.Visit.patient_id == patient)).one()
        form = session.exec(select(tables.FormPublication)).one()
        session.add(
            tables.Assessment(
                hospital_id=ready.hospital_id, patient_id=patient, clinic_id=ready.clinic_id,
                form_publication_id=form.id, visit_id=visit.id, due_at=NOW + 2 * DAY,
                expires_at=VISIT,
            )
        )  # fmt: skip
        session.commit()

    publish(ready, made_of(before(1)), at=NOW + 2 * DAY + SECOND)

    with ready.open() as session:
        work = ready.work(session, NOW + 2 * DAY + 2 * SECOND)
        now = scheduling.in_force(work, ready.clinic_id)
        found = trying_plans.try_plan(work, ready.clinic_id, now, days=7)
    assert now == made_of(before(1))
    assert [one.left.why if one.left else "" for one in found.occasions] == ["sent"]


def test_a_clinic_is_told_of_the_hospitals_planned_plan_on_its_day(
    database: Database, tmp_path: Path
) -> None:
    shared = share(open_cms(database, tmp_path))
    put_plan_in_force(shared, PLAN)
    follow(shared)
    newer = plan(line(days=4), minutes_a_week=15)
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        at = work.now + 9 * DAY
        drafting.save_plan(work, shared.common_id, newer)
        row = scheduling.publish(work, shared.common_id, at=at)
        session.commit()

    with shared.cms.world.open() as session:
        now = shared.cms.work(session)
        then = shared.cms.world.work(session, at)
        assert inheriting_plans.newer(now, shared.clinic_id) is None
        found = inheriting_plans.newer(then, shared.clinic_id)
        assert found is not None
        assert found.id == row.id
        most = [scheduling.above(now, shared.clinic_id, one).minutes_a_week for one in (None, at)]
        assert most == [20, 15]
