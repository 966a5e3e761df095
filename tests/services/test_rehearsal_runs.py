"""A long rehearsal is done beside the pages: once, to the end, or until it is stopped."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlmodel import select

from lytte.core.rehearsal import Rehearsal
from lytte.core.rehearsal_posts import divided
from lytte.core.thresholds import RuleSet
from lytte.jobs import rehearsals, rounds
from lytte.services.rules import rehearsal_runs, rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.storage import tables
from lytte.storage.database import Database
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, lives, publish_form
from tests.world import KEYS, NOW, World, make_world

DAYS = 365


def pain(limit: int) -> RuleSet:
    when = {"type": "at_least", "measure": "plager/pain", "value": limit}
    return RuleSet.model_validate({"rules": [{"id": "pain", "severity": "red", "when": when}]})


@pytest.fixture
def lived(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """A hospital with a past, where every rehearsal counts as long."""
    monkeypatch.setattr(rehearsal_runs, "AT_ONCE", -1)
    world = make_world(fresh_database)
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        lives(past, Random(7), [past.patient() for _ in range(20)])
        past.keep(work)
        put_rules_in_force(work, world, pain(6))
        session.commit()
    return world


def ask(world: World, limit: int = 9) -> Rehearsal | tables.RehearsalRun:
    with world.open() as session:
        found = rehearsal_runs.rehearsed(
            world.work(session), world.clinic_id, pain(limit), DAYS, staff_id=world.author_id
        )
        session.commit()
        return found


def run_of(world: World) -> tables.RehearsalRun:
    with world.open() as session:
        return session.exec(select(tables.RehearsalRun)).one()


def state(world: World) -> str:
    return run_of(world).state


def go_round(world: World) -> int:
    return rehearsals.run(world.database, world.hospital_id, KEYS)


def test_what_is_kept_is_what_a_rehearsal_comes_to(lived: World) -> None:
    begun = ask(lived)
    assert isinstance(begun, tables.RehearsalRun)
    assert (begun.state, begun.done) == ("waiting", 0)

    assert rounds.go_round(lived.database, KEYS, NOW) == 1

    with lived.open() as session:
        asked = Asked(days=DAYS)
        wanted = rehearsing.rehearse(lived.work(session), lived.clinic_id, pain(9), asked)
    assert wanted.lost
    assert ask(lived) == wanted
    assert (run_of(lived).done, run_of(lived).total) == (wanted.responses, wanted.responses)


@pytest.mark.parametrize(("posts", "budget"), [(1, None), (3, 2), (2, 1)])
def test_dividing_among_more_is_the_same_as_rehearsing_for_more(
    lived: World, posts: int, budget: int | None
) -> None:
    with lived.open() as session:
        work = lived.work(session)
        alone = rehearsing.rehearse(work, lived.clinic_id, pain(5), Asked(days=DAYS))
        asked = Asked(days=DAYS, posts=posts, budget=budget)
        together = rehearsing.rehearse(work, lived.clinic_id, pain(5), asked)

    assert divided(alone, posts, budget) == together


def test_two_who_ask_the_same_wait_for_the_same(lived: World) -> None:
    first, second = ask(lived), ask(lived)

    assert isinstance(first, tables.RehearsalRun)
    assert isinstance(second, tables.RehearsalRun)
    assert first.id == second.id
    assert [go_round(lived), go_round(lived)] == [1, 0]


def test_another_limit_is_another_rehearsal(lived: World) -> None:
    ask(lived, 9)
    go_round(lived)

    assert isinstance(ask(lived, 8), tables.RehearsalRun)


def test_what_is_stopped_is_not_rehearsed_until_it_is_asked_for_again(lived: World) -> None:
    ask(lived)
    with lived.open() as session:
        rehearsal_runs.stop(lived.work(session), lived.clinic_id, run_of(lived).id)
        session.commit()
    assert (go_round(lived), state(lived)) == (0, "stopped")

    with lived.open() as session:
        rehearsal_runs.again(
            lived.work(session), lived.clinic_id, run_of(lived).id, staff_id=lived.author_id
        )
        session.commit()
    assert (go_round(lived), state(lived)) == (1, "done")


def test_what_is_stopped_half_way_ends_there(lived: World) -> None:
    ask(lived)
    with lived.open() as session:
        taken = rehearsal_runs.claim(session)
        assert taken is not None
        session.commit()
    with lived.open() as session:
        rehearsal_runs.stop(lived.work(session), lived.clinic_id, taken.id)
        session.commit()

    with pytest.raises(rehearsals.Stopped):
        rehearsals.rehearsed(lived.database, KEYS, taken)

    assert (state(lived), run_of(lived).result) == ("stopped", {})


def test_what_was_cut_off_is_taken_up_again_but_not_for_ever(lived: World) -> None:
    ask(lived)
    states = []
    for _ in range(rehearsal_runs.TRIES + 1):
        with lived.open() as session:
            rehearsal_runs.claim(session)
            assert rehearsal_runs.claim(session) is None  # somebody is at it
            session.commit()
        states.append(state(lived))
        with lived.open() as session:
            session.execute(text("update rehearsal_run set heard_at = now() - interval '1 hour'"))
            session.commit()

    assert states == ["running"] * rehearsal_runs.TRIES + ["failed"]


def test_what_breaks_is_told_as_that(lived: World) -> None:
    ask(lived)
    with lived.open() as session:
        session.execute(text("update rehearsal_run set rules = '{\"rules\": 1}'"))
        session.commit()

    assert (go_round(lived), state(lived)) == (1, "failed")


def test_who_asked_and_who_looked_is_written_down_but_not_who_waited(lived: World) -> None:
    def looks() -> int:
        with lived.open() as session:
            done = session.exec(select(tables.AuditEntry.action)).all()
        return done.count("rehearsal.run")

    seen = []
    ask(lived)
    seen.append(looks())
    ask(lived)
    seen.append(looks())
    go_round(lived)
    ask(lived)
    seen.append(looks())

    assert seen == [1, 1, 2]


def test_a_day_later_it_is_taken_away(lived: World) -> None:
    ask(lived)
    go_round(lived)
    with lived.open() as session:
        early = replace(lived.work(session), now=NOW + timedelta(hours=23))
        late = replace(early, now=NOW + timedelta(hours=24))

        assert [rehearsal_runs.clear(early), rehearsal_runs.clear(late)] == [0, 1]
