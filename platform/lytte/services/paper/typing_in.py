"""A paper typed in by staff: it comes to what the patient's own sending comes to.

The answers go the same way, by `submitting.send`: scores, alerts, the audit. What differs is
who typed it, the version that was printed, and the day the patient wrote on the paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import select

from lytte.core.answers import Given, Key, Missing
from lytte.core.form_pages import PagedForm, questions
from lytte.core.judging import Judged
from lytte.core.own_settings import Laid, OwnSettings
from lytte.core.safety import SafetyText
from lytte.core.sent import Sent
from lytte.services import pinned, published
from lytte.services.answers import submitting
from lytte.services.answers.sitting import AlreadySent, Saved, Sitting
from lytte.services.answers.typist import Typist
from lytte.services.clinic_day import zone_of
from lytte.services.faults import NotFound
from lytte.services.paper import already_answered
from lytte.services.paper.judging_again import judge_later
from lytte.services.work import Work
from lytte.storage import standing, tables
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted, counts

NOBODY = UUID(int=0)
# The patient wrote no hour, so it counts as the middle of the day.
NOON = time(12)

Place = tuple[str, Key]
"""A part, and which occurrence of which item of it."""

_LOCK = text("select state from assessment where id = :id for update")
_PIN = text("""
update assessment set form_publication_id = :publication_id where id = :id
""")
_EMERGENCIES = text(f"""
insert into alert (hospital_id, id, response_id, assessment_id, patient_id, clinic_id, rule_id,
    severity, emergency, recipient, reasons, state, raised_at, closing_reason)
select :hospital_id, gen_random_uuid(), :response_id, :assessment_id, :patient_id, :clinic_id, e,
    'red', true, 'nurse', '[]', 'open', :now, ''
from unnest(cast(:emergencies as text[])) e
where not exists (select from alert a
    where a.assessment_id = :assessment_id and a.emergency and a.rule_id = e
        and {counts("a.response_id")})
""")  # noqa: S608


@dataclass(frozen=True)
class Paper:
    """A patient's paper in somebody's hand: for which occasion, of which version."""

    assessment: tables.Assessment
    patient: tables.Patient
    publication: tables.FormPublication
    versions: Sequence[tables.FormPublication]
    """Every version that was ever handed out, the newest first."""
    form: PagedForm
    zone: ZoneInfo
    begun: int
    """How many questions the patient has answered on a screen, and not sent."""
    answered: already_answered.Answered | None
    corrects: tables.Response | None = None
    """What was typed in wrongly, when that is corrected: its rules decide again."""


@dataclass(frozen=True)
class Typed:
    """What stands on a paper."""

    on: date
    answered_by: str
    helped: bool
    language: str
    answers: Mapping[Place, Given]


@dataclass(frozen=True)
class Looked:
    """A typed paper, weighed; nothing is stored. `questions` are those its answers open."""

    sitting: Sitting
    judged: Judged

    @cached_property
    def asked(self) -> frozenset[Place]:
        """Every question that is asked, given the answers."""
        found = questions(self.sitting.form, self.sitting.answered)
        return frozenset((self.sitting.part_id(spot), spot.key) for spot in found)

    @property
    def kept_out(self) -> frozenset[Place]:
        """What was answered on the paper and is not asked, given the other answers."""
        stored = self.sitting.stored.items()
        written = {place for place, one in stored if not isinstance(one.given, Missing)}
        return frozenset(written - self.asked)

    @property
    def left(self) -> frozenset[Place]:
        """What is asked, and has nothing typed."""
        wanted = {(self.sitting.part_id(one), one.key) for one in self.sitting.questions}
        return frozenset(wanted - set(self.sitting.stored))


def opened(work: Work, assessment_id: UUID, number: int | None = None) -> Paper:
    """Return the paper of an occasion, and write down that it was opened.

    `number` is the version that is printed on it; else the one a screen would show now.
    """
    assessment = work.session.get(tables.Assessment, assessment_id)
    if assessment is None:
        raise NotFound
    patient = work.session.get(tables.Patient, assessment.patient_id)
    usual = published.answered_on(work, assessment)
    if patient is None or usual is None:
        raise NotFound
    work.record(Deed("assessment.view", "assessment", str(assessment_id), patient.id))
    return paper(work, assessment, patient, usual, number)


def paper(
    work: Work,
    assessment: tables.Assessment,
    patient: tables.Patient,
    usual: tables.FormPublication,
    number: int | None,
) -> Paper:
    """Return a paper of an occasion, of the version `number`, else of the `usual` one."""
    versions = handed_out(work, usual.form_id)
    publication = usual
    if number is not None:
        publication = next((one for one in versions if one.number == number), usual)
    return Paper(
        assessment=assessment,
        patient=patient,
        publication=publication,
        versions=versions,
        form=pinned.form(work.session, publication.id, publication.sha256),
        zone=zone_of(work),
        begun=already_answered.begun(work, assessment.id),
        answered=already_answered.answered(work, assessment.id),
    )


def handed_out(work: Work, form_id: UUID) -> list[tables.FormPublication]:
    """Return the versions of a form that have been in force, the newest first."""
    found = published.versions(work, tables.FormPublication, form_id)
    return [
        one
        for one in found
        if one.state in standing.EVER and one.live_at is not None and one.live_at <= work.now
    ]


def look(work: Work, paper: Paper, typed: Typed) -> Looked:
    """Return what a typed paper comes to; nothing is stored."""
    sitting = sitting_of(work, paper, typed)
    return Looked(sitting, submitting.weigh(work, sitting))


def keep(work: Work, paper: Paper, typed: Typed, *, staff_id: UUID) -> UUID:
    """Store a typed paper as the occasion's response, once, and return its id.

    What the patient sent since the day on the paper is judged again: a change may show now.

    The same paper saved twice is one response. AlreadySent when there is another one.
    """
    if locked(work, paper) == "completed":
        return _same(work, paper, typed, staff_id)
    pinned_on = {"id": paper.assessment.id, "publication_id": paper.publication.id}
    work.session.connection().execute(_PIN, pinned_on)
    sitting = sitting_of(work, paper, typed)
    new = send(work, paper, sitting, typed, Typist(staff_id))
    judge_later(work, new, staff_id=staff_id)
    return new


def locked(work: Work, paper: Paper) -> str:
    """Wait for whoever else types the paper in, or corrects it, and return the occasion's state."""
    found = work.session.connection().execute(_LOCK, {"id": paper.assessment.id})
    return str(found.scalar_one())


