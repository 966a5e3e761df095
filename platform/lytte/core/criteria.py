"""What a rule looks at: which measures, which way is worse, whether at earlier answers."""

from collections.abc import Iterable, Iterator
from typing import Literal

from lytte.core.thresholds import (
    AtLeast,
    Below,
    Combined,
    Persisted,
    Rule,
    Silent,
    When,
    Worsened,
)

Worse = Literal["up", "down"]
Watched = tuple[str, Worse]
"""A measure, and which way is worse for it."""

Simple = AtLeast | Below | Worsened | Persisted


def simple(when: When) -> Iterator[Simple]:
    """Yield every criterion that joins no others, in the order they stand."""
    match when:
        case Combined(of=parts):
            for one in parts:
                yield from simple(one)
        case Silent():
            return
        case AtLeast() | Below() | Worsened() | Persisted():
            yield when


def limits(when: When) -> Iterator[AtLeast | Below]:
    """Yield every border a rule has, those that must be passed several times included."""
    for one in simple(when):
        if isinstance(one, Persisted):
            yield one.of
        elif not isinstance(one, Worsened):
            yield one


def watched(criterion: Simple) -> Watched:
    """Return the measure that a criterion looks at, and which way is worse for it."""
    match criterion:
        case AtLeast():
            return criterion.measure, "up"
        case Below():
            return criterion.measure, "down"
        case Worsened():
            return criterion.measure, criterion.worse
        case Persisted():
            return watched(criterion.of)


def measures_of(when: When) -> set[str]:
    """Return the measures a rule looks at; none when it waits for silence."""
    return {watched(one)[0] for one in simple(when)}


def looks_back(when: When) -> bool:
    """Tell whether a rule depends on earlier responses."""
    return any(isinstance(one, Worsened | Persisted) for one in simple(when))


def silences_named(rules: Iterable[Rule]) -> list[int]:
    """Return after how many hours the rules hear silence, the fewest first."""
    return sorted({rule.when.hours for rule in rules if isinstance(rule.when, Silent)})


def measures_named(rules: Iterable[Rule]) -> list[str]:
    """Return every measure that the rules name, in alphabetical order."""
    return sorted({name for rule in rules for name in measures_of(rule.when)})
