"""A chosen answer as a number: 1 where it was chosen, 0 where the question has another answer.

That makes an answer something rules, plans and rehearsals look at as they look at any
number. Where the question is not answered there is no number at all.
"""

from collections.abc import Container, Iterable
from decimal import Decimal

from lytte.core.values import Coding, Date, DateTime, NativeValue, Time, Uri

JOINT = " = "


def option_key(value: NativeValue) -> str:
    """Return what an option is told apart by: its code; its display may be translated."""
    match value:
        case Coding():
            return value.code or value.display or ""
        case bool():
            return "true" if value else "false"
        case Date() | DateTime() | Time() | Uri():
            return value.text
        case _:
            return str(value)


def option_text(value: NativeValue) -> str:
    """Return what an option that no form has any more is called: as it came with the code."""
    return (value.display if isinstance(value, Coding) else None) or option_key(value)


def option_measure(question: str, value: NativeValue) -> str:
    """Return the address of one option of a question, as numbers have theirs."""
    return f"{question}{JOINT}{option_key(value)}"


def question_of(measure: str, questions: Container[str]) -> str:
    """Return the address of what was asked: of an option its question, of others itself.

    A linkId and a code may hold the joint themselves; what stands before it must be one of
    `questions`.
    """
    joints = (at for at in range(len(measure), 0, -1) if measure.startswith(JOINT, at))
    return next((measure[:at] for at in joints if measure[:at] in questions), measure)


def picked(option: NativeValue, given: Iterable[NativeValue]) -> Decimal:
    """Return 1 when an option is among the answers that were given, 0 when it is not."""
    return Decimal(any(same_answer(one, option) for one in given))


def same_answer(given: object, wanted: object) -> bool:
    """Tell whether an answer is the one that is waited for: codes alone are compared."""
    left, right = getattr(given, "code", None), getattr(wanted, "code", None)
    if left is not None or right is not None:
        return left == right
    return type(given) is type(wanted) and given == wanted
