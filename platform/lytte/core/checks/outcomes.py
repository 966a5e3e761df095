"""What an expression can come to, whatever is answered: only what is certain is said.

Each part of it is given the kinds of value it can have, the numbers they lie between, and
whether it can be empty or several. What is not followed here can be anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lytte.core.checks.question_read import question_read
from lytte.core.checks.ruling_out import rule_each_other_out
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.syntax import (
    Call,
    Indexer,
    Literal,
    Operation,
    Path,
    Sign,
    Step,
    Term,
    TypeTest,
    Variable,
)
from lytte.core.expressions.temporal import Temporal

_BOTH = frozenset({True, False})
NUMBER, TEXT, YES_NO, CODED, AMOUNT, DAY, TIME = (
    "a number", "a text", "yes or no", "a coded option", "an amount with a unit", "a date",
    "a time of day",
)  # fmt: skip
_STEP = Decimal("0.00000001")
_NUMBERS = frozenset({NUMBER})
_TRUTHS = frozenset({YES_NO})
_ORDERING = ("<", "<=", ">", ">=")
_SUMS: Mapping[str, frozenset[tuple[str, str]]] = {
    "+": frozenset(
        {(NUMBER, NUMBER), (TEXT, TEXT), (DAY, AMOUNT), (AMOUNT, DAY), (TIME, AMOUNT),
         (AMOUNT, TIME), (AMOUNT, AMOUNT), (NUMBER, AMOUNT), (AMOUNT, NUMBER)}
    ),
    "-": frozenset(
        {(NUMBER, NUMBER), (DAY, AMOUNT), (TIME, AMOUNT), (AMOUNT, AMOUNT), (NUMBER, AMOUNT),
         (AMOUNT, NUMBER)}
    ),
    **dict.fromkeys(
        ("*", "/", "div", "mod"),
        frozenset({(NUMBER, NUMBER), (AMOUNT, AMOUNT), (NUMBER, AMOUNT), (AMOUNT, NUMBER)}),
    ),
}  # fmt: skip
"""Kinds that an operator works on; it gives nothing between any others."""
_COMPARED = frozenset(
    {(NUMBER, NUMBER), (TEXT, TEXT), (DAY, DAY), (TIME, TIME), (AMOUNT, AMOUNT),
     (NUMBER, AMOUNT), (AMOUNT, NUMBER)}
)  # fmt: skip
_SIGNS: Mapping[str, Callable[[int], bool]] = {
    "<": lambda place: place < 0,
    "<=": lambda place: place <= 0,
    ">": lambda place: place > 0,
    ">=": lambda place: place >= 0,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there may be: of these kinds (None: of any), between these numbers."""

    kinds: frozenset[str] | None = None
    empty: bool = True
    several: bool = True
    truths: frozenset[bool] = _BOTH
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def never(self) -> bool:
        """There is never anything."""
        return self.kinds == frozenset()

    @property
    def can_be_true(self) -> bool:
        if self.kinds is None:
            return True
        return any(kind != YES_NO or True in self.truths for kind in self.kinds)

    @property
    def is_surely_true(self) -> bool:
        sure = self.kinds == _TRUTHS and self.truths == {True}
        return sure and not self.empty and not self.several


ANYTHING = Outcome()
NOTHING = Outcome(kinds=frozenset(), several=False)
_MAYBE = Outcome(kinds=_TRUTHS, several=False)

Misfit = tuple[str, str, str]
"""An operator, and the two kinds between which it gives nothing."""


class Reckoning:
    """One expression reckoned; `answers` tells what the answers to a question can be."""

    def __init__(
        self, answers: Callable[[str], Outcome], variable: Callable[[str], Outcome]
    ) -> None:
        self._answers = answers
        self._variable = variable
        self.misfits: list[Misfit] = []

    def outcome(self, term: Term) -> Outcome:
        match term:
            case Literal():
                return _literal(term.value)
            case Operation():
                return self._operation(term)
            case Path():
                return self._path(term)
            case Variable():
                return self._variable(term.name)
            case Sign():
                return _signed(term.operator, self.outcome(term.operand))
            case TypeTest():
                self.outcome(term.operand)
            case _:
                pass
        return ANYTHING

    def _operation(self, term: Operation) -> Outcome:
        found = self.outcome(term.first)
        for sign, operand, _ in term.rest:
            found = self._joined(sign, found, self.outcome(operand))
        if {sign for sign, _, _ in term.rest} == {"and"} and rule_each_other_out(term):
            return replace(_MAYBE, truths=frozenset({False}))
        return found

    def _joined(self, sign: str, left: Outcome, right: Outcome) -> Outcome:
        if sign in _SUMS or sign in _ORDERING:
            if misfit := _misfit(sign, left, right):
                self.misfits.append(misfit)
                return NOTHING
            if left.never or right.never:
                return NOTHING
        if sign in _ORDERING:
            return _compared(sign, left, right)
        if sign in ("=", "!="):
            return _equal(sign, left, right)
        if sign in ("and", "or"):
            return _connected(sign, left, right)
        if sign in ("+", "-") and left.kinds == right.kinds == _NUMBERS:
            return _sum(sign, left, right)
        return ANYTHING

    def _path(self, term: Path) -> Outcome:
        if term.start is not None and not isinstance(term.start, Variable):
            return _after(self.outcome(term.start), term.steps)
        link_id, rest = question_read(term)
        if link_id is not None:
            return _after(self._answers(link_id), rest)
        for step in term.steps:
            for inner in step.arguments if isinstance(step, Call) else ():
                self.outcome(inner)
        last = term.steps[-1]
        return _counted(last) or ANYTHING


