"""A rule set in a file: read exactly, or refused with every fault at once."""

import json
from decimal import Decimal

import pytest

from lytte.core.rehearsal_rules import read_rules
from lytte.core.thresholds import AtLeast

PAIN = {"id": "pain", "severity": "red", "when": {"type": "at_least", "measure": "a/p", "value": 7}}


def test_a_number_is_read_as_it_is_written() -> None:
    written = json.dumps({"rules": [PAIN]}).replace("7", "7.10")

    rules, problems = read_rules(written, toml=False)

    assert problems == []
    assert rules is not None
    when = rules.rules[0].when
    assert isinstance(when, AtLeast)
    assert str(when.value) == "7.10"


def test_toml_names_one_rule_at_a_time() -> None:
    written = """
        [[rule]]
        id = "low"
        severity = "amber"
        when = { type = "below", measure = "a/f", value = 33.3 }
    """

    rules, problems = read_rules(written, toml=True)

    assert problems == []
    assert rules is not None
    assert rules.rules[0].when.model_dump()["value"] == Decimal("33.3")


def test_every_fault_is_said_at_once() -> None:
    written = json.dumps(
        {
            "rules": [
                {**PAIN, "severity": "purple", "loud": True},
                {**PAIN, "when": {"type": "atleast", "measure": "a/p", "value": 7}},
                {"severity": "red", "when": {**PAIN["when"], "value": "many"}},  # type: ignore[dict-item]
            ]
        }
    )

    rules, problems = read_rules(written, toml=False)

    assert rules is None
    assert [(one.place, one.severity) for one in problems] == [
        ("rules[0].severity", "error"),
        ("rules[0].loud", "error"),
        ("rules[1].when", "error"),
        ("rules[2].id", "error"),
        ("rules[2].when.at_least.value", "error"),
    ]
    assert problems[1].message == "Rules know no such field."


def test_two_rules_of_one_id_are_refused() -> None:
    rules, problems = read_rules(json.dumps({"rules": [PAIN, PAIN]}), toml=False)

    assert rules is None
    assert [one.message for one in problems] == ["The id stands 2 times."]


@pytest.mark.parametrize(
    ("written", "toml", "told"),
    [
        ("", False, "The file is not JSON"),
        ("[]", False, "not a table with rules"),
        ("[" * 100_000, False, "The file is not JSON"),
        ("rules = [", True, "The file is not TOML"),
        ('{"rules": [{"when": NaN}]}', False, ""),
        ('"' + "x" * 2_000_001, False, "longer than 2,000,000"),
    ],
)
def test_anything_else_is_refused_in_words(written: str, toml: bool, told: str) -> None:
    rules, problems = read_rules(written, toml=toml)

    assert rules is None
    assert told in problems[0].message


@pytest.mark.parametrize("number", ["NaN", "Infinity", '"NaN"', "1e99999999999999999999"])
def test_a_limit_is_a_number(number: str) -> None:
    written = json.dumps({"rules": [PAIN]}).replace("7", number)

    rules, problems = read_rules(written, toml=False)

    assert rules is None
    assert problems
