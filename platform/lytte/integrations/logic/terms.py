"""The parts of a condition or a calculation, in no language in particular."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """A number written out."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Words:
    """A text written out; option codes and dates are written as texts too."""

    text: str


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no, written out."""

    value: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to the question with that linkId."""

    name: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """Whether an option is among the answers to a question."""

    name: str
    option: str


@dataclass(frozen=True, slots=True)
class This:
    """The answer that a rule is about."""


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus in front."""

    of: "Term"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two terms and what is between them: or and = != < > <= >= + - * / div mod ^."""

    operator: str
    left: "Term"
    right: "Term"


@dataclass(frozen=True, slots=True)
class Call:
    """A function, by the name it has in `functions.FUNCTIONS`."""

    name: str
    arguments: tuple["Term", ...] = ()


Term = Number | Words | Truth | Answer | Ticked | This | Negative | Operation | Call

_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?")
COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">="})
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""What a comparison becomes when its sides change places."""


def parts(term: Term) -> tuple[Term, ...]:
    """Return the terms that a term is made of."""
    match term:
        case Negative():
            return (term.of,)
        case Operation():
            return (term.left, term.right)
        case Call():
            return term.arguments
        case _:
            return ()


def walk(term: Term) -> Iterator[Term]:
    """Yield the term and everything it is made of."""
    waiting = [term]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(parts(found)))


def joined(operator: str, terms: list[Term]) -> Term:
    """Return the terms with the operator between them, from left to right."""
    found = terms[0]
    for each in terms[1:]:
        found = Operation(operator, found, each)
    return found


def operands(term: Term, operator: str) -> list[Term]:
    """Return what stands between operators of one kind: `a and b and c` is three terms."""
    found: list[Term] = []
    waiting = [term]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Operation) and each.operator == operator:
            waiting += [each.right, each.left]
        else:
            found.append(each)
    return found


def mapped(term: Term, change: Callable[[Term], Term]) -> Term:
    """Return the term with `change` made to each part of it, the innermost first."""
    match term:
        case Negative():
            found: Term = Negative(mapped(term.of, change))
        case Operation():
            found = Operation(term.operator, mapped(term.left, change), mapped(term.right, change))
        case Call():
            found = Call(term.name, tuple(mapped(each, change) for each in term.arguments))
        case _:
            found = term
    return change(found)


def folded(term: Term) -> Term:
    """Return the term without what is known beforehand: `'a' = 'a' and x` is x."""
    return mapped(term, _folded)


def _folded(term: Term) -> Term:
    if not isinstance(term, Operation):
        return term
    left, right = term.left, term.right
    if isinstance(left, Words) and isinstance(right, Words) and term.operator in ("=", "!="):
        return Truth((left.text == right.text) == (term.operator == "="))
    if term.operator not in ("and", "or"):
        return term
    decides = Truth(term.operator == "or")
    if decides in (left, right):
        return decides
    if isinstance(left, Truth):
        return right
    return left if isinstance(right, Truth) else term


def number_of(term: Term) -> Decimal | None:
    """Return the number a literal is, None for what is none."""
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Negative) and (inner := number_of(term.of)) is not None:
        return -inner
    if isinstance(term, Words) and _NUMBER.fullmatch(term.text.strip()):
        return Decimal(term.text.strip())
    return None
