"""What became of patients who would have lost the alert: looked for in what came after."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from lytte.core.criteria import Watched, Worse, all_watched, options_named
from lytte.core.rehearsal import FOLLOWED_DAYS, Because, Gained, Later, Lost, Raised
from lytte.core.rehearsal_criteria import Batch, Criteria, Held
from lytte.core.rehearsal_loud import Verdict
from lytte.core.rehearsal_period import micros, moment
from lytte.core.thresholds import Combined, Criterion, Rule, Silent

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


class Node(NamedTuple):
    """A criterion worked out for a batch: where it holds, and what it looks at."""

    held: Held
    watched: tuple[Watched, ...]
    inner: tuple["Node", ...]

    def because(self, row: int) -> Iterator[Watched]:
        """Yield what made it hold for one response; nothing when it did not."""
        if not self.held[row]:
            return
        yield from self.watched
        for one in self.inner:
            yield from one.because(row)


class Follower:
    """Tells why alerts were raised, and looks at what came after those that are lost."""

    def __init__(
        self, rules: Sequence[Rule], criteria: Criteria, *, worth: Worth, now: int
    ) -> None:
        self.rules = rules
        self.options = options_named(rules)
        self.criteria = criteria
        self.worth = worth
        self.now = now
        self._batch: Batch | None = None
        self._nodes: dict[str, Node] = {}

    def missed(self, batch: Batch, verdict: Verdict, whose: tuple[str, int, int]) -> Missed:
        """Follow a patient who lost every alert."""
        patient, start, end = whose
        rows = [row for row in range(start, end) if verdict.any[row]]
        later = [found for row in rows if (found := self._worse(batch, verdict, row, end))]
        times = self._times(batch, verdict, patient, rows)
        lost = Lost(
            patient_id=UUID(patient),
            alerts=_alerts(verdict, patient, rows),
            first=self._first(batch, verdict, patient, rows),
            worsened=min(later, key=lambda one: one.at, default=None),
            too_early=times[-1] + FOLLOWED > self.now,
        )
        return Missed(lost, times)

    def gained(self, batch: Batch, verdict: Verdict, whose: tuple[str, int, int]) -> Gained:
        """Tell of a patient who had no alert and has one now."""
        patient, start, end = whose
        rows = [row for row in range(start, end) if verdict.any[row]]
        return Gained(
            patient_id=UUID(patient),
            alerts=_alerts(verdict, patient, rows),
            first=self._first(batch, verdict, patient, rows),
        )

    def _times(
        self, batch: Batch, verdict: Verdict, patient: str, rows: Sequence[int]
    ) -> tuple[int, ...]:
        silent = [at for at, _ in verdict.silent.get(patient, ())]
        return tuple(sorted([*(batch.authored[row] for row in rows), *silent]))

    def _first(self, batch: Batch, verdict: Verdict, patient: str, rows: Sequence[int]) -> Raised:
        """Return the patient's first alert: on an answer, or because there was none."""
        silent = verdict.silent.get(patient, ())
        if silent and not (rows and batch.authored[rows[0]] <= silent[0][0]):
            at, rules = silent[0]
            return Raised(at=moment(at), rule_ids=tuple(rules), because=())
        return self._raised(batch, verdict, rows[0])

    def _raised(self, batch: Batch, verdict: Verdict, row: int) -> Raised:
        """Return which rules held for one response, and the numbers that made them hold."""
        because = {
            Because(measure=measure, value=value, worse=worse)
            for (measure, worse), value in self._seen(batch, verdict, row).items()
            if value or measure not in self.options
        }
        return Raised(
            at=moment(batch.authored[row]),
            rule_ids=tuple(one for one, held in verdict.by_rule.items() if held[row]),
            because=tuple(sorted(because, key=lambda one: (one.measure, one.worse))),
        )

    def _worse(self, batch: Batch, verdict: Verdict, row: int, end: int) -> Later | None:
        """Return the first number that was clearly worse, given by whoever gave the first."""
        until = batch.authored[row] + FOLLOWED
        if row + 1 == end or batch.authored[row + 1] > until:
            return None
        seen = self._seen(batch, verdict, row)
        for after in range(row + 1, end):
            if batch.authored[after] > until:
                return None
            if batch.proxy[after] != batch.proxy[row]:
                continue
            for (measure, worse), before in seen.items():
                value = self._number(batch, measure, after)
                if value is not None and self._is_worse(measure, worse, before, value):
                    return Later(at=moment(batch.authored[after]), measure=measure, value=value)
        return None

    def _is_worse(self, measure: str, worse: Worse, before: Decimal, value: Decimal) -> bool:
        change = value - before if worse == "up" else before - value
        worth = self.worth(measure)
        return change > 0 if worth is None else change >= worth

    def _seen(self, batch: Batch, verdict: Verdict, row: int) -> dict[Watched, Decimal]:
        """Return the numbers that the alerts of one response stood on."""
        return {
            one: value
            for rule_id, node in self._worked_out(batch).items()
            if verdict.by_rule[rule_id][row]
            for one in node.because(row)
            if (value := self._number(batch, one[0], row)) is not None
        }

    def _number(self, batch: Batch, measure: str, row: int) -> Decimal | None:
        written = batch.measures[measure][row] if measure in batch.measures else None
        return None if written is None else self.criteria.number(written)

    def _worked_out(self, batch: Batch) -> dict[str, Node]:
        if batch is not self._batch:
            self._batch = batch
            self._nodes = {
                rule.id: self._node(rule.when, batch)
                for rule in self.rules
                if not isinstance(rule.when, Silent)
            }
        return self._nodes

    def _node(self, criterion: Criterion, batch: Batch) -> Node:
        held = self.criteria.held(criterion, batch)
        if isinstance(criterion, Combined):
            return Node(held, (), tuple(self._node(one, batch) for one in criterion.of))
        return Node(held, all_watched(criterion), ())


def _alerts(verdict: Verdict, patient: str, rows: Sequence[int]) -> int:
    silent = sum(len(rules) for _, rules in verdict.silent.get(patient, ()))
    return sum(verdict.counts[row] for row in rows) + silent


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
