"""A patient in front of a form: who, which form, what is answered, who helps now.

Everything a page needs is fetched in one question to the database, because the pages
are what Lytte serves most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from lytte.core.answered_form import AnsweredPart
from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import FormPage, PagedForm, Spot, open_pages, questions, work_out
from lytte.core.own_settings import Greeting, Laid
from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.thresholds import RuleSet
from lytte.core.values import value_from_json
from lytte.services import pinned
from lytte.services.help_now import Contact, HelpNow, help_now
from lytte.services.work import Work
from lytte.storage import standing
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession, NotEntered, token_hash


class AlreadySent(Exception):
    """The form has been sent; what was sent is corrected by staff, never replaced."""


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
        """What expressions may know: the hospital's clock and the birth date."""
        patient = {"resourceType": "Patient", "birthDate": self.birth_date.isoformat()}
        return Surroundings(now=self.now.astimezone(self.zone), launch={"patient": patient})

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


# The wall gives every table its hospital, so ids are all that is asked for here. What
# stands around the two rows is fetched by subselects, each planned by itself: as joins
# they cost the planner more than everything else together.
_SITTING = f"""
select s.id as session_id, s.language, s.answered_by, s.helped, s.mode, s.seen_at,
    a.id as assessment_id, a.state, a.expires_at, a.started_at, a.patient_id, a.clinic_id,
    (select p.birth_date from patient p where p.id = a.patient_id) as birth_date,
    (select json_build_array(h.name, h.zone, h.demo) from hospital h
        where h.id = a.hospital_id) as hospital,
    (select c.name from clinic c where c.id = a.clinic_id) as clinic,
    (select json_build_array(f.id, f.sha256) from form_publication f
        where f.id = {standing.form_of("a")}) as form,
    (select json_build_array(t.id, t.sha256) from safety_text t
        where t.clinic_id = a.clinic_id and {standing.newest("t")}) as safety,
    (select json_build_array(r.id, r.sha256) from rule_set_publication r
        where r.clinic_id = a.clinic_id and {standing.newest("r")}) as rules,
    (select json_agg(json_build_array(l.id, l.sha256, l.clinic_id = a.clinic_id))
        from level_settings l where l.began_at is not null and l.ended_at is null
        and l.clinic_id in (a.clinic_id, (select c.id from clinic c
            where c.common and c.hospital_id = a.hospital_id))) as settings,
    (select json_build_array(k.phone, k.hours, k.out_of_hours_name, k.out_of_hours_phone,
            k.emergency_phone, k.read_by, c.uncovered_at is not null)
        from clinic_contact k join clinic c on c.id = k.clinic_id where k.clinic_id = a.clinic_id
        order by k.entered_at desc limit 1) as contact,
    (select json_agg(json_build_array(g.part, g.link_id, g.at, g.value, g.missing, g.revision,
            g.session_id is not distinct from s.id, g.saved_at))
        from answer g where g.assessment_id = a.id) as answers,
    (select json_agg(n.emergency_id order by n.shown_at) from call_now n
        where n.assessment_id = a.id and n.reply = '') as calls
from patient_session s join assessment a on a.id = s.assessment_id
where s.id = :session
"""  # noqa: S608
# One value instead of a row of many: each column costs the driver a description of it.
_AT_FORM = f"select row_to_json(found) from ({_SITTING}) found"  # noqa: S608
# Through the door and at the form in one statement. The form hangs on the row that the
# door returns, so it is looked for when the wall stands; without it nothing is found.
_ENTERING = f"""
select ({_AT_FORM.replace(":session", "e.patient_session_id")})
from door.enter_patient(:token) e
"""  # noqa: S608


def _for_driver(statement: str) -> str:
    """Write a statement as the driver takes it, once: these are asked for every page."""
    return str(text(statement).compile(dialect=PGDialect_psycopg()))  # type: ignore[no-untyped-call]


_LOOKING = _for_driver(_ENTERING)
_READING = _for_driver(_AT_FORM)
# A save waits for a submit that has begun, and a submit for the saves before it.
_WRITING = _for_driver(_AT_FORM.replace(_SITTING, f"{_SITTING} for share of a"))


def sit_down(work: Work, *, writing: bool = False) -> Sitting:
    """Return what is in front of the patient whose cookie opened the session.

    With `writing` the assessment cannot be sent meanwhile.
    """
    connection = work.session.connection()
    entered = work.session.entered
    if entered is None:
        raise NotEntered
    statement = _WRITING if writing else _READING
    asked = {"session": entered.patient_session_id, "now": work.now}
    found = connection.exec_driver_sql(statement, asked).scalar_one_or_none()
    if found is None:
        raise NotEntered
    return _sitting(work.session, found, work.now)


def glance(database: Database, token: str, now: datetime) -> Sitting | None:
    """Return what is in front of the patient with this cookie, for a page that is only read.

    None when something frozen has not been read in this process yet: `sit_down` reads it.
    """
    found = database.patient_glance(_LOOKING, {"token": token_hash(token), "now": now})
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
