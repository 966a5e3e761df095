"""What a draft of the rules would have done on a clinic's own past, beside the rules in force.

Saving and cost stand side by side: fewer alerts on the one hand, on the other the
patients who would have had none, and what became of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic_core import to_jsonable_python

from lytte.core.problems import Problem

FOLLOWED_DAYS = 30
"""How long after a lost alert it is asked what became of the patient."""

Change = Literal["same", "changed", "added", "removed"]
Outcome = Literal["worsened", "called", "silent", "none", "too_early"]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one rule set comes to over the whole period.

    `patients` had at least one alert, `responses` raised at least one; `known` is how many
    more were covered by a plan, and silent. `per_week` and
    `per_post` are alerts in an average week, the latter for each rostered post: a post,
    never a person. `weeks_over` counts the weeks above the budget.
    """

    number: int | None
    sha256: str
    alerts: int
    red: int
    amber: int
    patients: int
    responses: int
    known: int
    per_week: Decimal
    per_post: Decimal
    weeks_over: int | None


@dataclass(frozen=True, kw_only=True)
class WeekFigures:
    """Alerts in one ISO week; `days` of it lie in the period."""

    year: int
    week: int
    begins: date
    ends: date
    days: int
    in_force: int
    draft: int
    in_force_over: bool
    draft_over: bool


@dataclass(frozen=True, kw_only=True)
class RuleFigures:
    """One rule in both sets.

    `raised` is how many alerts it truly raised in the period, under whichever rules were
    in force then, and `overridden` how many of them were closed as no reason to ask.
    """

    rule_id: str
    change: Change
    in_force: int
    draft: int
    in_force_patients: int
    draft_patients: int
    raised: int
    overridden: int


@dataclass(frozen=True, kw_only=True)
class EmergencyFigures:
    """One emergency in both sets, and how often it was truly raised.

    `in_force` and `draft` are in how many responses it is set off, and of how many patients;
    None for one that is the same in both, which is not replayed.
    """

    emergency_id: str
    change: Change
    raised: int
    in_force: tuple[int, int] | None = None
    draft: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Because:
    """One number that an alert stood on, and which way is worse for it."""

    measure: str
    value: Decimal
    worse: Literal["up", "down"]


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An alert's day: when, by which rules, on which numbers."""

    at: datetime
    rule_ids: tuple[str, ...]
    because: tuple[Because, ...]


@dataclass(frozen=True, kw_only=True)
class Later:
    """A number that was worse afterwards."""

    at: datetime
    measure: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A patient with alerts under the rules in force and none under the draft.

    `first` is the first of the lost alerts; each outcome is the earliest within 30 days
    after any of them. `too_early`: 30 days have not gone since the last of them.
    """

    patient_id: UUID
    alerts: int
    first: Raised
    worsened: Later | None = None
    called_at: datetime | None = None
    silent_at: datetime | None = None
    too_early: bool = False

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of the patient; exactly one when nothing did."""
        told: dict[Outcome, object] = {
            "worsened": self.worsened,
            "called": self.called_at,
            "silent": self.silent_at,
        }
        found = tuple(name for name, one in told.items() if one is not None)
        return found or (("too_early",) if self.too_early else ("none",))


@dataclass(frozen=True, kw_only=True)
class Gained:
    """A patient with alerts under the draft and none under the rules in force."""

    patient_id: UUID
    alerts: int
    first: Raised


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """The lost patients by what became of them; `more_than_once` stand in several."""

    patients: int
    any: int
    worsened: int
    called: int
    silent: int
    none: int
    too_early: int
    more_than_once: int


@dataclass(frozen=True, kw_only=True)
class Responses:
    """Responses whose alerts change, also of patients who keep another alert.

    `softened` were red under the rules in force and are amber under the draft.
    """

    lost: int
    gained: int
    softened: int


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The whole rehearsal. The days run from `begins` to `ends`, both included.

    A rehearsal that is kept has the first of the lost and gained; how many there are stands
    in `aftermath` and in `patients_gained`.
    """

    clinic_id: UUID
    days: int
    begins: date
    ends: date
    responses: int
    patients: int
    posts: int
    budget: int | None
    in_force: Figures
    draft: Figures
    weeks: tuple[WeekFigures, ...]
    rules: tuple[RuleFigures, ...]
    emergencies: tuple[EmergencyFigures, ...]
    changed: Responses
    lost: tuple[Lost, ...]
    gained: tuple[Gained, ...]
    patients_gained: int
    aftermath: Aftermath
    problems: tuple[Problem, ...] = ()

    @property
    def fewer(self) -> int:
        """How many alerts the draft saves; below zero when it raises more."""
        return self.in_force.alerts - self.draft.alerts


def aftermath(lost: Sequence[Lost]) -> Aftermath:
    """Count the lost by what became of them."""
    each = [one.outcomes for one in lost]

    def having(name: Outcome) -> int:
        return sum(name in outcomes for outcomes in each)

    none, too_early = having("none"), having("too_early")
    return Aftermath(
        patients=len(each),
        any=len(each) - none - too_early,
        worsened=having("worsened"),
        called=having("called"),
        silent=having("silent"),
        none=none,
        too_early=too_early,
        more_than_once=sum(len(outcomes) > 1 for outcomes in each),
    )


def document(rehearsal: Rehearsal) -> dict[str, Any]:
    """Return the rehearsal as JSON: numbers as text, patients by id, what became of each."""
    found: dict[str, Any] = to_jsonable_python(rehearsal)
    found["fewer"] = rehearsal.fewer
    for row, one in zip(found["lost"], rehearsal.lost, strict=True):
        row["outcomes"] = list(one.outcomes)
    return found


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, Change]:
    """Return how each entry differs, those of `before` first, in their order."""
    found: dict[str, Change] = {}
    for name in [*before, *(one for one in after if one not in before)]:
        if name not in after:
            found[name] = "removed"
        elif name not in before:
            found[name] = "added"
        else:
            found[name] = "same" if before[name] == after[name] else "changed"
    return found
