"""Load the demo: everything of a hospital in one transaction, so that nothing is half there."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select

from lytte.core.answered_form import compile_form
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.forms import Form
from lytte.core.instrument import Instrument
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import RuleSet
from lytte.demo import staff
from lytte.demo.courses import Asked, Life, Pathway, Rows
from lytte.demo.hospitals import DemoClinic, DemoHospital
from lytte.demo.people import Course, Invented, invent
from lytte.instruments import folder
from lytte.services import clinics, drafting, published, publishing, stocking, summarising
from lytte.services.clinic_day import zone_of
from lytte.services.work import Work
from lytte.storage import bulk, tables
from lytte.storage.audit import Deed
from lytte.storage.database import Database

SEED = 20260824
TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("nb", "nn", "en", "ar")
HOURS = {str(day): ["08:00", "15:30"] for day in range(1, 6)}
TODAY = 12
"""Appointments a clinic has each day."""


@dataclass
class Loaded:
    """What was added: for telling."""

    patients: int = 0
    responses: int = 0
    visits_today: int = 0


def hospital(database: Database, work_in: Callable[[UUID], Work], demo: DemoHospital) -> Loaded:
    """Add one demo hospital with a year behind it; does nothing when it is there already."""
    hospital_id = _hospital_id(database, demo)
    work = work_in(hospital_id)
    loaded = Loaded()
    if work.session.exec(select(tables.Clinic.id)).first():
        return loaded
    for one in demo.clinics:
        work.session.add(
            tables.Clinic(hospital_id=hospital_id, slug=one.slug, name=one.name, language="nb")
        )
    work.session.flush()
    staff.add(work, demo.slug)
    library = folder.library()
    for number, one in enumerate(demo.clinics):
        pathway = _open_clinic(work, one, library)
        _live_a_year(work, one, pathway, loaded, Random(f"{SEED}-{demo.slug}-{number}"))
    work.session.commit()
    return loaded


def _hospital_id(database: Database, demo: DemoHospital) -> UUID:
    """Return the hospital's id, added when it is new; what is in it comes all at once after."""
    with Session(database.worker) as plain:
        row = plain.exec(
            select(tables.Hospital).where(tables.Hospital.slug == demo.slug)
        ).one_or_none()
        if row is None:
            row = tables.Hospital(slug=demo.slug, name=demo.name, demo=True)
            plain.add(row)
            plain.commit()
        return row.id


def today(work: Work, demo: DemoHospital) -> int:
    """Give every clinic appointments today, where it has none yet."""
    added = 0
    on = work.now.astimezone(zone_of(work)).date()
    for one in demo.clinics:
        clinic = clinics.named(work, one.slug)
        begins = datetime.combine(on, time(), zone_of(work))
        already = work.session.exec(
            select(func.count())
            .select_from(tables.Visit)
            .where(
                tables.Visit.clinic_id == clinic.id,
                tables.Visit.starts_at >= begins,
                tables.Visit.starts_at < begins + timedelta(days=1),
            )
        ).one()
        if not already:
            rows = _appointments(work, one, _pathway(work, one, clinic.id), on)
            _keep(work, rows)
            added += len(rows.visits)
    return added


def _open_clinic(work: Work, demo: DemoClinic, library: Mapping[str, Instrument]) -> Pathway:
    clinic = clinics.named(work, demo.slug)
    author, second = staff.two_admins(work, clinic.id)
    contact = clinics.set_contact(
        work,
        tables.ClinicContact(
            hospital_id=clinic.hospital_id,
            clinic_id=clinic.id,
            phone=demo.phone,
            hours=HOURS,
            out_of_hours_name="Legevakt",
            out_of_hours_phone="116 117",
            emergency_phone="113",
            read_by="12:00",
            entered_at=work.now,
        ),
        staff_id=author,
    )
    clinics.confirm_contact(work, contact.id, staff_id=second)
    text = publishing.propose(
        work, tables.SafetyText, clinic.id, _safety_text(), staff_id=author, comment="Første"
    )
    publishing.approve(work, text, staff_id=second)
    wanted = {one for asked in demo.forms.values() for one in asked}
    instruments = [library[one] for one in sorted(wanted)]
    for instrument in instruments:
        stocking.add(work, instrument, staff_id=author)
    rules = publishing.propose(
        work,
        tables.RuleSetPublication,
        clinic.id,
        _rules(instruments),
        staff_id=author,
        comment="Foreslåtte grenser",
    )
    publishing.approve(work, rules, staff_id=second)
    drafting.save_rules(work, clinic.id, _rules(instruments), staff_id=author)
    for slug, asked in demo.forms.items():
        made = Composition(
            title=Text.model_validate(demo.titles[slug]),
            languages=LANGUAGES,
            minutes=3 + 2 * len(asked),
            slots=tuple(
                InstrumentSlot(instrument=one, version=library[one].version) for one in asked
            ),
        )
        draft = drafting.save_form(work, clinic.id, slug, made, staff_id=author)
        publishing.publish_form(work, draft.id, staff_id=author)
    return _pathway(work, demo, clinic.id)


