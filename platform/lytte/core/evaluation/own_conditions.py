"""Lytte's own conditions: True, False, or None until it can be told (Kleene)."""

from collections.abc import Callable, Iterator, Sequence

from lytte.core.conditions import AllOf, AnyOf, AtLeast, AtMost, Chosen, Condition, IsTrue, Not
from lytte.core.evaluation.comparison import same_code
from lytte.core.values import Coding, NativeValue, number

Read = Callable[[str], Sequence[NativeValue]]
"""The answers at a link_id (or `part/link_id`, `part/scale`); none while it is missing."""


def verdict(condition: Condition, read: Read) -> bool | None:
    """Return whether the condition holds, None while that depends on a missing answer."""
    match condition:
        case AllOf(of=parts):
            return _all(verdict(part, read) for part in parts)
        case AnyOf(of=parts):
            return _not(_all(_not(verdict(part, read)) for part in parts))
        case Not(of=part):
            return _not(verdict(part, read))
        case _:
            answers = read(condition.item)
            return _compare(condition, answers) if answers else None


def named(condition: Condition) -> Iterator[str]:
    """Yield what the condition looks at, as its author named it."""
    waiting: list[Condition] = [condition]
    while waiting:
        match waiting.pop():
            case AllOf(of=parts) | AnyOf(of=parts):
                waiting.extend(parts)
            case Not(of=part):
                waiting.append(part)
            case simple:
                yield simple.item


def _compare(
    condition: AtLeast | AtMost | Chosen | IsTrue, answers: Sequence[NativeValue]
) -> bool | None:
    match condition:
        case AtLeast(value=least):
            return _any_number(answers, lambda found: found >= least)
        case AtMost(value=most):
            return _any_number(answers, lambda found: found <= most)
        case Chosen(options=options):
            return any(_is_chosen(answer, options) for answer in answers)
        case IsTrue():
            known = [answer for answer in answers if isinstance(answer, bool)]
            return any(known) if known else None


def _any_number(answers: Sequence[NativeValue], holds: Callable[..., bool]) -> bool | None:
    """Words where a number was meant leave the condition unknown."""
    found = [amount for answer in answers if (amount := number(answer)) is not None]
    return any(holds(amount) for amount in found) if found else None


def _is_chosen(answer: NativeValue, options: Sequence[Coding]) -> bool:
    if isinstance(answer, Coding):
        return any(same_code(answer, option) for option in options)
    return any(str(answer) == (option.code or option.display) for option in options)


def _all(verdicts: Iterator[bool | None]) -> bool | None:
    found: bool | None = True
    for each in verdicts:
        if each is False:
            return False
        if each is None:
            found = None
    return found


def _not(verdict_: bool | None) -> bool | None:
    return None if verdict_ is None else not verdict_
