"""A clinic's period in numbers, and what of them may be shown: nothing of one to four people.

Nor anything from which that follows: a rate, what is left of a total, a middle value. What is
hidden is None. Whoever shows numbers gets them from `fit_to_show`, a page and a file alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from lytte.core.suppression import LEAST, Count, Row, hidden

UNKNOWN = "–"
"""A number that nobody knows, which tells nothing of anybody."""


@dataclass(frozen=True)
class Rate:
    """How many were asked, answered and did not, in one group."""

    group: str
    invited: Count
    answered: Count
    unanswered: Count

    @property
    def row(self) -> Row:
        """All three: two of them tell the third."""
        return (self.invited, self.answered, self.unanswered)


@dataclass(frozen=True)
class ItemFacts:
    """One question over the period; seconds are the middle of those timed, None where none are."""

    address: str
    name: str
    reworded_in: int | None
    """The version of the form in which its words last changed."""
    seconds: int | None
    asked: Count
    left_open: Count
    filled_in: Count
    timed: Count
    free: bool = field(default=False, kw_only=True)
    """Room for one's own words, which nobody has to write in."""


class Took(NamedTuple):
    """How long one group took from first to last page: the middle one of those timed."""

    group: str
    timed: Count
    minutes: int


@dataclass(frozen=True)
class RuleFacts:
    """One rule's alerts over the period: those set aside with a reason, and the others."""

    rule_id: str
    alerts: Count
    set_aside: Count
    others: Count


@dataclass(frozen=True)
class Counted:
    """A clinic's period as it is, not yet cut for what is too few to show."""

    days: int
    followed: int
    whole: Rate
    weeks: tuple[Rate, ...]
    ages: tuple[Rate, ...]
    languages: tuple[Rate, ...]
    modes: tuple[tuple[str, Count], ...]
    by_whom: tuple[tuple[str, Count], ...]
    minutes: tuple[Took, ...]
    """Form by form."""
    ages_took: tuple[Took, ...]
    languages_took: tuple[Took, ...]
    modes_took: tuple[Took, ...]
    items: tuple[ItemFacts, ...]
    read: Count
    """How many responses the items' numbers are from."""
    alert_weeks: tuple[tuple[str, Count], ...]
    rules: tuple[RuleFacts, ...]


@dataclass(frozen=True)
class Line:
    """What may be shown of one group: its numbers, and the share its bar shows."""

    of: str
    numbers: tuple[int | str | None, ...]
    per_cent: int | None = None
    name: str = ""
    reworded_in: int | None = None
    free: bool = False


@dataclass(frozen=True)
class Insight:
    """A clinic's period, cut: each number may be shown to anybody who may see the page."""

    days: int
    nobody: bool
    """Nobody was asked."""
    followed: int | None
    whole: Line
    weeks: tuple[Line, ...]
    ages: tuple[Line, ...]
    languages: tuple[Line, ...]
    modes: tuple[Line, ...]
    by_whom: tuple[Line, ...]
    minutes: tuple[Line, ...]
    items: tuple[Line, ...]
    read: int | None
    alert_weeks: tuple[Line, ...]
    rules: tuple[Line, ...]


def fit_to_show(found: Counted) -> Insight:
    """Return what may be shown."""
    kept = _far_apart([found.read.number] * 2 + [one.asked.number for one in found.items])
    read = None if found.read.is_few or found.read.number not in kept else found.read.number
    return Insight(
        days=found.days,
        nobody=not found.whole.invited.number,
        followed=_seen(Count(found.followed, found.followed)),
        whole=_whole(found.whole),
        weeks=tuple(_rates(found.weeks)),
        ages=tuple(_timed(_rates(found.ages), found.ages_took)),
        languages=tuple(_timed(_rates(found.languages), found.languages_took)),
        modes=tuple(_timed(_shares(found.modes, told=read is not None), found.modes_took)),
        by_whom=tuple(_shares(found.by_whom, told=read is not None)),
        minutes=tuple(
            Line(title, (None if count.is_few else minutes,))
            for title, count, minutes in found.minutes
        ),
        items=tuple(_item(one, kept) for one in found.items),
        read=read,
        alert_weeks=tuple(_beside_the_most(found.alert_weeks)),
        rules=tuple(_rules(found.rules)),
    )


