"""A patient in front of a form: who, which form, what is answered, who helps now.

Everything a page needs is fetched in one question to the database, because the pages
are what Lytte serves most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from lytte.core.answered_form import AnsweredPart
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings, while_answering
from lytte.core.form_pages import FormPage, PagedForm, Spot, open_pages, questions, work_out
from lytte.core.own_settings import Greeting, Laid
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.thresholds import RuleSet
from lytte.core.values import value_from_json
from lytte.services import pinned
from lytte.services.answers import sitting_query
from lytte.services.answers.help_now import Contact, HelpNow, help_now
from lytte.services.work import Work
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession, NotEntered, token_hash


class AlreadySent(Exception):
    """The form has been sent; what was sent is corrected by staff, never replaced.

    At the entry it says whom to ring: the name of the clinic, and its telephone.
    """

    def __init__(self, clinic: str = "", phone: str = "") -> None:
        super().__init__()
        self.clinic, self.phone = clinic, phone


class TimeIsUp(Exception):
    """The time for answering this form is over."""


class NotBegun(Exception):
    """Nobody has said who fills the form in; the first page asks."""


class Saved(NamedTuple):
    """An answer as it is stored. `mine` tells whether this session gave it (P1)."""

    given: Given
    revision: int
    mine: bool
    at: str
    """When it was saved, in ISO 8601: most pages never ask."""

    @property
    def saved_at(self) -> datetime:
        """When it was saved."""
        return datetime.fromisoformat(self.at)


Stored = Mapping[tuple[str, Key], Saved]


@dataclass(frozen=True)
class Sitting:
    """One browser session of one patient, with the assessment it is for."""

    session_id: UUID
    assessment_id: UUID
    patient_id: UUID
    clinic_id: UUID
    birth_date: date
    state: str
    begun_at: datetime | None
    expires_at: datetime
    language: str
    answered_by: str
    helped: bool
    mode: str
    seen_at: datetime
    hospital: str
    demo: bool
    clinic: str
    zone: ZoneInfo
    contact: Contact | None
    safety: SafetyText
    settings: Laid
    publication_id: UUID
    form: PagedForm
    form_sha256: str
    rules_id: str | None
    rules: RuleSet
    stored: Stored
    calls: tuple[str, ...]
    """Emergencies the patient has not answered the call-now page for yet."""
    now: datetime

    @property
    def through_helper(self) -> bool:
        """Whether somebody else reads, types or answers."""
        return self.helped or self.answered_by == "proxy"

    @cached_property
    def answered(self) -> Mapping[str, AnsweredPart]:
        """Every part of the form worked out from the stored answers."""
        given: dict[str, dict[Key, Given]] = {}
        for (part, key), saved in self.stored.items():
            given.setdefault(part, {})[key] = saved.given
        return work_out(self.form, given, self.surroundings)

    @property
    def surroundings(self) -> Surroundings:
        """What expressions may know."""
        written = partial(pinned.written, self.form.form, self.form_sha256)
        return while_answering(self.now, self.zone, self.birth_date, written)

    @cached_property
    def pages(self) -> Sequence[FormPage]:
        """The pages that are open now."""
        return open_pages(self.form, self.answered, through_helper=self.through_helper)

    def add_row(self, group: Spot) -> bool:
        """Add an empty row to a repeating group, and its pages; False when it is not asked."""
        evaluation = self.answered[self.part_id(group)].evaluation
        if evaluation is None:
            return False
        evaluation.add_row(group.key)
        vars(self).pop("pages", None)
        return True

    def rows(self, group: Spot) -> int:
        """Return how many rows a repeating group has."""
        evaluation = self.answered[self.part_id(group)].evaluation
        return evaluation.rows(group.key) if evaluation else 0

    def is_new_row(self, spot: Spot) -> bool:
        """Tell whether the question stands in a further row that nobody has written in."""
        if not spot.key.at or spot.key.at[-1] == 0:
            return False
        part = self.part_id(spot)
        return not any(p == part and key.at == spot.key.at for p, key in self.stored)

    @property
    def questions(self) -> Sequence[Spot]:
        """The questions that are asked now."""
        return questions(self.form, self.answered, through_helper=self.through_helper)

    def saved(self, spot: Spot) -> Saved | None:
        """Return what is stored at a question."""
        return self.stored.get((self.part_id(spot), spot.key))

    def part_id(self, spot: Spot) -> str:
        """Return the id of the part a question stands in."""
        return self.form.form.parts[spot.part].id

    def help(self) -> HelpNow | None:
        """Return whom to ring at this hour."""
        return help_now(self.clinic, self.contact, self.zone, self.now)

    @property
    def greeting(self) -> Greeting:
        """How the hospital presents itself on the first page."""
        return Greeting(self.settings, self.clinic, self.hospital)

    def lines(self, language: str) -> SafetyLines:
        """Return the clinic's safety lines."""
        return self.safety.read(language)


