"""A known alert is silent until it is worse by 2, its day has passed, or it is ended (C11)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from lytte.core.alerting import alerts
from lytte.core.known import Known, Plans, Stood
from lytte.core.thresholds import AtLeast, Below, Combined, Emergency, Rule, RuleSet, Worsened

AT = datetime(2026, 8, 1, 12, tzinfo=UTC)
PAIN = Rule(id="pain", severity="red", when=AtLeast(measure="p/pain", value=Decimal(7)))
FUNCTION = Rule(id="walk", severity="amber", when=Below(measure="p/walk", value=Decimal(60)))
EITHER = Rule(
    id="either", severity="amber",
    when=Combined(
        together="any",
        of=(PAIN.when, Worsened(measure="p/nausea", by=Decimal(2))),  # type: ignore[arg-type]
    ),
)  # fmt: skip


def plan(rule: str, ended: datetime | None = None, **stood: str) -> Known:
    return Known(
        rule_id=rule, agreed_at=AT, review_on=date(2026, 8, 20), ended_at=ended,
        stood={
            f"p/{name}": Stood(value=Decimal(one), step=Decimal(10 if name == "walk" else 2))
            for name, one in stood.items()
        },
    )  # fmt: skip


def is_known(rule: Rule, known: Known, days: float = 7, **now: str) -> bool:
    measures = {f"p/{name}": Decimal(one) for name, one in now.items()}
    plans = Plans([known], AT + timedelta(days=days), ZoneInfo("Europe/Oslo"))
    [alert] = alerts([rule], measures, plans=plans)
    return alert.known


@pytest.mark.parametrize(
    ("pain", "known"), [("7", True), ("8", True), ("9", True), ("9.9", True), ("10", False)]
)
def test_worse_by_two_is_heard_again(pain: str, known: bool) -> None:
    assert is_known(PAIN, plan("pain", pain="8"), pain=pain) is known


def test_a_function_is_worse_when_it_falls_by_a_tenth() -> None:
    assert is_known(FUNCTION, plan("walk", walk="50"), walk="40.1")
    assert not is_known(FUNCTION, plan("walk", walk="50"), walk="40")


def test_after_its_day_it_is_heard_again_by_the_hospitals_clock() -> None:
    agreed = plan("pain", pain="8")

    last_evening = (datetime(2026, 8, 20, 21, 59, tzinfo=UTC) - AT) / timedelta(days=1)
    assert is_known(PAIN, agreed, last_evening, pain="8")
    assert not is_known(PAIN, agreed, last_evening + 2 / 24 / 60, pain="8")


def test_ended_because_the_patient_cannot_live_with_it_it_is_heard_again() -> None:
    ended = plan("pain", ended=AT + timedelta(days=3), pain="8")

    assert is_known(PAIN, ended, 2.9, pain="8")
    assert not is_known(PAIN, ended, 3, pain="8")


def test_what_was_answered_before_the_plan_is_not_known() -> None:
    assert not is_known(PAIN, plan("pain", pain="8"), -0.1, pain="8")


def test_another_rule_is_not_covered() -> None:
    assert not is_known(PAIN, plan("other", pain="8"), pain="8")


def test_everything_the_rule_looks_at_counts() -> None:
    agreed = plan("either", pain="8", nausea="2")

    assert is_known(EITHER, agreed, pain="8", nausea="3")
    assert not is_known(EITHER, agreed, pain="8", nausea="4")
    assert not is_known(EITHER, plan("either", pain="8"), pain="8", nausea="0")


def test_without_a_known_range_any_change_for_the_worse_is_heard() -> None:
    agreed = Known(
        rule_id="pain", agreed_at=AT, review_on=date(2026, 8, 20),
        stood={"p/pain": Stood(value=Decimal(8))},
    )  # fmt: skip

    assert is_known(PAIN, agreed, pain="8.0")
    assert not is_known(PAIN, agreed, pain="8.1")


def test_no_plan_reaches_an_emergency() -> None:
    """Emergencies are another kind of thing, raised without asking what is known."""
    assert "known" not in Emergency.model_fields
    assert not any(isinstance(one, Emergency) for one in RuleSet(rules=(PAIN,)).rules)
