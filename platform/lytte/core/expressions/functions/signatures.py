"""How a function is written down: what it does, and how many arguments it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lytte.core.expressions.scope import Collection, Evaluate, Run, Scope


@dataclass(frozen=True, slots=True)
class Eager:
    """A function of what its arguments come to."""

    apply: Callable[[Collection, Sequence[Collection], Run], Collection]
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Lazy:
    """A function that works out its arguments itself: for each item, or only when needed."""

    apply: Callable[[Collection, Sequence[Evaluate], Scope], Collection]
    least: int = 0
    most: int = 0


Function = Eager | Lazy
Functions = Mapping[str, Function]
