"""A clinic's plan from draft to force: nothing overwritten, and a flood is asked about."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from lytte.core.forms import sha256
from lytte.core.schedules.plan import Care, Plan
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotFound, NotReady
from lytte.services.sending import scheduling
from lytte.services.sending.scheduling import ManyMessages
from lytte.storage import tables
from lytte.storage.database import Database
from tests.services.planned_patients import FREE, add_patients, before, clinic_with_form, plan
from tests.world import NOW, World, make_world


@pytest.fixture
def ready(world: World) -> World:
    clinic_with_form(world)
    return world


def _save(world: World, made: Plan, expected: int | None = None) -> int:
    with world.open() as session:
        row = drafting.save_plan(
            world.work(session), world.clinic_id, made,
            staff_id=world.author_id, expected=expected,
        )  # fmt: skip
        session.commit()
        return row.version


def _publish(world: World, confirmed: int | None = None) -> tables.SchedulePublication:
    with world.open() as session:
        row = scheduling.publish(
            world.work(session), world.clinic_id, staff_id=world.author_id, confirmed=confirmed
        )
        session.commit()
        return row


def test_a_second_save_on_an_old_version_overwrites_nothing(ready: World) -> None:
    version = _save(ready, plan(before(2)))
    _save(ready, plan(before(3)), version)

    with pytest.raises(EditedMeanwhile) as fault:
        _save(ready, plan(before(4)), version)

    assert (fault.value.by, fault.value.version) == ("Solveig Demo", 2)
    with ready.open() as session:
        assert scheduling.plan(ready.work(session), ready.clinic_id) == plan(before(3))


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(ready: World) -> None:
    version = _save(ready, plan())

    def save(days: int) -> bool:
        try:
            _save(ready, plan(before(days)), version)
        except EditedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = [days for days, done in enumerate(pool.map(save, range(24))) if done]

    assert len(won) == 1
    with ready.open() as session:
        found = scheduling.plan(ready.work(session), ready.clinic_id)
    assert found == plan(before(won[0]))


def test_what_is_published_is_frozen_and_the_one_before_it_retired(ready: World) -> None:
    _save(ready, plan(before(5)))
    first = _publish(ready)
    _save(ready, plan(before(6)))
    second = _publish(ready)

    with ready.open() as session:
        work = ready.work(session)
        rows = scheduling.versions(work, ready.clinic_id)
        assert [(row.number, row.state) for row in rows] == [(2, "live"), (1, "retired")]
        assert scheduling.in_force(work, ready.clinic_id) == plan(before(6))
    assert first.sha256 == sha256(first.document) != second.sha256


def test_going_back_makes_a_new_version_like_the_old_and_leaves_the_draft(ready: World) -> None:
    _save(ready, plan(before(5)))
    first = _publish(ready)
    _save(ready, plan(before(6)))
    _publish(ready)

    with ready.open() as session:
        work = ready.work(session)
        third = scheduling.restore(work, first, staff_id=ready.approver_id)
        session.commit()

        assert (third.number, third.sha256, third.state) == (3, first.sha256, "live")
        assert scheduling.plan(work, ready.clinic_id) == plan(before(6))


def test_a_plan_with_a_form_that_is_not_in_use_is_refused(ready: World) -> None:
    _save(ready, plan(before(5, form="none")))

    with pytest.raises(NotReady) as fault:
        _publish(ready)

    assert [one.message for one in fault.value.problems if one.severity == "error"] == [
        "A form in the plan is no longer there."
    ]
    with ready.open() as session:
        assert scheduling.live(ready.work(session), ready.clinic_id) is None


def test_nothing_is_published_where_nothing_was_written(ready: World) -> None:
    with pytest.raises(NotFound):
        _publish(ready)


def test_a_flood_is_asked_about_and_goes_only_when_meant(ready: World) -> None:
    add_patients(ready, 6)
    add_patients(ready, 2, register_checked_at=NOW - timedelta(days=9))  # they wait, and then go
    care = FREE.model_copy(update={"ask_above": 7})
    _save(ready, plan(care=care))

    with pytest.raises(ManyMessages) as fault:
        _publish(ready)
    for other in (7, 9):
        with pytest.raises(ManyMessages):
            _publish(ready, confirmed=other)
    row = _publish(ready, confirmed=8)

    assert (fault.value.messages, f"{fault.value.day}") == (8, "2026-08-26")
    assert row.state == "live"


def test_a_plan_that_raises_the_limit_is_asked_about_by_the_limit_in_force(ready: World) -> None:
    _save(ready, plan(care=FREE.model_copy(update={"ask_above": 3})))
    _publish(ready)
    add_patients(ready, 5)
    _save(ready, plan(before(3), care=FREE.model_copy(update={"ask_above": 50})))

    with pytest.raises(ManyMessages) as fault:
        _publish(ready)
    _publish(ready, confirmed=fault.value.messages)
    _save(ready, plan(before(4), care=FREE.model_copy(update={"ask_above": 50})))

    assert fault.value.messages == 5
    assert _publish(ready).state == "live"  # by now the higher one is in force


def test_the_first_plan_is_asked_about_by_the_limit_nobody_chose(ready: World) -> None:
    add_patients(ready, FREE.ask_above + 1)
    _save(ready, plan(care=FREE.model_copy(update={"ask_above": 100_000})))

    with pytest.raises(ManyMessages):
        _publish(ready)


def test_going_back_to_a_flood_is_asked_about_as_well(ready: World) -> None:
    care = FREE.model_copy(update={"ask_above": 1})
    _save(ready, plan(care=care))
    flood = _publish(ready)
    _save(ready, Plan())
    _publish(ready)
    add_patients(ready, 2)

    with ready.open() as session, pytest.raises(ManyMessages):
        scheduling.restore(ready.work(session), flood)


def test_every_save_and_publication_is_in_the_audit(ready: World) -> None:
    _save(ready, plan())
    row = _publish(ready)

    with ready.open() as session:
        found = session.exec(select(tables.AuditEntry)).all()
    [deed] = [one for one in found if one.action == "schedule.publish"]
    assert deed.fields == {"number": 1, "sha256": row.sha256, "busiest": 0}
    assert [one for one in found if one.action == "schedule.save"]


def test_another_hospitals_plan_is_out_of_sight(ready: World, database: Database) -> None:
    _save(ready, plan(care=Care(ask_above=77)))
    _publish(ready)
    other = make_world(database, "Nabo sykehus")

    with other.open() as session:
        work = other.work(session)
        assert scheduling.live(work, ready.clinic_id) is None
        assert scheduling.draft(work, ready.clinic_id) is None
