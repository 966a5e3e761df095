"""FHIR's enableWhen: one question's answers compared with a value, true or false.

Two-valued on purpose (standards, FHIR R4): a question never answered makes `!=`
true and everything else but `exists = false` false.
"""

from collections.abc import Sequence

from lytte.core.conditions import EnableWhen
from lytte.core.evaluation.comparison import equal, order
from lytte.core.values import NativeValue


def is_met(condition: EnableWhen, answers: Sequence[NativeValue], zone: int = 0) -> bool:
    """Tell whether `answers` (none when unanswered, declined or disabled) meet the condition.

    `!=` is true when no answer is equal, the others when at least one answer satisfies
    them: R4's text for `!=`, and what every engine does for the others.
    """
    wanted = condition.answer
    match condition.operator:
        case "exists":
            return bool(answers) == (wanted is not False)
        case "=":
            return any(equal(answer, wanted, zone) for answer in answers)
        case "!=":
            # A partial date that may or may not be equal is not known to differ.
            return all(equal(answer, wanted, zone) is False for answer in answers)
        case ">":
            return any(order(answer, wanted, zone) == 1 for answer in answers)
        case "<":
            return any(order(answer, wanted, zone) == -1 for answer in answers)
        case ">=":
            return any(order(answer, wanted, zone) in (0, 1) for answer in answers)
        case "<=":
            return any(order(answer, wanted, zone) in (0, -1) for answer in answers)
