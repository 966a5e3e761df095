"""A clinic sees how its asking goes: who answers, what is left open, what it takes (C17)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from lytte.core.insights import Counted
from lytte.core.suppression import Count
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
    answered: bool = True, missing: str | None = None, who: UUID | None = None,
    minutes: int = 7, **sent: Any,
) -> UUID:  # fmt: skip
    """Let one more patient be asked, or one again, and answer on pages twenty seconds apart."""
    due = NOW - timedelta(days=days_ago)
    with world.open() as session:
        patient = tables.Patient(
            hospital_id=world.hospital_id, number=f"i{number}", name=f"Test {number}",
            birth_date=born, synthetic=True,
        )  # fmt: skip
        if who is None:
            session.add(patient)
            session.flush()
            who = patient.id
        assessment = tables.Assessment(
            hospital_id=world.hospital_id, patient_id=who, clinic_id=world.clinic_id,
            form_publication_id=ready.publication_id, due_at=due, started_at=due,
            expires_at=due + timedelta(days=2), state="completed" if answered else "expired",
            completed_at=due + timedelta(minutes=minutes) if answered else None,
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        if answered:
            session.add(_response(world, ready, who, assessment, missing, sent))
            session.flush()
        session.commit()
    return who


def _response(
    world: World, ready: Ready, patient_id: UUID, assessment: tables.Assessment,
    missing: str | None, sent: dict[str, Any],
) -> tables.Response:  # fmt: skip
    first = {"link_id": "pain", "values": [{"valueInteger": 3}], "saved_at": _at(assessment, 20)}
    second: dict[str, Any] = {"link_id": "legs", "saved_at": _at(assessment, 40)}
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


def seen(world: World, days: int = 30) -> Counted:
    """The numbers before those of few are hidden."""
    with world.open() as session:
        return insight.counted(world.work(session, NOW), world.clinic_id, days, OSLO)


def numbers(row: Sequence[Count]) -> list[int]:
    return [one.number for one in row]


def test_who_was_asked_and_who_answered(world: World, ready: Ready) -> None:
    for number in range(6):
        occasion(world, ready, number, born=OLD if number < 4 else YOUNG, answered=number != 3)
    occasion(world, ready, 7, days_ago=40)
    occasion(world, ready, 8, days_ago=0)  # today is not over

    found = seen(world)

    assert numbers(found.whole.row) == [6, 5, 1]
    assert [(one.group, *numbers(one.row)) for one in found.ages] == [
        ("0-49", 2, 2, 0),
        ("75-200", 4, 3, 1),
    ]
    assert sum(one.invited.number for one in found.weeks) == 6
    assert [one.group for one in found.languages] == ["nb"]
    assert seen(world, 90).whole.invited.number == 7


def test_who_is_asked_twice_is_one_person(world: World, ready: Ready) -> None:
    who = occasion(world, ready, 1)
    occasion(world, ready, 2, who=who)

    found = seen(world)

    assert found.whole.invited == Count(2, 1)
    assert [one.answered for one in found.ages] == [Count(2, 1)]
    assert found.read == Count(2, 1)
    assert dict(found.modes) == {"web": Count(2, 1)}


def test_how_they_answered_and_how_long_it_took(world: World, ready: Ready) -> None:
    for number in range(3):
        occasion(world, ready, number, mode="kiosk" if number else "web", by="proxy")

    found = seen(world)

    assert dict(found.modes) == {"kiosk": Count(2, 2), "web": Count(1, 1)}
    assert dict(found.by_whom) == {"proxy": Count(3, 3)}
    [(_, count, minutes)] = found.minutes
    assert (count, minutes) == (Count(3, 3), 7)


def test_the_minutes_are_known_by_way_language_and_age(world: World, ready: Ready) -> None:
    for number in range(6):
        old = number < 4
        occasion(
            world, ready, number, born=OLD if old else YOUNG, minutes=9 if old else 3,
            mode="kiosk" if old else "web",
        )  # fmt: skip
    occasion(world, ready, 7, mode="paper", minutes=60)

    found = seen(world)

    assert sorted(found.modes_took) == [("kiosk", Count(4, 4), 9), ("web", Count(2, 2), 3)]
    assert sorted(found.ages_took) == [("0-49", Count(2, 2), 3), ("75-200", Count(4, 4), 9)]
    assert found.languages_took == (("nb", Count(6, 6), 9),)


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

    facts = {link_id: (seconds, counts[::2]) for _, link_id, seconds, *counts in rows}
    assert facts["pain"] == (None, [8, 0, 8, 0])
    assert facts["legs"] == (Decimal(20), [8, 3, 5, 8])


def test_looking_at_the_numbers_is_written_down(world: World) -> None:
    with world.open() as session:
        insight.insight(world.work(session, NOW), world.clinic_id, 30, OSLO)
        session.commit()

    with world.open() as session:
        rows = session.connection().exec_driver_sql("select action from audit_entry").all()
    assert ("insight.view",) in [tuple(row) for row in rows]
