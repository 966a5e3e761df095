"""The demo: believable, the same every time, and never half there."""

from datetime import UTC, date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

import pyotp
import pytest
from sqlmodel import col, func, select

from lytte.core.problems import stopping
from lytte.demo import load, staff
from lytte.demo.hospitals import HOSPITALS, STAFF, DemoHospital
from lytte.demo.people import BREAST, Course, invent
from lytte.demo.plans import PLANS
from lytte.services import (
    clinic_day,
    clinics,
    comparing,
    drafting,
    inheriting,
    published,
    scheduling,
    sharing,
    signing_in,
    trying_plans,
)
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor, verify
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession
from tests.world import KEYS, make_world

NOW = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)  # the day before the clocks change
OSLO = ZoneInfo("Europe/Oslo")


def _small(slug: str, patients: int = 25) -> DemoHospital:
    """The first demo hospital under another name, with fewer patients."""
    clinic = HOSPITALS[0].clinics[0]
    fewer = clinic.__class__(**{**vars(clinic), "patients": patients})
    STAFF.setdefault(slug, STAFF["fjordvik"])
    return DemoHospital(
        slug,
        "Prøve sykehus (oppdiktet)",
        (fewer, HOSPITALS[0].clinics[1]),
        common=HOSPITALS[0].common,
        shared=(("lunge", "ukens-sjekk"),),
    )


@pytest.fixture(scope="module")
def loaded(database: Database) -> DemoHospital:
    demo = _small("provevik")
    _load(database, demo)
    return demo


def _work(session: HospitalSession, now: datetime = NOW) -> Work:
    return Work(session, Actor("os:test", "test"), now, KEYS)


def _load(database: Database, demo: DemoHospital, now: datetime = NOW) -> load.Loaded:
    return load.hospital(database, lambda one: _work(database.inside(one), now), demo)


def _count(session: HospitalSession, kind: type[tables.OfHospital]) -> int:
    return session.exec(select(func.count()).select_from(kind)).one()


