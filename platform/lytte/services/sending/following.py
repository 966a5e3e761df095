"""What is known of a clinic's patients, as a plan reads it. Nothing is changed or sent."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row

from lytte.core.schedules.known import (
    Answered,
    Event,
    Followed,
    FormFacts,
    Known,
    Pathway,
    Sent,
)
from lytte.core.schedules.occasion import Span
from lytte.core.schedules.occasions import AHEAD
from lytte.core.schedules.placing import MOST_MOVED
from lytte.core.schedules.plan import Around, Channel, Plan
from lytte.core.schedules.standing import FRESH
from lytte.services.clinic_day import zone_of
from lytte.services.work import Work
from lytte.storage import followed, standing, tables
from lytte.storage.followed import Reading

STOPPED_LATELY = timedelta(days=30)
"""Whoever stopped, ended or died longer ago is no longer looked up."""
A_WEEK = timedelta(days=7)


class Fact(NamedTuple):
    """A published form: whose, called what, and what a plan needs of it."""

    form_id: UUID
    slug: str
    facts: FormFacts


def pathways(
    work: Work, clinic_id: UUID, plan: Plan, at: datetime | None = None
) -> dict[UUID, Pathway]:
    """Return each clinic's plan in force, now or `at`, with `plan` instead for one clinic."""
    when = at or work.now
    live = work.session.exec(standing.each(tables.SchedulePublication, when)).all()
    plans = {row.clinic_id: Plan.model_validate(row.document) for row in live} | {clinic_id: plan}
    asked: dict[UUID, dict[str, FormFacts]] = defaultdict(dict)
    used = work.session.exec(standing.each(tables.FormPublication, when)).all()
    in_use = {row.id for row in used}
    for row in followed.forms(work.session):
        if row.id in in_use:
            asked[row.clinic_id][row.slug] = _facts(row)
    return {clinic: Pathway(clinic, made, asked[clinic]) for clinic, made in plans.items()}


def span_of(work: Work, days: int, at: datetime | None = None) -> Span:
    """Return from now, or as if it were `at`, until so many whole days have gone."""
    begins = at or work.now
    return Span(begins, begins + timedelta(days=days), begins, zone_of(work))


def patients(work: Work, clinic_id: UUID, plan: Plan, span: Span) -> Iterator[Known]:
    """Yield everything known of each patient of the clinic, all their clinics together."""
    paths = pathways(work, clinic_id, plan, span.since)
    yield from _Facts.read(work, clinic_id, paths, span).everyone()


@dataclass(frozen=True)
class _Facts:
    """Rows by patient and clinic, ready to be put together."""

    paths: Mapping[UUID, Pathway]
    people: Mapping[UUID, list[Row[Any]]]
    events: Mapping[tuple[UUID, UUID], list[Event]]
    sent: Mapping[UUID, list[Sent]]
    times: Mapping[tuple[UUID, UUID], dict[str, int]]
    lately: Mapping[tuple[UUID, UUID], dict[str, date]]
    answered: Mapping[UUID, list[Answered]]

    @classmethod
    def read(
        cls, work: Work, clinic_id: UUID, paths: Mapping[UUID, Pathway], span: Span
    ) -> "_Facts":
        lately = (span.now - STOPPED_LATELY).date()
        mine = followed.mine(work.session, clinic_id, lately)
        reading = _reading(mine, paths, span)
        published = {
            row.id: Fact(row.form_id, row.slug, _facts(row)) for row in followed.forms(work.session)
        }
        times, last = _before(work, reading, paths, published, span.zone)
        return cls(
            paths,
            _people(work, reading),
            _events(work, reading, span.zone),
            _sent(work, reading, published, span.zone),
            times,
            last,
            _answered(work, reading, paths, published),
        )

    def everyone(self) -> Iterator[Known]:
        """Yield one patient after the other."""
        for patient_id, rows in self.people.items():
            first = rows[0]
            yield Known(
                patient=patient_id,
                followed=tuple(self._followed(row) for row in rows),
                reach=_reach(first),
                deceased=first.deceased_on,
                protected=first.address_protected,
                checked=first.register_checked_at,
                sent=tuple(self.sent.get(patient_id, ())),
                answered=tuple(self.answered.get(patient_id, ())),
            )

    def _followed(self, row: Row[Any]) -> Followed:
        key = (row.patient_id, row.clinic_id)
        return Followed(
            pathway=self.paths[row.clinic_id],
            since=row.started_on,
            ended=row.ended_on,
            withdrawn=row.withdrawn_on,
            paused_until=row.paused_until,
            events=tuple(self.events.get(key, ())),
            course_end=row.course_ends_on,
            times=self.times.get(key, {}),
            lately=self.lately.get(key, {}),
        )


