"""Two people publish a form, or a plan, at the same moment: neither is replaced unseen (C16)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, func, select

from lytte.core.schedules.plan import Care, Plan
from lytte.services.drafts import drafting
from lytte.services.faults import ChangedMeanwhile
from lytte.services.publishing import publishing, taking_effect
from lytte.services.rules import house_rules
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.forms_world import in_all
from tests.races import race
from tests.services.versions_world import NOW, Shop
from tests.world import World

RACES = 100
FORM_RACES = 100
MANY = pytest.param(1_000, marks=pytest.mark.slow)
"""A form is judged whole each time: the thousand are left to `make test-full`."""
FLOOD_FREE = 100_000


def count(world: World, table: Any) -> int:
    with world.open() as session:
        return session.exec(select(func.count(col(table.id)))).one()


@pytest.mark.parametrize("races", [FORM_RACES, MANY])
@pytest.mark.parametrize("second", [True, False], ids=["waits", "in force"])
def test_races_for_a_form_have_one_winner_each(shop: Shop, second: bool, races: int) -> None:
    kind, seen = tables.FormPublication, dict[int, taking_effect.Seen]()
    world, already = shop.world, count(shop.world, kind)
    with shop.work(NOW) as work:
        house_rules.let_forms_need_second(work, second, staff_id=world.author_id)

    def look(number: int) -> None:
        with world.open() as session:
            work = world.work(session, datetime.now(UTC))
            seen[number] = taking_effect.seen_now(work, kind, shop.form_id)

    def save(who: int, number: int) -> None:
        with world.open() as session:
            work = world.work(session, datetime.now(UTC))
            draft = publishing.alone_with_draft(work, shop.form_id)
            made = drafting.composition(work, draft)
            made = made.model_copy(update={"title": in_all(f"{number} av {who}")})
            drafting.save_form(work, draft.clinic_id, draft.slug, made)
            staff = (world.author_id, world.approver_id)[who]
            publishing.publish_form(work, shop.form_id, staff_id=staff, seen=seen[number])
            session.commit()

    assert race(save, races, ChangedMeanwhile, look) == [1] * races
    assert count(world, kind) == already + races


def test_a_hundred_races_for_a_plan_have_one_winner_each(world: World) -> None:
    kind, seen = tables.SchedulePublication, dict[int, taking_effect.Seen]()

    def look(number: int) -> None:
        with world.open() as session:
            work = world.work(session, datetime.now(UTC))
            seen[number] = taking_effect.seen_now(work, kind, world.clinic_id)

    def save(who: int, number: int) -> None:
        with world.open() as session:
            work = world.work(session, datetime.now(UTC))
            taking_effect.alone(work, kind, world.clinic_id)
            care = Care(ask_above=FLOOD_FREE - 2 * number - who)
            drafting.save_plan(work, world.clinic_id, Plan(care=care))
            scheduling.publish(work, world.clinic_id, seen=seen[number])
            session.commit()

    assert race(save, RACES, ChangedMeanwhile, look) == [1] * RACES
    assert count(world, kind) == RACES