def test_loading_twice_adds_nothing(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        before = {kind: _count(session, kind) for kind in (tables.Patient, tables.Response)}

    again = _load(database, loaded)

    assert (again.patients, again.responses) == (0, 0)
    with database.inside_named(loaded.slug) as session:
        assert {kind: _count(session, kind) for kind in before} == before


def test_a_day_gets_its_appointments_once_in_working_hours(
    database: Database, loaded: DemoHospital
) -> None:
    for day in (28, 29, 30):  # the clocks change in between
        now = datetime(2026, 3, day, 9, 0, tzinfo=UTC)
        with database.inside_named(loaded.slug) as session:
            added = [load.today(_work(session, now), loaded) for _ in range(2)]
            starts = session.exec(
                select(tables.Visit.starts_at).where(
                    func.date(func.timezone("Europe/Oslo", tables.Visit.starts_at))
                    == date(2026, 3, day)
                )
            ).all()
            session.commit()

        assert added == [24, 0]
        hours = [one.astimezone(OSLO).time() for one in starts]
        assert min(hours) >= time(8)
        assert max(hours) < time(15, 30)


def test_what_is_open_can_be_worked_by_a_nurse(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        states = dict(
            session.execute(
                select(tables.Alert.state, func.count()).group_by(tables.Alert.state)
            ).all()
        )
        owners = session.exec(
            select(tables.Alert.owner_id).where(tables.Alert.state == "resolved")
        ).all()

    # Whether one is open or just acknowledged is left to chance; both wait for somebody.
    assert states["open"] > 0
    assert states["open"] + states["acknowledged"] < 170
    assert states["resolved"] > states["overridden"] > 0
    assert None not in owners


def test_nothing_of_the_past_is_yet_to_come(database: Database) -> None:
    demo, night = _small("nattvik", 12), datetime(2026, 3, 27, 2, 0, tzinfo=UTC)
    _load(database, demo, night)
    with database.inside_named(demo.slug) as session:
        load.today(_work(session, night), demo)
        closed = session.exec(select(tables.Alert.closed_at)).all()
        answered = session.exec(select(tables.Response.authored)).all()
        rules = session.exec(select(tables.RuleSetPublication.live_at)).all()
        # Nobody answers at the hospital's own level, and it has moved on since.
        forms = session.exec(
            select(tables.FormPublication.live_at)
            .join(tables.Clinic, col(tables.Clinic.id) == col(tables.FormPublication.clinic_id))
            .where(col(tables.Clinic.common).is_(False))
        ).all()

    assert max(*answered, *filter(None, closed)) <= night
    assert max(filter(None, (*rules, *forms))) < min(answered)


def test_just_after_midnight_nobody_has_answered_later_that_night(
    database: Database, loaded: DemoHospital
) -> None:
    midnight = datetime(2026, 4, 7, 22, 1, tzinfo=UTC)
    with database.inside_named(loaded.slug) as session:
        load.today(_work(session, midnight), loaded)

        assert session.exec(select(func.max(tables.Response.authored))).one() < midnight


def test_a_fresh_link_is_somebodys_on_todays_list(database: Database, loaded: DemoHospital) -> None:
    now = datetime(2026, 4, 8, 7, 0, tzinfo=UTC)
    with database.inside_named(loaded.slug) as session:
        work = _work(session, now)
        clinic_id = clinics.named(work, loaded.clinics[0].slug).id
        assert load.guest(work, clinic_id)[1] is None
        load.today(work, loaded)
        guests = [load.guest(work, clinic_id) for _ in range(2)]
        listed = [one.patient_id for one in clinic_day.day(work, clinic_id, date(2026, 4, 8))]

    assert [patient.id for patient, _ in guests] == listed[-2:]
    assert len(listed) == len(set(listed)) == load.TODAY + 2


def test_every_patient_says_to_be_invented(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        patients = session.exec(select(tables.Patient)).all()

    assert all(one.synthetic and one.number.startswith("SYN") for one in patients)


def test_the_scores_of_the_past_are_those_of_the_live_engine(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        responses = session.exec(select(tables.Response).limit(40)).all()
        for one in responses:
            scored = session.exec(
                select(tables.Score).where(tables.Score.response_id == one.id)
            ).all()
            told = {s.measure: s.value for s in scored if s.value is not None}
            assert {name: str(value) for name, value in told.items()} == one.measures


def test_the_audit_of_the_demo_is_whole(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        assert verify(session).broken_at is None


def test_the_same_seed_invents_the_same_people() -> None:
    first, second = (
        [invent(Random(7), n, BREAST, NOW.date()) for n in range(20)] for _ in range(2)
    )

    assert first == second


def test_arabic_is_among_the_languages_of_three_hundred() -> None:
    random = Random(7)
    languages = {invent(random, n, BREAST, NOW.date()).language for n in range(300)}

    assert languages == {"nb", "nn", "en", "ar"}


def test_levels_stay_on_their_scales() -> None:
    random = Random(7)
    for _ in range(50):
        course = Course(random, BREAST)
        for step in range(10):
            assert 0 <= course.level("fatigue", step / 10) <= 10
            assert 0 <= course.function("physical", step / 10) <= 100


def test_every_demo_account_signs_in(database: Database, loaded: DemoHospital) -> None:
    person = STAFF[loaded.slug][0]
    secret = staff.totp_secret(KEYS, person)

    with database.inside_named(loaded.slug) as session:
        work = _work(session)
        code = pyotp.TOTP(secret).at(NOW)
        token = signing_in.sign_in(work, person.email, staff.password(KEYS, person), code)

    assert token
    assert len(staff.password(KEYS, person)) >= signing_in.SHORTEST_PASSWORD


def test_both_clinics_build_on_the_hospitals_form_and_each_makes_its_own(
    database: Database, loaded: DemoHospital
) -> None:
    with database.inside_named(loaded.slug) as session:
        work = _work(session)
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


def test_the_other_hospital_finds_a_form_to_copy(database: Database, loaded: DemoHospital) -> None:
    elsewhere = make_world(database, "Et annet sykehus")

    with elsewhere.open() as session:
        found = sharing.offered(_work(session))

    assert {one.row.title for one in found if one.hospital == loaded.name} == {"Ukens sjekk"}


def test_each_clinic_sends_by_a_plan_of_its_own(database: Database, loaded: DemoHospital) -> None:
    with database.inside_named(loaded.slug) as session:
        work = _work(session)
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
        work = _work(session)
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
