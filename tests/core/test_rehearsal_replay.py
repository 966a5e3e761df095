"""A rehearsal says what the live engine would have said, response by response."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.core.rehearsal_criteria import Batch
from lytte.core.rehearsal_period import Period, micros
from lytte.core.rehearsal_replay import Replay
from lytte.core.thresholds import (
    Alert,
    AtLeast,
    Below,
    Combined,
    Criterion,
    Occasion,
    Persisted,
    Rule,
    RuleSet,
    Worsened,
    alerts,
)

MEASURES = ("a/pain", "a/physical", "b/sleep")
# Written in several ways, as scores are: the same number must compare the same.
WRITTEN = ("0", "1", "2", "3", "3.0", "3.3", "4", "4.00", "5", "7", "1E+1", "10", "55.6", "100")
NUMBERS = st.sampled_from([Decimal(one) for one in WRITTEN])
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
PERIOD = Period(date(2026, 1, 15), date(2026, 3, 31), UTC)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


class Answered(NamedTuple):
    """One response of a patient's history."""

    at: datetime
    measures: dict[str, str]
    proxy: bool
    here: bool


Life = list[Answered]

limits = st.builds(AtLeast, measure=st.sampled_from(MEASURES), value=NUMBERS) | st.builds(
    Below, measure=st.sampled_from(MEASURES), value=NUMBERS
)
changes = st.builds(
    Worsened,
    measure=st.sampled_from(MEASURES),
    by=NUMBERS,
    since=st.sampled_from(["last", "baseline"]),
    worse=st.sampled_from(["up", "down"]),
)
lasting = st.builds(Persisted, of=limits, times=st.integers(2, 4), among=st.integers(2, 5))
criteria: st.SearchStrategy[Criterion] = st.recursive(
    limits | changes | lasting,
    lambda inner: st.builds(
        Combined,
        together=st.sampled_from(["all", "any"]),
        of=st.lists(inner, min_size=2, max_size=3).map(tuple),
    ),
    max_leaves=5,
)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    made = draw(st.lists(st.tuples(criteria, st.sampled_from(["amber", "red"])), max_size=5))
    return RuleSet(
        rules=tuple(
            Rule.model_validate({"id": f"r{n}", "severity": severity, "when": when})
            for n, (when, severity) in enumerate(made)
        )
    )


@st.composite
def lives(draw: st.DrawFn) -> Life:
    at = FIRST
    found = []
    for _ in range(draw(st.integers(0, 9))):
        at += timedelta(hours=draw(st.integers(1, 24 * 20)))
        if at >= NOW:
            break
        values = draw(
            st.dictionaries(st.sampled_from(MEASURES), st.sampled_from(WRITTEN), max_size=3)
        )
        found.append(Answered(at, values, draw(st.booleans()), draw(st.integers(0, 4)) > 0))
    return found


def as_batch(everyone: Sequence[Life]) -> Batch:
    rows = [(UUID(int=n), one) for n, life in enumerate(everyone) for one in life]
    judged = [one.here and PERIOD.opens <= one.at < PERIOD.closes for _, one in rows]
    return Batch(
        patients=[str(patient) for patient, _ in rows],
        authored=[micros(one.at) for _, one in rows],
        proxy=[one.proxy for _, one in rows],
        judged=bytes(judged),
        measures={name: [one.measures.get(name) for _, one in rows] for name in MEASURES},
    )


def live(
    rules: RuleSet, everyone: Sequence[Life], occasions: int
) -> list[tuple[UUID, datetime, tuple[Alert, ...]]]:
    """Ask the live engine about every response of the period, one after the other."""
    found = []
    for number, life in enumerate(everyone):
        known = [
            Occasion(one.at, {name: Decimal(w) for name, w in one.measures.items()}, one.proxy)
            for one in life
        ]
        for row, one in enumerate(life):
            if one.here and PERIOD.opens <= one.at < PERIOD.closes:
                before = known[max(0, row - occasions) : row]
                raised = alerts(rules.rules, known[row].measures, before, proxy=one.proxy)
                found.append((UUID(int=number), one.at, raised))
    return found


def replayed(
    in_force: RuleSet, draft: RuleSet, everyone: Sequence[Life], occasions: int, *, at_once: bool
) -> Replay:
    replay = Replay(
        in_force, draft, PERIOD, occasions=occasions, worth=lambda _: Decimal(2), now=micros(NOW)
    )
    parts = [everyone]
    if not at_once:
        parts = [[*([[]] * number), life] for number, life in enumerate(everyone)]
    for part in parts:
        batch = as_batch(part)
        if len(batch):
            replay.add(batch)
    return replay


