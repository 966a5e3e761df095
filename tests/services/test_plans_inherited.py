"""A clinic's plan for sending is its hospital's and what it changed of that, and nothing else."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lytte.core.schedules.plan import Plan
from lytte.core.tailoring.rebasing import Choice
from lytte.services.bundles import bundling, bundling_out
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotFound, NotReady
from lytte.services.inheriting import inheriting_plans
from lytte.services.inheriting.inheriting_plans import Follower
from lytte.services.inheriting.newer import Unsettled
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import open_cms
from tests.shared_level import FORM, LUNGE, Shared, share
from tests.shared_plans import PLAN, follow, line, plan, put_plan_in_force, take_form

LATER = plan(line(days=3), PLAN.sendings[1], line("own", 7))
"""What a clinic makes of the hospital's plan: a line is changed, and one of its own added."""
NEWER = plan(line(days=4), line("after", 9), line("new", 1), minutes_a_week=15)


@pytest.fixture
def shared(database: Database, tmp_path: Path) -> Shared:
    return share(open_cms(database, tmp_path))


def save(shared: Shared, made: Plan) -> None:
    with shared.cms.world.open() as session:
        drafting.save_plan(shared.cms.work(session), shared.clinic_id, made)
        session.commit()


def draft(shared: Shared) -> tables.ScheduleDraft:
    [row] = [r for r in shared.rows(tables.ScheduleDraft) if r.clinic_id == shared.clinic_id]
    assert isinstance(row, tables.ScheduleDraft)
    return row


def plan_of(shared: Shared) -> Plan:
    with shared.cms.world.open() as session:
        return scheduling.plan(shared.cms.work(session), shared.clinic_id)


def move_up(shared: Shared, chosen: dict[str, Choice], to: UUID, expected: int) -> None:
    with shared.cms.world.open() as session:
        inheriting_plans.move_up(
            shared.cms.work(session), shared.clinic_id, chosen,
            to=to, staff_id=None, expected=expected,
        )  # fmt: skip
        session.commit()


def test_a_clinic_that_follows_has_the_whole_plan_and_nothing_is_sent_by_it(
    shared: Shared,
) -> None:
    put_plan_in_force(shared, PLAN)
    follow(shared)

    assert plan_of(shared) == PLAN
    assert draft(shared).document.get("changes") is None
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        assert scheduling.live(work, shared.clinic_id) is None
        with pytest.raises(NotFound):
            inheriting_plans.follow(work, shared.clinic_id, staff_id=None, expected=1)


def test_only_what_the_clinic_changed_is_stored(shared: Shared) -> None:
    parent = put_plan_in_force(shared, PLAN)
    follow(shared)

    save(shared, LATER)

    assert draft(shared).base_id == parent.id
    assert [one["type"] for one in draft(shared).document["changes"]] == ["set", "add_sending"]
    assert plan_of(shared) == LATER


def test_what_a_clinic_publishes_is_whole_and_frozen_with_what_it_was_made_on(
    shared: Shared,
) -> None:
    take_form(shared)
    parent = put_plan_in_force(shared, PLAN)
    follow(shared)
    save(shared, LATER)
    row = put_plan_in_force(shared, None, shared.clinic_id)

    put_plan_in_force(shared, plan(line(days=4)))

    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        live = scheduling.live(work, shared.clinic_id)
        assert live is not None
        assert (live.id, live.sha256, live.base_id) == (row.id, row.sha256, parent.id)
        assert scheduling.in_force(work, shared.clinic_id) == LATER
        assert not scheduling.differs(work, shared.clinic_id)
        again = scheduling.restore(work, live)
        assert again.base_id == parent.id
    assert plan_of(shared) == LATER


def test_a_plan_that_stood_alone_stays_as_it_was_when_it_follows(shared: Shared) -> None:
    own = plan(line(days=9), line("own", 1), minutes_a_week=10)
    save(shared, own)
    put_plan_in_force(shared, PLAN)

    follow(shared, expected=1)

    assert plan_of(shared) == own
    with shared.cms.world.open() as session:
        found = inheriting_plans.tailored(shared.cms.work(session), shared.clinic_id)
    assert found is not None
    assert {(one.type, one.id) for one in found.changes} == {
        ("set", "visit"), ("drop", "after"), ("add_sending", "own"), ("set", "minutes"),
    }  # fmt: skip


