"""Try a draft of the rules on the clinic's own past. Nothing is changed, only looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text, tuple_
from sqlmodel import col, select

from lytte.core import rehearsal_remarks as remarks
from lytte.core.chosen import questions
from lytte.core.criteria import looks_back, measures_named, options_named, silences_named
from lytte.core.forms import Form, document, sha256
from lytte.core.problems import Problem, error, stopping
from lytte.core.rehearsal import (
    Gained,
    Lost,
    Rehearsal,
    RuleFigures,
    aftermath,
    changes,
)
from lytte.core.rehearsal_lost import Afterwards, Worth, followed
from lytte.core.rehearsal_period import Period, micros
from lytte.core.rehearsal_replay import Replay
from lytte.core.rehearsal_steps import steps as steps_of
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, published
from lytte.services.alerts import agreeing
from lytte.services.answers.earlier_answers import OCCASIONS
from lytte.services.clinic_day import zone_of
from lytte.services.rules import rehearsing_urgent
from lytte.services.work import Work
from lytte.storage import afterwards, histories, tables
from lytte.storage.afterwards import Closed, Key
from lytte.storage.audit import Deed
from lytte.storage.corrections import counted
from lytte.storage.histories import Reading

MOST_DAYS = 1096
"""Three years: further back, other patients were asked other things."""
MOST_POSTS = 500
A_TIME = 5000
"""How many patients are looked up at a time."""
MOST_NAMES = 200
"""A page of names: nobody needs more at a time, and each is an audit row."""

Progress = Callable[[int, int], None]
"""Told (responses done, of how many) after each batch."""


class CannotRehearse(Exception):
    """What was asked for cannot be rehearsed; `problems` says everything that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(one.message for one in problems))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Over how many days, for how many rostered posts, against how many alerts a week."""

    days: int
    posts: int = 1
    budget: int | None = None

    def problems(self) -> list[Problem]:
        """Return what is out of range."""
        found = []
        if not 1 <= self.days <= MOST_DAYS:
            found.append(error("days", f"{self.days} days is not between 1 and {MOST_DAYS}."))
        if not 1 <= self.posts <= MOST_POSTS:
            found.append(error("posts", f"{self.posts} posts is not between 1 and {MOST_POSTS}."))
        if self.budget is not None and self.budget < 1:
            found.append(error("budget", f"A budget of {self.budget} alerts a week is none."))
        return found


def rehearse(
    work: Work, clinic_id: UUID, draft: RuleSet, asked: Asked, progress: Progress | None = None
) -> Rehearsal:
    """Replay the rules in force and `draft` over the clinic's last days.

    Raises CannotRehearse with everything that is out of range, NotFound for another
    hospital's clinic. That somebody looked is written to the audit; the database itself
    refuses any other change meanwhile.
    """
    found = replayed(work, clinic_id, draft, asked, progress)
    write_down(work, clinic_id, draft, asked)
    return found


def replayed(
    work: Work, clinic_id: UUID, draft: RuleSet, asked: Asked, progress: Progress | None = None
) -> Rehearsal:
    """Do so for somebody whose look is written down elsewhere."""
    if stopping(problems := asked.problems()):
        raise CannotRehearse(problems)
    clinics.by_id(work, clinic_id)
    with looking_only(work):
        return _rehearsed(work, clinic_id, draft, asked, progress or _silently)


def write_down(work: Work, clinic_id: UUID, draft: RuleSet, asked: Asked) -> None:
    """Write to the audit who looked, how far back and at which draft."""
    fields = {"days": asked.days, "draft": sha256(document(draft))}
    work.record(Deed("rehearsal.run", "clinic", str(clinic_id), fields=fields))


def known_measures(work: Work, clinic_id: UUID) -> dict[str, Decimal | None]:
    """Return every measure that the clinic's forms have or had, and what is worse for it."""
    return steps_of(
        Form.model_validate(row.document) for row in published.publications(work, clinic_id)
    )


def _asked(work: Work, clinic_id: UUID) -> list[str]:
    """Return the address of all that the clinic's forms ask or asked, scores too."""
    forms = [Form.model_validate(row.document) for row in published.publications(work, clinic_id)]
    return sorted({*steps_of(forms), *(name for form in forms for name in questions(form, "nb"))})


def how_many(work: Work, clinic_id: UUID, days: int) -> int:
    """Return how many responses there are to replay."""
    period = Period.before(work.now, days, zone_of(work))
    reading = Reading(
        clinic_id=clinic_id, opens=period.opens, closes=period.closes, now=work.now,
        measures=(), occasions=0,
    )  # fmt: skip
    return histories.count(work.session, reading)


@contextmanager
def looking_only(work: Work) -> Iterator[None]:
    """Have the database refuse every change, until the savepoint is given back."""
    savepoint = work.session.connection().begin_nested()
    try:
        work.session.connection().execute(text("set transaction read only"))
        yield
    finally:
        savepoint.rollback()


def _silently(_done: int, _total: int) -> None:
    return


