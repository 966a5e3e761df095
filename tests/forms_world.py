"""A published form, its rules and a way in, for tests of the patient's door."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from lytte.core import duty
from lytte.core.composition import Composition, Fallback, InstrumentSlot, LocalSlot
from lytte.core.conditions import AtLeast as AskedFrom
from lytte.core.instrument import Instrument
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Emergency, Rule, RuleSet, Worsened
from lytte.core.values import Coding
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.instruments import importing, stocking
from lytte.services.publishing import publishing
from lytte.services.rules import duties
from lytte.services.sending import enrolling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.sessions import HospitalSession
from tests.in_force import put_rules_in_force
from tests.world import World

BORN = "14.03.1951"
LANGUAGES = ("nb", "ar", "en")


def in_all(text: str) -> Text:
    """Return a text that reads the same in every language of the form."""
    return Text(dict.fromkeys(LANGUAGES, text))


def rating(link_id: str, text: str) -> NumericRating:
    """Return a rating from 0 to 10."""
    return NumericRating(
        link_id=link_id,
        text=in_all(text),
        short_text=in_all(text.split("?")[0]),
        low=in_all("Ikke i det hele tatt"),
        high=in_all("Verst tenkelig"),
    )


def options(*texts: str, weighted: bool = False) -> tuple[AnswerOption, ...]:
    """Return options with the codes a, b, c, …, counting 0, 1, 2, … when weighted."""
    return tuple(
        AnswerOption(
            value=Coding(code=chr(ord("a") + number)),
            text=in_all(text),
            weight=Decimal(number) if weighted else None,
        )
        for number, text in enumerate(texts)
    )


# Pain, and from 4 on what it hinders; numb legs are an emergency; then own words.
SYMPTOMS: tuple[Item, ...] = (
    rating("pain", "Hvor vondt har du hatt?"),
    Group(
        link_id="depth",
        text=in_all("Mer om smertene"),
        condition=AskedFrom(item="pain", value=Decimal(4)),
        items=(
            Choice(
                link_id="hinders",
                text=in_all("Hvor mye har smertene hindret deg?"),
                answer_options=options("Ikke i det hele tatt", "Litt", "Mye", weighted=True),
                scored=True,
            ),
            Choice(
                link_id="where",
                text=in_all("Hvor gjør det vondt?"),
                answer_options=options("Hodet", "Ryggen", "Magen"),
                repeats=True,
            ),
        ),
    ),
    Choice(
        link_id="legs",
        text=in_all("Er du blitt nummen i beina?"),
        answer_options=options("Nei", "Ja"),
    ),
    FreeText(type="text", link_id="own", text=in_all("Hva er viktigst for deg?"), max_length=500),
)

RULES = RuleSet(
    rules=(
        Rule(
            id="pain_red",
            severity="red",
            when=AtLeast(measure="symptoms/pain", value=Decimal(7)),
            name=in_all("Smerter"),
            advice=in_all("Ta den smertestillende medisinen til faste tider."),
        ),
        Rule(
            id="pain_rising",
            severity="amber",
            when=Worsened(measure="symptoms/pain", by=Decimal(2)),
            name=in_all("Smerter øker"),
        ),
    ),
    emergencies=(
        Emergency(
            id="numb_legs",
            item="symptoms/legs",
            triggers=(Coding(code="b"),),
            name=in_all("Nummen i beina"),
            call_now=in_all("Du svarte at du er blitt nummen i beina. Vi vil snakke med deg nå."),
            danger=in_all("Ring 113 hvis du ikke kan gå."),
        ),
    ),
)

HOURS = {str(day): ["00:00", "24:00"] for day in range(1, 8)}


@dataclass(frozen=True)
class Ready:
    """A hospital whose patient has a form to fill in, and the token of a link to it."""

    world: World
    assessment_id: UUID
    token: str
    publication_id: UUID

    @property
    def at(self) -> str:
        """The address of the form."""
        return f"/form/{self.assessment_id}"


def make_ready(
    world: World,
    *,
    items: tuple[Item, ...] = SYMPTOMS,
    instruments: tuple[Instrument, ...] = (),
    rules: RuleSet = RULES,
    imported: bytes | None = None,
    languages: tuple[str, ...] = LANGUAGES,
    helper: bool = False,
    instead: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Ready:
    """Publish a form with its rules and safety text, plan it for the patient, give a link."""
    now = now or datetime.now(UTC)
    with world.open() as session:
        work = world.work(session, now)
        _prepare(world, session, now, rules)
        for one in instruments:
            stocking.add(work, one)
        made = Composition(
            title=in_all("Før timen din"),
            introduction=in_all("Vi vil vite hvordan du har det."),
            languages=languages,
            minutes=4,
            fallbacks={
                tag: Fallback(by="Kari Testmann", at=now, language=shown)
                for tag, shown in (instead or {}).items()
            },
            slots=(
                *([_local(items)] if items else []),
                *(_bring(work, imported) if imported else ()),
                *(InstrumentSlot(instrument=one.id, version=one.version) for one in instruments),
            ),
        )
        draft = drafting.save_form(work, world.clinic_id, "before", made)
        publication = publishing.publish_form(work, draft.id)
        assessment = plan(world, session, publication, now)
        token = enrolling.give_link(work, assessment.id, helper=helper)
        session.commit()
        return Ready(world, assessment.id, token, publication.id)


def plan(
    world: World, session: HospitalSession, publication: tables.FormPublication, now: datetime
) -> tables.Assessment:
    """Plan one more occasion of a publication."""
    return enrolling.plan(
        world.work(session, now),
        world.patient_id,
        publication,
        due_at=now,
        expires_at=now + timedelta(days=7),
    )


def another(ready: Ready) -> Ready:
    """Plan the same form once more, and give a link to it."""
    world, now = ready.world, datetime.now(UTC)
    with world.open() as session:
        publication = session.get_one(tables.FormPublication, ready.publication_id)
        assessment = plan(world, session, publication, now)
        token = enrolling.give_link(world.work(session, now), assessment.id)
        session.commit()
        return replace(ready, assessment_id=assessment.id, token=token)


def _bring(work: Work, document: bytes) -> tuple[InstrumentSlot, ...]:
    """Import a questionnaire in bokmål as an author does."""
    found = importing.bring(work, document, importing.Naming(id="brought", owner=""))
    assert found.row is not None, found.problems
    return (InstrumentSlot(instrument=found.row.instrument_id, version=found.row.version),)


def _local(items: tuple[Item, ...]) -> LocalSlot:
    return LocalSlot(
        id="symptoms",
        title=in_all("Det siste døgnet"),
        questionnaire=Questionnaire(title=in_all("Det siste døgnet"), items=items),
    )


def _prepare(world: World, session: HospitalSession, now: datetime, rules: RuleSet) -> None:
    work = world.work(session, now)
    contact = tables.ClinicContact(
        hospital_id=world.hospital_id,
        clinic_id=world.clinic_id,
        phone="22 00 00 00",
        hours=HOURS,
        out_of_hours_name="Legevakt",
        out_of_hours_phone="116 117",
        read_by="12:00",
        entered_at=now,
    )
    before = clinics.contact(work, contact.clinic_id)
    clinics.set_contact(work, contact, staff_id=None, made_on=before.id if before else None)
    seen = duties.seen_now(work, world.clinic_id)
    everyone = dict.fromkeys(duty.ROLES, tuple(HOURS))
    duties.say(work, world.clinic_id, everyone, staff_id=None, seen=seen)
    lines = SafetyLines(
        who_answers="Kreftsykepleierne svarer.",
        out_of_hours="Ring hit når poliklinikken er stengt.",
        danger="Ring med en gang hvis det står om livet.",
        when_read="Svarene dine leses på hverdager før kl. {read_by}, ikke med en gang.",
    )
    safety = SafetyText(languages=dict.fromkeys(LANGUAGES, lines))
    row = publishing.propose(
        work, tables.SafetyText, world.clinic_id, safety, staff_id=world.author_id
    )
    publishing.approve(work, row, staff_id=world.approver_id)
    put_rules_in_force(work, world, rules)
