"""A version planned for a date: in force from its moment on, whoever is late."""

import pytest

from lytte.services.faults import (
    AlreadyDecided,
    AlreadyPlanned,
)
from lytte.services.publishing import publishing, taking_effect
from lytte.services.versions import going_back
from lytte.storage import tables
from tests.services.versions_world import DAY, FIRST, MINUTE, NOW, Patient, Shop, planned_for


@pytest.mark.parametrize("settled", [True, False], ids=["the job came", "the job is late"])
def test_patients_get_what_was_planned_from_its_moment_on(shop: Shop, settled: bool) -> None:
    shop.publish("Ny tittel", NOW + DAY, at=FIRST)
    early = Patient.enters(shop.ready, planned_for(shop, NOW + DAY), NOW + DAY)
    late = Patient.enters(shop.ready, planned_for(shop, NOW + DAY), FIRST - MINUTE)
    midway = Patient.enters(shop.ready, planned_for(shop, NOW + DAY), FIRST - MINUTE)
    early.begins(NOW + DAY)
    midway.begins(FIRST - MINUTE)
    assert late.title(FIRST - MINUTE) == "Før timen din"

    if settled:
        with shop.work(FIRST + MINUTE) as work:
            assert taking_effect.settle(work) == 1

    assert late.title(FIRST) == "Ny tittel"
    late.begins(FIRST + 2 * MINUTE)
    assert late.title(FIRST + 3 * MINUTE) == "Ny tittel"
    assert midway.title(FIRST + 3 * MINUTE) == "Før timen din"
    assert shop.live(FIRST - MINUTE) == 1
    assert shop.live(FIRST) == 2


def test_a_late_job_writes_down_the_moment_that_was_planned(shop: Shop) -> None:
    shop.publish("Ny tittel", NOW + DAY, at=FIRST)

    for _ in range(2):
        with shop.work(FIRST + 3 * DAY) as work:
            taking_effect.settle(work)

    first, second = shop.row(1), shop.row(2)
    assert (first.state, first.retired_at) == ("retired", FIRST)
    assert (second.state, second.live_at) == ("live", FIRST)
    assert shop.actions().count("form.in_force") == 1


def test_publishing_after_a_plan_that_nobody_settled_comes_after_it(shop: Shop) -> None:
    shop.publish("Planlagt", NOW + DAY, at=FIRST)

    shop.publish("Etterpå", FIRST + DAY)

    assert [shop.row(one).state for one in (1, 2, 3)] == ["retired", "retired", "live"]
    assert shop.row(1).retired_at == shop.row(2).live_at == FIRST
    assert shop.live(FIRST + MINUTE) == 2


def test_a_plan_is_called_off_until_its_moment(shop: Shop) -> None:
    shop.publish("Planlagt", NOW + DAY, at=FIRST)
    with shop.work(FIRST - MINUTE) as work:
        taking_effect.call_off(work, shop.form(work, 2))

    assert shop.live(FIRST + DAY) == 1
    assert shop.row(2).state == "withdrawn"

    shop.publish("En annen", FIRST, at=FIRST + DAY)
    with shop.work(FIRST + DAY) as work, pytest.raises(AlreadyDecided):
        taking_effect.call_off(work, shop.form(work, 3))
    assert shop.live(FIRST + DAY) == 3


def test_a_second_plan_is_asked_about(shop: Shop) -> None:
    shop.publish("Planlagt", NOW + DAY, at=FIRST)
    shop.change("En til", NOW + DAY)

    for how in ({"at": FIRST + DAY}, {"at": FIRST + DAY, "plan": "keep"}, {}):
        with shop.work(NOW + DAY) as work, pytest.raises(AlreadyPlanned) as asked:
            publishing.publish_form(work, shop.form_id, **how)
        assert (asked.value.number, asked.value.at) == (2, FIRST)

    assert shop.publish("Nå", NOW + DAY, plan="keep") == 3
    assert shop.live(FIRST) == 2
    assert shop.publish("I stedet", NOW + DAY, at=FIRST + DAY, plan="call_off") == 4
    assert shop.live(FIRST + MINUTE) == 3
    assert shop.live(FIRST + DAY) == 4
    assert shop.row(2).state == "withdrawn"


def test_a_form_out_of_use_is_still_answered_by_those_who_have_it(shop: Shop) -> None:
    shop.publish("Planlagt", NOW + DAY, at=FIRST)
    patient = Patient.enters(shop.ready, shop.ready.token, NOW)

    with shop.work(NOW + 2 * DAY) as work:
        seen = taking_effect.seen_now(work, tables.FormPublication, shop.form_id)
        going_back.retire(
            work, shop.form_id, why="Slått sammen med et annet", known=shop.hanging(work), seen=seen
        )

    assert shop.live(FIRST + DAY) is None
    assert shop.live(NOW + DAY) == 1
    assert shop.row(2).state == "withdrawn"
    patient.begins(NOW + 3 * DAY)
    assert patient.title(NOW + 3 * DAY) == "Før timen din"
