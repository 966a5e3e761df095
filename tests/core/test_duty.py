"""A role covers what is promised only where it is there from the first hour to the last."""

from decimal import Decimal

import pytest

from lytte.core.duty import Duty, problems
from lytte.core.thresholds import AtLeast, Rule, RuleSet

PROMISED = {"1": ["08:00", "15:30"], "2": ["08:00", "15:30"]}
ALL = {"1": ("08:00", "15:30"), "2": ("07:30", "16:00")}
PAIN = AtLeast(measure="p/pain", value=Decimal(7))
RULES = RuleSet(rules=(Rule(id="r", severity="red", when=PAIN, deputy="doctor"),))


@pytest.mark.parametrize(
    ("mine", "gaps"),
    [
        (ALL, []),
        ({}, ["1", "2"]),
        ({"1": ("08:00", "15:30")}, ["2"]),
        ({**ALL, "1": ("08:30", "15:30")}, ["1"]),
        ({**ALL, "1": ("08:00", "15:00")}, ["1"]),
    ],
)
def test_an_hour_that_nobody_covers_is_found(
    mine: dict[str, tuple[str, str]], gaps: list[str]
) -> None:
    assert Duty(roles={"nurse": mine}).gaps("nurse", PROMISED) == gaps


def test_the_recipient_and_the_deputy_must_both_be_there() -> None:
    assert problems(RULES, PROMISED, Duty(roles={"nurse": ALL, "doctor": ALL})) == []
    [found] = problems(RULES, PROMISED, Duty(roles={"nurse": ALL}))
    assert "doctor" in found.message
    assert len(problems(RULES, PROMISED, Duty())) == 2
    assert problems(RuleSet(), PROMISED, Duty()) == []
    assert problems(RULES, {}, Duty()) == []