def _rehearsed(
    work: Work, clinic_id: UUID, draft: RuleSet, asked: Asked, progress: Progress
) -> Rehearsal:
    period = Period.before(work.now, asked.days, zone_of(work))
    live = published.live_rules(work, clinic_id)
    in_force = RuleSet.model_validate(live.document) if live else RuleSet()
    steps = known_measures(work, clinic_id)
    replay = _replay(work, clinic_id, sets := (in_force, draft), period, steps.get)
    _read(work, clinic_id, replay, progress)
    lost = tuple(_lost(work, clinic_id, replay))
    raised = afterwards.raised(work.session, clinic_id, period.opens, period.closes)
    of = (live.number, live.sha256) if live else (None, "")
    mine = replay.in_force.figures(period, of, asked.posts, asked.budget)
    tried = (None, sha256(document(draft)))
    drafts = replay.draft.figures(period, tried, asked.posts, asked.budget)
    return Rehearsal(
        clinic_id=clinic_id,
        days=asked.days,
        begins=period.begins,
        ends=period.ends,
        responses=replay.responses,
        patients=replay.patients,
        posts=asked.posts,
        budget=asked.budget,
        in_force=mine,
        draft=drafts,
        weeks=replay.weeks(asked.budget),
        rules=tuple(_rules(in_force, draft, replay, raised)),
        emergencies=tuple(rehearsing_urgent.figures(work, (clinic_id, period), sets, raised)),
        changed=replay.changed,
        lost=lost,
        gained=tuple(replay.gained),
        patients_gained=len(replay.gained),
        aftermath=aftermath(lost),
        problems=(
            *remarks.measures(draft, replay.responses, replay.answered, _asked(work, clinic_id)),
            *remarks.figures(replay.responses, mine, drafts, asked.budget),
            *remarks.emergencies(in_force, draft),
        ),
    )


def _replay(
    work: Work, clinic_id: UUID, sets: tuple[RuleSet, RuleSet], period: Period, worth: Worth
) -> Replay:
    return Replay(
        *sets, period, worth=worth, occasions=OCCASIONS, now=micros(work.now),
        agreed=agreeing.since(work, clinic_id, period.opens),
    )  # fmt: skip


def _read(work: Work, clinic_id: UUID, replay: Replay, progress: Progress) -> None:
    rules = [*replay.in_force.rules, *replay.draft.rules]
    options = options_named(rules)
    reading = Reading(
        clinic_id=clinic_id,
        opens=replay.period.opens,
        closes=replay.period.closes,
        now=work.now,
        measures=[one for one in measures_named(rules) if one not in options],
        options=options,
        occasions=OCCASIONS if any(looks_back(rule.when) for rule in rules) else 0,
        silences=silences_named(rules),
        zone=zone_of(work).key,
    )
    total = histories.count(work.session, reading)
    progress(0, total)
    for batch in histories.batches(work.session, reading):
        replay.add(batch)
        progress(replay.responses, total)


def _lost(work: Work, clinic_id: UUID, replay: Replay) -> Iterator[Lost]:
    for start in range(0, len(replay.missed), A_TIME):
        some = replay.missed[start : start + A_TIME]
        whose = {
            "clinic": clinic_id,
            "patients": [one.lost.patient_id for one in some],
            "opens": replay.period.opens,
            "now": work.now,
        }
        yield from followed(
            some,
            Afterwards(
                called=afterwards.called(work.session, **whose),
                silent=afterwards.silent(work.session, **whose),
            ),
        )


def _rules(
    in_force: RuleSet, draft: RuleSet, replay: Replay, raised: Mapping[Key, Closed]
) -> Iterator[RuleFigures]:
    mine, drafts = replay.in_force, replay.draft
    before = {rule.id: rule for rule in in_force.rules}
    after = {rule.id: rule for rule in draft.rules}
    for rule_id, change in changes(before, after).items():
        closed = raised.get((rule_id, False), Closed(0, 0))
        yield RuleFigures(
            rule_id=rule_id,
            change=change,
            in_force=mine.alerts[rule_id],
            draft=drafts.alerts[rule_id],
            in_force_patients=mine.patients_by_rule[rule_id],
            draft_patients=drafts.patients_by_rule[rule_id],
            raised=closed.raised,
            overridden=closed.overridden,
        )


@dataclass(frozen=True)
class Named:
    """A patient of the rehearsal by name, and the response that raised the first alert."""

    patient_id: UUID
    name: str
    birth_date: date
    number: str
    response_id: UUID | None


def names(work: Work, clinic_id: UUID, patients: Sequence[Lost | Gained]) -> list[Named]:
    """Name patients of a rehearsal, in the order given: each is written down as seen.

    Only those the clinic follows or followed are named; at most MOST_NAMES at a time.
    """
    wanted = {one.patient_id: one.first.at for one in patients[:MOST_NAMES]}
    rows = work.session.execute(
        select(tables.Patient, tables.Response.id)
        .join(tables.Response, col(tables.Response.patient_id) == col(tables.Patient.id))
        .where(
            col(tables.Patient.id).in_(wanted),
            tables.Response.clinic_id == clinic_id,
            counted(tables.Response.id),
        )
        .where(tuple_(tables.Patient.id, tables.Response.authored).in_(list(wanted.items())))
    ).all()
    found = {
        patient.id: Named(patient.id, patient.name, patient.birth_date, patient.number, response_id)
        for patient, response_id in rows
    }
    for patient_id in found:
        work.record(Deed("rehearsal.names", "clinic", str(clinic_id), patient_id))
    return [found[one] for one in wanted if one in found]
