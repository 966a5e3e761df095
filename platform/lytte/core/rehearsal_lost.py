"""What became of patients who would have lost the alert: looked for in what came after."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from lytte.core.rehearsal import FOLLOWED_DAYS, Because, Later, Lost, Raised
from lytte.core.rehearsal_criteria import Batch, Criteria
from lytte.core.rehearsal_period import micros, moment
from lytte.core.thresholds import AtLeast, Below, Combined, Criterion, Persisted, Rule, Worsened

Worse = Literal["up", "down"]

FOLLOWED = timedelta(days=FOLLOWED_DAYS) // timedelta(microseconds=1)

Worth = Callable[[str], Decimal | None]
"""The least change of a measure that counts as worse; None when any change does."""


class Missed(NamedTuple):
    """A lost patient, and the moments of the lost alerts, oldest first, in microseconds."""

    lost: Lost
    alerts: tuple[int, ...]


class Afterwards(NamedTuple):
    """What the tables tell of patients besides their numbers: moments, oldest first."""

    called: Mapping[UUID, Sequence[datetime]]
    silent: Mapping[UUID, Sequence[datetime]]


@dataclass(frozen=True)
class Follower:
    """Looks at what came after the lost alerts of one batch's patients."""

    rules: Sequence[Rule]
    criteria: Criteria
    worth: Worth
    now: int

    def raised(self, batch: Batch, row: int) -> Raised:
        """Return which rules held for one response, and the numbers that made them hold."""
        held = [rule for rule in self.rules if self.criteria.held(rule.when, batch)[row]]
        because = {
            Because(measure=measure, value=value, worse=worse)
            for rule in held
            for leaf in self.criteria.leaves(rule.when, batch, row)
            for measure, worse in watched(leaf)
            if (value := self._number(batch, measure, row)) is not None
        }
        return Raised(
            at=moment(batch.authored[row]),
            rule_ids=tuple(rule.id for rule in held),
            because=tuple(sorted(because, key=lambda one: (one.measure, one.worse, one.value))),
        )

    def missed(self, batch: Batch, rows: Sequence[int], end: int) -> Missed:
        """Follow a patient whose responses `rows` lost their alert; `end` is past the last."""
        each = [self.raised(batch, row) for row in rows]
        later = [
            found
            for row, one in zip(rows, each, strict=True)
            if (found := self._worse(batch, row, end, one.because)) is not None
        ]
        times = tuple(batch.authored[row] for row in rows)
        lost = Lost(
            patient_id=UUID(batch.patients[rows[0]]),
            alerts=sum(len(one.rule_ids) for one in each),
            first=each[0],
            worsened=min(later, key=lambda one: one.at, default=None),
            too_early=times[-1] + FOLLOWED > self.now,
        )
        return Missed(lost, times)

    def _worse(self, batch: Batch, row: int, end: int, because: Sequence[Because]) -> Later | None:
        """Return the first number that was clearly worse, given by whoever gave the first."""
        until = batch.authored[row] + FOLLOWED
        for after in range(row + 1, end):
            if batch.authored[after] > until:
                return None
            if batch.proxy[after] != batch.proxy[row]:
                continue
            for one in because:
                value = self._number(batch, one.measure, after)
                if value is not None and self._is_worse(one, value):
                    at = moment(batch.authored[after])
                    return Later(at=at, measure=one.measure, value=value)
        return None

    def _is_worse(self, one: Because, value: Decimal) -> bool:
        change = value - one.value if one.worse == "up" else one.value - value
        worth = self.worth(one.measure)
        return change > 0 if worth is None else change >= worth

    def _number(self, batch: Batch, measure: str, row: int) -> Decimal | None:
        written = batch.measures[measure][row] if measure in batch.measures else None
        return None if written is None else self.criteria.number(written)


def watched(criterion: Criterion) -> Iterator[tuple[str, Worse]]:
    """Yield the measures that a criterion looks at, and which way is worse for each."""
    match criterion:
        case AtLeast():
            yield criterion.measure, "up"
        case Below():
            yield criterion.measure, "down"
        case Worsened():
            yield criterion.measure, criterion.worse
        case Persisted():
            yield from watched(criterion.of)
        case Combined():
            for one in criterion.of:
                yield from watched(one)


def followed(missed: Sequence[Missed], afterwards: Afterwards) -> list[Lost]:
    """Add what the tables tell within 30 days after any of the lost alerts."""
    return [
        replace(
            lost,
            called_at=_first(alerts, afterwards.called.get(lost.patient_id, ())),
            silent_at=_first(alerts, afterwards.silent.get(lost.patient_id, ())),
        )
        for lost, alerts in missed
    ]


def _first(alerts: Sequence[int], moments: Sequence[datetime]) -> datetime | None:
    for one in moments:
        at = micros(one)
        before = bisect_left(alerts, at)
        if before and at - alerts[before - 1] <= FOLLOWED:
            return one
    return None
