"""Rehearsals over real rows: as the live engine, and without leaving a trace but one."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from sqlmodel import SQLModel, col, select

from lytte.core.alerting import alerts
from lytte.core.rehearsal import Rehearsal, document
from lytte.core.thresholds import Alert, Occasion, RuleSet
from lytte.services.answers.earlier_answers import OCCASIONS
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.work import Work
from lytte.storage import tables
from tests.in_force import put_rules_in_force
from tests.services.rehearsed_world import Past, lives, publish_form
from tests.world import NOW, World


def rule(rule_id: str, severity: str = "red", **when: object) -> dict[str, object]:
    measure = {} if "of" in when else {"measure": f"plager/{when.pop('of_measure', 'pain')}"}
    return {"id": rule_id, "severity": severity, "when": {**measure, **when}}


def rules(*made: dict[str, object]) -> RuleSet:
    return RuleSet.model_validate({"rules": made})


ZONE = ZoneInfo("Europe/Oslo")
PAIN_6 = rules(rule("pain", type="at_least", value=6))
PAIN_7 = rules(rule("pain", type="at_least", value=7))
MANY = rules(
    rule("pain", type="at_least", value=6),
    rule("rising", "amber", type="worsened", by=4),
    rule("since", "amber", type="worsened", by=3, since="baseline", of_measure="nausea"),
    rule("low", "amber", type="below", value="41.5", of_measure="health"),
    rule(
        "lasting", "amber", type="persisted", times=2, among=3,
        of={"type": "at_least", "measure": "plager/sleep", "value": 5},
    ),
)  # fmt: skip
FEWER = rules(
    rule(
        "both", type="combined",
        of=[
            {"type": "at_least", "measure": "plager/pain", "value": 8},
            {"type": "worsened", "measure": "plager/nausea", "by": 1},
        ],
    ),
    *[one.model_dump() for one in MANY.rules[2:]],
)  # fmt: skip


def rehearsed(work: Work, world: World, draft: RuleSet, days: int = 90) -> Rehearsal:
    return rehearsing.rehearse(work, world.clinic_id, draft, Asked(days=days, posts=2, budget=3))


def replayed_live(work: Work, world: World, wanted: RuleSet) -> list[tuple[UUID, date, Alert]]:
    """Ask the live engine about each of the clinic's responses, with what it saw then."""
    every = sorted(work.session.exec(select(tables.Response)).all(), key=lambda one: one.authored)
    found = []
    for one in every:
        day = one.authored.astimezone(ZONE).date()
        if one.clinic_id != world.clinic_id or not date(2026, 5, 26) <= day <= date(2026, 8, 23):
            continue
        before = [
            Occasion(p.authored, _numbers(p), p.answered_by == "proxy")
            for p in every
            if p.patient_id == one.patient_id and p.authored < one.authored
        ][-OCCASIONS:]
        raised = alerts(wanted.rules, _numbers(one), before, proxy=one.answered_by == "proxy")
        found += [(one.patient_id, day, alert) for alert in raised]
    return found


def _numbers(response: tables.Response) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in response.measures.items()}


def test_a_rehearsal_on_real_rows_equals_the_live_engine(world: World) -> None:
    random = Random(20260824)
    with world.open() as session:
        work = world.work(session)
        elsewhere = tables.Clinic(hospital_id=world.hospital_id, slug="lunge", name="Lunge")
        session.add(elsewhere)
        session.flush()
        past = Past(world, publish_form(work, world, world.clinic_id))
        patients = [past.patient() for _ in range(25)]
        lives(past, random, patients)
        past.keep(work)
        other = Past(world, publish_form(work, world, elsewhere.id), elsewhere.id)
        lives(other, random, patients[:10])
        other.keep(work)
        put_rules_in_force(work, world, MANY)

        found = rehearsed(work, world, FEWER)

        before = replayed_live(work, world, MANY)
        after = replayed_live(work, world, FEWER)
    assert (found.begins, found.ends) == (date(2026, 5, 26), date(2026, 8, 23))
    for side, live in ((found.in_force, before), (found.draft, after)):
        assert side.alerts == len(live)
        assert side.patients == len({patient for patient, _, _ in live})
        assert side.red == sum(alert.severity == "red" for _, _, alert in live)
    for name, live in (("in_force", before), ("draft", after)):
        weeks = Counter(day.isocalendar()[:2] for _, day, _ in live)
        by_rule = Counter(alert.rule_id for _, _, alert in live)
        assert {(one.year, one.week): getattr(one, name) for one in found.weeks} == {
            (one.year, one.week): weeks[one.year, one.week] for one in found.weeks
        }
        assert {one.rule_id: getattr(one, name) for one in found.rules} == {
            one.rule_id: by_rule[one.rule_id] for one in found.rules
        }
    had, has = ({patient for patient, _, _ in live} for live in (before, after))
    assert {one.patient_id for one in found.lost} == had - has
    assert {one.patient_id for one in found.gained} == has - had


