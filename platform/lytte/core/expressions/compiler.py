"""Turn the parts of an expression into Python functions, once, so that asking is quick."""

from collections.abc import Callable, Sequence
from typing import Final

from lytte.core.expressions import arithmetic
from lytte.core.expressions.coercion import truth
from lytte.core.expressions.comparison import COMPARISONS
from lytte.core.expressions.paths import path
from lytte.core.expressions.scope import Collection, Evaluate, Scope
from lytte.core.expressions.syntax import (
    Index,
    Literal,
    Operation,
    Path,
    Sign,
    Term,
    This,
    Total,
    TypeTest,
    Variable,
)
from lytte.core.expressions.type_tests import TYPE_FUNCTIONS
from lytte.core.expressions.types import type_specifier

_OPERATORS: Final = {
    "+": arithmetic.plus,
    "-": arithmetic.minus,
    "*": arithmetic.times,
    "/": arithmetic.divided,
    "div": arithmetic.whole_quotient,
    "mod": arithmetic.remainder,
    "&": arithmetic.joined,
    **COMPARISONS,
}


def compiled(term: Term) -> Evaluate:
    """Return the function that works out the term within a scope."""
    match term:
        case Literal():
            return _literal(term)
        case This() | Index() | Total():
            return _surrounding(term)
        case Variable():
            return _variable(term)
        case Path():
            return path(term, compiled)
        case Sign():
            return _sign(term)
        case Operation():
            return _operation(term)
        case TypeTest():
            return _type_test(term)


def _surrounding(term: This | Index | Total) -> Evaluate:
    if isinstance(term, This):
        return lambda scope: scope.this
    if isinstance(term, Total):
        return lambda scope: scope.total
    return lambda scope: [] if scope.index is None else [scope.index]


def _literal(term: Literal) -> Evaluate:
    value: Collection = [] if term.value is None else [term.value]
    return lambda scope: value


def _variable(term: Variable) -> Evaluate:
    name, position = term.name, term.position

    def evaluate(scope: Scope) -> Collection:
        if name in scope.own:
            return scope.own[name]
        return scope.run.variable(name, position)

    return evaluate


def _sign(term: Sign) -> Evaluate:
    operand = compiled(term.operand)
    turn = arithmetic.negated if term.operator == "-" else arithmetic.unsigned
    return lambda scope: turn(operand(scope))


def _type_test(term: TypeTest) -> Evaluate:
    operand = compiled(term.operand)
    wanted = type_specifier(term.type_name, term.position)
    test = TYPE_FUNCTIONS[term.operator]
    return lambda scope: test(operand(scope), wanted)


def _operation(term: Operation) -> Evaluate:
    first = compiled(term.first)
    if term.rest[0][0] in {"and", "or", "xor", "implies"}:
        return _logic(first, [(sign, compiled(operand)) for sign, operand, _ in term.rest])
    rest = [(_OPERATORS[sign], compiled(operand)) for sign, operand, _ in term.rest]
    if len(rest) == 1:
        [(apply, second)] = rest
        return lambda scope: apply(first(scope), second(scope), scope.run)

    def evaluate(scope: Scope) -> Collection:
        result = first(scope)
        for operator, operand in rest:
            result = operator(result, operand(scope), scope.run)
        return result

    return evaluate


def _logic(first: Evaluate, rest: Sequence[tuple[str, Evaluate]]) -> Evaluate:
    def evaluate(scope: Scope) -> Collection:
        result = truth(first(scope))
        for word, operand in rest:
            # What is settled by the left side alone is not asked of the right.
            if (word, result) in {("and", False), ("or", True)}:
                continue
            if (word, result) == ("implies", False):
                result = True
                continue
            result = _CONNECTIVES[word](result, truth(operand(scope)))
        return [] if result is None else [result]

    return evaluate


def _and(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _xor(left: bool | None, right: bool | None) -> bool | None:
    return None if left is None or right is None else left is not right


def _implies(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is True:
        return True
    return None if left is None or right is None else False


_CONNECTIVES: Final[dict[str, Callable[[bool | None, bool | None], bool | None]]] = {
    "and": _and,
    "or": _or,
    "xor": _xor,
    "implies": _implies,
}
