"""A clinic sees how its asking goes: who answers, what is left open, what it takes (C17)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from lytte.services import insight
from lytte.storage import tables
from tests.forms_world import Ready, make_ready
from tests.world import World

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
OLD, YOUNG = date(1940, 1, 1), date(1990, 1, 1)


@pytest.fixture
def ready(world: World) -> Ready:
    return make_ready(world)


def occasion(
    world: World, ready: Ready, number: int, *, born: date = OLD, days_ago: int = 10,
    answered: bool = True, missing: str | None = None, **sent: Any,
) -> None:  # fmt: skip
    """Let one more patient be asked, and answer on two pages twenty seconds apart."""
    due = NOW - timedelta(days=days_ago)
    with world.open() as session:
        patient = tables.Patient(
            hospital_id=world.hospital_id, number=f"i{number}", name=f"Test {number}",
            birth_date=born, synthetic=True,
        )  # fmt: skip
        session.add(patient)
        session.flush()
        assessment = tables.Assessment(
            hospital_id=world.hospital_id, patient_id=patient.id, clinic_id=world.clinic_id,
            form_publication_id=ready.publication_id, due_at=due, started_at=due,
            expires_at=due + timedelta(days=2), state="completed" if answered else "expired",
            completed_at=due + timedelta(minutes=4) if answered else None,
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        if answered:
            session.add(_response(world, ready, patient.id, assessment, missing, sent))
            session.flush()
        session.commit()


def _response(
    world: World, ready: Ready, patient_id: UUID, assessment: tables.Assessment,
    missing: str | None, sent: dict[str, Any],
) -> tables.Response:  # fmt: skip
    first = {"link_id": "one", "values": [{"valueInteger": 3}], "saved_at": _at(assessment, 20)}
    second: dict[str, Any] = {"link_id": "two", "saved_at": _at(assessment, 40)}
    second |= {"missing": missing} if missing else {"values": [{"valueInteger": 4}]}
    return tables.Response(
        hospital_id=world.hospital_id, assessment_id=assessment.id, patient_id=patient_id,
        clinic_id=world.clinic_id, form_publication_id=ready.publication_id,
        document={"parts": {_part(ready, world): [first, second]}}, sha256="0" * 64,
        answered_by=sent.get("by", "self"), mode=sent.get("mode", "web"), language="nb",
        answered=2, asked=2, authored=assessment.completed_at or NOW,
    )  # fmt: skip


def _at(assessment: tables.Assessment, seconds: int) -> str:
    return (assessment.due_at + timedelta(seconds=seconds)).isoformat()


def _part(ready: Ready, world: World) -> str:
    """Give the published form two questions of a name, and return their part."""
    with world.open() as session:
        row = session.get(tables.FormPublication, ready.publication_id)
        assert row is not None
        part: str = row.document["parts"][0]["id"]
    return part


def seen(world: World, days: int = 30) -> insight.Insight:
    with world.open() as session:
        found = insight.insight(world.work(session, NOW), world.clinic_id, days, OSLO)
        session.commit()
    return found


def test_who_was_asked_and_who_answered(world: World, ready: Ready) -> None:
    for number in range(6):
        occasion(world, ready, number, born=OLD if number < 4 else YOUNG, answered=number != 3)
    occasion(world, ready, 7, days_ago=40)
    occasion(world, ready, 8, days_ago=0)  # today is not over

    found = seen(world)

    assert (found.invited, found.answered) == (6, 5)
    assert [(one.group, one.invited, one.answered) for one in found.ages] == [
        ("0-49", 2, 2),
        ("75-200", 4, 3),
    ]
    assert sum(one.invited for one in found.weeks) == 6
    assert seen(world, 90).invited == 7


def test_how_they_answered_and_how_long_it_took(world: World, ready: Ready) -> None:
    for number in range(3):
        occasion(world, ready, number, mode="paper" if number else "web", by="proxy")

    found = seen(world)

    assert dict(found.modes) == {"paper": 2, "web": 1}
    assert dict(found.by_whom) == {"proxy": 3}
    [(_, count, minutes)] = found.minutes
    assert (count, minutes) == (3, 4)


def test_what_is_left_open_and_what_each_question_takes(world: World, ready: Ready) -> None:
    for number in range(8):
        occasion(world, ready, number, missing="declined" if number < 3 else None)
    with world.open() as session:
        rows = session.connection().exec_driver_sql(insight._NEWEST.replace(":clinic", "%s")
            .replace(":opens", "%s").replace(":closes", "%s").replace(":most", "%s"),
            (world.clinic_id, NOW - timedelta(30), NOW, 10)).all()  # fmt: skip
    assert len(rows) == 8

    with world.open() as session:
        given = {
            "clinic": world.clinic_id, "opens": NOW - timedelta(30), "closes": NOW, "most": 10,
        }  # fmt: skip
        rows = insight._rows(world.work(session, NOW), insight._ITEMS, given)

    facts = {link_id: tuple(rest) for _, link_id, *rest in rows}
    assert facts["one"][:3] == (8, 0, 0)
    assert facts["two"][:3] == (8, 3, 3)
    assert Decimal(facts["two"][3]) == 20


def test_looking_at_the_numbers_is_written_down(world: World) -> None:
    seen(world)

    with world.open() as session:
        rows = session.connection().exec_driver_sql("select action from audit_entry").all()
    assert ("insight.view",) in [tuple(row) for row in rows]


def test_the_worst_question_is_one_that_enough_were_asked() -> None:
    def item(name: str, asked: int, missing: int) -> insight.ItemFacts:
        return insight.ItemFacts(name, name, asked, missing, 0, None)

    items = [item("rare", 4, 4), item("bad", 20, 10), item("fine", 20, 6)]

    worst = insight.worst(items, 5)

    assert worst is not None
    assert worst.name == "bad"
    assert insight.worst([], 5) is None
