"""A clinic's plan: what is sent to whom, when, by which way, and when it stops.

Days are days of the hospital's calendar and hours are hours on its wall, whatever the
clocks do; a moment is worked out last.
"""

from datetime import date, time
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from lytte.core.frozen import Frozen

Channel = Literal["sms", "email", "letter", "desk"]
Message = Literal["sms", "email", "letter"]
Meeting = Literal["visit", "cycle", "operation", "radiotherapy", "discharge"]
Start = Literal["enrolment", "cycle", "operation", "radiotherapy", "discharge", "course_end"]
Unit = Literal["day", "week", "month"]

MEETINGS: tuple[Meeting, ...] = get_args(Meeting)
STARTS: tuple[Start, ...] = get_args(Start)
A_YEAR = 366

Days = Annotated[int, Field(ge=0, le=A_YEAR)]


class Every(Frozen):
    """A length of time in whole days, weeks or months: 3 weeks."""

    number: int = Field(ge=1, le=A_YEAR)
    unit: Unit = "week"

    @property
    def days(self) -> int:
        """How many days it is at least; a month counts as 28."""
        return self.number * {"day": 1, "week": 7, "month": 28}[self.unit]


class Rhythm(Frozen):
    """Again and again, counted from when something began.

    `since` cycle is the first treatment. A new operation begins a new count.
    """

    type: Literal["rhythm"] = "rhythm"
    every: Every
    since: Start = "enrolment"
    first: Days = 0
    """How many days after the start the first one is."""


class Around(Frozen):
    """Some days before or after something that happens to the patient."""

    type: Literal["around"] = "around"
    days: Days
    side: Literal["before", "after"] = "before"
    of: Meeting = "visit"
    least: Every | None = None
    """Not more often than this. A day early a week is let through: visits are moved."""


class Reminder(Frozen):
    """A word to whoever has not answered, some days after the form was sent."""

    days: int = Field(ge=1, le=60)
    by: Message = "sms"


class Stop(Frozen):
    """When the clinic stops asking; death and withdrawal always stop it."""

    until: Literal["course", "date", "open"] = "course"
    """The last treatment of the course, a date, or neither."""
    on: date | None = None
    times: int | None = Field(default=None, ge=1, le=A_YEAR)
    """After so many times, whatever else."""

    @model_validator(mode="after")
    def _has_its_date(self) -> "Stop":
        if (self.until == "date") != (self.on is not None):
            raise ValueError("a date is given exactly when the plan stops on one")
        return self


class Sending(Frozen):
    """One sentence of the plan. `id` stays as long as it does: an occasion is known by it."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    form: str = Field(max_length=60)
    """The slug of one of the clinic's forms."""
    when: Annotated[Rhythm | Around, Field(discriminator="type")]
    at: time = time(9)
    rest_days: Literal["before", "after", "anyway"] = "before"
    """What happens on weekends and holidays: the working day before, the one after, nothing."""
    freshest: Days | None = None
    """How many days old answers may be at the visit; goes before moving backwards."""
    by: tuple[Channel, ...] = Field(default=("sms", "letter"), min_length=1, max_length=4)
    """The first that reaches the patient."""
    open_days: Days = 1
    """How many days after the visit, or after it was sent, it can still be answered."""
    reminders: tuple[Reminder, ...] = Field(default=(), max_length=3)
    stop: Stop = Stop()

    @property
    def before(self) -> Around | None:
        """The visit or treatment that it comes before, if it does."""
        when = self.when
        return when if isinstance(when, Around) and when.side == "before" else None


class Reuse(Frozen):
    """Answers that were given lately are used again, and nobody is asked twice."""

    days: int = Field(ge=1, le=60)
    of: Literal["clinic", "hospital"] = "hospital"


class Care(Frozen):
    """What holds for everything the clinic sends. What is None is off."""

    quiet_from: time = time(20)
    quiet_to: time = time(8)
    minutes_a_week: int | None = Field(default=None, ge=1, le=600)
    """A patient is asked for no more, all clinics of the hospital together."""
    apart: int | None = Field(default=None, ge=1, le=60)
    """Least days between two forms from this clinic; the first in the plan goes first."""
    reuse: Reuse | None = None
    ask_above: int = Field(default=200, ge=1, le=100_000)
    """More messages than this on one day are asked about before publishing."""


class Plan(Frozen):
    """Everything that a clinic sends; published and frozen like its rules."""

    sendings: tuple[Sending, ...] = Field(default=(), max_length=20)
    """In order of weight: where two collide, the first is sent."""
    care: Care = Care()

    def sending(self, sending_id: str) -> Sending | None:
        """Return the sentence with that id."""
        return next((one for one in self.sendings if one.id == sending_id), None)


BLANK = Plan(care=Care(minutes_a_week=20, reuse=Reuse(days=2)))
"""What a clinic begins with."""
