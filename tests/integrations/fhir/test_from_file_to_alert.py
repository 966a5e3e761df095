"""A file with decimals and conditions, from its bytes to what is stored and who is alerted."""

from datetime import UTC, datetime
from decimal import Decimal

from lytte.core.answers import Given, Key, Missing
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import paged
from lytte.core.forms import Form
from lytte.core.items.number import Number
from lytte.core.judging import Judged, judge
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.integrations.fhir.read import questionnaire
from tests.integrations.fhir.questionnaires import asked, document

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
TOTAL = (
    "%resource.descendants().where(linkId='more').answer.value"
    " + %resource.descendants().where(linkId='less').answer.value"
)
CLOSED_UNLESS_FIVE = [{"question": "whole", "operator": "=", "answerInteger": 5}]
OPEN_ONCE_ANSWERED = [{"question": "whole", "operator": "exists", "answerBoolean": True}]
"""Holds while what is around is closed, and is not asked then."""
FILE = document(
    asked("whole", "integer"),
    asked("more", "decimal"),
    asked("around", "group", enableWhen=CLOSED_UNLESS_FIVE,
          item=[asked("less", "decimal", enableWhen=OPEN_ONCE_ANSWERED)]),
    asked(
        "after", "decimal",
        enableWhen=[{"question": "less", "operator": "exists", "answerBoolean": True}],
    ),
    asked(
        "total", "decimal", readOnly=True,
        extension=[{"url": SDC, "valueExpression":
                    {"language": "text/fhirpath", "expression": TOTAL}}],
    ),
)  # fmt: skip
RULES = RuleSet(
    rules=tuple(
        Rule(id=each, severity="red", deputy="d", when=AtLeast(measure=f"a/{each}", value=least))
        for each, least in (("total", Decimal("0.8")), ("after", Decimal(1)), ("less", Decimal(0)))
    )
)


def judged(**answers: Given) -> Judged:
    found, problems = questionnaire(FILE)
    assert found is not None, problems
    measured = [
        one.model_copy(update={"scored": True}) if isinstance(one, Number) else one
        for one in found.items
    ]
    part = {"id": "a", "questionnaire": found.model_copy(update={"items": tuple(measured)})}
    form = paged(Form.model_validate({"title": {"nb": "T"}, "parts": [part]}))
    given = {"a": {Key(name): value for name, value in answers.items()}}
    return judge(form, given, RULES, around=Surroundings(now=datetime(2026, 5, 17, tzinfo=UTC)))


def test_a_sum_of_decimals_reaches_a_limit_that_binary_numbers_miss() -> None:
    found = judged(whole=(5,), more=(Decimal("0.70"),), less=(Decimal("0.1"),))

    # In binary 0.7 + 0.1 is 0.7999999999999999: the alert would never come.
    assert str(found.measures["a/total"]) == "0.80"
    assert [one.rule_id for one in found.alerts] == ["total"]
    assert '"0.80"' in found.document.model_dump_json()


def test_what_closed_again_is_in_no_sum_no_condition_no_alert_and_no_document() -> None:
    found = judged(
        whole=(4,), more=(Decimal("0.70"),), less=(Decimal("0.1"),), after=(Decimal("7.5"),)
    )

    assert "a/total" not in found.measures
    assert found.alerts == ()
    assert "7.5" not in found.document.model_dump_json()
    assert '"0.1"' not in found.document.model_dump_json()


def test_a_declined_answer_closes_what_waits_for_it_and_alerts_nobody() -> None:
    found = judged(
        whole=(5,), more=(Decimal("0.70"),), less=Missing.DECLINED, after=(Decimal("7.5"),)
    )

    assert found.alerts == ()
    assert "a/total" not in found.measures
    assert "7.5" not in found.document.model_dump_json()
    assert "declined" in found.document.model_dump_json()


def test_a_total_that_somebody_sends_is_worked_out_again() -> None:
    found = judged(whole=(5,), more=(Decimal("0.1"),), less=(Decimal("0.1"),), total=(Decimal(99),))

    assert str(found.measures["a/total"]) == "0.2"
    assert found.alerts == ()
