"""Two people edit one draft at the same moment: nobody's change is overwritten in silence (C16)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from lytte.core.composition import Composition
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile
from lytte.storage import tables
from tests.races import race
from tests.world import World

RACES = 1_000


def test_a_thousand_races_for_a_form_have_one_winner_each(world: World) -> None:
    def save(who: int, number: int) -> None:
        with world.open() as session:
            made = Composition(title=Text({"nb": f"{number} av {who}"}))
            drafting.save_form(
                world.work(session, datetime.now(UTC)), world.clinic_id, "race", made,
                expected=number + 1,
            )  # fmt: skip
            session.commit()

    with world.open() as session:
        work = world.work(session, datetime.now(UTC))
        row = drafting.save_form(work, world.clinic_id, "race", Composition())
        session.commit()

    won = race(save, RACES, EditedMeanwhile)

    assert won == [1] * RACES
    assert _version(world, row.id) == RACES + 1


def _version(world: World, form_id: UUID) -> int:
    with world.open() as session:
        row = session.get(tables.FormDraft, form_id)
        assert row is not None
        return row.version


@pytest.mark.parametrize("again", range(5))
def test_a_clinics_first_rules_written_twice_at_once_are_told(world: World, again: int) -> None:
    def save(who: int, number: int) -> None:
        with world.open() as session:
            work = world.work(session, datetime.now(UTC))
            drafting.save_rules(work, world.clinic_id, RuleSet(), expected=number)
            session.commit()

    assert race(save, 1, EditedMeanwhile) == [1]
