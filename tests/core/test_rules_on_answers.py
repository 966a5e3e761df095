"""A rule on a question that is answered by choosing: which answers alert, and which never do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lytte.core import rule_checks
from lytte.core.answers import Given, Key, Missing
from lytte.core.chosen import chosen, questions
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import paged
from lytte.core.forms import Form, document
from lytte.core.judging import Judged, judge
from lytte.core.known import Known, Plans, Stood
from lytte.core.thresholds import Alert, Answered, Combined, Rule, RuleSet
from lytte.core.values import Coding, NativeValue

NOW = datetime(2026, 8, 24, 9, tzinfo=UTC)


def option(code: str, text: str) -> dict[str, object]:
    return {"value": {"valueCoding": {"code": code}}, "text": {"nb": text}}


OPTIONS = [option("no", "Nei"), option("weekly", "Ja, ukentlig"), option("daily", "Ja, daglig")]
FORM = Form.model_validate(
    {
        "title": {"nb": "Uken"},
        "parts": [
            {
                "id": "a",
                "questionnaire": {
                    "items": [
                        {"type": "boolean", "link_id": "fever", "text": {"nb": "Feber?"}},
                        {"type": "choice", "link_id": "vomits", "text": {"nb": "Kaster du opp?"},
                         "answer_options": OPTIONS,
                         "enable_when": [{"question": "fever", "operator": "!=",
                                          "answer": {"valueBoolean": False}}]},
                        {"type": "open-choice", "link_id": "where", "text": {"nb": "Hvor?"},
                         "repeats": True,
                         "answer_options": [option("leg", "Ben"), option("arm", "Arm")]},
                        {"type": "group", "link_id": "row", "repeats": True, "items": [
                            {"type": "choice", "link_id": "wound", "text": {"nb": "Såret?"},
                             "answer_options": [option("dry", "Tørt"), option("wet", "Vått")]}]},
                    ]
                },
            }
        ]
    }
)  # fmt: skip
DAILY, WEEKLY, NO = Coding(code="daily"), Coding(code="weekly"), Coding(code="no")
VOMITS = Answered(item="a/vomits", options=(WEEKLY, DAILY))


def rule(when: Answered | Combined, rule_id: str = "r") -> Rule:
    return Rule(id=rule_id, severity="red", deputy="doctor", when=when)


def judged(given: Mapping[Key, Given], *rules: Rule) -> Judged:
    around = Surroundings(now=NOW)
    return judge(paged(FORM), {"a": dict(given)}, RuleSet(rules=rules), around=around)


def raised(given: Mapping[Key, Given], *rules: Rule) -> tuple[Alert, ...]:
    return judged(given, *rules).alerts


def at(link_id: str, *rows: int) -> Key:
    return Key(link_id, rows)


def test_any_of_the_answers_alerts_and_the_reason_is_the_one_that_was_given() -> None:
    [alert] = raised({at("vomits"): (DAILY,)}, rule(VOMITS))

    [reason] = alert.reasons
    assert (reason.type, reason.measure, reason.answers) == ("answered", "a/vomits", (DAILY,))
    assert raised({at("vomits"): (NO,)}, rule(VOMITS)) == ()


@pytest.mark.parametrize("given", [Missing.DECLINED, Missing.SKIPPED, None])
def test_a_question_without_an_answer_alerts_nobody(given: Given | None) -> None:
    answers = {} if given is None else {at("vomits"): given}

    assert raised(answers, rule(VOMITS)) == ()


def test_an_answer_on_a_branch_that_closed_again_alerts_nobody() -> None:
    answers: dict[Key, Given] = {at("fever"): (False,), at("vomits"): (DAILY,)}

    assert raised(answers, rule(VOMITS)) == ()


@pytest.mark.parametrize(("wanted", "alerts"), [((True,), 1), ((False,), 0), ((True, False), 1)])
def test_yes_and_no_are_answers_too(wanted: tuple[bool, ...], alerts: int) -> None:
    found = raised({at("fever"): (True,)}, rule(Answered(item="a/fever", options=wanted)))

    assert len(found) == alerts


def test_one_of_several_ticks_and_one_of_several_rows_is_enough() -> None:
    leg, wet, dry = Coding(code="leg"), Coding(code="wet"), Coding(code="dry")
    places = rule(Answered(item="a/where", options=(leg,)), "where")
    wounds = rule(Answered(item="a/wound", options=(wet,)), "wound")
    answers: dict[Key, Given] = {
        at("where"): (Coding(code="arm"), leg), at("wound", 0): (dry,), at("wound", 1): (wet,),
    }  # fmt: skip

    assert [one.rule_id for one in raised(answers, places, wounds)] == ["where", "wound"]


def test_own_words_that_read_like_a_code_are_no_answer_that_was_offered() -> None:
    leg = rule(Answered(item="a/where", options=(Coding(code="leg"),)))

    assert raised({at("where"): ("leg",)}, leg) == ()


def test_a_display_in_another_language_is_the_same_answer() -> None:
    spoken = Coding(code="daily", display="Yes, daily", system="http://example.org")

    assert len(raised({at("vomits"): (spoken,)}, rule(VOMITS))) == 1


def test_it_is_a_part_of_a_rule_that_joins() -> None:
    both = Combined(of=(VOMITS, Answered(item="a/fever", options=(True,))))
    answers: dict[Key, Given] = {at("vomits"): (DAILY,), at("fever"): (True,)}

    [alert] = raised(answers, rule(both))
    assert [one.measure for one in alert.reasons] == ["a/vomits", "a/fever"]
    assert raised({at("vomits"): (DAILY,)}, rule(both)) == ()


def test_what_was_chosen_is_no_number_of_the_response() -> None:
    found = judged({at("vomits"): (DAILY,)}, rule(VOMITS))

    assert found.measures == {}
    assert found.scores == ()


def test_a_rule_set_with_answers_comes_back_from_its_document() -> None:
    rules = RuleSet(rules=(rule(VOMITS), rule(Answered(item="a/fever", options=(True,)), "f")))

    assert RuleSet.model_validate(document(rules)) == rules


@pytest.mark.parametrize(
    ("then", "now", "known"),
    [(DAILY, DAILY, True), (WEEKLY, DAILY, False), (DAILY, WEEKLY, False)],
)
def test_a_plan_covers_the_same_answer_and_not_another(
    then: NativeValue, now: NativeValue, known: bool
) -> None:
    made = rule(VOMITS)
    stood = {
        name: Stood(value=value) for name, value in chosen([made], {"a/vomits": (then,)}).items()
    }
    plan = Known(rule_id="r", agreed_at=NOW, review_on=NOW.date(), stood=stood)

    measures = chosen([made], {"a/vomits": (now,)})

    assert Plans([plan], NOW, UTC).cover(made, measures) is known


def _told(*rules: Rule, measures: Sequence[str] = ()) -> list[str]:
    ends = dict.fromkeys(measures, (Decimal(0), Decimal(10)))
    found = rule_checks.problems(
        RuleSet(rules=rules), measures=ends, items=set(), questions=questions(FORM, "nb"),
        languages=("nb",),
    )  # fmt: skip
    return [one.message for one in found]


def test_an_answer_that_is_not_offered_any_more_is_told_by_question_and_answer() -> None:
    gone = Answered(item="a/vomits", options=(DAILY, Coding(code="hourly", display="Hver time")))

    [told] = _told(rule(gone))

    assert "“Hver time” to “Kaster du opp?”" in told
    assert _told(rule(VOMITS)) == []


def test_a_question_that_no_form_asks_is_told() -> None:
    [told] = _told(rule(Answered(item="b/vomits", options=(DAILY,))), measures=["b/pain"])

    assert "none of the clinic's forms ask" in told
