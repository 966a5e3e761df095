"""Terms written as FHIRPath, with the two-valued sense of the languages they came from.

There, a comparison with an unanswered question is false, so `not` and `!=` of it are
true. In FHIRPath both would be empty; hence `iif(…, false, true)`.
"""

import re
from dataclasses import dataclass, field

from lytte.integrations.logic.faults import NotExpressible
from lytte.integrations.logic.fhirpath_calls import CALLS
from lytte.integrations.logic.literals import literal, literal_date, numeral, yes_or_no
from lytte.integrations.logic.pieces import RANKS, Piece, infix, number_text, quoted
from lytte.integrations.logic.questions import DATES, Asked, Kind, Questions, option_code
from lytte.integrations.logic.terms import (
    COMPARISONS,
    TURNED,
    Answer,
    Call,
    Negative,
    Number,
    Operation,
    Term,
    This,
    Ticked,
    Truth,
    Words,
    number_of,
)

ROW = "row_of_"
"""What the variable is called that holds the row of a repeating group."""


@dataclass
class Writer:
    """Writes what is said at an item that stands in the groups `rows`.

    `this` is the question a rule is about. `needed` gathers the repeating groups whose
    rows have to be known by name.
    """

    questions: Questions
    rows: tuple[str, ...] = ()
    this: Asked | None = None
    needed: set[str] = field(default_factory=set)
    _known: dict[int, tuple[Term, Piece]] = field(default_factory=dict)
    """By the identity of terms that are kept: each is asked for again at every level above."""

    def piece(self, term: Term) -> Piece:
        """Return the term as it is."""
        if (known := self._known.get(id(term))) is None:
            known = self._known[id(term)] = (term, self._piece(term))
        return known[1]

    def _piece(self, term: Term) -> Piece:
        match term:
            case Number() | Words() | Truth():
                return literal(term)
            case Answer() | This():
                return self.answer(term)
            case Ticked():
                codes = self.answer(Answer(term.name)).then("code", "codes")
                text = f"{quoted(term.option)} in {codes.text}"
                return Piece(text, "truth", RANKS["in"], is_certain=True)
            case Negative():
                inner = self.number(term.of)
                return Piece(f"-{inner.within(RANKS['path'])}", "number", RANKS["sign"])
            case Operation():
                return self._operation(term)
            case Call():
                return self._call(term)

    def answer(self, term: Answer | This) -> Piece:
        """Return the way to the answers of a question."""
        if isinstance(term, This):
            if self.this is None:
                raise NotExpressible("it speaks of the answer itself, and here there is none")
            return Piece("answer.value", self.this.kind)
        asked = self.asked(term.name)
        deeper = asked.rows[len(self.rows) :] if asked.rows[: len(self.rows)] == self.rows else ()
        shared = self._shared(asked)
        if len(asked.rows) > len(shared) and not deeper:
            raise NotExpressible(f"it looks into the rows of another group, at {term.name}")
        start = "%resource"
        if shared:
            self.needed.add(shared[-1])
            start = f"%{row_name(shared[-1])}"
        where = f"where(linkId={quoted(term.name)})"
        return Piece(f"{start}.descendants().{where}.answer.value", asked.kind)

    def asked(self, name: str) -> Asked:
        """Return the question of that name."""
        if name not in self.questions:
            raise NotExpressible(f"there is no question called {name[:60]}")
        return self.questions[name]

    def is_many(self, name: str) -> bool:
        """Tell whether a question seen from here has rows, and so several answers."""
        asked = self.asked(name)
        return len(asked.rows) > len(self._shared(asked))

    def _shared(self, asked: Asked) -> tuple[str, ...]:
        together = zip(self.rows, asked.rows, strict=False)
        return tuple(own for own, other in together if own == other)

    def number(self, term: Term) -> Piece:
        """Return the term as a number."""
        if isinstance(term, Words) and (value := number_of(term)) is not None:
            return numeral(value)
        return as_number(self.piece(term), is_answer=isinstance(term, Answer | This))

    def text(self, term: Term) -> Piece:
        """Return the term as a text."""
        found = self.piece(term)
        match found.kind:
            case "text":
                return found
            case "code" | "codes":
                return found.then("code", "text")
            case _:
                return found.then("toString()", "text")

    def truth(self, term: Term) -> Piece:
        """Return the term as yes or no."""
        if isinstance(term, Number):
            term = Truth(term.value != 0)
        found = self.piece(term)
        if found.kind == "truth":
            return found
        if found.kind in ("number", "amount", "code"):
            return infix(as_number(found), "!=", Piece("0", "number"), "truth")
        return found.then("exists()", "truth")

    def date(self, term: Term) -> Piece:
        """Return the term as a date or a time."""
        if isinstance(term, Words) and (found := literal_date(term.text)) is not None:
            return found
        found = self.piece(term)
        if found.kind not in DATES:
            raise NotExpressible("it takes something for a date that is none")
        return found

    def negated(self, inner: Piece) -> Piece:
        """Return the opposite, where nothing known counts as not so."""
        if inner.is_certain:
            return Piece(f"{inner.within(RANKS['path'])}.not()", "truth", is_certain=True)
        return Piece(f"iif({inner.text}, false, true)", "truth", is_certain=True)

    def _operation(self, term: Operation) -> Piece:
        operator = term.operator
        if operator in ("and", "or"):
            left, right = self.truth(term.left), self.truth(term.right)
            found = infix(left, operator, right, "truth")
            certain = left.is_certain and right.is_certain
            return Piece(found.text, "truth", found.rank, certain)
        if operator == "!=":
            return self.negated(self._operation(Operation("=", term.left, term.right)))
        if operator in COMPARISONS:
            return self._comparison(term)
        if operator in "+-" and (sum_ := self._date_sum(term)) is not None:
            return sum_
        if operator == "^":
            return self.number(term.left).then(f"power({self.number(term.right).text})", "number")
        return infix(self.number(term.left), operator, self.number(term.right), "number")

    def _date_sum(self, term: Operation) -> Piece | None:
        """Return days between dates, or a date some days away; None for other sums."""
        left, right = self.piece(term.left), self.piece(term.right)
        if left.kind not in ("date", "dateTime"):
            return None
        if right.kind in ("date", "dateTime") and term.operator == "-":
            return right.then(f"difference({left.text}, 'days')", "number")
        if not isinstance(term.right, Number) or term.right.value % 1:
            raise NotExpressible("it adds something to a date that is not a number of days")
        return Piece(f"{left.text} {term.operator} {right.text} days", left.kind, RANKS["+"])

    def _comparison(self, term: Operation) -> Piece:
        operator, left, right = term.operator, term.left, term.right
        if isinstance(left, Number | Words | Truth) and not isinstance(right, Number | Words):
            operator, left, right = TURNED.get(operator, operator), right, left
        seen = self.piece(left)
        if isinstance(right, Words) and not right.text:
            return Piece(f"{seen.within(RANKS['path'])}.empty()", "truth", is_certain=True)
        if isinstance(left, Answer) and self.is_many(left.name):
            inner = Writer(self.questions, this=self.asked(left.name))._beside(operator, right)
            return Piece(f"{seen.text}.where({inner}).exists()", "truth", is_certain=True)
        return self._between(operator, left, seen, right)

    def _beside(self, operator: str, right: Term) -> str:
        """Return a comparison of $this, for answers in rows looked at from outside."""
        seen = Piece("$this", self.this.kind if self.this else "other")
        return self._between(operator, This(), seen, right).text

    def _between(self, operator: str, left: Term, seen: Piece, right: Term) -> Piece:
        kinds = (seen.kind, self._kind(right))
        if seen.kind == "truth" and (wanted := yes_or_no(right)) is not None and operator == "=":
            return infix(seen, "=", Piece("true" if wanted else "false", "truth"), "truth")
        if any(kind in DATES for kind in kinds):
            return infix(self._dated(left, seen), operator, self.date(right), "truth")
        if operator == "=" and any(kind in ("code", "codes", "text") for kind in kinds):
            return self._same_text(left, seen, right)
        first = as_number(seen, is_answer=isinstance(left, Answer | This))
        return infix(first, operator, self.number(right), "truth")

    def _dated(self, left: Term, seen: Piece) -> Piece:
        return seen if seen.kind in DATES else self.date(left)

    def _same_text(self, left: Term, seen: Piece, right: Term) -> Piece:
        numbers = isinstance(right, Number) or isinstance(left, Number)
        if seen.kind in ("code", "codes"):
            wanted = (
                self._code(right, self._asked_at(left))
                if numbers or isinstance(right, Words)
                else None
            )
            other = Piece(quoted(wanted), "text") if wanted is not None else self.text(right)
            return infix(seen.then("code", "text"), "=", other, "truth")
        if "number" in (seen.kind, self._kind(right)):
            return infix(as_number(seen), "=", self.number(right), "truth")
        first = seen if seen.kind == "text" else seen.then("toString()", "text")
        return infix(first, "=", self.text(right), "truth")

    def _asked_at(self, term: Term) -> Asked | None:
        return self.asked(term.name) if isinstance(term, Answer) else self.this

    def _code(self, term: Term, asked: Asked | None) -> str:
        """Return the code that is meant: 1 means the option 1, else the option 01."""
        written = term.text if isinstance(term, Words) else number_text(number_of(term) or 0)
        place = asked.meant(written) if asked else None
        code = option_code(asked.options[place]) if asked and place is not None else None
        return code or written

    def _kind(self, term: Term) -> Kind:
        if number_of(term) is not None:
            # Both languages write numbers as texts too; what it meets decides.
            return "other"
        return self.piece(term).kind

    def _call(self, term: Call) -> Piece:
        write = CALLS.get(term.name)
        if write is None:
            raise NotExpressible(f"the function {term.name[:40]} has no counterpart in FHIRPath")
        return write(self, term.arguments)


def row_name(group: str) -> str:
    """Return the name of the variable that holds the row of a repeating group."""
    return ROW + re.sub(r"[^A-Za-z0-9_]", "_", group)


def as_number(found: Piece, *, is_answer: bool = False) -> Piece:
    """Return what a piece comes to as a number."""
    match found.kind:
        case "number":
            return found
        case "amount":
            return found.then("value", "number")
        case "code" | "codes":
            return found.then("code.toDecimal()", "number")
        case "text":
            return found.then("toDecimal()", "number")
        case "truth":
            # An unanswered yes-or-no question has no number; a comparison always has.
            if is_answer:
                return found.then("toInteger()", "number")
            return Piece(f"iif({found.text}, 1, 0)", "number")
        case _:
            raise NotExpressible("it computes with something that is not a number")
