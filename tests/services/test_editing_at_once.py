"""Two people edit one draft at the same moment: nobody's change is overwritten in silence (C16)."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from lytte.core.composition import Composition
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.services import drafting
from lytte.services.faults import EditedMeanwhile
from lytte.storage import tables
from tests.world import World

RACES = 1_000
TOGETHER = 2


def _race(save: Callable[[int, int], None], races: int) -> list[int]:
    """Let two people save on the same version, again and again; return how many got through."""
    won = [0] * races

    def run(who: int, starts: list[threading.Barrier]) -> None:
        for number, start in enumerate(starts):
            start.wait()
            try:
                save(who, number)
            except EditedMeanwhile:
                continue
            won[number] += 1

    starts = [threading.Barrier(TOGETHER) for _ in range(races)]
    people = [threading.Thread(target=run, args=(who, starts)) for who in range(TOGETHER)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return won


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

    won = _race(save, RACES)

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

    assert _race(save, 1) == [1]
