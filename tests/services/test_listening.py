"""Silence comes to the list of whom to ring: once, and of those who are followed."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from lytte.core.thresholds import Rule, RuleSet, Silent
from lytte.jobs import silence
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, publish_form
from tests.world import NOW, World


def silent(hours: int = 48, rule_id: str = "silent") -> Rule:
    return Rule(
        id=rule_id, severity="amber", when=Silent(hours=hours),
        recipient="coordinator", deputy="nurse",
    )  # fmt: skip


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


class Ward:
    """A followed patient, and rules about silence in force since ninety days."""

    def __init__(self, world: World, work: Work, *rules: Rule) -> None:
        self.world, self.work = world, work
        put_rules_in_force(work, world, RuleSet(rules=rules))
        self._publication().live_at = NOW - timedelta(days=90)
        self.past = Past(world, publish_form(work, world, world.clinic_id))
        work.session.flush()

    def _publication(self) -> tables.RuleSetPublication:
        kind = tables.RuleSetPublication
        return self.work.session.exec(select(kind).where(kind.state == "live")).one()

    def due(self, at: datetime, sent: datetime | None = None, patient: UUID | None = None) -> None:
        row = tables.Assessment(
            hospital_id=self.world.hospital_id, patient_id=patient or self.world.patient_id,
            clinic_id=self.world.clinic_id, form_publication_id=self.past.form_id,
            state="completed" if sent else "due", due_at=at, expires_at=at + timedelta(days=9),
            completed_at=sent,
        )  # fmt: skip
        self.work.session.add(row)
        self.work.session.flush()

    def listen(self, now: datetime = NOW) -> int:
        return silence.run(self.world.work(self.work.session, now))

    @property
    def alerts(self) -> list[tables.Alert]:
        wanted = select(tables.Alert).order_by(col(tables.Alert.raised_at))
        self.work.session.expire_all()
        return list(self.work.session.exec(wanted).all())


def test_it_is_raised_once_and_not_before_its_hour(world: World) -> None:
    with world.open() as session:
        ward = Ward(world, world.work(session), silent())
        ward.due(NOW - hours(48))

        assert ward.listen(NOW - hours(0.01)) == 0
        assert ward.listen() == 1
        assert ward.listen(NOW + hours(5)) == 0

        [alert] = ward.alerts
        assert (alert.rule_id, alert.severity, alert.recipient) == (
            "silent", "amber", "coordinator",
        )  # fmt: skip
        assert (alert.state, alert.raised_at, alert.response_id) == ("open", NOW, None)


def test_whoever_has_answered_since_is_not_rung(world: World) -> None:
    with world.open() as session:
        ward = Ward(world, world.work(session), silent())
        ward.due(NOW - hours(60), sent=NOW - hours(1))  # too late
        ward.due(NOW - hours(70), sent=NOW - hours(30))  # in time

        ward.listen()

        assert [one.state for one in ward.alerts] == ["resolved"]


def test_the_answer_closes_it(world: World) -> None:
    with world.open() as session:
        ward = Ward(world, world.work(session), silent())
        ward.due(NOW - hours(60))
        ward.listen(NOW - hours(2))
        [assessment] = session.exec(select(tables.Assessment)).all()
        assessment.state, assessment.completed_at = "completed", NOW - hours(1)
        session.add(assessment)
        session.flush()

        ward.listen()

        [alert] = ward.alerts
        assert (alert.state, alert.closed_at) == ("resolved", NOW - hours(1))


@pytest.mark.parametrize("gone", ["ended", "dead"])
def test_nobody_rings_whom_the_clinic_no_longer_follows(world: World, gone: str) -> None:
    with world.open() as session:
        ward = Ward(world, world.work(session), silent())
        day = (NOW - hours(72)).date()
        if gone == "ended":
            enrolment = session.exec(select(tables.Enrolment)).one()
            enrolment.ended_on = day
        else:
            patient = session.get(tables.Patient, world.patient_id)
            assert patient is not None
            patient.deceased_on = day
        ward.due(NOW - hours(60))

        assert ward.listen() == 0


def test_the_rules_of_that_hour_decide_and_not_those_of_today(world: World) -> None:
    with world.open() as session:
        ward = Ward(world, world.work(session), silent(24))
        ward.due(NOW - hours(60))  # 24 hours under the old rules
        ward.due(NOW - hours(30))  # 24 hours under the new ones, which wait 48
        then = world.work(session, NOW - hours(20))
        put_rules_in_force(then, world, RuleSet(rules=(silent(48),)))

        ward.listen()

        assert [one.raised_at for one in ward.alerts] == [NOW - hours(36)]


def test_silence_is_never_red_nor_part_of_another_criterion() -> None:
    with pytest.raises(ValidationError, match="amber"):
        Rule(id="s", severity="red", when=Silent(hours=48))
    with pytest.raises(ValidationError):
        Rule.model_validate(
            {"id": "s", "severity": "amber",
             "when": {"type": "combined", "of": [{"type": "silent", "hours": 48}] * 2}}
        )  # fmt: skip


def test_a_rehearsal_of_silence_is_what_listening_every_hour_raised(world: World) -> None:
    random = Random(48)
    rules = (silent(24, "soon"), silent(48, "late"), silent(48, "twice"))
    with world.open() as session:
        ward = Ward(world, world.work(session), *rules)
        patients = [world.patient_id, *(_followed(ward.work, n, random) for n in range(6))]
        for patient in patients:
            for _ in range(6):
                due = NOW - hours(random.randrange(24 * 45))
                sent = due + hours(random.randrange(100)) if random.random() < 0.6 else None
                ward.due(due, sent if sent and sent < NOW else None, patient)

        for ago in range(24 * 31, -1, -6):
            ward.listen(NOW - hours(ago))
        found = rehearsing.rehearse(
            ward.work, world.clinic_id, RuleSet(rules=rules[1:]), Asked(days=30)
        )

        raised = [one for one in ward.alerts if found.begins <= _day(one.raised_at) <= found.ends]
        assert len(raised) > 20
        by_rule = Counter(one.rule_id for one in raised)
        assert {one.rule_id: one.in_force for one in found.rules} == by_rule
        assert {one.rule_id: one.draft for one in found.rules} == {
            "soon": 0, "late": by_rule["late"], "twice": by_rule["twice"],
        }  # fmt: skip
        assert found.in_force.patients == len({one.patient_id for one in raised})
        weeks = Counter(_day(one.raised_at).isocalendar()[:2] for one in raised)
        assert {(w.year, w.week): w.in_force for w in found.weeks if w.in_force} == weeks
        only_soon = {one.patient_id for one in raised} - {
            one.patient_id for one in raised if one.rule_id != "soon"
        }
        assert {one.patient_id for one in found.lost} == only_soon


def _day(at: datetime) -> date:
    return (at + hours(2)).date()  # Oslo in summer


def _followed(work: Work, number: int, random: Random) -> UUID:
    patient = tables.Patient(
        hospital_id=work.session.hospital_id, number=f"s{number}", name=f"Test {number}",
        birth_date=date(1960, 1, 1),
    )  # fmt: skip
    [clinic_id] = work.session.exec(select(tables.Clinic.id)).all()
    row = enrolling.enrol(work, patient, clinic_id, started_on=date(2026, 1, 1))
    if number % 3 == 0:
        row.ended_on = NOW.date() - timedelta(days=random.randrange(40))
    work.session.flush()
    return patient.id
