"""What the demo shows between the levels of a hospital, and of its plans for sending."""

import pytest
from sqlmodel import select

from lytte.core.problems import stopping
from lytte.demo import levels
from lytte.demo.hospitals import DemoHospital
from lytte.demo.plans import PLANS
from lytte.services import clinics, published
from lytte.services.drafts import comparing, drafting
from lytte.services.inheriting import (
    inheriting,
    inheriting_plans,
    inheriting_rules,
    inheriting_texts,
    sharing,
)
from lytte.services.sending import scheduling, trying_plans
from lytte.storage import tables
from lytte.storage.database import Database
from tests.demo.small_hospital import load_demo, small, work_in
from tests.world import KEYS, make_world


@pytest.fixture(scope="module")
def loaded(database: Database) -> DemoHospital:
    demo = small("nivavik")
    load_demo(database, demo)
    return demo


def test_both_clinics_build_on_the_hospitals_form_and_each_makes_its_own(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        work = work_in(session)
        forms = [
            drafting.draft(work, clinics.named(work, slug).id, "for-timen")
            for slug in ("bryst", "lunge")
        ]
        made = [inheriting.tailored(work, one) for one in forms]
        newer = [inheriting.newer(work, one) for one in forms]
        published_ = [
            comparing.differs(work, one, published.live_form(work, one.id)) for one in forms
        ]

    # What a translation was made from follows its text, and is no change of its own.
    kinds = [
        {one.type for one in found.changes} - {"made_from"} if found else set() for found in made
    ]
    assert kinds == [{"reword", "add_part"}, {"add_part"}]
    assert [one and one.number for one in newer] == [2, 2]
    assert published_ == [False, False]


def test_a_clinics_rules_and_texts_build_on_the_hospitals_which_has_moved_on(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        work = work_in(session)
        bryst, lunge = (clinics.named(work, slug).id for slug in ("bryst", "lunge"))
        found = inheriting_rules.upgrade(work, bryst)
        assert found is not None
        assert [one.name for one in found.sorted.conflicts] == [f"rules|{levels.MOVED}"]
        assert inheriting_rules.offered(work, lunge)
        assert inheriting_texts.newer(work, bryst)


def test_a_clinics_plan_builds_on_the_hospitals_which_has_a_newer_one(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        work = work_in(session)
        found = inheriting_plans.upgrade(work, clinics.named(work, "bryst").id)
        stands = {one.clinic: (one.on, one.sends) for one in inheriting_plans.followers(work)}

    assert found is not None
    assert [one.name for one in found.sorted.conflicts] == ["sendings|for-timen"]
    assert [one.id for one in found.sorted.theirs if one.of == "care"] == ["reuse"]
    assert stands == {"Brystkreftklinikken": (1, True), "Lungekreftklinikken": (None, True)}


def test_the_other_hospital_finds_a_form_to_copy(database: Database, loaded: DemoHospital) -> None:
    elsewhere = make_world(database, "Et annet sykehus")

    with elsewhere.open() as session:
        found = sharing.offered(work_in(session))

    assert {one.row.title for one in found if one.hospital == loaded.name} == {"Ukens sjekk"}


def test_each_clinic_sends_by_a_plan_of_its_own(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        work = work_in(session)
        for one in loaded.clinics:
            clinic_id = clinics.named(work, one.slug).id
            plan = scheduling.in_force(work, clinic_id)
            assert plan == PLANS[one.slug]
            assert scheduling.plan(work, clinic_id) == plan
            assert not stopping(scheduling.problems(work, clinic_id, plan))


def test_the_demos_plans_have_somebody_to_ask_and_reasons_not_to(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        work = work_in(session)
        tallies = [
            trying_plans.try_plan(work, clinics.named(work, one.slug).id, PLANS[one.slug], days=14)
            for one in loaded.clinics
        ]

    ways = {way for one in tallies for way in one.ways()}
    reasons = {why for one in tallies for why, _ in one.reasons()}
    assert all(one.patients > 3 for one in tallies)
    assert all(0 < peak.messages < 60 for one in tallies if (peak := one.peak()))
    assert "sms" in ways
    assert {"deceased", "course_over"} <= reasons


def test_nobody_in_the_demo_has_a_number_that_can_be_rung(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        patients = session.exec(select(tables.Patient)).all()

    numbers = [KEYS.unseal(one.mobile) for one in patients if one.mobile]
    assert len(numbers) > len(patients) / 2
    assert all(one.startswith("+47 00 0") for one in numbers)
    assert all(KEYS.unseal(one.email).endswith(".example") for one in patients if one.email)
