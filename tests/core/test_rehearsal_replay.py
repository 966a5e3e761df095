"""A rehearsal says what the live engine would have said, response by response."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lytte.core.alerting import alerts
from lytte.core.known import Plans
from lytte.core.option_measures import option_measure
from lytte.core.rehearsal_criteria import Batch, Silence
from lytte.core.rehearsal_period import micros
from lytte.core.rehearsal_replay import Replay
from lytte.core.thresholds import Alert, Occasion, Reason, RuleSet, Silent
from tests.core.rehearsed_lives import (
    HOURS,
    MEASURES,
    NOW,
    PERIOD,
    Answered,
    Life,
    lives,
    rule_sets,
    silences,
)  # fmt: skip


def as_batch(everyone: Sequence[Life]) -> Batch:
    rows = [(UUID(int=n), one) for n, life in enumerate(everyone) for one in life.sent]
    judged = [one.here and PERIOD.opens <= one.at < PERIOD.closes for _, one in rows]
    return Batch(
        patients=[str(patient) for patient, _ in rows],
        authored=[micros(one.at) for _, one in rows],
        proxy=[one.proxy for _, one in rows],
        judged=bytes(judged),
        measures={name: [one.measures.get(name) for _, one in rows] for name in MEASURES},
        silences=[
            Silence(str(UUID(int=n)), hours, micros(at))
            for n, life in enumerate(everyone)
            for hours in HOURS
            for at in silences(life, hours)
        ],
    )


Raised = list[tuple[UUID, datetime, tuple[Alert, ...]]]
"""Of whom, when, and what was raised then."""


def answered(rules: RuleSet, everyone: Sequence[Life], occasions: int) -> Raised:
    """Ask the live engine about every response of the period, one after the other."""
    found = []
    for number, life in enumerate(everyone):
        known = [
            Occasion(one.at, {name: Decimal(w) for name, w in one.measures.items()}, one.proxy)
            for one in life.sent
        ]
        for row, one in enumerate(life.sent):
            if one.here and PERIOD.opens <= one.at < PERIOD.closes:
                raised = alerts(
                    rules.rules, known[row].measures, known[max(0, row - occasions) : row],
                    proxy=one.proxy, plans=Plans(life.plans, one.at, UTC),
                )  # fmt: skip
                found.append((UUID(int=number), one.at, raised))
    return found


def numbers(reason: Reason) -> list[tuple[str, Decimal]]:
    """Return what a reason stands on: a number, or each answer that was chosen."""
    if reason.type != "answered":
        return [(reason.measure, reason.value)]
    return [(option_measure(reason.measure, one), Decimal(1)) for one in reason.answers]


def loud(raised: Raised) -> Raised:
    """Leave out what an agreed plan covers."""
    return [(who, at, tuple(one for one in found if not one.known)) for who, at, found in raised]


def unanswered(rules: RuleSet, everyone: Sequence[Life]) -> Raised:
    """Ask of every silence of the period which rules it meets."""
    return [
        (UUID(int=number), at, (Alert(rule_id=one.id, severity="amber", recipient="", reasons=()),))
        for number, life in enumerate(everyone)
        for one in rules.rules
        if isinstance(one.when, Silent)
        for at in silences(life, one.when.hours)
    ]


def live(rules: RuleSet, everyone: Sequence[Life], occasions: int = 24) -> Raised:
    """Return all that calls somebody: on answers, and on silence."""
    return loud(answered(rules, everyone, occasions)) + unanswered(rules, everyone)


def replayed(
    in_force: RuleSet, draft: RuleSet, everyone: Sequence[Life], occasions: int, *, at_once: bool
) -> Replay:
    replay = Replay(
        in_force, draft, PERIOD, occasions=occasions, worth=lambda _: Decimal(2), now=micros(NOW),
        agreed={str(UUID(int=n)): life.plans for n, life in enumerate(everyone) if life.plans},
    )  # fmt: skip
    parts = [everyone]
    if not at_once:
        parts = [[*([Life()] * number), life] for number, life in enumerate(everyone)]
    for part in parts:
        batch = as_batch(part)
        if len(batch) or batch.silences:
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

    for side, raised, rules in (
        (replay.in_force, before, in_force),
        (replay.draft, after, draft),
    ):
        on_answers = answered(rules, everyone, occasions)
        assert side.known == sum(one.known for _, _, found in on_answers for one in found)
        assert side.responses == sum(bool(found) for _, _, found in loud(on_answers))
        each = [(patient, at, alert) for patient, at, found in raised for alert in found]
        weeks: Counter[int] = Counter(
            PERIOD.mondays.index(at.date() - timedelta(days=at.weekday())) for _, at, _ in each
        )
        assert +side.alerts == Counter(alert.rule_id for _, _, alert in each)
        assert side.red == sum(alert.severity == "red" for _, _, alert in each)
        assert side.patients == len({patient for patient, _, _ in each})
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
    before, after = live(in_force, everyone), live(draft, everyone)
    had, has = ({patient for patient, _, found in one if found} for one in (before, after))

    replay = replayed(in_force, draft, everyone, 24, at_once=True)

    assert [one.lost.patient_id for one in replay.missed] == sorted(had - has)
    assert [one.patient_id for one in replay.gained] == sorted(has - had)
    for one in replay.missed:
        mine = [found for found in before if found[0] == one.lost.patient_id and found[2]]
        first = min(at for _, at, _ in mine)
        raised = [alert for _, at, found in mine if at == first for alert in found]
        assert set(one.alerts) == {micros(at) for _, at, _ in mine}
        assert one.lost.alerts == sum(len(found) for _, _, found in mine)
        assert one.lost.first.at == first
        told = {alert.rule_id: alert for alert in raised}
        first_rules = [told[rule] for rule in one.lost.first.rule_ids]
        assert first_rules
        if not any(alert.reasons for alert in raised):
            assert told.keys() == set(one.lost.first.rule_ids)
        assert {(b.measure, b.value) for b in one.lost.first.because} == {
            each for alert in first_rules for reason in alert.reasons for each in numbers(reason)
        }
    pairs = list(zip(*(loud(answered(r, everyone, 24)) for r in (in_force, draft)), strict=True))
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
        Life([Answered(at, *kind, True) for at, kind in zip(days, chosen, strict=True)])
        for chosen in product(rated, repeat=len(days))
    ]

    replay = replayed(EVERY_RULE, RuleSet(), everyone, occasions, at_once=True)

    raised = live(EVERY_RULE, everyone, occasions)
    assert +replay.in_force.alerts == Counter(a.rule_id for _, _, one in raised for a in one)
    assert len(replay.missed) == len({patient for patient, _, found in raised if found})


@pytest.mark.parametrize("order", [HOURS, HOURS[::-1]])
def test_of_two_silences_the_earliest_comes_first_however_found(order: tuple[int, ...]) -> None:
    who, opens = str(UUID(int=0)), micros(PERIOD.opens)
    rules = RuleSet.model_validate(
        {"rules": [
            {"id": f"after {one}", "severity": "amber", "when": {"type": "silent", "hours": one}}
            for one in HOURS
        ]}
    )  # fmt: skip
    # The one that waits longest fell due first; and two speak of the same moment.
    at = {200: opens, 24: opens + 1, 48: opens + 1}
    empty: dict[str, Sequence[str | None]] = {name: [] for name in MEASURES}
    batch = Batch([], [], [], b"", empty, [Silence(who, one, at[one]) for one in order])
    replay = Replay(
        rules, RuleSet(), PERIOD, occasions=1, worth=lambda _: Decimal(2), now=micros(NOW)
    )

    replay.add(batch)

    [missed] = replay.missed
    assert missed.lost.first.rule_ids == ("after 200",)
    assert missed.alerts == (opens, opens + 1)