def send(work: Work, paper: Paper, sitting: Sitting, typed: Typed, by: Typist) -> UUID:
    """Store what a paper comes to, also what cannot wait, and return the response's id."""
    receipt = submitting.send(work, sitting, typed.language, by=by)
    work.session.connection().execute(
        _EMERGENCIES,
        {
            "hospital_id": work.session.hospital_id,
            "response_id": receipt.response_id,
            "assessment_id": paper.assessment.id,
            "patient_id": paper.patient.id,
            "clinic_id": paper.assessment.clinic_id,
            "emergencies": [one.id for one in receipt.judged.emergencies if one.id not in by.kept],
            "now": work.now,
        },
    )
    return receipt.response_id


def answered_at(on: date, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the moment that a day on a paper stands for; never one that has not come."""
    return min(datetime.combine(on, NOON, zone), now)


def _moment(work: Work, paper: Paper, on: date) -> datetime:
    """Return when a paper was answered: corrected on its own day, at the hour it had."""
    before = paper.corrects.authored if paper.corrects else None
    if before is not None and before.astimezone(paper.zone).date() == on:
        return before
    return answered_at(on, paper.zone, work.now)


def _same(work: Work, paper: Paper, typed: Typed, staff_id: UUID) -> UUID:
    """Return the response that says the same as the paper, typed by the same person."""
    kept = work.session.exec(
        select(tables.Response).where(
            tables.Response.assessment_id == paper.assessment.id, counted(tables.Response.id)
        )
    ).one()
    judged = look(work, paper, typed).judged
    if not is_same(kept, paper, typed, judged, staff_id):
        raise AlreadySent
    return kept.id


def is_same(
    kept: tables.Response, paper: Paper, typed: Typed, judged: Judged, staff_id: UUID
) -> bool:
    """Return whether a response says what a paper says, typed by the same person."""
    return (
        kept.typed_in_by == staff_id
        and kept.authored.astimezone(paper.zone).date() == typed.on
        and (kept.answered_by, kept.helped) == (typed.answered_by, typed.helped)
        and kept.form_publication_id == paper.publication.id
        and Sent.model_validate(kept.document).answers() == judged.document.answers()
    )


def _rules(work: Work, paper: Paper) -> tables.RuleSetPublication | None:
    if paper.corrects is None:
        return published.live_rules(work, paper.assessment.clinic_id)
    decided = paper.corrects.rule_set_publication_id
    return work.session.get(tables.RuleSetPublication, decided) if decided else None


def sitting_of(work: Work, paper: Paper, typed: Typed) -> Sitting:
    """Return the sitting that a typed paper would have been."""
    clinic_id = paper.assessment.clinic_id
    clinic = work.session.get(tables.Clinic, clinic_id)
    live = _rules(work, paper)
    rules_id = str(live.id) if live else None
    at = _moment(work, paper, typed.on)
    return Sitting(
        session_id=NOBODY,
        assessment_id=paper.assessment.id,
        patient_id=paper.patient.id,
        clinic_id=clinic_id,
        birth_date=paper.patient.birth_date,
        state="open",
        begun_at=None,
        expires_at=paper.assessment.expires_at,
        language=typed.language,
        answered_by=typed.answered_by,
        helped=typed.helped,
        mode="paper",
        seen_at=at,
        hospital="",
        demo=False,
        clinic=clinic.name if clinic else "",
        zone=paper.zone,
        contact=None,
        safety=SafetyText(),
        settings=Laid(hospital=OwnSettings(), clinic=OwnSettings()),
        publication_id=paper.publication.id,
        form=paper.form,
        form_sha256=paper.publication.sha256,
        rules_id=rules_id,
        rules=pinned.rules(work.session, rules_id, live.sha256 if live else None),
        stored={
            place: Saved(given, 1, True, at.isoformat()) for place, given in typed.answers.items()
        },
        calls=(),
        now=at,
    )
