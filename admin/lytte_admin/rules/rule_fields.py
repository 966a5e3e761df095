"""A threshold rule as the fields of its sentence: groups of conditions, and back from them.

Conditions of one group are joined one way, the groups the other: "a, or b and c". What is
richer than that stays the sentence it is, and is never changed by opening and saving it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lytte.core.option_measures import option_key
from lytte.core.thresholds import (
    Answered,
    AtLeast,
    Below,
    Combined,
    Criterion,
    Persisted,
    Silent,
    When,
    Worsened,
)

MOST_GROUPS = MOST_CONDITIONS = 4
ANSWER = "answer:"
"""Stands before the address of a question whose answers are ticked: a number may share it."""


@dataclass(frozen=True)
class Fields:
    """One condition, as its fields show it; no measure, and it is not used."""

    measure: str = ""
    kind: str = "at_least"
    value: str = ""
    times: str = "2"
    among: str = "3"
    options: tuple[str, ...] = ()
    """The answers that count, by their keys, where the question is answered by choosing."""


@dataclass(frozen=True)
class Sentence:
    """A whole rule's conditions. `together` joins the groups; inside them it is the other."""

    groups: tuple[tuple[Fields, ...], ...]
    together: str = "any"


EMPTY = Sentence(((Fields(),),))


def written(when: When | None) -> Sentence | None:
    """Return the fields that say it; None when it is too rich for them, or is silence."""
    if when is None:
        return EMPTY
    if isinstance(when, Silent):
        return None
    flat = flattened(when)
    if not isinstance(flat, Combined):
        return Sentence(((_fields(flat),),))
    if flat.together == "all" and not any(isinstance(one, Combined) for one in flat.of):
        return _within(Sentence((tuple(map(_fields, flat.of)),)))
    groups = [one.of if isinstance(one, Combined) else (one,) for one in flat.of]
    if any(isinstance(one, Combined) for group in groups for one in group):
        return None
    return _within(Sentence(tuple(tuple(map(_fields, group)) for group in groups), flat.together))


def joined(groups: Sequence[Sequence[Criterion]], together: str) -> Criterion:
    """Return the criterion that groups of conditions come to."""
    within = "all" if together == "any" else "any"
    return _join([_join(group, within) for group in groups], together)


def flattened(criterion: Criterion) -> Criterion:
    """Return the same without brackets that say nothing: "a and (b and c)"."""
    if not isinstance(criterion, Combined):
        return criterion
    parts: list[Criterion] = []
    for one in map(flattened, criterion.of):
        same = isinstance(one, Combined) and one.together == criterion.together
        parts += one.of if isinstance(one, Combined) and same else [one]
    return Combined(together=criterion.together, of=tuple(parts))


def _within(sentence: Sentence) -> Sentence | None:
    many = max(map(len, sentence.groups))
    return None if len(sentence.groups) > MOST_GROUPS or many > MOST_CONDITIONS else sentence


def _join(parts: Sequence[Criterion], together: str) -> Criterion:
    if len(parts) == 1:
        return parts[0]
    return Combined(together="any" if together == "any" else "all", of=tuple(parts))


def _fields(criterion: Criterion) -> Fields:
    match criterion:
        case AtLeast(measure=measure, value=value):
            return Fields(measure, "at_least", str(value))
        case Below(measure=measure, value=value):
            return Fields(measure, "below", str(value))
        case Answered(item=item, options=options):
            return Fields(ANSWER + item, options=tuple(map(option_key, options)))
        case Worsened(measure=measure, by=by, since=since):
            return Fields(measure, "worsened" if since == "last" else "from_start", str(by))
        case Persisted(of=of, times=times, among=among):
            kind = "persisted" if isinstance(of, AtLeast) else "persisted_below"
            return Fields(of.measure, kind, str(of.value), str(times), str(among))
        case Combined():
            raise ValueError("several conditions are not one")