def _pathway(work: Work, demo: DemoClinic, clinic_id: UUID) -> Pathway:
    asked = []
    for slug in demo.forms:
        live = published.live_form(work, drafting.draft(work, clinic_id, slug).id)
        if live is not None:
            form = compile_form(Form.model_validate(live.document))
            asked.append(Asked(live.id, live.sha256, form))
    rules = published.live_rules(work, clinic_id)
    if rules is None:
        raise LookupError(f"{demo.slug} has no thresholds in force")
    return Pathway(
        work.session.hospital_id, clinic_id, tuple(asked), RuleSet.model_validate(rules.document),
        rules.id, demo.every,
    )  # fmt: skip


def _live_a_year(
    work: Work, demo: DemoClinic, pathway: Pathway, loaded: Loaded, random: Random
) -> None:
    until = work.now.date()
    people = [invent(random, _number(demo, n), demo.pathology, until) for n in range(demo.patients)]
    patients = [_patient(pathway, one) for one in people]
    bulk.insert(work.session, patients)
    bulk.insert(
        work.session, [_enrolment(pathway, p, i) for p, i in zip(patients, people, strict=True)]
    )
    rows = Rows()
    for patient, one in zip(patients, people, strict=True):
        Life(random, patient, one, Course(random, demo.pathology)).live(pathway, until, rows)
    _keep(work, rows)
    loaded.patients += len(patients)
    loaded.responses += len(rows.responses)
    work.record(
        Deed("demo.load", "clinic", str(pathway.clinic_id), fields={"patients": len(patients)})
    )


def _appointments(work: Work, demo: DemoClinic, pathway: Pathway, on: date) -> Rows:
    """Return a day's visits: most have answered, a few have not."""
    random = Random(f"{SEED}-{demo.slug}-{on.isoformat()}")
    found = work.session.exec(
        select(tables.Patient, tables.Enrolment)
        .join(tables.Enrolment, col(tables.Enrolment.patient_id) == col(tables.Patient.id))
        .where(tables.Enrolment.clinic_id == pathway.clinic_id)
        .order_by(tables.Patient.number)
    ).all()
    rows = Rows()
    chosen = random.sample(list(found), min(TODAY, len(found)))
    for number, (patient, enrolment) in enumerate(chosen):
        one = Invented(
            patient.number, patient.name, patient.birth_date, patient.language,
            enrolment.course, enrolment.started_on,
        )  # fmt: skip
        life = Life(random, patient, one, Course(random, demo.pathology))
        life.proxy = number == 4
        life.history = list(summarising.history(work, patient.id, before=work.now))
        life.meet(
            pathway, pathway.forms[-1], on, rows, answers=number % 4 != 3,
            at=time(7 + number // 3, 20 * (number % 3)), now=work.now,
        )  # fmt: skip
    return rows


def _keep(work: Work, rows: Rows) -> None:
    for kind in (
        rows.visits, rows.assessments, rows.responses, rows.scores, rows.alerts, rows.calls,
    ):  # fmt: skip
        bulk.insert(work.session, kind)


def _rules(instruments: list[Instrument]) -> RuleSet:
    return RuleSet(
        rules=tuple(
            rule.model_copy(update={"deputy": "coordinator"})
            for one in instruments
            for rule in one.rules
        ),
        emergencies=tuple(emergency for one in instruments for emergency in one.emergencies),
    )


def _safety_text() -> SafetyText:
    written = tomllib.loads((TEXTS / "safety.toml").read_text(encoding="utf-8"))
    return SafetyText(
        languages={tag: SafetyLines.model_validate(lines) for tag, lines in written.items()}
    )


def _number(demo: DemoClinic, number: int) -> int:
    first = {"bryst": 10000, "lunge": 20000, "tarm": 30000}[demo.slug]
    return first + number


def _patient(pathway: Pathway, one: Invented) -> tables.Patient:
    return tables.Patient(
        hospital_id=pathway.hospital_id, id=uuid4(), number=one.number, name=one.name,
        birth_date=one.birth_date, language=one.language, synthetic=True,
    )  # fmt: skip


def _enrolment(pathway: Pathway, patient: tables.Patient, one: Invented) -> tables.Enrolment:
    return tables.Enrolment(
        hospital_id=pathway.hospital_id, id=uuid4(), patient_id=patient.id,
        clinic_id=pathway.clinic_id, started_on=one.started_on, course=one.course,
        course_source="timelisten (oppdiktet)",
    )  # fmt: skip
