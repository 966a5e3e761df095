"""The steps of a path, each made into a function from items to items."""

from collections.abc import Callable, Sequence
from typing import Final

from lytte.core.expressions.coercion import integer
from lytte.core.expressions.elements import Element
from lytte.core.expressions.faults import ExpressionError, suggestion
from lytte.core.expressions.functions.factory import FACTORY, created
from lytte.core.expressions.functions.signatures import Eager, Functions, Lazy
from lytte.core.expressions.functions.table import FUNCTIONS
from lytte.core.expressions.quantities import Quantity, parts_of_quantity
from lytte.core.expressions.scope import Collection, Evaluate, Scope, Step
from lytte.core.expressions.shortcuts import shortened
from lytte.core.expressions.syntax import (
    Call,
    Indexer,
    Literal,
    Member,
    Operation,
    Path,
    Term,
    Variable,
)
from lytte.core.expressions.syntax import Step as StepTerm
from lytte.core.expressions.type_tests import TYPE_FUNCTIONS
from lytte.core.expressions.types import is_a, type_specifier

Compile = Callable[[Term], Evaluate]

# Always texts, so that finding an item by one of them needs no evaluation.
_KEYS: Final = frozenset({"linkId", "url"})


def path(term: Path, compiled: Compile) -> Evaluate:
    """Return the function that walks the path; `compiled` makes one of each argument."""
    start, rest = _start(term, compiled)
    steps = shortened(rest, [_step(step, compiled) for step in rest])

    def evaluate(scope: Scope) -> Collection:
        items = start(scope)
        for step in steps:
            items = step(items, scope)
        return items

    defines = any(isinstance(step, Call) and step.name == "defineVariable" for step in rest)
    return (lambda scope: evaluate(scope.fork())) if defines else evaluate


def _start(term: Path, compiled: Compile) -> tuple[Evaluate, Sequence[StepTerm]]:
    """Return what the path starts from, and the steps that are left."""
    first, rest = term.steps[0], term.steps[1:]
    if isinstance(term.start, Variable) and term.start.name == "factory":
        if isinstance(first, Call):
            # %factory is no value: what follows it is what it makes.
            make = _call(first, compiled, FACTORY)
            return lambda scope: make([], scope), rest
    elif term.start is not None:
        return compiled(term.start), term.steps
    if isinstance(first, Member) and first.name[:1].isupper():
        return _first_member(first.name), rest
    return lambda scope: scope.this, term.steps


def _first_member(name: str) -> Evaluate:
    children = _member(name)

    def evaluate(scope: Scope) -> Collection:
        """Return $this where it is of the type that starts the path, as in Patient.name."""
        this = scope.this
        if this and all(isinstance(item, Element) and is_a(item.type_name, name) for item in this):
            return this
        return children(this, scope)

    return evaluate


def _step(step: StepTerm, compiled: Compile) -> Step:
    match step:
        case Member():
            return _member(step.name)
        case Indexer():
            return _indexer(compiled(step.index))
        case Call():
            return _by_key(step) or _call(step, compiled)


def _member(name: str) -> Step:
    def apply(items: Collection, scope: Scope) -> Collection:
        found: Collection = []
        run = scope.run
        run.spend(1 + len(items))
        for item in items:
            if isinstance(item, Element):
                found.extend(item.children(name))
                if len(found) > run.fuel:
                    break
            elif isinstance(item, Quantity):
                found.extend(parts_of_quantity(item, name))
        run.spend(len(found))
        return found

    return apply


def _indexer(index: Evaluate) -> Step:
    def apply(items: Collection, scope: Scope) -> Collection:
        place = integer(index(scope), "The number in [ ]")
        if place is None or not 0 <= place < len(items):
            return []
        return [items[place]]

    return apply


def _by_key(call: Call) -> Step | None:
    """Return a quick way for where(linkId = 'a'), which is half of what forms ask."""
    match call:
        case Call(
            name="where",
            arguments=(
                Operation(
                    first=Path(start=None, steps=(Member(name=name),)),
                    rest=(("=", Literal(value=str() as wanted), _),),
                ),
            ),
        ) if name in _KEYS:
            pass
        case _:
            return None

    def apply(items: Collection, scope: Scope) -> Collection:
        scope.run.spend(1 + len(items))
        return [item for item in items if isinstance(item, Element) and item.has(name, wanted)]

    return apply


def _call(call: Call, compiled: Compile, functions: Functions = FUNCTIONS) -> Step:
    if functions is FACTORY and call.name == "create":
        wanted = _type_argument(call)
        return lambda _, __: created(wanted)
    if call.name in TYPE_FUNCTIONS:
        return _type_call(call)
    function = functions.get(call.name)
    if function is None:
        known = [*functions, *TYPE_FUNCTIONS]
        raise ExpressionError(
            f"There is no function {call.name}().{suggestion(call.name, known)}", call.position
        )
    _check_arguments(call, function.least, function.most)
    arguments = [compiled(argument) for argument in call.arguments]
    return _lazy(function, arguments) if isinstance(function, Lazy) else _eager(function, arguments)


def _lazy(function: Lazy, arguments: Sequence[Evaluate]) -> Step:
    """The function works its arguments out itself, once for each item or not at all."""
    apply = function.apply

    def step(items: Collection, scope: Scope) -> Collection:
        scope.run.spend(1 + len(items))
        return apply(items, arguments, scope)

    return step


def _eager(function: Eager, arguments: Sequence[Evaluate]) -> Step:
    """The function is given what its arguments come to."""
    apply = function.apply

    def step(items: Collection, scope: Scope) -> Collection:
        scope.run.spend(1 + len(items))
        return apply(items, [argument(scope) for argument in arguments], scope.run)

    return step


def _check_arguments(call: Call, least: int, most: int) -> None:
    given = len(call.arguments)
    if least <= given <= most:
        return
    wanted = str(least) if least == most else f"{least} to {most}"
    raise ExpressionError(
        f"{call.name}() takes {wanted} argument(s), but {given} are given.", call.position
    )


def _type_call(call: Call) -> Step:
    test, wanted = TYPE_FUNCTIONS[call.name], _type_argument(call)
    return lambda items, _: test(items, wanted)


def _type_argument(call: Call) -> tuple[str, str]:
    """Return the type whose name stands where an argument would."""
    _check_arguments(call, 1, 1)
    argument = call.arguments[0]
    if isinstance(argument, Path) and argument.start is None:
        names = [step.name for step in argument.steps if isinstance(step, Member)]
        if len(names) == len(argument.steps):
            return type_specifier(".".join(names), call.position)
    raise ExpressionError("The name of a type is needed here.", argument.position)
