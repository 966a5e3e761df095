"""The second person, and several persons at once: exactly one of them decides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.faults import (
    AlreadyDecided,
    AlreadyPlanned,
    ChangedMeanwhile,
    NothingNew,
    SecondPersonNeeded,
)
from lytte.services.publishing import publishing, taking_effect
from lytte.services.rules import house_rules
from lytte.services.versions import going_back
from lytte.storage import tables
from tests.forms_world import RULES, in_all
from tests.services.versions_world import DAY, FIRST, MINUTE, NOW, SIX, Patient, Shop

NAMED = RuleSet(rules=(SIX.rules[0].model_copy(update={"name": in_all("Smerter")}),))


def test_rules_are_approved_first_and_in_force_on_their_day(shop: Shop) -> None:
    patient = Patient.enters(shop.ready, shop.ready.token, NOW)
    patient.begins(NOW)
    row_id = shop.propose(SIX, NOW, at=FIRST)
    assert patient.rules(FIRST + DAY) == RULES  # nobody has approved it

    shop.approve(row_id, NOW + DAY, said="Bra")

    assert patient.rules(FIRST - MINUTE) == RULES
    assert patient.rules(FIRST) == SIX


def test_rules_approved_after_the_day_they_were_wanted_are_in_force_at_once(shop: Shop) -> None:
    row_id = shop.propose(SIX, NOW, at=FIRST)

    shop.approve(row_id, FIRST + DAY)

    with shop.work(FIRST + DAY) as work:
        row = shop.rules(work, row_id)
        assert (row.state, row.live_at) == ("live", FIRST + DAY)


def test_what_is_approved_is_compared_with_what_is_in_force(shop: Shop) -> None:
    with shop.work(NOW) as work:
        live = published.live_rules(work, shop.world.clinic_id)
    assert live is not None
    seen = taking_effect.Seen(live.id)
    shop.approve(shop.propose(SIX, NOW), NOW + DAY, seen=seen)
    row_id = shop.propose(RULES, NOW + DAY)

    with pytest.raises(ChangedMeanwhile):
        shop.approve(row_id, NOW + 2 * DAY, seen=seen)


def test_going_back_to_earlier_rules_takes_one_person(shop: Shop) -> None:
    first = shop.propose(SIX, NOW)
    shop.approve(first, NOW)
    shop.approve(shop.propose(NAMED, NOW + DAY), NOW + DAY)

    with shop.work(NOW + 2 * DAY) as work:
        old = shop.rules(work, first)
        made = going_back.restore(work, old, staff_id=shop.world.author_id)
        with pytest.raises(NothingNew):
            going_back.restore(work, old, staff_id=shop.world.author_id)

    assert (made.state, made.sha256, made.restores_id) == ("live", old.sha256, old.id)


def test_a_form_waits_for_a_second_person_where_the_hospital_says_so(shop: Shop) -> None:
    with shop.work(NOW) as work:
        house_rules.let_forms_need_second(work, True, staff_id=shop.world.author_id)

    shop.publish("Ny tittel", NOW + DAY)

    assert shop.live(NOW + 2 * DAY) == 1
    for nobody in (shop.world.author_id, None):
        with shop.work(NOW + DAY) as work, pytest.raises(SecondPersonNeeded):
            publishing.approve(work, shop.form(work, 2), staff_id=nobody)
    with shop.work(NOW + DAY) as work:
        publishing.approve(work, shop.form(work, 2), staff_id=shop.world.approver_id)
    assert shop.live(NOW + 2 * DAY) == 2


@pytest.mark.parametrize(
    ("by", "state", "constraint"),
    [
        ("author", "live", "four_eyes"),
        (None, "live", "second_person"),
        (None, "scheduled", "second_person"),
    ],
)
def test_the_table_itself_refuses_a_form_that_one_person_put_in_force(
    shop: Shop, by: str | None, state: str, constraint: str
) -> None:
    with shop.work(NOW) as work:
        house_rules.let_forms_need_second(work, True, staff_id=shop.world.author_id)
        going_back.retire(work, shop.form_id, known=shop.hanging(work))
    shop.publish("Ny tittel", NOW + DAY)

    with shop.world.open() as session:
        row = shop.form(shop.world.work(session), 2)
        row.state, row.live_at = state, NOW + DAY
        row.approver_id = row.author_id if by else None
        with pytest.raises(IntegrityError, match=constraint):
            session.flush()


def _at_once(shop: Shop, doings: list[Any]) -> list[str]:
    """Let several people press at the same moment; return what each was told."""
    gate = Barrier(len(doings))

    def one(doing: Any) -> str:
        with shop.world.open() as session:
            work = shop.world.work(session, NOW + 2 * DAY)
            gate.wait()
            try:
                doing(work)
            except (AlreadyDecided, AlreadyPlanned, ChangedMeanwhile, NothingNew) as told:
                return type(told).__name__
            session.commit()
            return "done"

    with ThreadPoolExecutor(len(doings)) as pool:
        return sorted(pool.map(one, doings))


def test_of_several_who_approve_at_once_one_does(shop: Shop) -> None:
    row_id = shop.propose(SIX, NOW)

    def approve(work: Any) -> None:
        row = work.session.get(tables.RuleSetPublication, row_id)
        publishing.approve(work, row, staff_id=shop.world.approver_id)

    told = _at_once(shop, [approve] * 4)

    assert told == ["AlreadyDecided"] * 3 + ["done"]
    with shop.world.open() as session:
        rows = session.exec(select(tables.RuleSetPublication)).all()
    assert sorted(row.state for row in rows) == ["live", "retired"]


def test_whoever_waited_sees_what_the_first_one_did(shop: Shop) -> None:
    shop.publish("To", NOW + DAY)

    # Begun before the other was done, and let in after.
    with shop.work(NOW + DAY - timedelta(seconds=1)) as work, pytest.raises(NothingNew):
        publishing.publish_form(work, shop.form_id)
    shop.publish("Tre", NOW + DAY - timedelta(seconds=1))

    assert shop.row(2).retired_at == shop.row(3).live_at == NOW + DAY
    assert shop.live(NOW + DAY) == 3


def test_of_several_who_plan_at_once_one_does(shop: Shop) -> None:
    shop.change("Ny tittel", NOW + DAY)

    def plan(hours: int) -> Any:
        at = FIRST + timedelta(hours=hours)
        return lambda work: publishing.publish_form(work, shop.form_id, at=at)

    told = _at_once(shop, [plan(one) for one in range(4)])

    assert told == ["NothingNew"] * 3 + ["done"]
    assert shop.live(FIRST + DAY) == 2


def test_a_plan_that_is_called_off_while_its_moment_comes_is_one_or_the_other(shop: Shop) -> None:
    shop.publish("Planlagt", NOW + DAY, at=NOW + 2 * DAY)
    row_id = shop.row(2).id

    def off(work: Any) -> None:
        taking_effect.call_off(work, work.session.get(tables.FormPublication, row_id))

    told = _at_once(shop, [off, taking_effect.settle, off, taking_effect.settle])

    assert told == ["AlreadyDecided"] * 2 + ["done"] * 2
    assert shop.row(2).state == "live"
    assert shop.actions().count("form.in_force") == 1


def test_going_back_publishing_and_approving_at_once_never_stand_in_each_others_way(
    shop: Shop,
) -> None:
    shop.publish("To", NOW + DAY)
    with shop.work(NOW + DAY) as work:
        house_rules.let_forms_need_second(work, True, staff_id=None)
    shop.publish("Tre", NOW + DAY)
    shop.change("Fire", NOW + DAY)
    first, third = shop.row(1).id, shop.row(3).id

    def back(work: Any) -> None:
        row = work.session.get(tables.FormPublication, first)
        going_back.restore(work, row, staff_id=shop.world.author_id)

    def approve(work: Any) -> None:
        row = work.session.get(tables.FormPublication, third)
        publishing.approve(work, row, staff_id=shop.world.approver_id)

    def publish(work: Any) -> None:
        publishing.publish_form(work, shop.form_id, staff_id=shop.world.author_id)

    _at_once(shop, [back, approve, publish])

    with shop.world.open() as session:
        rows = session.exec(select(tables.FormPublication)).all()
    assert [row.state for row in rows].count("live") == 1
    assert all(row.retired_at for row in rows if row.state == "retired")


def test_what_is_called_off_with_something_else_stands_in_the_audit(shop: Shop) -> None:
    shop.publish("Planlagt", NOW, at=NOW + DAY)
    shop.publish("Planlagt igjen", NOW, at=NOW + 2 * DAY, plan="call_off")
    assert shop.actions().count("form.call_off") == 1

    with shop.work(NOW) as work:
        seen = taking_effect.seen_now(work, tables.FormPublication, shop.form_id)
        going_back.retire(work, shop.form_id, known=shop.hanging(work), seen=seen)

    assert shop.actions().count("form.call_off") == 2
