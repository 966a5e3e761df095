"""Rules with everything wrong with them that keeps rules from being sent."""

from decimal import Decimal

from lytte.core import duty, rule_checks, safety
from lytte.core.chosen import Option, Question
from lytte.core.problems import Problem
from lytte.core.safety import SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import Answered, Emergency, Persisted, Rule, RuleSet
from lytte.core.thresholds import AtLeast as Limit
from lytte.core.values import Coding


def everything_wrong_with_rules() -> list[Problem]:
    rule = Rule(id="r", severity="red", when=Limit(measure="gone/pain", value=Decimal(7)))
    emergency = Emergency(
        id="e", item="gone/fever", triggers=(True,), name=Text({"nb": "Feber"}), call_now=Text()
    )
    outside = rule.model_copy(update={"when": Limit(measure="a/pain", value=Decimal(11))})
    lasting = Persisted(of=Limit(measure="a/pain", value=Decimal(4)), times=4, among=3)
    never = rule.model_copy(update={"id": "n", "when": lasting})
    options = (Coding(code="daily", display="Ja, daglig"),)
    waits = rule.model_copy(update={"when": Answered(item="a/vomits", options=options)})
    questions = {"a/vomits": Question("Kaster du opp?", (Option("no", "Nei", "no"),))}
    rules = RuleSet(rules=(rule, outside, never, waits), emergencies=(emergency,))
    ends = {"a/pain": (Decimal(0), Decimal(10))}
    return [
        *rule_checks.problems(
            rules, measures=ends, items=set(), questions=questions, languages=("nb",)
        ),
        *duty.problems(rules, {"1": ["08:00", "15:30"]}, duty.Duty()),
        *safety.problems(SafetyText(), ["nb"]),
        *safety.unfit("danger", "Ring 22 00 00 00 {day}.", "danger-nb"),
        *safety.unfit("when_read", "Leses daglig.", "when_read-nb"),
    ]
