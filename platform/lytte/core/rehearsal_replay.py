"""Two rule sets replayed over the same responses, batch by batch, and what each comes to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import compress
from uuid import UUID

from lytte.core.rehearsal import Figures, Gained, Responses, WeekFigures
from lytte.core.rehearsal_criteria import Batch, Criteria, Held, measures_named
from lytte.core.rehearsal_lost import Follower, Missed, Worth
from lytte.core.rehearsal_period import Period
from lytte.core.thresholds import Rule, RuleSet

# A byte a response holds the number of its alerts as long as no more rules are added up.
A_BYTE = 255


@dataclass
class Side:
    """One rule set's running figures."""

    rules: Sequence[Rule]
    alerts: Counter[str] = field(default_factory=Counter)
    patients_by_rule: Counter[str] = field(default_factory=Counter)
    weeks: Counter[int] = field(default_factory=Counter)
    red: int = 0
    patients: int = 0
    responses: int = 0

    def figures(
        self, period: Period, publication: tuple[int | None, str], posts: int, budget: int | None
    ) -> Figures:
        """Return the sums. `publication` is the set's number and its SHA-256."""
        alerts = self.alerts.total()
        a_week = Decimal(alerts) * 7 / period.days
        over = sum(self.weeks[one] > budget for one in range(len(period.mondays))) if budget else 0
        return Figures(
            number=publication[0],
            sha256=publication[1],
            alerts=alerts,
            red=self.red,
            amber=alerts - self.red,
            patients=self.patients,
            responses=self.responses,
            per_week=_rounded(a_week),
            per_post=_rounded(a_week / posts),
            weeks_over=None if budget is None else over,
        )


@dataclass(frozen=True)
class Verdict:
    """One rule set over one batch: how many alerts each response raises, and which are red."""

    counts: Sequence[int]
    any: Held
    red: Held


class Replay:
    """Takes batches and keeps sums; of the patients only those lost and gained stay."""

    def __init__(
        self,
        in_force: RuleSet,
        draft: RuleSet,
        period: Period,
        *,
        occasions: int,
        worth: Worth,
        now: int,
    ) -> None:
        self.criteria = Criteria(occasions)
        self.period = period
        self.in_force = Side(in_force.rules)
        self.draft = Side(draft.rules)
        self.responses = self.patients = 0
        self.answered: set[str] = set()
        self.missed: list[Missed] = []
        self.gained: list[Gained] = []
        self._rows = Counter[str]()
        self._named = set(measures_named([*in_force.rules, *draft.rules]))
        self._follow = Follower(in_force.rules, self.criteria, worth=worth, now=now)
        self._greet = Follower(draft.rules, self.criteria, worth=worth, now=now)

    @property
    def changed(self) -> Responses:
        """Responses whose alerts change."""
        rows = self._rows
        return Responses(lost=rows["lost"], gained=rows["gained"], softened=rows["softened"])

    def add(self, batch: Batch) -> None:
        """Judge whole patients under both sets."""
        self.responses += sum(batch.judged)
        for name in self._named - self.answered:
            column = batch.measures.get(name, ())
            if any(one is not None for one in compress(column, batch.judged)):
                self.answered.add(name)
        before = self._judge(self.in_force, batch)
        after = self._judge(self.draft, batch)
        self._weeks(batch, before, after)
        self._changed(before, after)
        for start, end in batch.spans:
            self._patient(batch, before, after, start, end)

    def weeks(self, budget: int | None) -> tuple[WeekFigures, ...]:
        """Return the alerts of every ISO week, also of those without any."""
        return tuple(
            self._week(place, before, after, budget)
            for place in range(len(self.period.mondays))
            for before, after in [(self.in_force.weeks[place], self.draft.weeks[place])]
        )

    def _week(self, place: int, before: int, after: int, budget: int | None) -> WeekFigures:
        monday = self.period.mondays[place]
        year, week, _ = monday.isocalendar()
        begins = max(monday, self.period.begins)
        days = self.period.days_of(monday)
        return WeekFigures(
            year=year,
            week=week,
            begins=begins,
            ends=begins.fromordinal(begins.toordinal() + days - 1),
            days=days,
            in_force=before,
            draft=after,
            in_force_over=budget is not None and before > budget,
            draft_over=budget is not None and after > budget,
        )

    def _judge(self, side: Side, batch: Batch) -> Verdict:
        size, judged = len(batch), int.from_bytes(batch.judged, "big")
        sums, red, found = [0], 0, 0
        for number, rule in enumerate(side.rules, 1):
            held = int.from_bytes(self.criteria.held(rule.when, batch), "big") & judged
            alerts = held.bit_count()
            side.alerts[rule.id] += alerts
            if alerts:
                side.patients_by_rule[rule.id] += _patients(held.to_bytes(size, "big"), batch)
            if rule.severity == "red":
                red |= held
                side.red += alerts
            found |= held
            if number % A_BYTE == 0:
                sums.append(0)
            sums[-1] += held
        side.responses += found.bit_count()
        each = [one.to_bytes(size, "big") for one in sums]
        counts = each[0] if len(each) == 1 else [sum(one) for one in zip(*each, strict=True)]
        return Verdict(counts, found.to_bytes(size, "big"), red.to_bytes(size, "big"))

    def _weeks(self, batch: Batch, before: Verdict, after: Verdict) -> None:
        week_of, mine, drafts = self.period.week_of, self.in_force.weeks, self.draft.weeks
        for at, old, new in zip(batch.authored, before.counts, after.counts, strict=True):
            if old or new:
                week = week_of(at)
                mine[week] += old
                drafts[week] += new

    def _changed(self, before: Verdict, after: Verdict) -> None:
        old, new = int.from_bytes(before.any, "big"), int.from_bytes(after.any, "big")
        red, still = int.from_bytes(before.red, "big"), int.from_bytes(after.red, "big")
        self._rows["lost"] += (old & ~new).bit_count()
        self._rows["gained"] += (new & ~old).bit_count()
        self._rows["softened"] += (red & new & ~still).bit_count()

    def _patient(self, batch: Batch, before: Verdict, after: Verdict, start: int, end: int) -> None:
        if 1 not in batch.judged[start:end]:
            return
        self.patients += 1
        had, has = 1 in before.any[start:end], 1 in after.any[start:end]
        self.in_force.patients += had
        self.draft.patients += has
        if had and not has:
            rows = [row for row in range(start, end) if before.any[row]]
            self.missed.append(self._follow.missed(batch, rows, end, before.counts))
        elif has and not had:
            rows = [row for row in range(start, end) if after.any[row]]
            self.gained.append(
                Gained(
                    patient_id=UUID(batch.patients[start]),
                    alerts=sum(after.counts[row] for row in rows),
                    first=self._greet.raised(batch, rows[0]),
                )
            )


def _patients(held: Held, batch: Batch) -> int:
    """Count the patients with at least one response that a rule held for."""
    found, row = 0, held.find(1)
    ends = batch.ends
    while row >= 0:
        found += 1
        row = held.find(1, ends[row])
    return found


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