def by_week(
    weeks: Sequence[Rate], alerts: Sequence[tuple[str, Count]]
) -> tuple[list[Line], list[Line]]:
    """Return what may be shown of a period's weeks: who answered, and how many alerts.

    Give them the whole period that another page shows: fewer weeks would hide others.
    """
    return list(_rates(weeks)), list(_beside_the_most(alerts))


def worst(items: Sequence[Line]) -> Line | None:
    """Return the question most often left open, among those whose numbers are shown."""
    return next(iter(most_left_open(items, 1)), None)


def most_left_open(items: Sequence[Line], many: int) -> list[Line]:
    """Return the questions most often left open, the worst first, where it may be told.

    Room for one's own words is left empty by whoever has nothing to add: that is no fault of it.
    """
    told = [one for one in items if one.per_cent and not one.free]
    return sorted(told, key=_left_open, reverse=True)[:many]


def _left_open(one: Line) -> Fraction:
    asked, left_open = (int(number or 0) for number in one.numbers[:2])
    return Fraction(left_open, asked or 1)


def _far_apart(numbers: Iterable[int]) -> set[int]:
    """Return the numbers to keep, the commonest first, so that no two differ by one to four.

    Some questions are asked only of some: 28 beside 30 would say that two were not asked.
    """
    kept: set[int] = set()
    counted = Counter(numbers)
    for number in sorted(counted, key=lambda one: (-counted[one], -one)):
        if not any(0 < abs(number - other) < LEAST for other in kept):
            kept.add(number)
    return kept


def _seen(count: Count, *beside: Count) -> int | None:
    """Return a number that stands in no total, unless it or what is left beside it is of few."""
    return None if any(one.is_few for one in (count, *beside)) else count.number


def _share(part: int | None, of: int | None) -> int | None:
    return None if part is None or not of else round(100 * part / of)


def _whole(one: Rate) -> Line:
    """Return the totals; where few did not answer, how many were asked is what stays hidden."""
    invited, answered = _seen(one.invited, one.unanswered), _seen(one.answered)
    return Line(one.group, (invited, answered), _share(answered, invited))


def _rates(rates: Sequence[Rate]) -> Iterator[Line]:
    for one, why in zip(rates, hidden([one.row for one in rates]), strict=True):
        if why:
            yield Line(one.group, (None, None))
        else:
            invited, answered = one.invited.number, one.answered.number
            yield Line(one.group, (invited, answered), _share(answered, invited))


def _shares(counts: Sequence[tuple[str, Count]], *, told: bool) -> Iterator[Line]:
    every = sum(count.number for _, count in counts)
    whys = hidden([(count,) for _, count in counts])
    for (name, count), why in zip(counts, whys, strict=True):
        number = count.number if told and not why else None
        yield Line(name, (number,), _share(number, every))


def _timed(lines: Iterable[Line], took: Sequence[Took]) -> Iterator[Line]:
    """Put the middle minutes last in each line; a line that is hidden stays hidden whole."""
    known = {one.group: one for one in took}
    for line in lines:
        one = known.get(line.of)
        minutes = UNKNOWN if one is None else None if one.timed.is_few else one.minutes
        shown = None if None in line.numbers else minutes
        yield replace(line, numbers=(*line.numbers, shown))


def _item(one: ItemFacts, kept: set[int]) -> Line:
    asked = _seen(one.asked) if one.asked.number in kept else None
    left_open = None if asked is None else _seen(one.left_open, one.filled_in)
    seconds = None if one.timed.is_few else UNKNOWN if one.seconds is None else one.seconds
    return Line(
        one.address,
        (asked, left_open, seconds),
        _share(left_open, asked),
        one.name,
        one.reworded_in,
        one.free,
    )


def _beside_the_most(counts: Sequence[tuple[str, Count]]) -> Iterator[Line]:
    whys = hidden([(count,) for _, count in counts])
    seen = [None if why else count.number for (_, count), why in zip(counts, whys, strict=True)]
    most = max((one for one in seen if one is not None), default=0)
    for (name, _), number in zip(counts, seen, strict=True):
        yield Line(name, (number,), _share(number, most))


def _rules(rules: Sequence[RuleFacts]) -> Iterator[Line]:
    for one, why in zip(rules, hidden([(one.alerts,) for one in rules]), strict=True):
        alerts = None if why else one.alerts.number
        aside = None if why else _seen(one.set_aside, one.others)
        yield Line(one.rule_id, (alerts, aside), _share(aside, alerts))
