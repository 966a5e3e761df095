"""What a rule looks at: which measures, which way is worse, whether at earlier answers."""

from collections.abc import Iterable, Iterator
from typing import Literal

from lytte.core.option_measures import option_measure
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Combined,
    Emergency,
    Persisted,
    Rule,
    Silent,
    When,
    Worsened,
)
from lytte.core.values import NativeValue

Worse = Literal["up", "down"]
Watched = tuple[str, Worse]
"""A measure, and which way is worse for it."""

Numeric = AtLeast | Below | Worsened | Persisted
Simple = Numeric | Answered


def simple(when: When) -> Iterator[Simple]:
    """Yield every criterion that joins no others, in the order they stand."""
    match when:
        case Combined(of=parts):
            for one in parts:
                yield from simple(one)
        case Silent():
            return
        case AtLeast() | Below() | Answered() | Worsened() | Persisted():
            yield when


def limits(when: When) -> Iterator[AtLeast | Below]:
    """Yield every border a rule has, those that must be passed several times included."""
    for one in simple(when):
        if isinstance(one, Persisted):
            yield one.of
        elif not isinstance(one, Worsened | Answered):
            yield one


def watched(criterion: Numeric) -> Watched:
    """Return the measure that a criterion on a number looks at, and which way is worse."""
    match criterion:
        case AtLeast():
            return criterion.measure, "up"
        case Below():
            return criterion.measure, "down"
        case Worsened():
            return criterion.measure, criterion.worse
        case Persisted():
            return watched(criterion.of)


def all_watched(criterion: Simple) -> tuple[Watched, ...]:
    """Return all that a criterion looks at: of a question, each answer that it waits for."""
    if isinstance(criterion, Answered):
        return tuple((one, "up") for one in criterion.measures)
    return (watched(criterion),)


def asked(criterion: Simple) -> str:
    """Return the address of the question or the score that a criterion looks at."""
    return criterion.item if isinstance(criterion, Answered) else watched(criterion)[0]


def measures_of(when: When) -> set[str]:
    """Return the measures a rule looks at; none when it waits for silence."""
    return {name for one in simple(when) for name, _ in all_watched(one)}


def asked_of(when: When) -> set[str]:
    """Return the address of every question and score that a rule looks at."""
    return {asked(one) for one in simple(when)}


def looks_at(one: Rule | Emergency) -> set[str]:
    """Return the addresses of everything that a rule, or an answer that cannot wait, looks at."""
    return {one.item} if isinstance(one, Emergency) else measures_of(one.when) | asked_of(one.when)


def looks_back(when: When) -> bool:
    """Tell whether a rule depends on earlier responses."""
    return any(isinstance(one, Worsened | Persisted) for one in simple(when))


def silences_named(rules: Iterable[Rule]) -> list[int]:
    """Return after how many hours the rules hear silence, the fewest first."""
    return sorted({rule.when.hours for rule in rules if isinstance(rule.when, Silent)})


def measures_named(rules: Iterable[Rule]) -> list[str]:
    """Return every measure that the rules name, in alphabetical order."""
    return sorted({name for rule in rules for name in measures_of(rule.when)})


def options_named(rules: Iterable[Rule]) -> dict[str, tuple[str, NativeValue]]:
    """Return every answer that the rules wait for by its address: the question, the option."""
    return {
        option_measure(one.item, option): (one.item, option)
        for rule in rules
        for one in simple(rule.when)
        if isinstance(one, Answered)
        for option in one.options
    }
