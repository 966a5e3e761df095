"""Load the demo: everything of a hospital in one transaction, so that nothing is half there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from lytte.core.instrument import Instrument
from lytte.demo import clinics as demo_clinics
from lytte.demo import common as shared_level
from lytte.demo import levels as demo_levels
from lytte.demo import plans, staff, treatments
from lytte.demo.courses import Life
from lytte.demo.hospitals import DemoClinic, DemoHospital
from lytte.demo.pathways import Pathway, Rows
from lytte.demo.people import Course, Invented, invent
from lytte.instruments import folder
from lytte.services import clinics
from lytte.services.clinic_day import zone_of
from lytte.services.faults import NotFound
from lytte.services.sheets import summarising
from lytte.services.work import Work
from lytte.storage import bulk, tables
from lytte.storage.audit import Deed
from lytte.storage.database import Database

SEED = 20260824
TODAY = 12
"""Appointments a clinic has each day, from eight o'clock on, twenty minutes each."""
FIRST_HOUR, A_VISIT = time(8), timedelta(minutes=20)
OPENED_BEFORE = timedelta(days=400)
"""When the clinics began: before the first of a year of answers."""
A_FEW_DAYS = timedelta(days=3)
"""Since the hospital's newer version, which its clinics have not looked at yet."""
UNANSWERED = 4
"""Every fourth of today's has not answered yet."""


@dataclass
class Loaded:
    """What was added: for telling."""

    patients: int = 0
    responses: int = 0


