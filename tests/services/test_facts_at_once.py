"""Two people say whom patients ring at the same moment: neither is overwritten unseen (C16)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services import clinics
from lytte.services.faults import ChangedMeanwhile
from lytte.services.publishing import publishing, taking_effect
from lytte.services.rules import duties
from lytte.services.work import Work
from lytte.storage import tables
from tests.races import race
from tests.world import World

RACES = 100


def work_in(world: World, session: Any) -> Work:
    return world.work(session, datetime.now(UTC))


def put(work: Work, clinic_id: UUID, phone: str, made_on: UUID | None) -> None:
    row = tables.ClinicContact(
        hospital_id=work.session.hospital_id, clinic_id=clinic_id, phone=phone,
        hours={"1": ["08:00", "15:30"]}, out_of_hours_name="Legevakt",
        out_of_hours_phone="116 117", read_by="12:00", entered_at=work.now,
    )  # fmt: skip
    clinics.set_contact(work, row, staff_id=None, made_on=made_on)


def count(world: World, table: Any) -> int:
    with world.open() as session:
        return session.exec(select(func.count(col(table.id)))).one()


def test_a_hundred_races_for_a_telephone_have_one_winner_each(world: World) -> None:
    seen: dict[int, UUID | None] = {}

    def look(number: int) -> None:
        with world.open() as session:
            found = clinics.contact(work_in(world, session), world.clinic_id)
            seen[number] = found.id if found else None

    def save(who: int, number: int) -> None:
        with world.open() as session:
            phone = f"22 00 {number:02} {who}{who}"
            put(work_in(world, session), world.clinic_id, phone, seen[number])
            session.commit()

    assert race(save, RACES, ChangedMeanwhile, look) == [1] * RACES
    assert count(world, tables.ClinicContact) == RACES


def test_a_hundred_races_for_duty_have_one_winner_each(world: World) -> None:
    seen: dict[int, duties.Seen] = {}
    with world.open() as session:
        put(work_in(world, session), world.clinic_id, "22 00 00 00", None)
        session.commit()

    def look(number: int) -> None:
        with world.open() as session:
            seen[number] = duties.seen_now(work_in(world, session), world.clinic_id)

    def save(who: int, number: int) -> None:
        with world.open() as session:
            days = {("nurse", "doctor")[who]: ["1"]}
            work = work_in(world, session)
            duties.say(work, world.clinic_id, days, staff_id=None, seen=seen[number])
            session.commit()

    assert race(save, RACES, ChangedMeanwhile, look) == [1] * RACES
    assert count(world, tables.ClinicDuty) == RACES


def test_a_hundred_races_for_a_safety_text_have_one_winner_each(world: World) -> None:
    seen: dict[int, taking_effect.Seen] = {}
    kind = tables.SafetyText

    def look(number: int) -> None:
        with world.open() as session:
            seen[number] = taking_effect.seen_now(work_in(world, session), kind, world.clinic_id)

    def save(who: int, number: int) -> None:
        with world.open() as session:
            text = SafetyText(languages={"nb": SafetyLines(danger=f"{number} av {who}")})
            publishing.propose(
                work_in(world, session), kind, world.clinic_id, text,
                staff_id=world.author_id, seen=seen[number],
            )  # fmt: skip
            session.commit()

    assert race(save, RACES, ChangedMeanwhile, look) == [1] * RACES
    assert count(world, kind) == RACES


def test_a_hundred_races_for_rules_have_one_winner_each(world: World) -> None:
    seen: dict[int, taking_effect.Seen] = {}
    kind = tables.RuleSetPublication

    def look(number: int) -> None:
        with world.open() as session:
            seen[number] = taking_effect.seen_now(work_in(world, session), kind, world.clinic_id)

    def save(who: int, number: int) -> None:
        with world.open() as session:
            rule = Rule(
                id=f"by-{who}", severity="red", deputy="doctor",
                when=AtLeast(measure="symptoms/pain", value=Decimal(number)),
            )  # fmt: skip
            publishing.propose(
                work_in(world, session), kind, world.clinic_id, RuleSet(rules=(rule,)),
                staff_id=world.author_id, seen=seen[number],
            )  # fmt: skip
            session.commit()

    assert race(save, RACES, ChangedMeanwhile, look) == [1] * RACES
    assert count(world, kind) == RACES


@pytest.mark.parametrize("again", range(20))
def test_a_number_is_not_confirmed_while_it_is_changed(world: World, again: int) -> None:
    with world.open() as session:
        put(work_in(world, session), world.clinic_id, "22 00 00 00", None)
        session.commit()
    with world.open() as session:
        first = clinics.contact(work_in(world, session), world.clinic_id)
        assert first is not None

    def save(who: int, number: int) -> None:
        with world.open() as session:
            work = work_in(world, session)
            if who:
                put(work, world.clinic_id, "22 00 00 99", first.id)
            else:
                clinics.confirm_contact(work, first.id, staff_id=world.approver_id)
            session.commit()

    race(save, 1, ChangedMeanwhile)

    with world.open() as session:
        now = clinics.contact(work_in(world, session), world.clinic_id)
    assert now is not None
    assert (now.phone, now.confirmed_at) == ("22 00 00 99", None)
