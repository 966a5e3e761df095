"""What is known of a patient when a plan is followed: whom it reaches, and what has been."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from lytte.core.schedules.plan import Channel, Meeting, Plan

USUAL_MINUTES = 10
"""What a form counts for in the week when it does not say how long it takes."""


class Event(NamedTuple):
    """A visit, a treatment or an operation. `of` is how many cycles the course has."""

    id: str
    kind: Meeting
    on: date
    at: time | None = None
    number: int | None = None
    of: int | None = None


class Sent(NamedTuple):
    """A form that the patient was sent already."""

    clinic: UUID
    form: str
    event: str
    """The visit it was for; empty where there was none."""
    on: date
    minutes: int
    answered: date | None = None


class Answered(NamedTuple):
    """What the patient has answered, by part of a form, in which clinic."""

    clinic: UUID
    parts: frozenset[str]
    at: datetime


class FormFacts(NamedTuple):
    """What a plan needs of a form in use."""

    minutes: int | None
    parts: frozenset[str]

    @property
    def counted(self) -> int:
        """How many minutes of the week it takes."""
        return self.minutes or USUAL_MINUTES


@dataclass(frozen=True)
class Pathway:
    """A clinic's plan with the forms it sends, by slug; one for all its patients."""

    clinic: UUID
    plan: Plan
    forms: Mapping[str, FormFacts]

    def minutes(self, form: str) -> int:
        """Return how many minutes of the week a form takes."""
        facts = self.forms.get(form)
        return facts.counted if facts else USUAL_MINUTES


@dataclass(frozen=True)
class Followed:
    """A patient at one clinic: from when, until when, and what happens there."""

    pathway: Pathway
    since: date
    ended: date | None = None
    withdrawn: date | None = None
    paused_until: date | None = None
    events: tuple[Event, ...] = ()
    course_end: date | None = None
    """The last treatment, where somebody has said which that is."""
    times: Mapping[str, int] = field(default_factory=dict)
    """How often each form was sent here before."""
    lately: Mapping[str, date] = field(default_factory=dict)
    """The day each form was planned for last, before what `Known.sent` holds."""


@dataclass(frozen=True)
class Known:
    """One patient, in every clinic of the hospital that follows them."""

    patient: UUID
    followed: tuple[Followed, ...]
    reach: frozenset[Channel] = frozenset({"sms", "email", "letter", "desk"})
    deceased: date | None = None
    protected: bool = False
    """The address is not to be known: nothing goes out by message."""
    checked: datetime | None = None
    """When the population register was last asked whether they live, and where."""
    sent: tuple[Sent, ...] = ()
    answered: tuple[Answered, ...] = ()


def course_end(events: tuple[Event, ...], said: date | None) -> date | None:
    """Return when the course is over: as said, or its last cycle; None when nobody knows.

    A cycle after that begins a new course, whose end is not known yet.
    """
    cycles = [one for one in events if one.kind == "cycle"]
    last = [one.on for one in cycles if one.number is not None and one.number == one.of]
    ends = [one for one in (said, *last) if one is not None]
    if not ends or any(one.on > max(ends) for one in cycles):
        return None
    return max(ends)
