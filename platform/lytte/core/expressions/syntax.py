"""The parts of a parsed expression: what was written, before any meaning is given to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out; None is the empty collection, {}."""

    value: object
    position: int


@dataclass(frozen=True, slots=True)
class This:
    """$this: what the expression, or the step around it, looks at."""

    position: int


@dataclass(frozen=True, slots=True)
class Index:
    """$index: the place of $this among its siblings, from 0."""

    position: int


@dataclass(frozen=True, slots=True)
class Total:
    """$total: what aggregate() has put together so far."""

    position: int


@dataclass(frozen=True, slots=True)
class Variable:
    """%name: something the surroundings know."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Member:
    """The children of that name."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, not yet looked up."""

    name: str
    arguments: tuple["Term", ...]
    position: int


@dataclass(frozen=True, slots=True)
class Indexer:
    """[n]: the n-th, from 0."""

    index: "Term"
    position: int


Step = Member | Call | Indexer


@dataclass(frozen=True, slots=True)
class Path:
    """A start and the steps from it; `start` is None where the path starts at $this."""

    start: "Term | None"
    steps: tuple[Step, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A plus or minus in front."""

    operator: str
    operand: "Term"
    position: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Operators of one rank, worked from left to right: first, then (operator, operand)."""

    first: "Term"
    rest: tuple[tuple[str, "Term", int], ...]
    position: int


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`is` or `as` with the name of a type."""

    operator: str
    operand: "Term"
    type_name: str
    position: int


Term = Literal | This | Index | Total | Variable | Path | Sign | Operation | TypeTest
