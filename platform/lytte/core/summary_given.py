"""What a summary is made from: plain values that a service fetches and hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Literal

from lytte.core.answers import Answers, Missing
from lytte.core.forms import Form
from lytte.core.sheet_layout import OWN, SheetLayout
from lytte.core.thresholds import Alert, Occasion, RuleSet


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whose answers these are; `synthetic` is printed, so that nobody looks for them."""

    name: str
    birth_date: date
    number: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """The conversation the sheet is for, and where in the treatment it falls.

    `course` is a clinical fact in the clinic's words, so it never stands without
    `course_source` ("the visit list") and, when known, the day it was true.
    """

    starts_at: datetime | None = None
    course: str = ""
    course_source: str = ""
    course_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How the answers came: when they were sent, by whom, on what, in which language.

    A paper has the day the patient wrote on it, and who typed it in when, or corrected it.
    """

    authored: datetime
    answered: int
    asked: int
    answered_by: Literal["self", "proxy", "interview"] = "self"
    helped: bool = False
    mode: Literal["web", "kiosk", "paper"] = "web"
    language: str = "nb"
    typed_in_by: str = ""
    typed_in_at: datetime | None = None
    corrected: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """The call-now page of one emergency: when it was shown, what was said, who saw it.

    `reply` is empty until the patient said something; `seen_by` is a role, not a name.
    """

    emergency_id: str
    shown_at: datetime | None = None
    reply: Literal["", "called", "cannot_call"] = ""
    replied_at: datetime | None = None
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was agreed at an earlier conversation, and what the patient says of it now.

    An alert whose rule is in `covers` is known: told apart from the findings. Whether
    an agreement still covers it is the service's decision (C11).
    """

    topic: str
    what: str
    agreed_on: date
    who: str = ""
    review_on: date | None = None
    verdict: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the foot of the sheet names, so that it can be printed again as it was."""

    response_id: str
    printed_at: datetime
    printed_for: str = ""
    """The role it was printed for, in the reader's words."""
    form_number: int | None = None
    form_sha256: str = ""
    rules_number: int | None = None
    rules_since: date | None = None
    rules_sha256: str = ""
    layout_number: int | None = None
    """The settings that say what stands where; None where Lytte's own does."""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Whose page it is: a picture, the name it stands for, and one colour; all may be empty."""

    name: str = ""
    picture: bytes = b""
    width: int = 0
    height: int = 0
    accent: str = ""


BLANK = Letterhead()


@dataclass(frozen=True, kw_only=True)
class SummaryInput:
    """Everything a clinician's page needs.

    `answers` and `measures` are what was sent: an item that was not asked is absent or
    `not_shown`. `measures` maps `part/scale` and `part/link_id` to a number or the
    reason there is none; `standard_errors` tells of each estimate how exact it is.
    `history` is the patient's earlier responses, oldest first, this one left out. `rules`
    is the set that was in force when the answers were sent, `alerts` are what it raised.
    """

    form: Form
    answers: Mapping[str, Answers]
    measures: Mapping[str, Decimal | Missing]
    standard_errors: Mapping[str, Decimal] = field(default_factory=dict)
    rules: RuleSet
    person: Person
    sending: Sending
    origin: Origin
    zone: tzinfo
    """Where the hospital's clock stands."""
    language: str = "nb"
    """The reader's; what the patient wrote stays in the patient's own."""
    meeting: Meeting = Meeting()
    history: Sequence[Occasion] = ()
    alerts: Sequence[Alert] = ()
    calls: Sequence[Call] = ()
    agreements: Sequence[Agreement] = ()
    not_asked_about: Sequence[str] = ()
    """Subjects the clinic says its form leaves out, in the reader's words."""
    layout: SheetLayout = OWN
    letterhead: Letterhead = BLANK

    @property
    def proxy(self) -> bool:
        """Whether a helper answered for the patient."""
        return self.sending.answered_by == "proxy"
