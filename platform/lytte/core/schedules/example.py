"""A patient who does not exist, to see where a plan's dates fall."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from pydantic import Field, field_validator

from lytte.core.frozen import Frozen
from lytte.core.schedules.known import Event, Followed, FormFacts, Known, Pathway
from lytte.core.schedules.moments import moment
from lytte.core.schedules.occasion import Occasion, Span
from lytte.core.schedules.occasions import occasions
from lytte.core.schedules.plan import MEETINGS, Plan

NOBODY = UUID(int=0)
HOUR = time(10)
BEFORE, AFTER = timedelta(days=370), timedelta(days=370)


class Example(Frozen):
    """Somebody treated every so many weeks from a day on, with a visit each time.

    An operation, radiotherapy and a discharge are on the first day, so that every
    sentence has something to count from.
    """

    begins: date
    weeks: int = Field(default=3, ge=1, le=26)
    times: int = Field(default=6, ge=1, le=26)

    @field_validator("begins")
    @classmethod
    def _in_our_time(cls, begins: date) -> date:
        if not 2000 <= begins.year <= 2100:
            raise ValueError("a year between 2000 and 2100")
        return begins

    @property
    def meetings(self) -> tuple[date, ...]:
        """The days of treatment, each with its visit."""
        return tuple(self.begins + timedelta(weeks=n * self.weeks) for n in range(self.times))

    def events(self) -> tuple[Event, ...]:
        """Return everything that happens to them."""
        once = [kind for kind in MEETINGS if kind not in ("visit", "cycle")]
        return (
            *(Event(f"visit-{n}", "visit", on, HOUR) for n, on in enumerate(self.meetings, 1)),
            *(
                Event(f"cycle-{n}", "cycle", on, HOUR, n, self.times)
                for n, on in enumerate(self.meetings, 1)
            ),
            *(Event(kind, kind, self.begins, HOUR) for kind in once),
        )

    def occasions(self, pathway: Pathway, zone: tzinfo) -> list[Occasion]:
        """Return what the plan comes to for them, from the start to a year after the last."""
        since = moment(self.begins - BEFORE, time(), zone)
        until = moment(self.meetings[-1] + AFTER, time(), zone)
        followed = Followed(pathway, self.begins, events=self.events())
        known = Known(NOBODY, (followed,), checked=since)
        return occasions(known, Span(since, until, since, zone))


def pathway_of(plan: Plan, forms: dict[str, FormFacts]) -> Pathway:
    """Return a clinic of nobody's that follows `plan`; a form nobody has yet is in use."""
    missing = {one.form: FormFacts(None, frozenset()) for one in plan.sendings}
    return Pathway(NOBODY, plan, missing | forms)


def read_example(given: dict[str, Any], usual: Example) -> Example:
    """Return the example that was asked for; what cannot be read is as usual."""
    try:
        return Example.model_validate({**usual.model_dump(), **given})
    except ValueError:
        return usual


def usual_example(today: datetime) -> Example:
    """Return somebody who begins on a Wednesday soon."""
    day = today.date()
    return Example(begins=day + timedelta(days=7 + (2 - day.weekday()) % 7))