def hospital(
    database: Database,
    work_in: Callable[[UUID], Work],
    demo: DemoHospital,
    tell: Callable[[str], None] = lambda _: None,
    doing: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Add one demo hospital with a year behind it; does nothing when it is there already.

    `tell` hears of each clinic, `doing` of each step within it.
    """
    hospital_id = _hospital_id(database, demo)
    work = work_in(hospital_id)
    loaded = Loaded()
    with work.session:
        _alone(work)
        if work.session.exec(select(tables.Clinic.id)).first():
            return loaded
        for one in demo.clinics:
            work.session.add(
                tables.Clinic(hospital_id=hospital_id, slug=one.slug, name=one.name, language="nb")
            )
        work.session.flush()
        staff.add(work, demo.staff)
        library = folder.library()
        # What is asked, and what is worrying, was decided before the first of the answers.
        before = replace(work, now=work.now - OPENED_BEFORE)
        for number, one in enumerate(demo.clinics):
            tell(one.name)
            pathway = demo_clinics.open_clinic(before, one, library, demo.common)
            dice = Random(f"{SEED}-{demo.slug}-{number}")
            loaded.responses += _live_a_year(work, one, pathway, dice, doing)
            loaded.patients += one.patients
        _between_levels(work, demo, library)
        work.session.commit()
    return loaded


def _between_levels(work: Work, demo: DemoHospital, library: Mapping[str, Instrument]) -> None:
    """Let the hospital's forms and rules move on under its clinics, and share what others copy."""
    lately = replace(work, now=work.now - A_FEW_DAYS)
    if demo.common:
        first = demo.clinics[0]
        asked = {one for slug in demo.common for one in first.forms[slug]}
        rules = demo_clinics.rules_of([library[one] for one in sorted(asked)])
        before = replace(work, now=lately.now - A_FEW_DAYS)
        text = demo_clinics.safety_text()
        demo_levels.decide(before, rules, text)
        demo_levels.build_on(before, first.slug)
        demo_levels.decide(lately, demo_levels.lower(rules), demo_levels.newer_words(text))
        plans.decide(lately, plans.NEWER, "Svar brukes om igjen i tre dager")
    for slug in demo.common:
        shared_level.move_on(lately, slug)
    for clinic, slug in demo.shared:
        shared_level.share(work, clinics.named(work, clinic), slug)


def today(work: Work, demo: DemoHospital) -> int:
    """Give every clinic appointments today, where it has none yet."""
    _alone(work)
    added, zone = 0, zone_of(work)
    on = work.now.astimezone(zone).date()
    begins, ends = _day(work)
    treatments.ask_the_register(work)
    for one in demo.clinics:
        clinic = clinics.named(work, one.slug)
        already = work.session.exec(
            select(func.count())
            .select_from(tables.Visit)
            .join(tables.Assessment, col(tables.Assessment.visit_id) == col(tables.Visit.id))
            .where(
                tables.Visit.clinic_id == clinic.id,
                tables.Visit.starts_at >= begins,
                tables.Visit.starts_at < ends,
            )
        ).one()
        if not already:
            expected = treatments.booked(work, clinic.id, begins, ends)
            rows = _appointments(
                work, one, demo_clinics.pathway(work, one, clinic.id), on, expected
            )
            rows.keep(work)
            added += len(rows.visits)
    return added


def guest(work: Work, clinic_id: UUID) -> tuple[tables.Patient, tables.Visit | None]:
    """Return a patient for a fresh link, with the clinic's next appointment today.

    Somebody who reads bokmål and is not expected already. Without an appointment when the
    clinic has none today: its own come first.
    """
    begins, ends = _day(work)
    today_s = select(tables.Visit).where(
        tables.Visit.clinic_id == clinic_id,
        tables.Visit.starts_at >= begins,
        tables.Visit.starts_at < ends,
        col(tables.Visit.cancelled_at).is_(None),
    )
    visits = work.session.exec(today_s.order_by(col(tables.Visit.starts_at))).all()
    expected = {one.patient_id for one in visits}
    followed = work.session.exec(
        select(tables.Patient)
        .join(tables.Enrolment, col(tables.Enrolment.patient_id) == col(tables.Patient.id))
        .where(tables.Enrolment.clinic_id == clinic_id, tables.Patient.language == "nb")
        .order_by(tables.Patient.number)
    ).all()
    if not followed:
        raise NotFound
    patient = next((one for one in followed if one.id not in expected), followed[0])
    only_booked = treatments.booked(work, clinic_id, begins, ends)
    if len(only_booked) == len(visits):
        return patient, None
    visit = tables.Visit(
        hospital_id=work.session.hospital_id, patient_id=patient.id, clinic_id=clinic_id,
        starts_at=min(visits[-1].starts_at + A_VISIT, ends - A_VISIT),
    )  # fmt: skip
    work.session.add(visit)
    work.session.flush()
    return patient, visit


def _day(work: Work) -> tuple[datetime, datetime]:
    zone = zone_of(work)
    on = work.now.astimezone(zone).date()
    return (
        datetime.combine(on, time(), zone),
        datetime.combine(on + timedelta(days=1), time(), zone),
    )


def _hospital_id(database: Database, demo: DemoHospital) -> UUID:
    """Return the hospital's id, added when it is new; what is in it comes all at once after."""
    with Session(database.worker) as plain:
        new = tables.Hospital(slug=demo.slug, name=demo.name, demo=True)
        plain.execute(insert(tables.Hospital).values(new.model_dump()).on_conflict_do_nothing())
        plain.commit()
        return plain.exec(select(tables.Hospital.id).where(tables.Hospital.slug == demo.slug)).one()


def _alone(work: Work) -> None:
    """Let one at a time load a hospital: whoever comes second finds what the first made."""
    work.alone(f"demo {work.session.hospital_id}")


def _live_a_year(
    work: Work,
    demo: DemoClinic,
    pathway: Pathway,
    random: Random,
    doing: Callable[[str], None],
) -> int:
    """Add a clinic's patients with a year each, and return how many times they answered."""
    until = work.now.astimezone(pathway.zone).date()
    people = [invent(random, demo.first + n, demo.pathology, until) for n in range(demo.patients)]
    patients = [_patient(pathway, one) for one in people]
    enrolments = [_enrolment(pathway, p, i) for p, i in zip(patients, people, strict=True)]
    everyone = [(patient.id, one) for patient, one in zip(patients, people, strict=True)]
    gone = treatments.died(everyone, demo, until)
    for patient, enrolment in zip(patients, enrolments, strict=True):
        treatments.facts(work, patient, enrolment, until)
        if patient.id == gone:
            patient.deceased_on = until - timedelta(days=1)
    bulk.insert(work.session, patients)
    bulk.insert(work.session, enrolments)
    treatments.courses(work, demo, pathway, everyone)
    rows = Rows()
    for number, (patient, one) in enumerate(zip(patients, people, strict=True), 1):
        doing(f"{demo.name}, patient {number} of {len(people)}")
        Life(random, patient, one, Course(random, demo.pathology)).live(pathway, work.now, rows)
    doing(f"{demo.name}, keeping {len(rows.responses):,} responses")
    rows.keep(work)
    work.record(
        Deed("demo.load", "clinic", str(pathway.clinic_id), fields={"patients": len(patients)})
    )
    return len(rows.responses)


def _appointments(
    work: Work,
    demo: DemoClinic,
    pathway: Pathway,
    on: date,
    expected: Sequence[tables.Visit],
) -> Rows:
    """Return a day's visits: most have answered, a few have not.

    Those who were expected come first; the day's list gives them another hour.
    """
    for visit in expected:
        visit.cancelled_at = work.now
        work.session.add(visit)
    random = Random(f"{SEED}-{demo.slug}-{on.isoformat()}")
    rows = Rows()
    first = datetime.combine(on, FIRST_HOUR, pathway.zone)
    first_ones = {visit.patient_id for visit in expected}
    chosen = _chosen(work, pathway.clinic_id, random, first_ones)
    for number, (patient, enrolment) in enumerate(chosen):
        one = Invented(
            patient.number, patient.name, patient.birth_date, patient.language,
            enrolment.course, enrolment.started_on,
        )  # fmt: skip
        life = Life(random, patient, one, Course(random, demo.pathology))
        life.proxy = number == UNANSWERED
        life.history = list(
            summarising.history(work, patient.id, before=work.now, clinic_id=pathway.clinic_id)
        )
        at = first + number * A_VISIT
        if number % UNANSWERED == UNANSWERED - 1:
            life.leave_open(pathway, pathway.forms[-1], at, rows)
        else:
            life.answer(pathway, pathway.forms[-1], at, work.now, rows)
    return rows


def _chosen(
    work: Work, clinic_id: UUID, random: Random, first_ones: set[UUID]
) -> Sequence[tuple[tables.Patient, tables.Enrolment]]:
    """Draw the day's patients; where the clinic has somebody who reads Arabic, one of them."""
    found = work.session.execute(
        select(tables.Patient, tables.Enrolment)
        .join(tables.Enrolment, col(tables.Enrolment.patient_id) == col(tables.Patient.id))
        .where(tables.Enrolment.clinic_id == clinic_id, col(tables.Patient.deceased_on).is_(None))
        .order_by(tables.Patient.number)
    ).all()
    everyone = [(patient, enrolment) for patient, enrolment in found]
    expected = [one for one in everyone if one[0].id in first_ones][:TODAY]
    others = [one for one in everyone if one not in expected]
    drawn = expected + random.sample(others, min(TODAY - len(expected), len(others)))
    arabic = [one for one in everyone if one[0].language == "ar"]
    if arabic and not any(one in drawn for one in arabic):
        drawn[-2] = random.choice(arabic)
    return drawn


def _patient(pathway: Pathway, one: Invented) -> tables.Patient:
    return tables.Patient(
        hospital_id=pathway.hospital_id, id=uuid4(), number=one.number, name=one.name,
        birth_date=one.birth_date, language=one.language, synthetic=True,
    )  # fmt: skip


def _enrolment(pathway: Pathway, patient: tables.Patient, one: Invented) -> tables.Enrolment:
    return tables.Enrolment(
        hospital_id=pathway.hospital_id, id=uuid4(), patient_id=patient.id,
        clinic_id=pathway.clinic_id, started_on=one.started_on, course=one.course,
        course_source="en oppdiktet timeliste",
    )  # fmt: skip
