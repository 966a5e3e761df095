"""Two rule sets replayed over the same responses, batch by batch, and what each comes to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import compress

from lytte.core.criteria import measures_named
from lytte.core.rehearsal import Figures, Gained, Responses, WeekFigures
from lytte.core.rehearsal_criteria import Batch, Criteria, Held
from lytte.core.rehearsal_lost import Follower, Missed, Worth
from lytte.core.rehearsal_loud import Agreed, Loud, Verdict, silences_by_rule
from lytte.core.rehearsal_period import Period
from lytte.core.thresholds import Rule, RuleSet


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
    known: int = 0

    def add(self, verdict: Verdict, batch: Batch) -> None:
        """Add what the set comes to over one batch, but for weeks and patients."""
        for rule in self.rules:
            held = verdict.by_rule.get(rule.id, b"")
            if alerts := held.count(1):
                self.alerts[rule.id] += alerts
                self.patients_by_rule[rule.id] += _patients(held, batch)
                self.red += alerts if rule.severity == "red" else 0
        self.responses += verdict.any.count(1)
        self.known += verdict.known
        moments, patients = silences_by_rule(verdict)
        self.alerts += moments
        self.patients_by_rule += patients

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
            known=self.known,
            per_week=rounded(a_week),
            per_post=rounded(a_week / posts),
            weeks_over=None if budget is None else over,
        )


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
        agreed: Agreed | None = None,
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
        known = agreed or {}
        self._before = Loud(in_force.rules, self.criteria, known, period.zone)
        self._after = Loud(draft.rules, self.criteria, known, period.zone)
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
        before, after = self._before.verdict(batch), self._after.verdict(batch)
        self.in_force.add(before, batch)
        self.draft.add(after, batch)
        self._weeks(batch, before, after)
        self._changed(before, after)
        self.patients += sum(1 in batch.judged[start:end] for start, end in batch.spans)
        for patient, start, end in batch.everyone:
            self._patient(batch, before, after, (patient, start, end))

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

    def _weeks(self, batch: Batch, before: Verdict, after: Verdict) -> None:
        week_of, mine, drafts = self.period.week_of, self.in_force.weeks, self.draft.weeks
        for at, old, new in zip(batch.authored, before.counts, after.counts, strict=True):
            if old or new:
                week = week_of(at)
                mine[week] += old
                drafts[week] += new
        for verdict, weeks in ((before, mine), (after, drafts)):
            for moments in verdict.silent.values():
                for at, rules in moments:
                    weeks[week_of(at)] += len(rules)

    def _changed(self, before: Verdict, after: Verdict) -> None:
        old, new = int.from_bytes(before.any, "big"), int.from_bytes(after.any, "big")
        red, still = int.from_bytes(before.red, "big"), int.from_bytes(after.red, "big")
        self._rows["lost"] += (old & ~new).bit_count()
        self._rows["gained"] += (new & ~old).bit_count()
        self._rows["softened"] += (red & new & ~still).bit_count()

    def _patient(
        self, batch: Batch, before: Verdict, after: Verdict, whose: tuple[str, int, int]
    ) -> None:
        patient, start, end = whose
        had = 1 in before.any[start:end] or patient in before.silent
        has = 1 in after.any[start:end] or patient in after.silent
        self.in_force.patients += had
        self.draft.patients += has
        if had and not has:
            self.missed.append(self._follow.missed(batch, before, whose))
        elif has and not had:
            self.gained.append(self._greet.gained(batch, after, whose))


def _patients(held: Held, batch: Batch) -> int:
    """Count the patients with at least one response that a rule held for."""
    found, row = 0, held.find(1)
    ends = batch.ends
    while row >= 0:
        found += 1
        row = held.find(1, ends[row])
    return found


def rounded(number: Decimal) -> Decimal:
    """Return a number of alerts with one decimal."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