@given(
    in_force=rule_sets(),
    draft=rule_sets(),
    everyone=st.lists(lives(), max_size=4),
    occasions=st.integers(1, 6),
    at_once=st.booleans(),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_a_rehearsal_equals_the_live_engine(
    in_force: RuleSet, draft: RuleSet, everyone: list[Life], occasions: int, at_once: bool
) -> None:
    before = live(in_force, everyone, occasions)
    after = live(draft, everyone, occasions)

    replay = replayed(in_force, draft, everyone, occasions, at_once=at_once)

    for side, raised in ((replay.in_force, before), (replay.draft, after)):
        each = [(patient, at, alert) for patient, at, found in raised for alert in found]
        weeks: Counter[int] = Counter(
            PERIOD.mondays.index(at.date() - timedelta(days=at.weekday())) for _, at, _ in each
        )
        assert +side.alerts == Counter(alert.rule_id for _, _, alert in each)
        assert side.red == sum(alert.severity == "red" for _, _, alert in each)
        assert side.patients == len({patient for patient, _, _ in each})
        assert side.responses == sum(bool(found) for _, _, found in raised)
        assert +side.weeks == weeks
        assert +side.patients_by_rule == Counter(
            rule for _, rule in {(patient, alert.rule_id) for patient, _, alert in each}
        )


@given(
    in_force=rule_sets(),
    draft=rule_sets(),
    everyone=st.lists(lives(), max_size=4),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_lost_and_gained_patients_are_those_of_the_live_engine(
    in_force: RuleSet, draft: RuleSet, everyone: list[Life]
) -> None:
    before = live(in_force, everyone, 24)
    after = live(draft, everyone, 24)
    had, has = ({patient for patient, _, found in one if found} for one in (before, after))

    replay = replayed(in_force, draft, everyone, 24, at_once=True)

    assert [one.lost.patient_id for one in replay.missed] == sorted(had - has)
    assert [one.patient_id for one in replay.gained] == sorted(has - had)
    for one in replay.missed:
        mine = [(at, found) for patient, at, found in before if patient == one.lost.patient_id]
        raised = [(at, found) for at, found in mine if found]
        at, first = raised[0]
        assert one.alerts == tuple(micros(at) for at, _ in raised)
        assert one.lost.alerts == sum(len(found) for _, found in raised)
        assert one.lost.first.at == at
        assert one.lost.first.rule_ids == tuple(alert.rule_id for alert in first)
        assert {(b.measure, b.value) for b in one.lost.first.because} == {
            (reason.measure, reason.value) for alert in first for reason in alert.reasons
        }
    pairs = list(zip(before, after, strict=True))
    assert replay.changed.lost == sum(bool(b[2]) and not a[2] for b, a in pairs)
    assert replay.changed.gained == sum(bool(a[2]) and not b[2] for b, a in pairs)
    assert replay.changed.softened == sum(_red(b) and not _red(a) and bool(a[2]) for b, a in pairs)


def _red(one: tuple[UUID, datetime, tuple[Alert, ...]]) -> bool:
    return any(alert.severity == "red" for alert in one[2])


EVERY_RULE = RuleSet.model_validate(
    {
        "rules": [
            {"id": f"{one['type']}-{n}", "severity": "amber", "when": one}
            for n, one in enumerate(
                [
                    {"type": "worsened", "measure": "a/pain", "by": 2},
                    {"type": "worsened", "measure": "a/pain", "by": 0, "worse": "down"},
                    {"type": "worsened", "measure": "a/pain", "by": 2, "since": "baseline"},
                    *(
                        {
                            "type": "persisted",
                            "times": times,
                            "among": among,
                            "of": {"type": "at_least", "measure": "a/pain", "value": 4},
                        }
                        for times, among in [(2, 2), (2, 3), (3, 4), (3, 2)]
                    ),
                ]
            )
        ]
    }
)


@pytest.mark.parametrize("occasions", [1, 2, 3, 24])
def test_every_short_history_is_judged_as_live(occasions: int) -> None:
    rated: list[tuple[dict[str, str], bool]] = [
        ({}, False),
        ({"a/pain": "1"}, False),
        ({"a/pain": "9"}, False),
        ({"a/pain": "9"}, True),
    ]
    days = [PERIOD.opens + timedelta(days=day) for day in range(5)]
    everyone = [
        [Answered(at, *kind, True) for at, kind in zip(days, chosen, strict=True)]
        for chosen in product(rated, repeat=len(days))
    ]

    replay = replayed(EVERY_RULE, RuleSet(), everyone, occasions, at_once=True)

    raised = live(EVERY_RULE, everyone, occasions)
    assert +replay.in_force.alerts == Counter(a.rule_id for _, _, one in raised for a in one)
    assert len(replay.missed) == len({patient for patient, _, found in raised if found})
