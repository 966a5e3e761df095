"""What a rule does with each possible answer, before anybody has given it."""

from collections.abc import Iterable
from decimal import Decimal

from lytte.core.alerting import beyond
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Combined,
    Persisted,
    Silent,
    When,
    Worsened,
)

Scale = tuple[Decimal, Decimal]


def alerts_at(when: When, measure: str, answer: Decimal, scale: Scale) -> bool | None:
    """Tell whether one answer alerts; None when that depends on earlier or other answers.

    `scale` is the lowest and the highest answer there is: 2 cannot be worse by 3.
    """
    match when:
        case Silent():
            return False
        case Combined(together="all", of=parts):
            return _all(alerts_at(one, measure, answer, scale) for one in parts)
        case Combined(of=parts):
            return _any(alerts_at(one, measure, answer, scale) for one in parts)
        case AtLeast() | Below():
            return beyond(when, answer) if when.measure == measure else None
        case Persisted(of=limit):
            return False if limit.measure == measure and not beyond(limit, answer) else None
        case Answered():
            return None
        case Worsened():
            return _worsened(when, measure, answer, scale)


def _worsened(when: Worsened, measure: str, answer: Decimal, scale: Scale) -> bool | None:
    if when.measure != measure:
        return None
    most = answer - scale[0] if when.worse == "up" else scale[1] - answer
    return None if most >= when.by else False


def _all(each: Iterable[bool | None]) -> bool | None:
    found = list(each)
    return False if False in found else None if None in found else True


def _any(each: Iterable[bool | None]) -> bool | None:
    found = list(each)
    return True if True in found else None if None in found else False
