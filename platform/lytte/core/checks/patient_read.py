"""Which elements an expression asks of what surrounds it, as in %patient.name."""

from collections.abc import Iterator, Sequence
from typing import Final

from lytte.core.expressions.item_patterns import operands_of
from lytte.core.expressions.syntax import (
    Call,
    Indexer,
    Member,
    Operation,
    Path,
    Sign,
    Step,
    Term,
    TypeTest,
    Variable,
)

_THE_SAME: Final = frozenset({"first", "last", "single", "trace", "ofType", "as", "where"})


def elements_read(term: Term, variable: str) -> Iterator[str]:
    """Yield the first element on each path that leads from the variable."""
    if isinstance(term, Path) and _is_variable(term.start, variable):
        yield from _first_element(term.steps)
    for each in _inside(term):
        yield from elements_read(each, variable)


def _is_variable(term: Term | None, name: str) -> bool:
    return isinstance(term, Variable) and term.name == name


def _first_element(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Member):
            yield step.name
        if not (isinstance(step, Indexer) or (isinstance(step, Call) and step.name in _THE_SAME)):
            return


def _inside(term: Term) -> Iterator[Term]:
    match term:
        case Operation():
            yield from operands_of(term)
        case Sign() | TypeTest():
            yield term.operand
        case Path():
            if term.start is not None:
                yield term.start
            for step in term.steps:
                if isinstance(step, Call):
                    yield from step.arguments
                elif isinstance(step, Indexer):
                    yield step.index
        case _:
            return