def test_the_hospitals_newer_plan_waits_until_somebody_has_chosen(shared: Shared) -> None:
    put_plan_in_force(shared, PLAN)
    follow(shared)
    save(shared, LATER)
    to = put_plan_in_force(shared, NEWER).id
    ours: dict[str, Choice] = {"sendings|visit": "ours"}

    assert plan_of(shared) == LATER
    with pytest.raises(Unsettled) as fault:
        move_up(shared, {}, to, 2)
    assert fault.value.names == ("sendings|visit",)
    for version, expected in ((uuid4(), 2), (to, 7)):
        with pytest.raises(EditedMeanwhile):
            move_up(shared, ours, version, expected)
    move_up(shared, ours, to, 2)

    found = plan_of(shared)
    assert set(found.sendings) == {
        line(days=3), line("after", 9), line("own", 7), line("new", 1)
    }  # fmt: skip
    assert found.care.minutes_a_week == 15
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        assert inheriting_plans.newer(work, shared.clinic_id) is None
        row = scheduling.draft(work, shared.clinic_id)
        assert row is not None
        drafting.undo(work, row, staff_id=None, expected=3)
        assert scheduling.plan(work, shared.clinic_id) == LATER


def test_a_line_sends_the_clinics_own_form_whatever_it_is_called_there(shared: Shared) -> None:
    with shared.cms.world.open() as session:
        drafting.save_form(shared.cms.work(session), shared.clinic_id, "for-kuren", FORM)
        session.commit()
    put_plan_in_force(shared, PLAN)
    follow(shared)

    shared.taken()

    assert {one.form for one in plan_of(shared).sendings} == {"for-kuren-2"}
    assert draft(shared).document.get("changes") is None


def test_a_form_that_was_not_taken_in_is_told_before_anything_is_published(
    shared: Shared,
) -> None:
    put_plan_in_force(shared, PLAN)
    follow(shared)

    with pytest.raises(NotReady) as fault:
        put_plan_in_force(shared, None, shared.clinic_id)

    assert [one.place for one in fault.value.problems] == ["visit", "after"]
    assert "has not taken in" in fault.value.problems[0].message


def test_a_clinic_asks_for_less_than_its_hospital_and_never_for_more(shared: Shared) -> None:
    take_form(shared)
    put_plan_in_force(shared, plan(line(), minutes_a_week=20))
    put_plan_in_force(shared, plan(line(), minutes_a_week=15), shared.clinic_id)

    for minutes in (21, None):
        with pytest.raises(NotReady):
            put_plan_in_force(shared, plan(line(), minutes_a_week=minutes), shared.clinic_id)


def test_the_hospital_sees_which_of_its_clinics_follow_it(shared: Shared) -> None:
    take_form(shared)
    put_plan_in_force(shared, PLAN)

    def seen() -> list[Follower]:
        with shared.cms.world.open() as session:
            return inheriting_plans.followers(shared.cms.work(session))

    none = Follower(LUNGE, sends=False, on=None, drafted=None)
    [mine] = [one.clinic for one in seen() if one != none]
    follow(shared)
    assert seen() == [Follower(mine, sends=False, on=None, drafted=1), none]
    put_plan_in_force(shared, None, shared.clinic_id)
    assert seen() == [Follower(mine, sends=True, on=1, drafted=None), none]
    to = put_plan_in_force(shared, NEWER)
    move_up(shared, {}, to.id, 1)
    assert seen() == [Follower(mine, sends=True, on=1, drafted=2), none]


def test_a_file_says_what_the_plan_in_use_was_made_on_though_its_draft_moved_up(
    shared: Shared,
) -> None:
    take_form(shared)
    first = put_plan_in_force(shared, PLAN)
    follow(shared)
    put_plan_in_force(shared, None, shared.clinic_id)
    newer = put_plan_in_force(shared, NEWER)
    move_up(shared, {}, newer.id, 1)

    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        used = bundling_out.export(work).clinic("bryst")
        made = bundling_out.export(work, as_made=True).clinic("bryst")

    assert used is not None
    assert made is not None
    assert (used.plan, used.built_on["plan"]) == (PLAN, first.sha256)
    assert (made.plan, made.built_on["plan"]) == (NEWER, newer.sha256)


def test_a_file_takes_along_what_a_clinic_has_also_where_it_lacks_the_form(shared: Shared) -> None:
    put_plan_in_force(shared, PLAN)
    follow(shared)
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        found = bundling_out.export(work, as_made=True)

        assert [one.plan for one in found.clinics] == [PLAN, PLAN, None]
        assert bundling.problems(work, found) == []