def _reading(mine: Sequence[UUID], paths: Mapping[UUID, Pathway], span: Span) -> Reading:
    """Return how far back and ahead the plans look: days before a visit, and holidays."""
    sendings = [one for path in paths.values() for one in path.plan.sendings]
    around = [one.when for one in sendings if isinstance(one.when, Around)]
    ahead = timedelta(days=max((one.days for one in around if one.side == "before"), default=0))
    back = timedelta(days=max((one.days for one in around if one.side == "after"), default=0))
    reuse = [path.plan.care.reuse.days for path in paths.values() if path.plan.care.reuse]
    return Reading(
        patients=mine,
        clinics=list(paths),
        begins=span.since - back - MOST_MOVED,
        ends=span.until + AHEAD + ahead + MOST_MOVED,
        sent_since=span.since - ahead - MOST_MOVED - A_WEEK,
        answered_since=span.since - timedelta(days=max(reuse, default=0)) - FRESH,
    )


def _people(work: Work, reading: Reading) -> dict[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = {}
    for row in followed.people(work.session, reading):
        found.setdefault(row.patient_id, []).append(row)
    return found


def _reach(row: Row[Any]) -> frozenset[Channel]:
    return _REACH[bool(row.has_mobile), bool(row.has_email)]


_REACH: dict[tuple[bool, bool], frozenset[Channel]] = {
    (True, True): frozenset({"sms", "email", "letter", "desk"}),
    (True, False): frozenset({"sms", "letter", "desk"}),
    (False, True): frozenset({"email", "letter", "desk"}),
    (False, False): frozenset({"letter", "desk"}),
}


def _events(work: Work, reading: Reading, zone: tzinfo) -> dict[tuple[UUID, UUID], list[Event]]:
    found: dict[tuple[UUID, UUID], list[Event]] = defaultdict(list)
    for row in followed.visits(work.session, reading):
        here = row.starts_at.astimezone(zone)
        event = Event(str(row.id), "visit", here.date(), here.time())
        found[row.patient_id, row.clinic_id].append(event)
    for row in followed.treatments(work.session, reading):
        event = Event(str(row.id), row.kind, row.on_date, number=row.number, of=row.of_total)
        found[row.patient_id, row.clinic_id].append(event)
    return found


def _sent(
    work: Work, reading: Reading, published: Mapping[UUID, Fact], zone: tzinfo
) -> dict[UUID, list[Sent]]:
    found: dict[UUID, list[Sent]] = defaultdict(list)
    for row in followed.sent(work.session, reading):
        fact = published[row.form_publication_id]
        found[row.patient_id].append(
            Sent(
                clinic=row.clinic_id,
                form=fact.slug,
                event=str(row.visit_id or ""),
                on=_day(row.due_at, zone),
                minutes=fact.facts.counted,
                answered=_day(row.completed_at, zone) if row.completed_at else None,
            )
        )
    return found


def _before(
    work: Work,
    reading: Reading,
    paths: Mapping[UUID, Pathway],
    published: Mapping[UUID, Fact],
    zone: tzinfo,
) -> tuple[dict[tuple[UUID, UUID], dict[str, int]], dict[tuple[UUID, UUID], dict[str, date]]]:
    """Return how often and when last, where a sentence asks for it: all the past is counted."""
    times: dict[tuple[UUID, UUID], dict[str, int]] = defaultdict(dict)
    lately: dict[tuple[UUID, UUID], dict[str, date]] = defaultdict(dict)
    if not any(_looks_back(path.plan) for path in paths.values()):
        return times, lately
    slugs = {one.form_id: one.slug for one in published.values()}
    for row in followed.before(work.session, reading):
        key = (row.patient_id, row.clinic_id)
        times[key][slugs[row.form_id]] = row.times
        if row.latest is not None:
            lately[key][slugs[row.form_id]] = _day(row.latest, zone)
    return times, lately


def _looks_back(plan: Plan) -> bool:
    return any(
        isinstance(one.when, Around) and (one.when.least or one.stop.times) for one in plan.sendings
    )


def _answered(
    work: Work,
    reading: Reading,
    paths: Mapping[UUID, Pathway],
    published: Mapping[UUID, Fact],
) -> dict[UUID, list[Answered]]:
    found: dict[UUID, list[Answered]] = defaultdict(list)
    if not any(path.plan.care.reuse for path in paths.values()):
        return found
    for row in followed.answered(work.session, reading):
        parts = published[row.form_publication_id].facts.parts
        found[row.patient_id].append(Answered(row.clinic_id, parts, row.authored))
    return found


def _facts(row: Row[Any]) -> FormFacts:
    return FormFacts(row.minutes, frozenset(row.parts))


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()
