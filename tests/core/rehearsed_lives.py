"""Patients' lives by chance, and rules of every kind, for comparing rehearsals with the engine."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from lytte.core import thresholds
from lytte.core.known import Known, Stood
from lytte.core.option_measures import option_measure
from lytte.core.rehearsal_period import Period
from lytte.core.silence import silent_at
from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Rule,
    RuleSet,
    Silent,
    When,
    Worsened,
)  # fmt: skip
from lytte.core.values import Coding

QUESTIONS = {"a/vomits": (Coding(code="no"), Coding(code="weekly"), Coding(code="daily")),
             "b/fever": (True, False)}  # fmt: skip
OPTIONS = tuple(option_measure(one, each) for one, every in QUESTIONS.items() for each in every)
NUMBERED = ("a/pain", "a/physical", "b/sleep")
MEASURES = (*NUMBERED, *OPTIONS)
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


class Life(NamedTuple):
    """A patient: what was sent, what was due and when it was sent, what was agreed."""

    sent: Sequence[Answered] = ()
    due: Sequence[tuple[datetime, datetime | None]] = ()
    plans: Sequence[Known] = ()


HOURS = (24, 48, 200)
limits = st.builds(AtLeast, measure=st.sampled_from(NUMBERED), value=NUMBERS) | st.builds(
    Below, measure=st.sampled_from(NUMBERED), value=NUMBERS
)
changes = st.builds(
    Worsened,
    measure=st.sampled_from(NUMBERED),
    by=NUMBERS,
    since=st.sampled_from(["last", "baseline"]),
    worse=st.sampled_from(["up", "down"]),
)
answers = st.sampled_from(sorted(QUESTIONS)).flatmap(
    lambda question: st.builds(
        thresholds.Answered,
        item=st.just(question),
        options=st.lists(
            st.sampled_from(QUESTIONS[question]), min_size=1, max_size=3, unique=True
        ).map(tuple),
    )
)
lasting = st.builds(Persisted, of=limits, times=st.integers(2, 4), among=st.integers(2, 5))
criteria: st.SearchStrategy[Criterion] = st.recursive(
    limits | answers | changes | lasting,
    lambda inner: st.builds(
        Combined,
        together=st.sampled_from(["all", "any"]),
        of=st.lists(inner, min_size=2, max_size=3).map(tuple),
    ),
    max_leaves=5,
)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    answered = st.tuples(criteria, st.sampled_from(["amber", "red"]))
    silent = st.tuples(st.builds(Silent, hours=st.sampled_from(HOURS)), st.just("amber"))
    made: list[tuple[When, str]] = draw(st.lists(answered | answered | silent, max_size=5))
    return RuleSet(
        rules=tuple(
            Rule.model_validate({"id": f"r{n}", "severity": severity, "when": when})
            for n, (when, severity) in enumerate(made)
        )
    )


moments = st.integers(0, 24 * 100).map(lambda hours: FIRST + timedelta(hours=hours))
stood = st.builds(
    Stood, value=NUMBERS, step=st.sampled_from([None, Decimal(2), Decimal(10)])
)  # fmt: skip
plans = st.builds(
    Known,
    rule_id=st.sampled_from([f"r{n}" for n in range(5)]),
    agreed_at=moments,
    review_on=moments.map(lambda at: at.date()),
    ended_at=st.none() | st.none() | moments,
    stood=st.dictionaries(st.sampled_from(MEASURES), stood, max_size=3),
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
            st.dictionaries(st.sampled_from(MEASURES), st.sampled_from(WRITTEN), max_size=5)
        )
        for name in values.keys() & set(OPTIONS):
            values[name] = "1" if Decimal(values[name]) else "0"
        found.append(Answered(at, values, draw(st.booleans()), draw(st.integers(0, 4)) > 0))
    later = st.none() | st.integers(1, 300).map(timedelta)
    due = draw(st.lists(st.tuples(moments, later), max_size=4))
    return Life(
        found,
        [(at, None if after is None else at + after / 24) for at, after in due],
        draw(st.lists(plans, max_size=4)),
    )


def silences(life: Life, hours: int) -> list[datetime]:
    found = (silent_at(Silent(hours=hours), due, sent) for due, sent in life.due)
    return sorted(at for at in found if at is not None and PERIOD.opens <= at < PERIOD.closes)
