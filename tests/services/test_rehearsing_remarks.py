"""What a rehearsal remarks on, and what it refuses, in words."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from pydantic_core import to_jsonable_python

from lytte.core.rehearsal import Rehearsal, document
from lytte.core.thresholds import RuleSet
from lytte.services.faults import NotFound
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked, CannotRehearse
from lytte.services.work import Work
from tests.services.rehearsed_world import Past, publish_form
from tests.world import NOW, World


def limit(rule_id: str, measure: str, value: int) -> RuleSet:
    when = {"type": "at_least", "measure": measure, "value": value}
    return RuleSet.model_validate({"rules": [{"id": rule_id, "severity": "red", "when": when}]})


def rehearsed(work: Work, world: World, draft: RuleSet, days: int = 90) -> Rehearsal:
    return rehearsing.rehearse(work, world.clinic_id, draft, Asked(days=days, posts=2, budget=3))


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_the_budget_warns_and_the_weeks_are_whole(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        for hours in range(5):
            past.sent(past.patient(), days_ago(10) + timedelta(hours=hours), pain="8")
        past.keep(work)

        found = rehearsed(work, world, limit("pain", "plager/pain", 7), days=30)

    assert sum(one.days for one in found.weeks) == 30
    assert [one.draft for one in found.weeks if one.draft_over] == [5]
    assert found.draft.weeks_over == 1
    assert (found.draft.per_week, found.draft.per_post) == (Decimal("1.2"), Decimal("0.6"))
    places = [one.place for one in found.problems]
    assert places == ["rules in force", "budget"]
    assert to_jsonable_python(document(found)) == document(found)


def test_a_measure_that_nobody_has_is_said_with_the_likely_one(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        past.sent(past.patient(), days_ago(5), pain="8")
        past.keep(work)

        found = rehearsed(work, world, limit("r", "plager/pian", 4))

    [problem] = [one for one in found.problems if one.place == "r"]
    assert "No response of the period has plager/pian" in problem.message
    assert problem.way_out == "Is plager/pain meant?"


def test_a_clinic_without_responses_says_so(world: World) -> None:
    with world.open() as session:
        found = rehearsed(world.work(session), world, limit("pain", "plager/pain", 7))

    assert (found.responses, found.draft.alerts, found.lost) == (0, 0, ())
    assert found.problems[0].message == "The clinic has no responses in these days."


def test_everything_out_of_range_is_said_at_once(world: World) -> None:
    asked = Asked(days=0, posts=0, budget=0)

    with world.open() as session, pytest.raises(CannotRehearse) as refused:
        rehearsing.rehearse(world.work(session), world.clinic_id, RuleSet(), asked)

    assert [one.place for one in refused.value.problems] == ["days", "posts", "budget"]


def test_another_hospitals_clinic_is_not_found(world: World) -> None:
    with world.open() as session, pytest.raises(NotFound):
        rehearsing.rehearse(world.work(session), uuid4(), RuleSet(), Asked(days=30))
