"""The shape of a summary: what stands on a clinician's page, before it has words.

Names and texts are in the reader's language, times on the hospital's clock. Numbers,
reasons and marks are kept as values; the page turns them into sentences.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from lytte.core.answers import Missing
from lytte.core.sheet_layout import Kind, SheetLayout
from lytte.core.summary_given import (
    Agreement,
    Letterhead,
    Meeting,
    Origin,
    Person,
    Sending,
)
from lytte.core.thresholds import Reason, Severity
from lytte.core.values import Date, DateTime, Time


@dataclass(frozen=True, kw_only=True)
class Verbatim:
    """Words as they were written, with the language they were written in."""

    text: str
    language: str


Said = bool | Decimal | str | Date | DateTime | Time | Verbatim


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something the patient wants to talk about; `urgency` in words, empty when not said."""

    text: Verbatim
    urgency: str = ""


@dataclass(frozen=True, kw_only=True)
class Urgent:
    """An emergency item whose answer opened the call-now page.

    `withdrawn` when the answer was changed before it was sent: the page was shown
    all the same, and that is a reason to ask.
    """

    name: str
    answer: str = ""
    """As it reads: now, or over by now."""
    withdrawn: bool = False
    shown_at: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
    seen_by: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Emergencies:
    """The clinic's emergency questions: which were set off, denied, or left open."""

    raised: tuple[Urgent, ...] = ()
    denied: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Because:
    """One reason of a finding, with whose limit it is.

    `unanswered_at` are the occasions between `reason.previous_at` and now that
    had no answer, so that "worse than" never skips one in silence. `answers` are those
    a rule waits for that were chosen, as they read; yes and no are told as such.
    """

    reason: Reason
    severity: Severity
    name: str
    local: bool = False
    source: str = ""
    unanswered_at: tuple[datetime, ...] = ()
    answers: tuple[bool | str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A reason to ask: one measure, or a rule that joins several (`value` is None then)."""

    severity: Severity
    name: str
    reasons: tuple[Because, ...]
    value: Decimal | None = None
    of: Decimal | None = None
    """The highest possible number."""
    exact: bool = False
    """Somebody wrote the number: no decimal of it is left out."""
    word: str = ""
    """The severity word of a sourced cut-off; empty for all else."""
    rule_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownFinding:
    """A finding that an agreement still covers."""

    finding: Finding
    agreement: Agreement


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Where a rule's border runs for one measure, and who says so."""

    value: Decimal
    below: bool
    """The measure is beyond it when it is under `value`; otherwise from `value` on."""
    severity: Severity
    source: str = ""
    local: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a measure moved since the patient's last own answer.

    `by` is never negative. `more` and `less` are for measures that have no worse end.
    `last` is False when later occasions had no answer of the patient's own.
    """

    kind: Literal["worse", "better", "unchanged", "more", "less"]
    by: Decimal
    since: datetime
    last: bool = True


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure over time. `points` stand at the summary's occasions, now last."""

    measure: str
    part: str
    name: str
    now: Decimal | Missing
    points: tuple[Decimal | None, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    limits: tuple[Limit, ...] = ()
    severity: Severity | None = None
    known: bool = False
    beyond: bool = False
    """Beyond a limit, whether or not a rule raised an alert."""
    word: str = ""
    word_source: str = ""
    change: Change | None = None
    """None without an earlier answer to compare with, or when a helper answered."""
    previous: tuple[Decimal, datetime] | None = None
    """The last known number, for a row that has none now."""
    small: Decimal | None = None
    """A change of less than this is no news."""
    se: Decimal | None = None
    """The standard error of a number that an adaptive test estimates."""
    exact: bool = False
    """Somebody wrote the number: no decimal of it is left out."""

    @property
    def span(self) -> Decimal | None:
        """How wide the scale is, which says how many decimals mean anything; None: all do."""
        if self.exact or self.low is None or self.high is None:
            return None
        return self.high - self.low

    @property
    def quiet(self) -> bool:
        """Whether the row may be folded: answered, inside its limits, hardly changed."""
        if isinstance(self.now, Missing) or self.severity or self.known or self.beyond:
            return False
        return self.change is None or self.small is None or self.change.by < self.small


@dataclass(frozen=True, kw_only=True)
class PartNote:
    """What a caption says of the instrument its numbers come from."""

    title: str
    version: str = ""
    recall: str = ""
    validated: bool = False
    local: bool = False
    """Local items, not an instrument."""
    modified: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """Measures that read the same way, in the order they were asked."""

    kind: Kind
    rows: tuple[Row, ...]
    instruments: tuple[PartNote, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A question that was asked and not answered, why, and what was last known."""

    name: str
    missing: Missing
    previous: tuple[Decimal, datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Other:
    """An answer that is no number: a choice, yes or no, a date, the patient's words."""

    name: str
    answers: tuple[Said, ...]
    local: bool = False
    """Asked by the clinic itself, in no instrument."""


@dataclass(frozen=True, kw_only=True)
class OccasionNote:
    """One column of the tables."""

    at: datetime
    proxy: bool = False


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A clinician's page. What is missing is told as missing, never left out."""

    language: str
    person: Person
    age: int
    meeting: Meeting
    sending: Sending
    emergencies: Emergencies
    agreements: tuple[Agreement, ...]
    first: bool
    """There is no earlier response to compare with."""
    topics: tuple[Topic, ...]
    own_words: tuple[Verbatim, ...]
    priorities_asked: bool
    """Whether the form asks what matters most; silence means something only then."""
    findings: tuple[Finding, ...]
    """All of them, worst first; the page shows five and counts the rest."""
    known: tuple[KnownFinding, ...]
    occasions: tuple[OccasionNote, ...]
    tables: tuple[Table, ...]
    left_off: tuple[Table, ...]
    """What the clinic does not draw, told all the same."""
    gaps: tuple[Gap, ...]
    not_opened: tuple[str, ...]
    """What this form asks only on a certain answer, and did not ask today."""
    not_asked_about: tuple[str, ...]
    others: tuple[Other, ...]
    instruments: tuple[PartNote, ...]
    origin: Origin
    layout: SheetLayout
    letterhead: Letterhead

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every measure, drawn or left off."""
        return tuple(row for table in (*self.tables, *self.left_off) for row in table.rows)
