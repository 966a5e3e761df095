"""Who would get what, when, by which way, and who would not and why: from the database."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from lytte.core.schedules.plan import Care, Every, Plan, Reminder, Reuse, Rhythm, Sending
from lytte.core.schedules.tally import Tally
from lytte.services.drafts import drafting
from lytte.services.sending import scheduling, trying_plans
from lytte.storage import tables
from tests.forms_world import Ready
from tests.machine import A_SECOND, soon
from tests.services.planned_patients import (
    FORM,
    FREE,
    VISIT,
    add_patients,
    before,
    clinic_with_form,
    follow_also,
    plan,
)
from tests.world import NOW, World


@pytest.fixture
def ready(world: World) -> Ready:
    return clinic_with_form(world)


def _try(world: World, made: Plan, *, days: int = 7, now: datetime = NOW) -> Tally:
    with world.open() as session:
        return trying_plans.try_plan(world.work(session, now), world.clinic_id, made, days=days)


def test_the_list_says_when_and_by_which_way(ready: Ready) -> None:
    add_patients(ready.world, 3)
    add_patients(ready.world, 2, mobile=None)
    made = plan(before(by=("sms", "letter"), reminders=(Reminder(days=1),)))

    found = _try(ready.world, made)

    assert found.ways() == {"sms": 3, "letter": 2}
    assert [(day.on, day.messages) for day in found.days] == [
        (date(2026, 8, 26), 5),
        (date(2026, 8, 27), 3),
    ]
    assert (found.patients, found.without, found.reminders()) == (5, 0, 3)


@pytest.mark.parametrize(
    ("patient", "enrolment", "why"),
    [
        ({"deceased_on": date(2026, 8, 20)}, {}, "deceased"),
        ({}, {"withdrawn_on": date(2026, 8, 20)}, "withdrawn"),
        ({}, {"ended_on": date(2026, 8, 20)}, "ended"),
        ({}, {"paused_until": date(2026, 9, 20)}, "paused"),
        ({"address_protected": True}, {}, "protected"),
        ({"mobile": None}, {}, "unreachable"),
        ({"register_checked_at": NOW - timedelta(hours=24, seconds=1)}, {}, "unchecked"),
        ({"register_checked_at": None}, {}, "unchecked"),
        ({}, {"course_ends_on": date(2026, 8, 20)}, "course_over"),
    ],
)
def test_whoever_gets_nothing_is_listed_with_the_reason(
    ready: Ready, patient: dict[str, Any], enrolment: dict[str, Any], why: str
) -> None:
    add_patients(ready.world, 1, enrolment=enrolment, **patient)

    found = _try(ready.world, plan(before(by=("sms",))))

    assert found.reasons() == [(why, 1)]


@pytest.mark.parametrize("gone", ["deceased_on", "ended_on", "withdrawn_on"])
def test_whoever_stopped_long_ago_is_not_listed(ready: Ready, gone: str) -> None:
    long_ago: dict[str, Any] = {gone: NOW.date() - timedelta(days=31)}
    more: dict[str, Any] = long_ago if gone == "deceased_on" else {"enrolment": long_ago}
    add_patients(ready.world, 1, **more)

    assert _try(ready.world, plan()).occasions == []


def test_a_cancelled_visit_sends_nothing(ready: Ready) -> None:
    add_patients(ready.world, 1)
    with ready.world.open() as session:
        [visit] = session.exec(select(tables.Visit)).all()
        visit.cancelled_at = NOW
        session.add(visit)
        session.commit()

    assert _try(ready.world, plan()).occasions == []


def test_a_form_that_was_given_or_answered_for_the_visit_is_not_sent_again(ready: Ready) -> None:
    [given] = add_patients(ready.world, 1)
    [answered] = add_patients(ready.world, 1)
    _assessment(ready, given, "due")
    _assessment(ready, answered, "completed")

    found = _try(ready.world, plan())

    assert sorted(why for why, _ in found.reasons()) == ["answered", "sent"]


def _assessment(ready: Ready, patient_id: UUID, state: str, visit: bool = True) -> None:
    with ready.world.open() as session:
        booked = session.exec(
            select(tables.Visit).where(tables.Visit.patient_id == patient_id)
        ).first()
        session.add(
            tables.Assessment(
                hospital_id=ready.world.hospital_id, patient_id=patient_id,
                clinic_id=ready.world.clinic_id, form_publication_id=ready.publication_id,
                visit_id=booked.id if booked and visit else None, state=state,
                due_at=NOW - timedelta(days=3), expires_at=NOW + timedelta(days=5),
                completed_at=NOW - timedelta(days=2) if state == "completed" else None,
            )
        )  # fmt: skip
        session.commit()


def test_the_last_treatment_of_the_course_stops_the_plan(ready: Ready) -> None:
    visits = [NOW + timedelta(days=days) for days in (8, 22)]
    [patient] = add_patients(ready.world, 1, visits=visits)
    with ready.world.open() as session:
        session.add_all(
            tables.Treatment(
                hospital_id=ready.world.hospital_id, patient_id=patient,
                clinic_id=ready.world.clinic_id, kind="cycle", number=n, of_total=6,
                on_date=NOW.date() + timedelta(days=8 - 21 * (6 - n)),
            )
            for n in range(1, 7)
        )  # fmt: skip
        session.commit()

    found = _try(ready.world, plan(), days=28)

    assert [one.left and one.left.why for one in found.occasions] == [None, "course_over"]


def test_not_more_often_counts_what_was_sent_long_before(ready: Ready) -> None:
    [patient] = add_patients(ready.world, 1)
    _assessment(ready, patient, "expired", visit=False)  # three days ago, for no visit

    found = _try(ready.world, _spaced())

    assert found.reasons() == [("too_often", 1)]


def _spaced() -> Plan:
    sending = before()
    when = sending.when.model_copy(update={"least": Every(number=3)})
    return plan(sending.model_copy(update={"when": when}))


def test_another_clinics_answers_and_minutes_count(ready: Ready) -> None:
    world = ready.world
    other = _clinic_with_the_same_form(ready)
    [patient] = add_patients(world, 1)
    follow_also(world, patient, other)
    weekly = Plan(
        sendings=(Sending(id="weekly", form=FORM, when=Rhythm(every=Every(number=1), first=5)),),
        care=FREE,
    )
    _publish(world, other, weekly)

    full = _try(world, plan(care=Care(minutes_a_week=5)))
    _respond(ready, patient, other)
    reused = _try(world, plan(care=Care(reuse=Reuse(days=5))))

    assert full.reasons() == [("week_full", 1)]
    [one] = reused.kept_back
    assert one.left is not None
    assert (one.left.why, one.left.clinic) == ("reused", other)


def _clinic_with_the_same_form(ready: Ready) -> UUID:
    world = ready.world
    with world.open() as session:
        work = world.work(session)
        row = tables.Clinic(hospital_id=world.hospital_id, slug="lunge", name="Lunge")
        session.add(row)
        session.flush()
        live = session.get(tables.FormPublication, ready.publication_id)
        draft = drafting.draft(work, world.clinic_id, FORM)
        assert live is not None
        copy = tables.FormDraft(
            hospital_id=world.hospital_id, clinic_id=row.id, slug=FORM, title=draft.title,
            document=draft.document, changed_at=NOW,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        session.add(
            tables.FormPublication(
                hospital_id=world.hospital_id, form_id=copy.id, clinic_id=row.id, number=1,
                title=live.title, document=live.document, sha256=live.sha256, state="live",
                created_at=NOW, live_at=NOW,
            )
        )  # fmt: skip
        session.commit()
        return row.id


def _publish(world: World, clinic_id: UUID, made: Plan) -> None:
    with world.open() as session:
        work = world.work(session)
        drafting.save_plan(work, clinic_id, made)
        scheduling.publish(work, clinic_id)
        session.commit()


def _respond(ready: Ready, patient_id: UUID, clinic_id: UUID) -> None:
    world = ready.world
    with world.open() as session:
        publication = session.exec(
            select(tables.FormPublication).where(tables.FormPublication.clinic_id == clinic_id)
        ).one()
        assessment = tables.Assessment(
            hospital_id=world.hospital_id, patient_id=patient_id, clinic_id=clinic_id,
            form_publication_id=publication.id, state="completed",
            due_at=NOW - timedelta(days=2), expires_at=NOW, completed_at=NOW - timedelta(days=1),
        )  # fmt: skip
        session.add(assessment)
        session.flush()
        session.add(
            tables.Response(
                hospital_id=world.hospital_id, assessment_id=assessment.id, patient_id=patient_id,
                clinic_id=clinic_id, form_publication_id=publication.id, sha256="0" * 64,
                answered_by="self", mode="web", language="nb", answered=1, asked=1,
                authored=NOW - timedelta(days=1),
            )
        )  # fmt: skip
        session.commit()


def test_trying_writes_nothing_but_that_it_was_looked_at(ready: Ready) -> None:
    patients = add_patients(ready.world, 2)
    with ready.world.open() as session:
        work = ready.world.work(session)
        trying_plans.try_plan(work, ready.world.clinic_id, plan(), days=7)
        named = trying_plans.names(work, ready.world.clinic_id, [*patients, uuid4()])
        new = [one for one in session.new if not isinstance(one, tables.AuditEntry)]
        session.commit()
        deeds = session.exec(
            select(tables.AuditEntry).where(tables.AuditEntry.action == "schedule.names")
        ).all()

    assert new == []
    assert {one.name for one in named.values()} == {"Prøve Person 0", "Prøve Person 1"}
    assert len(deeds[0].fields["patients"]) == 2
    assert str(patients[0]) not in str(deeds[0].fields)


def test_ten_thousand_patients_are_tried_quickly(ready: Ready) -> None:
    visits = [NOW + timedelta(days=days) for days in (-21, -7, 4, 11, 25)]
    ready.world.database.dispose()  # a connection remembers how it checked keys of empty tables
    add_patients(ready.world, 10_000, visits=visits)
    care = Care(minutes_a_week=20, apart=2, reuse=Reuse(days=2))
    made = plan(before(reminders=(Reminder(days=1),)), _weekly(), care=care)

    found = soon(lambda: _try(ready.world, made, days=28), most=4 * A_SECOND)

    assert len(found.occasions) >= 60_000
    peak = found.peak()
    assert peak is not None
    assert peak.messages >= 10_000


def _weekly() -> Sending:
    return Sending(id="weekly", form=FORM, when=Rhythm(every=Every(number=1)), by=("sms",))


def test_the_visit_is_by_the_hospitals_clock(ready: Ready) -> None:
    just_after_midnight = datetime(2026, 8, 28, 22, 30, tzinfo=VISIT.tzinfo)  # the 29th in Oslo
    add_patients(ready.world, 1, visits=[just_after_midnight])

    [one] = _try(ready.world, plan()).occasions

    assert one.event is not None
    assert (one.event.on, one.planned) == (date(2026, 8, 29), date(2026, 8, 27))
