"""A plan tried on the clinic's own patients: who would get what, and who not. Nothing is sent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select

from lytte.core.schedules.occasion import Occasion
from lytte.core.schedules.occasions import occasions
from lytte.core.schedules.plan import Plan
from lytte.core.schedules.tally import Day, Tally, tallied
from lytte.services.sending import following
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

FORESEEN = 28
"""How many days are looked through for a flood before a plan is published."""
MOST_NAMES = 200
"""A page of names: nobody needs more at a time, and each is an audit row."""


@dataclass(frozen=True)
class Named:
    """A patient of a list, for someone who may read this clinic's sheets."""

    name: str
    birth_date: date

    def age(self, today: date) -> int:
        """Return how old they are."""
        born = self.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def try_plan(work: Work, clinic_id: UUID, plan: Plan, *, days: int) -> Tally:
    """Return what would go out from now on, all clinics' plans and limits together.

    That somebody looked is written to the audit.
    """
    found = _tally(work, clinic_id, plan, days)
    work.record(
        Deed(
            "schedule.try",
            "clinic",
            str(clinic_id),
            fields={"days": days, "patients": found.patients, "without": found.without},
        )
    )
    return found


def foreseen(work: Work, clinic_id: UUID, plan: Plan, at: datetime | None = None) -> Tally:
    """Return what would go out in the weeks from now or `at` on, before a plan is published."""
    return _tally(work, clinic_id, plan, FORESEEN, at)


def busiest(work: Work, clinic_id: UUID, plan: Plan, at: datetime | None = None) -> Day | None:
    """Return the day on which most messages would go out, of the weeks from now or `at` on."""
    return foreseen(work, clinic_id, plan, at).peak()


def names(work: Work, clinic_id: UUID, patients: Iterable[UUID]) -> Mapping[UUID, Named]:
    """Return who they are; each name that is shown is written to the audit."""
    wanted = list(dict.fromkeys(patients))[:MOST_NAMES]
    rows = work.session.exec(select(tables.Patient).where(col(tables.Patient.id).in_(wanted))).all()
    if rows:
        work.record(
            Deed(
                "schedule.names", "clinic", str(clinic_id), fields=work.seen(row.id for row in rows)
            )
        )
    return {row.id: Named(row.name, row.birth_date) for row in rows}


def _tally(work: Work, clinic_id: UUID, plan: Plan, days: int, at: datetime | None = None) -> Tally:
    span = following.span_of(work, days, at)

    def each() -> Iterator[list[Occasion]]:
        for known in following.patients(work, clinic_id, plan, span):
            yield [one for one in occasions(known, span) if one.clinic == clinic_id]

    return tallied(each(), span.zone)
