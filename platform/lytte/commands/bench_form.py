"""A hospital whose patients have a long form to fill in, for timing the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlmodel import Session

from lytte.core import duty
from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, RuleSet, Worsened
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.keys import Keys
from lytte.services.publishing import publishing
from lytte.services.rules import duties
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Actor
from lytte.storage.database import Database

QUESTIONS = 60
BORN = date(1951, 3, 14)
ALL_DAY = {str(day): ["00:00", "24:00"] for day in range(1, 8)}


def links(database: Database, keys: Keys, number: int) -> list[str]:
    """Return the tokens of `number` forms of 60 ratings, each waiting for its patient."""
    with opened(database, keys) as work:
        publication = publish(work)
        found = [_link(work, publication, one) for one in range(number)]
        work.session.commit()
    return found


@contextmanager
def opened(database: Database, keys: Keys) -> Iterator[Work]:
    """Open a hospital and work in it."""
    hospital = tables.Hospital(slug=f"bench-{uuid4().hex[:8]}", name="Prøvesykehuset")
    with Session(database.worker) as plain:
        plain.add(hospital)
        plain.commit()
        hospital_id = hospital.id
    with database.inside(hospital_id) as session:
        yield Work(session, Actor("os:bench", "bench"), datetime.now(UTC), keys)


def publish(work: Work) -> tables.FormPublication:
    """Open a clinic with everything a form needs, and put one of 60 ratings in use."""
    hospital_id = work.session.hospital_id
    clinic = tables.Clinic(hospital_id=hospital_id, slug="bench", name="Poliklinikken")
    author, second = (staff(hospital_id, name) for name in ("author", "second"))
    work.session.add_all([clinic, author, second])
    work.session.flush()
    contact = tables.ClinicContact(
        hospital_id=hospital_id,
        clinic_id=clinic.id,
        phone="22 00 00 00",
        hours=ALL_DAY,
        out_of_hours_name="Legevakt",
        out_of_hours_phone="116 117",
        read_by="12:00",
        entered_at=work.now,
    )
    clinics.set_contact(work, contact, staff_id=None)
    everyone = dict.fromkeys(duty.ROLES, tuple(ALL_DAY))
    duties.say(work, clinic.id, everyone, staff_id=author.id)
    lines = SafetyLines(
        who_answers="Sykepleierne svarer.",
        out_of_hours="Ring hit når poliklinikken er stengt.",
        danger="Ring med en gang hvis det står om livet.",
        when_read="Svarene dine leses på hverdager før kl. {read_by}.",
    )
    _approved(work, tables.SafetyText, clinic, SafetyText(languages={"nb": lines}), author, second)
    items = tuple(rating(number) for number in range(QUESTIONS))
    title = Text({"nb": "Det siste døgnet"})
    slot = LocalSlot(
        id="symptoms", title=title, questionnaire=Questionnaire(title=title, items=items)
    )
    made = Composition(title=title, languages=("nb",), slots=(slot,))
    draft = drafting.save_form(work, clinic.id, "bench", made)
    published = publishing.publish_form(work, draft.id)
    rules = RuleSet(rules=tuple(_rules()))
    _approved(work, tables.RuleSetPublication, clinic, rules, author, second)
    return published


def _approved(
    work: Work,
    kind: type[tables.RuleSetPublication] | type[tables.SafetyText],
    clinic: tables.Clinic,
    content: RuleSet | SafetyText,
    author: tables.Staff,
    second: tables.Staff,
) -> None:
    row = publishing.propose(work, kind, clinic.id, content, staff_id=author.id)
    publishing.approve(work, row, staff_id=second.id)


def rating(number: int) -> NumericRating:
    """Return a question from 0 to 10."""
    return NumericRating(
        link_id=f"item{number}",
        text=Text({"nb": f"Hvor mye har du vært plaget av symptom {number}?"}),
        low=Text({"nb": "Ikke i det hele tatt"}),
        high=Text({"nb": "Verst tenkelig"}),
    )


def _rules() -> list[Rule]:
    found = []
    for number in range(10):
        measure = f"symptoms/item{number}"
        found += [
            Rule(
                id=f"red{number}",
                severity="red",
                deputy="doctor",
                when=AtLeast(measure=measure, value=Decimal(7)),
            ),
            Rule(
                id=f"rising{number}",
                severity="amber",
                deputy="doctor",
                when=Worsened(measure=measure, by=Decimal(2)),
            ),
        ]
    return found


def _link(work: Work, publication: tables.FormPublication, number: int) -> str:
    hospital_id = work.session.hospital_id
    patient = tables.Patient(
        hospital_id=hospital_id,
        number=f"{number:06}",
        name=f"Prøve Prøvesen {number}",
        birth_date=BORN,
        synthetic=True,
    )
    enrolling.enrol(work, patient, publication.clinic_id, started_on=work.now.date())
    assessment = enrolling.plan(
        work,
        patient.id,
        publication,
        due_at=work.now,
        expires_at=work.now + timedelta(days=1),
    )
    return enrolling.give_link(work, assessment.id)


def staff(hospital_id: UUID, name: str) -> tables.Staff:
    """Return somebody who works there."""
    return tables.Staff(
        hospital_id=hospital_id,
        email=f"{name}@example.org",
        name=name,
        password_hash="none",  # noqa: S106  nobody signs in here
        totp_secret="none",  # noqa: S106
    )
