"""Turn the parts of an expression into Python functions, once, so that asking is quick."""

from collections.abc import Callable, Sequence
from typing import Final

from lytte.core.expressions import arithmetic
from lytte.core.expressions.coercion import integer, truth
from lytte.core.expressions.comparison import COMPARISONS
from lytte.core.expressions.elements import Element
from lytte.core.expressions.faults import ExpressionError, suggestion
from lytte.core.expressions.functions.signatures import Eager, Lazy
from lytte.core.expressions.functions.table import FUNCTIONS
from lytte.core.expressions.quantities import Quantity, parts_of_quantity
from lytte.core.expressions.scope import Collection, Evaluate, Scope, Step
from lytte.core.expressions.syntax import (
    Call,
    Index,
    Indexer,
    Literal,
    Member,
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
from lytte.core.expressions.types import is_a, type_specifier

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
        case This():
            return lambda scope: scope.this
        case Index():
            return lambda scope: [] if scope.index is None else [scope.index]
        case Total():
            return lambda scope: scope.total
        case Variable():
            return _variable(term)
        case Path():
            return _path(term)
        case Sign():
            return _sign(term)
        case Operation():
            return _operation(term)
        case TypeTest():
            return _type_test(term)


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


def _path(term: Path) -> Evaluate:
    steps = [_step(step) for step in term.steps]
    start = _start(term)
    if term.start is None and isinstance(term.steps[0], Member):
        steps = steps[1:]
    defines = any(isinstance(step, Call) and step.name == "defineVariable" for step in term.steps)

    def evaluate(scope: Scope) -> Collection:
        items = start(scope)
        for step in steps:
            items = step(items, scope)
        return items

    return (lambda scope: evaluate(scope.fork())) if defines else evaluate


def _start(term: Path) -> Evaluate:
    if term.start is not None:
        return compiled(term.start)
    first = term.steps[0]
    if not isinstance(first, Member):
        return lambda scope: scope.this
    name, children = first.name, _member(first.name)
    if not name[:1].isupper():
        return lambda scope: children(scope.this, scope)

    def evaluate(scope: Scope) -> Collection:
        """Return $this where it is of the type that starts the path, as in Patient.name."""
        this = scope.this
        if this and all(isinstance(item, Element) and is_a(item.type_name, name) for item in this):
            return this
        return children(this, scope)

    return evaluate


def _step(step: Member | Call | Indexer) -> Step:
    match step:
        case Member():
            return _member(step.name)
        case Indexer():
            return _indexer(compiled(step.index))
        case Call():
            return _call(step)


def _member(name: str) -> Step:
    def apply(items: Collection, scope: Scope) -> Collection:
        found: Collection = []
        for item in items:
            if isinstance(item, Element):
                found.extend(item.children(name))
            elif isinstance(item, Quantity):
                found.extend(parts_of_quantity(item, name))
        scope.run.spend(1 + len(items) + len(found))
        return found

    return apply


def _indexer(index: Evaluate) -> Step:
    def apply(items: Collection, scope: Scope) -> Collection:
        place = integer(index(scope), "The number in [ ]")
        if place is None or not 0 <= place < len(items):
            return []
        return [items[place]]

    return apply


def _call(call: Call) -> Step:
    if call.name in TYPE_FUNCTIONS:
        return _type_call(call)
    function = FUNCTIONS.get(call.name)
    if function is None:
        known = [*FUNCTIONS, *TYPE_FUNCTIONS]
        raise ExpressionError(
            f"There is no function {call.name}().{suggestion(call.name, known)}", call.position
        )
    _check_arguments(call, function.least, function.most)
    if isinstance(function, Lazy):
        return _lazy(call, function)
    return _eager(call, function)


def _lazy(call: Call, function: Lazy) -> Step:
    """The function works its arguments out itself, once for each item or not at all."""
    apply, arguments = function.apply, [compiled(argument) for argument in call.arguments]

    def step(items: Collection, scope: Scope) -> Collection:
        scope.run.spend(1 + len(items))
        return apply(items, arguments, scope)

    return step


def _eager(call: Call, function: Eager) -> Step:
    """The function is given what its arguments come to."""
    apply, arguments = function.apply, [compiled(argument) for argument in call.arguments]

    def step(items: Collection, scope: Scope) -> Collection:
        scope.run.spend(1 + len(items))
        return apply(items, [argument(scope) for argument in arguments], scope.run)

    return step


def _type_call(call: Call) -> Step:
    _check_arguments(call, 1, 1)
    test = TYPE_FUNCTIONS[call.name]
    wanted = type_specifier(type_name(call.arguments[0]), call.position)
    return lambda items, scope: test(items, wanted)


def type_name(argument: Term) -> str:
    """Return the name of the type that stands where an argument would."""
    if isinstance(argument, Path) and argument.start is None:
        names = [step.name for step in argument.steps if isinstance(step, Member)]
        if len(names) == len(argument.steps):
            return ".".join(names)
    raise ExpressionError("The name of a type is needed here.", argument.position)


def _check_arguments(call: Call, least: int, most: int) -> None:
    given = len(call.arguments)
    if least <= given <= most:
        return
    wanted = str(least) if least == most else f"{least} to {most}"
    raise ExpressionError(
        f"{call.name}() takes {wanted} argument(s), but {given} are given.", call.position
    )