def test_a_rehearsal_leaves_nothing_but_that_somebody_looked(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        lives(past, Random(1), [past.patient() for _ in range(5)])
        past.keep(work)
        put_rules_in_force(work, world, PAIN_6)
        session.commit()
        before, looked = _every_table(work), _audit(work)

        found = rehearsed(work, world, PAIN_7)
        session.commit()

        assert _every_table(work) == before
        assert _audit(work)[len(looked) :] == [
            ("rehearsal.run", {"days": 90, "draft": found.draft.sha256})
        ]


def test_the_database_refuses_changes_while_a_rehearsal_reads(world: World) -> None:
    with world.open() as session:
        work = world.work(session)

        with pytest.raises(InternalError, match="read-only"), rehearsing.looking_only(work):
            session.execute(text("update clinic set name = 'changed'"))

        session.execute(text("update clinic set name = 'changed'"))


def _every_table(work: Work) -> dict[str, str]:
    return {
        name: work.session.execute(
            text(f'select md5(string_agg(t::text, chr(10) order by t::text)) from "{name}" t')
        ).scalar_one()
        for name in sorted(SQLModel.metadata.tables)
        if not name.startswith("audit")
    }


def _audit(work: Work) -> list[tuple[str, object]]:
    rows = work.session.exec(select(tables.AuditEntry)).all()
    return [(one.action, one.fields) for one in sorted(rows, key=lambda one: one.seq)]


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


Course = Callable[[Past, UUID, tables.Response], object]


def rings(past: Past, patient: UUID, _first: tables.Response) -> None:
    past.others.append(
        tables.CallNow(
            hospital_id=past.world.hospital_id, id=uuid4(),
            assessment_id=past.asked(patient, days_ago(44.5), "open"),
            emergency_id="fever", shown_at=days_ago(45), reply="called", replied_at=days_ago(45),
        )
    )  # fmt: skip
    past.assessments[-1].expires_at = NOW + timedelta(days=1)


COURSES: dict[str, tuple[Course, tuple[str, ...]]] = {
    "worse by 2 in 20 days": (lambda p, w, _: p.sent(w, days_ago(40), pain="8"), ("worsened",)),
    "worse by 1.9": (lambda p, w, _: p.sent(w, days_ago(40), pain="7.9"), ("none",)),
    "worse, says a helper": (
        lambda p, w, _: p.sent(w, days_ago(40), proxy=True, pain="9"), ("none",)
    ),
    "worse after 30 days, a new alert": (
        lambda p, w, _: p.sent(w, days_ago(29), pain="9"), ("too_early",)
    ),
    "rang from the call-now page": (rings, ("called",)),
    "spoken with": (lambda p, _, first: p.alerted(first, "pain", "resolved"), ("called",)),
    "overridden": (lambda p, _, first: p.alerted(first, "pain", "overridden"), ("none",)),
    "did not answer": (lambda p, w, _: p.asked(w, days_ago(50)), ("silent",)),
    "has not answered yet": (lambda p, w, _: p.asked(w, days_ago(31), "completed"), ("none",)),
    "worse and then silent": (
        lambda p, w, _: (p.sent(w, days_ago(59), pain="8"), p.asked(w, days_ago(45))),
        ("worsened", "silent"),
    ),
    "better": (lambda p, w, _: p.sent(w, days_ago(55), pain="5"), ("none",)),
}  # fmt: skip


def test_what_became_of_the_lost_is_told_apart(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        patients = {name: past.patient(name) for name in COURSES}
        for name, (course, _) in COURSES.items():
            course(past, patients[name], past.sent(patients[name], days_ago(60), pain="6"))
        past.keep(work)
        put_rules_in_force(work, world, PAIN_6)

        found = rehearsed(work, world, RuleSet())

    became = {one.patient_id: one.outcomes for one in found.lost}
    assert {name: became[patient] for name, patient in patients.items()} == {
        name: outcomes for name, (_, outcomes) in COURSES.items()
    }
    then = found.aftermath
    assert (then.patients, then.any, then.more_than_once) == (11, 5, 1)
    assert (then.worsened, then.called, then.silent) == (2, 2, 2)
    assert (then.none, then.too_early) == (5, 1)
    first = patients["worse by 2 in 20 days"]
    [lost] = [lost for lost in found.lost if lost.patient_id == first]
    assert lost.worsened is not None
    assert (lost.worsened.value, lost.worsened.at) == (Decimal(8), days_ago(40))
    assert lost.first.at == days_ago(60)
    [figures] = [one for one in found.rules if one.rule_id == "pain"]
    assert (figures.raised, figures.overridden, figures.change) == (2, 1, "removed")


def test_names_are_given_apart_and_written_down(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        sent = past.sent(past.patient("Liv Attrapp"), days_ago(60), pain="6")
        past.keep(work)
        put_rules_in_force(work, world, PAIN_6)
        found = rehearsed(work, world, PAIN_7)

        [named] = rehearsing.names(work, world.clinic_id, found.lost)

        assert (named.name, named.response_id) == ("Liv Attrapp", sent.id)
        assert "Liv Attrapp" not in str(document(found))
        newest = select(tables.AuditEntry).order_by(col(tables.AuditEntry.seq).desc())
        last = work.session.exec(newest).first()
        assert last is not None
        assert (last.action, len(last.patient)) == ("rehearsal.names", 32)
