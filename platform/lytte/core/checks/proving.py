"""What can be proven of expressions where they stand, from the questions they read."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from lytte.core.checks.expressions_written import Written
from lytte.core.checks.outcomes import (
    AMOUNT,
    ANYTHING,
    CODED,
    DAY,
    NUMBER,
    TEXT,
    TIME,
    YES_NO,
    Outcome,
    Reckoning,
)
from lytte.core.evaluation.places import Place, ancestors
from lytte.core.items.choice import Choice
from lytte.core.items.common import Expression
from lytte.core.values import Coding, Date, DateTime, Time, number

if TYPE_CHECKING:
    from lytte.core.checks.form import Form

_FHIRPATH = "text/fhirpath"
_KINDS: Mapping[str, str] = {
    "boolean": YES_NO,
    **dict.fromkeys(("integer", "decimal", "numeric_rating", "visual_analogue"), NUMBER),
    **dict.fromkeys(("string", "text", "url"), TEXT),
    **dict.fromkeys(("date", "dateTime"), DAY),
    "time": TIME,
    "quantity": AMOUNT,
}
_OF_OPTIONS: Mapping[type, str] = {
    Coding: CODED, str: TEXT, int: NUMBER, Date: DAY, DateTime: DAY, Time: TIME,
}  # fmt: skip
_DEEPEST = 8
"""Variables that stand for variables; what lies deeper may be anything."""


class Proofs:
    """What is known of the expressions of one questionnaire, each worked out once.

    A form has one of these, `Form.proofs`, for all rules.
    """

    def __init__(self, form: "Form") -> None:
        self._form = form
        self._known: dict[tuple[Place | None, str], Outcome] = {}
        self._done: dict[tuple[Place | None, str], tuple[Outcome, Reckoning]] = {}
        self._depth = 0

    def reckon(self, each: Written) -> tuple[Outcome, Reckoning]:
        """Return what an expression can come to, and what does not fit together in it."""
        key = (each.place, each.text)
        if key not in self._done:
            self._done[key] = self._reckoned(*key)
        return self._done[key]

    def never_open(self) -> Iterator[Place]:
        """Yield the items that their own expression can never open."""
        for place, outcome in self._conditions():
            if not outcome.can_be_true:
                yield place

    def always_open(self) -> Iterator[Place]:
        """Yield the items whose expression holds whatever is answered."""
        for place, outcome in self._conditions():
            if outcome.is_surely_true and place.item.condition is None:
                yield place

    def _conditions(self) -> Iterator[tuple[Place, Outcome]]:
        for each in self._form.expressions:
            if each.purpose == "condition" and each.place and each.reads is not None:
                yield each.place, self.reckon(each)[0]

    def _reckoned(self, place: Place | None, text: str) -> tuple[Outcome, Reckoning]:
        own = "defineVariable" in text
        reckoning = Reckoning(
            partial(_answers, self._form),
            lambda name: ANYTHING if own else self._variable(place, name),
        )
        parsed = self._form.readings.read(text, at_item=place is not None).parsed
        return (ANYTHING if parsed is None else reckoning.outcome(parsed.term)), reckoning

    def _variable(self, place: Place | None, name: str) -> Outcome:
        """Return what a variable can come to: the nearest of that name, from the item outwards."""
        around = (place, *ancestors(place)) if place else ()
        every = [(each, each.item.variables) for each in around]
        for where, variables in (*every, (None, self._form.questionnaire.variables)):
            found = next((each for each in variables if each.name == name), None)
            if found is not None:
                return self._defined(where, found)
        return ANYTHING

    def _defined(self, where: Place | None, variable: Expression) -> Outcome:
        if variable.language != _FHIRPATH or self._depth == _DEEPEST:
            return ANYTHING
        key = (where, str(variable.name))
        if key not in self._known:
            # Until it is worked out, and for good if it names itself, it may be anything.
            self._known[key] = ANYTHING
            self._depth += 1
            self._known[key] = self._reckoned(where, variable.expression)[0]
            self._depth -= 1
        return self._known[key]


def _answers(form: "Form", link_id: str) -> Outcome:
    """Return what the answers to a question can be; empty they can always be."""
    place = form.place(link_id)
    if place is None or not place.is_question or form.places.has_twins:
        return ANYTHING
    item = place.item
    kinds = _kinds_of_options(form, item) if isinstance(item, Choice) else {_KINDS.get(item.type)}
    if None in kinds or not kinds:
        return ANYTHING
    several = any(each.item.repeats for each in (place, *ancestors(place)))
    low, high = _limits(vars(item))
    return Outcome(frozenset(map(str, kinds)), several=several, low=low, high=high)


def _kinds_of_options(form: "Form", item: Choice) -> set[str | None]:
    if item.answer_expression is not None:
        return set()
    kinds = {_OF_OPTIONS.get(kind) for kind in form.offer(item).kinds}
    return kinds | {TEXT} if kinds and item.type == "open-choice" else kinds


def _limits(item: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Return the limits that every answer keeps: what is filled in may lie outside them."""
    if any(item.get(name) for name in ("calculated_expression", "initial_expression", "initial")):
        return None, None
    low, high = item.get("minimum"), item.get("maximum")
    return None if low is None else number(low), None if high is None else number(high)