def sit_down(work: Work, *, writing: bool = False) -> Sitting:
    """Return what is in front of the patient whose cookie opened the session.

    With `writing` the assessment cannot be sent meanwhile.
    """
    connection = work.session.connection()
    entered = work.session.entered
    if entered is None:
        raise NotEntered
    statement = sitting_query.WRITING if writing else sitting_query.READING
    asked = {"session": entered.patient_session_id, "now": work.now}
    found = connection.exec_driver_sql(statement, asked).scalar_one_or_none()
    if found is None:
        raise NotEntered
    return _sitting(work.session, found, work.now)


def glance(database: Database, token: str, now: datetime) -> Sitting | None:
    """Return what is in front of the patient with this cookie, for a page that is only read.

    None when something frozen has not been read in this process yet: `sit_down` reads it.
    """
    found = database.patient_glance(sitting_query.LOOKING, {"token": token_hash(token), "now": now})
    if found is None:
        raise NotEntered
    try:
        return _sitting(None, found, now)
    except pinned.NotKept:
        return None


def must_be_open(sitting: Sitting) -> None:
    """Refuse what can no longer, or not yet, be answered."""
    if sitting.state == "completed":
        raise AlreadySent
    if sitting.state == "expired" or sitting.expires_at <= sitting.now:
        raise TimeIsUp
    if sitting.state == "due":
        raise NotBegun


def _sitting(session: HospitalSession | None, row: Mapping[str, Any], now: datetime) -> Sitting:
    hospital, zone, demo = row["hospital"]
    form_id, form_sha256 = row["form"]
    settings = pinned.laid(session, row["settings"] or ())
    safety_id, safety_sha256 = row["safety"] or (None, None)
    rules_id, rules_sha256 = row["rules"] or (None, None)
    begun_at = row["started_at"]
    return Sitting(
        session_id=UUID(row["session_id"]),
        assessment_id=UUID(row["assessment_id"]),
        patient_id=UUID(row["patient_id"]),
        clinic_id=UUID(row["clinic_id"]),
        birth_date=date.fromisoformat(row["birth_date"]),
        state=row["state"],
        begun_at=datetime.fromisoformat(begun_at) if begun_at else None,
        expires_at=datetime.fromisoformat(row["expires_at"]),
        language=row["language"],
        answered_by=row["answered_by"],
        helped=row["helped"],
        mode=row["mode"],
        seen_at=datetime.fromisoformat(row["seen_at"]),
        hospital=settings.hospital.name or hospital,
        demo=demo,
        clinic=row["clinic"],
        zone=ZoneInfo(zone),
        contact=Contact(*row["contact"]) if row["contact"] else None,
        safety=pinned.safety(session, safety_id, safety_sha256),
        settings=settings,
        publication_id=UUID(form_id),
        form=pinned.form(session, UUID(form_id), form_sha256),
        form_sha256=form_sha256,
        rules_id=rules_id,
        rules=pinned.rules(session, rules_id, rules_sha256),
        stored=dict(_stored(row["answers"] or ())),
        calls=tuple(row["calls"] or ()),
        now=now,
    )


def _stored(answers: Sequence[Sequence[Any]]) -> Any:
    for part, link_id, rows, values, missing, revision, mine, at in answers:
        key = Key(link_id, tuple(map(int, rows.split("."))) if rows else ())
        given = Missing(missing) if missing else tuple(map(value_from_json, values or ()))
        yield (part, key), Saved(given, revision, mine, at)
