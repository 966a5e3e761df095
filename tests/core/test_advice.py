"""What a patient is told after sending: the worst first, nothing twice, nothing contradicting."""

from decimal import Decimal

from lytte.core.advice import MOST, advice
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Rule, Severity


def _rule(rule_id: str, severity: Severity, measure: str, said: str) -> Rule:
    limit = Decimal(7 if severity == "red" else 4)
    return Rule(
        id=rule_id,
        severity=severity,
        when=AtLeast(measure=measure, value=limit),
        advice=Text.model_validate({"nb": said}),
    )


def _read(found: tuple[Text, ...]) -> list[str]:
    return [one.read("nb") for one in found]


def test_the_milder_advice_gives_way_to_the_graver_on_the_same_symptom() -> None:
    rules = [
        _rule("a", "amber", "p/pain", "hvil"),
        _rule("b", "red", "p/pain", "ring oss"),
        _rule("c", "amber", "p/nausea", "små måltider"),
    ]

    assert _read(advice(rules, {"a", "b", "c"})) == ["ring oss", "små måltider"]


def test_only_what_was_raised_is_said_and_each_text_once() -> None:
    rules = [_rule(str(n), "amber", f"p/{n}", "hvil") for n in range(3)]

    assert _read(advice(rules, {"0", "2"})) == ["hvil"]
    assert advice(rules, set()) == ()


def test_a_very_bad_day_gives_a_page_that_can_be_read() -> None:
    rules = [_rule(str(n), "red", f"p/{n}", f"råd {n}") for n in range(20)]

    assert len(advice(rules, {str(n) for n in range(20)})) == MOST
