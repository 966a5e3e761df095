"""One occasion on which a patient is asked: when it goes, by which way, and why so."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Literal, NamedTuple
from uuid import UUID

from lytte.core.schedules.days_off import Off
from lytte.core.schedules.known import Event
from lytte.core.schedules.plan import Channel, Message, Sending

WhyMoved = Literal["off", "fresh", "quiet", "clock", "late"]
WhyLeft = Literal[
    "deceased", "withdrawn", "ended", "paused", "protected", "unreachable", "unchecked",
    "course_over", "plan_over", "times_used", "sent", "answered", "reused",
    "too_often", "too_close", "week_full", "too_late", "not_in_use",
]  # fmt: skip


class Moved(NamedTuple):
    """Why it does not go when the sentence says: from which day or hour."""

    why: WhyMoved
    day: date
    at: time | None = None
    off: Off | None = None


class Left(NamedTuple):
    """Why it does not go. `unchecked` waits: it goes when the register has been asked."""

    why: WhyLeft
    day: date | None = None
    number: int | None = None
    clinic: UUID | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A form on its way to a patient, or what keeps it back. `at` is in UTC.

    (patient, clinic, sending, key) is its own for good: it goes out once, however often
    it is worked out. `channel` is None when no way in the sentence reaches the patient.
    """

    patient: UUID
    clinic: UUID
    sending: Sending
    key: str
    planned: date
    on: date
    at: datetime
    expires: datetime
    event: Event | None
    channel: Channel | None
    moved: tuple[Moved, ...] = ()
    left: Left | None = None
    reminders: tuple[tuple[datetime, Message], ...] = ()

    @property
    def goes(self) -> bool:
        """Whether it goes out, now or as soon as the register has been asked."""
        return self.left is None or self.left.why == "unchecked"


class Span(NamedTuple):
    """Which moments are asked about, on whose clock, and what the time is.

    What should have gone before `since` is not caught up, but for what comes before a
    visit that is still ahead.
    """

    since: datetime
    until: datetime
    now: datetime
    zone: tzinfo