def _literal(value: object) -> Outcome:
    if value is None:
        return NOTHING
    one = Outcome(empty=False, several=False)
    if isinstance(value, Temporal):
        return replace(one, kinds=frozenset({TIME if value.kind == "time" else DAY}))
    if isinstance(value, Quantity):
        return replace(one, kinds=frozenset({AMOUNT}))
    if isinstance(value, bool):
        return replace(one, kinds=_TRUTHS, truths=frozenset({value}))
    if isinstance(value, int | Decimal):
        exact = Decimal(value)
        return replace(one, kinds=_NUMBERS, low=exact, high=exact)
    return replace(one, kinds=frozenset({TEXT})) if isinstance(value, str) else one


def _signed(sign: str, found: Outcome) -> Outcome:
    if found.kinds != _NUMBERS or sign != "-":
        return found if found.kinds == _NUMBERS else ANYTHING
    low = None if found.high is None else -found.high
    return replace(found, low=low, high=None if found.low is None else -found.low)


def _after(found: Outcome, steps: tuple[Step, ...]) -> Outcome:
    for number, step in enumerate(steps):
        counted = _counted(step)
        if counted is not None:
            found = counted
        elif isinstance(step, Indexer) or (
            isinstance(step, Call) and step.name in ("first", "last") and not step.arguments
        ):
            found = replace(found, several=False, empty=True)
        elif isinstance(step, Call) and step.name == "not" and number == len(steps) - 1:
            truths = frozenset(not each for each in found.truths)
            found = replace(found, truths=truths) if found.kinds == _TRUTHS else ANYTHING
        else:
            return ANYTHING
    return found


def _counted(step: Step) -> Outcome | None:
    """Return what a question about how much there is can be answered with."""
    if not isinstance(step, Call):
        return None
    if step.name == "count":
        return Outcome(_NUMBERS, empty=False, several=False, low=Decimal())
    if step.name in ("exists", "empty"):
        return replace(_MAYBE, empty=False)
    return None


def _misfit(sign: str, left: Outcome, right: Outcome) -> Misfit | None:
    """Return what does not fit when no value of the one fits any of the other."""
    fitting = _SUMS.get(sign, _COMPARED)
    if not left.kinds or not right.kinds:
        return None
    if any((one, other) in fitting for one in left.kinds for other in right.kinds):
        return None
    return sign, min(left.kinds), min(right.kinds)


def _compared(sign: str, left: Outcome, right: Outcome) -> Outcome:
    if not left.kinds == right.kinds == _NUMBERS:
        return _MAYBE
    truths = frozenset(_SIGNS[sign](place) for place in _places(left, right))
    may_be_empty = left.empty or right.empty or left.several or right.several
    return Outcome(_TRUTHS, may_be_empty, several=False, truths=truths)


def _equal(sign: str, left: Outcome, right: Outcome) -> Outcome:
    if left.never or right.never:
        return NOTHING
    truths = _BOTH
    if left.kinds == right.kinds == _NUMBERS:
        truths = frozenset(place == 0 for place in _places(left, right))
    elif left.kinds and right.kinds and not _may_equal(left.kinds, right.kinds):
        truths = frozenset({False})
    if left.several or right.several:
        truths |= {False}
    if sign == "!=":
        truths = frozenset(not each for each in truths)
    return Outcome(_TRUTHS, left.empty or right.empty, several=False, truths=truths)


def _may_equal(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left & right) or AMOUNT in left | right


def _places(left: Outcome, right: Outcome) -> set[int]:
    """Return how a number of the one can stand to one of the other: -1, 0 and 1."""
    found = {-1, 0, 1}
    for highest, lowest, place in ((left.high, right.low, 1), (right.high, left.low, -1)):
        if highest is not None and lowest is not None and highest <= lowest:
            # Closer than FHIRPath's step they are equal.
            found -= {place} if lowest - highest < _STEP else {place, 0}
    return found


def _connected(sign: str, left: Outcome, right: Outcome) -> Outcome:
    if sign == "or":
        can = left.can_be_true or right.can_be_true
        sure = left.is_surely_true  # A fault in what stands first leaves nothing.
    else:
        can = left.can_be_true and right.can_be_true
        sure = left.is_surely_true and right.is_surely_true
    if sure:
        return Outcome(_TRUTHS, empty=False, several=False, truths=frozenset({True}))
    return replace(_MAYBE, truths=_BOTH if can else frozenset({False}))


def _sum(sign: str, left: Outcome, right: Outcome) -> Outcome:
    low, high = (right.low, right.high) if sign == "+" else (right.high, right.low)
    turn = 1 if sign == "+" else -1
    return Outcome(
        _NUMBERS,
        several=False,
        low=None if left.low is None or low is None else left.low + turn * low,
        high=None if left.high is None or high is None else left.high + turn * high,
    )
