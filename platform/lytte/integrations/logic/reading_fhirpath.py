"""FHIRPath read as terms: what another tool's language can say too, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lytte.core.expressions import syntax
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.parser import MAX_DEPTH
from lytte.core.expressions.parser import syntax as parsed
from lytte.core.expressions.temporal import Temporal
from lytte.integrations.logic.faults import NotExpressible, NotUnderstood
from lytte.integrations.logic.following import Found, Several, Way, follow, one
from lytte.integrations.logic.questions import Questions
from lytte.integrations.logic.terms import (
    Call,
    Negative,
    Number,
    Operation,
    Term,
    This,
    Ticked,
    Truth,
    Words,
)

_MOST_NODES = 2_000
_SAME = {"~": "=", "!~": "!="}
_NOWHERE = {"implies", "xor", "|"}
_DEEPEST = 20
ROOTS = ("resource", "rootResource", "questionnaireResponse")


@dataclass(frozen=True)
class Reader:
    """Reads expressions at one item; `variables` are those it can use, by name."""

    questions: Questions
    variables: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0

    def term(self, expression: str) -> Term:
        """Return what the expression says. Raises NotUnderstood and NotExpressible."""
        if self.depth > _DEEPEST:
            raise NotExpressible("its variables refer to one another in a circle")
        try:
            read = parsed(expression, max_nodes=_MOST_NODES, max_depth=MAX_DEPTH)
        except ExpressionError as fault:
            raise NotUnderstood(str(fault)) from None
        return one(self.found(read))

    def found(self, term: syntax.Term) -> Found:
        """Return a term, several, or a way to items that has not arrived at answers yet."""
        match term:
            case syntax.Literal():
                return _literal(term.value)
            case syntax.Sign():
                inner = one(self.found(term.operand))
                return Negative(inner) if term.operator == "-" else inner
            case syntax.Operation():
                return self._operation(term)
            case syntax.Variable():
                return self._variable(term.name)
            case syntax.This():
                return This()
            case syntax.Path():
                return self._path(term)
            case _:
                raise NotExpressible("it asks for the type of a value, or counts as it goes")

    def _operation(self, term: syntax.Operation) -> Found:
        left = self.found(term.first)
        for operator, operand, _ in term.rest:
            right = self.found(operand)
            if operator == "|":
                left = Several((*_each(left), *_each(right)))
            else:
                left = _joined(operator, left, right)
        return left

    def _variable(self, name: str) -> Found:
        if name in ROOTS:
            return Way(None)
        if name not in self.variables:
            raise NotExpressible(f"%{name[:60]} is known to FHIR only")
        if self.variables[name] == "%context":
            # The row of a repeating group: within it, its questions are those of the row.
            return Way(None)
        inner = replace(self, depth=self.depth + 1)
        if self.depth > _DEEPEST:
            raise NotExpressible("its variables refer to one another in a circle")
        try:
            read = parsed(self.variables[name], max_nodes=_MOST_NODES, max_depth=MAX_DEPTH)
        except ExpressionError as fault:
            raise NotUnderstood(str(fault)) from None
        return inner.found(read)

    def _path(self, term: syntax.Path) -> Found:
        steps = list(term.steps)
        if term.start is not None:
            found = self.found(term.start)
        else:
            found, steps = self._beginning(steps)
        for step in steps:
            found = follow(self, found, step)
        return found

    def _beginning(self, steps: list[syntax.Step]) -> tuple[Found, list[syntax.Step]]:
        """Return what a path without a start begins at: a function, or the answer itself."""
        first = steps[0]
        if isinstance(first, syntax.Call):
            begin = _BEGINNINGS.get(first.name)
            if begin is not None:
                return begin(self, first.arguments), steps[1:]
        names = [step.name for step in steps[:2] if isinstance(step, syntax.Member)]
        if names[:1] == ["answer"] and names[1:] and names[1].startswith("value"):
            return This(), steps[2:]
        raise NotExpressible("it does not say whose answers it means")


def _literal(value: object) -> Term:
    match value:
        case bool():
            return Truth(value)
        case int() | Decimal():
            return Number(Decimal(value))
        case str():
            return Words(value)
        case Temporal():
            return Words(value.text.replace("T", " "))
        case None:
            return Words("")
        case _:
            raise NotExpressible("it holds an amount with a unit")


def _each(found: Found) -> tuple[Term, ...]:
    return found.terms if isinstance(found, Several) else (one(found),)


def _joined(operator: str, left: Found, right: Found) -> Term:
    operator = _SAME.get(operator, operator)
    if operator in _NOWHERE:
        raise NotExpressible(f"it uses “{operator}”")
    if operator == "contains":
        operator, left, right = "in", right, left
    first, second = one(left), one(right)
    if operator == "in":
        return _in(first, second)
    if operator == "&":
        return Call("concat", (first, second))
    if operator == "div":
        return Call("truncate", (Operation("/", first, second),))
    if operator == "/" and (spanned := _in_units(first, second)) is not None:
        return spanned
    return _tidy(Operation(operator, first, second))


def _in(option: Term, asked: Term) -> Term:
    if isinstance(option, Words) and (name := getattr(asked, "name", None)):
        return Ticked(name, option.text)
    raise NotExpressible("it looks for something in a list")


def _in_units(span: Term, divisor: Term) -> Term | None:
    """Return days over 365.2425 as what it is, a difference in years."""
    if not isinstance(span, Call) or not isinstance(divisor, Number):
        return None
    if span.name not in ("difference", "span"):
        return None
    unit = span.arguments[2]
    known = {("d", "365.2425"): "y", ("d", "30.44"): "M", ("m", "60"): "h"}
    if not isinstance(unit, Words) or (unit.text, str(divisor.value)) not in known:
        return None
    return Call(span.name, (*span.arguments[:2], Words(known[unit.text, str(divisor.value)])))


def _tidy(term: Operation) -> Term:
    """Write `x = true` of what is a yes or no already as x itself."""
    if term.operator in ("=", "!=") and isinstance(term.right, Truth):
        wanted = term.right.value == (term.operator == "=")
        if isinstance(term.left, Ticked | Call) or (
            isinstance(term.left, Operation) and term.left.operator in ("and", "or", "=", "!=")
        ):
            return term.left if wanted else Call("not", (term.left,))
    return term


def _if(reader: Reader, arguments: tuple[syntax.Term, ...]) -> Term:
    terms = [one(reader.found(each)) for each in arguments]
    if len(terms) == 2:
        terms.append(Words(""))
    if len(terms) != 3:
        raise NotUnderstood("iif() needs a condition and what it comes to")
    condition, first, second = terms
    if (first, second) == (Truth(False), Truth(True)):
        if isinstance(condition, Operation) and condition.operator == "=":
            return Operation("!=", condition.left, condition.right)
        return Call("not", (condition,))
    if (first, second) == (Truth(True), Truth(False)):
        return condition
    return Call("if", (condition, first, second))


_BEGINNINGS: Mapping[str, Callable[[Reader, tuple[syntax.Term, ...]], Term]] = {
    "iif": _if,
    "now": lambda *_: Call("now"),
    "today": lambda *_: Call("today"),
}
