"""What a rule set comes to over a batch: loud where it holds and no agreed plan covers it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from lytte.core.criteria import measures_of
from lytte.core.known import Known, Plans
from lytte.core.rehearsal_criteria import Batch, Criteria, Held
from lytte.core.rehearsal_period import moment
from lytte.core.silence import in_order
from lytte.core.thresholds import Rule, Silent

# A byte a response holds the number of its alerts as long as no more rules are added up.
A_BYTE = 255

Agreed = Mapping[str, Sequence[Known]]
"""The plans agreed with each patient, by the patient's id as text."""


@dataclass(frozen=True)
class Verdict:
    """One rule set over one batch.

    `counts` is how many alerts each response raises, `any` and `red` which ones raise one;
    `by_rule` says the same rule by rule, and `known` how many were covered by a plan.
    `silent` holds for each patient the moments of silence, each with the rules it meets.
    """

    counts: Sequence[int]
    any: Held
    red: Held
    by_rule: Mapping[str, Held]
    known: int
    silent: Mapping[str, Sequence[tuple[int, Sequence[str]]]]


class Loud:
    """Judges batches by one rule set, and by what is agreed with the patients."""

    def __init__(
        self, rules: Sequence[Rule], criteria: Criteria, agreed: Agreed, zone: tzinfo
    ) -> None:
        self.rules = rules
        self.criteria = criteria
        self.agreed = agreed
        self.zone = zone
        self._planned = {one.rule_id for some in agreed.values() for one in some}
        self._hours: dict[int, tuple[str, ...]] = defaultdict(tuple)
        for rule in rules:
            if isinstance(rule.when, Silent):
                self._hours[rule.when.hours] += (rule.id,)

    def verdict(self, batch: Batch) -> Verdict:
        """Judge whole patients."""
        size, judged = len(batch), int.from_bytes(batch.judged, "big")
        by_rule: dict[str, Held] = {}
        sums, red, found, known = [0], 0, 0, 0
        for number, rule in enumerate(self._answered(), 1):
            every = int.from_bytes(self._held(rule, batch), "big") & judged
            held = every & ~self._covered(rule, every, batch)
            known += every.bit_count() - held.bit_count()
            by_rule[rule.id] = held.to_bytes(size, "big")
            red |= held if rule.severity == "red" else 0
            found |= held
            if number % A_BYTE == 0:
                sums.append(0)
            sums[-1] += held
        each = [one.to_bytes(size, "big") for one in sums]
        return Verdict(
            counts=each[0] if len(each) == 1 else [sum(one) for one in zip(*each, strict=True)],
            any=found.to_bytes(size, "big"),
            red=red.to_bytes(size, "big"),
            by_rule=by_rule,
            known=known,
            silent=self._silent(batch),
        )

    def _answered(self) -> Iterator[Rule]:
        return (rule for rule in self.rules if not isinstance(rule.when, Silent))

    def _held(self, rule: Rule, batch: Batch) -> Held:
        return b"" if isinstance(rule.when, Silent) else self.criteria.held(rule.when, batch)

    def _covered(self, rule: Rule, every: int, batch: Batch) -> int:
        """Return which of the responses a rule held for are known, with a plan."""
        if rule.id not in self._planned or not every:
            return 0
        size = len(batch)
        held, names = every.to_bytes(size, "big"), measures_of(rule.when)
        covered = bytearray(size)
        for patient in self.agreed.keys() & batch.span_of.keys():
            start, end = batch.span_of[patient]
            row = held.find(1, start, end)
            while row >= 0:
                plans = Plans(self.agreed[patient], moment(batch.authored[row]), self.zone)
                covered[row] = plans.cover(rule, dict(self._numbers(batch, names, row)))
                row = held.find(1, row + 1, end)
        return int.from_bytes(covered, "big")

    def _numbers(
        self, batch: Batch, names: Iterable[str], row: int
    ) -> Iterator[tuple[str, Decimal]]:
        for name in names:
            written = batch.measures[name][row] if name in batch.measures else None
            if written is not None:
                yield name, self.criteria.number(written)

    def _silent(self, batch: Batch) -> dict[str, list[tuple[int, list[str]]]]:
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for one in batch.silences:
            found[one.patient] += [(one.at, rule) for rule in self._hours.get(one.hours, ())]
        return {patient: in_order(heard) for patient, heard in found.items() if heard}


def silences_by_rule(verdict: Verdict) -> tuple[Counter[str], Counter[str]]:
    """Count the moments of silence by rule, and the patients they are of."""
    moments, patients = Counter[str](), Counter[str]()
    for each in verdict.silent.values():
        mine = [rule for _, rules in each for rule in rules]
        moments.update(mine)
        patients.update(set(mine))
    return moments, patients
