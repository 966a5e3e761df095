"""What a plan comes to for many patients: messages a day and a way, and who gets none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from lytte.core.schedules.occasion import Occasion, WhyLeft
from lytte.core.schedules.plan import Channel


class Day(NamedTuple):
    """One day's messages by way, the first ones and the reminders to all who do not answer."""

    on: date
    first: dict[Channel, int]
    reminders: dict[Channel, int]

    @property
    def messages(self) -> int:
        """How many messages leave at most; paper at the desk is none."""
        both = (*self.first.items(), *self.reminders.items())
        return sum(number for way, number in both if way != "desk")


@dataclass(frozen=True)
class Tally:
    """Every occasion of every patient in a span, counted."""

    occasions: Sequence[Occasion]
    zone: tzinfo

    @cached_property
    def days(self) -> list[Day]:
        """The days on which something goes, in order."""
        first: Counter[tuple[date, Channel]] = Counter()
        again: Counter[tuple[date, Channel]] = Counter()
        for one in self.going:
            if one.channel is not None:
                first[one.on, one.channel] += 1
            again.update((at.astimezone(self.zone).date(), by) for at, by in one.reminders)
        return [
            Day(day, _of(first, day), _of(again, day))
            for day in sorted({on for on, _ in (*first, *again)})
        ]

    @cached_property
    def going(self) -> list[Occasion]:
        """Those that go, or will as soon as the register has been asked."""
        return [one for one in self.occasions if one.goes]

    @cached_property
    def kept_back(self) -> list[Occasion]:
        """Those that do not go now."""
        return [one for one in self.occasions if one.left is not None]

    @property
    def patients(self) -> int:
        """How many patients get something."""
        return len({one.patient for one in self.going})

    @property
    def without(self) -> int:
        """How many patients get nothing at all."""
        return len(self._everyone - {one.patient for one in self.going})

    @property
    def _everyone(self) -> set[UUID]:
        return {one.patient for one in self.occasions}

    def reasons(self) -> list[tuple[WhyLeft, int]]:
        """Return why occasions are kept back and how many, the commonest first."""
        return Counter(one.left.why for one in self.kept_back if one.left).most_common()

    def ways(self) -> dict[Channel, int]:
        """Return how many go by each way the first time, the commonest first."""
        found = Counter(one.channel for one in self.going if one.channel is not None)
        return dict(found.most_common())

    def reminders(self) -> int:
        """Return how many reminders follow, when nobody answers."""
        return sum(len(one.reminders) for one in self.going)

    def peak(self) -> Day | None:
        """Return the day with most messages, the earliest of equals."""
        return max(self.days, key=lambda one: one.messages, default=None)


def tallied(each: Iterable[Iterable[Occasion]], zone: tzinfo) -> Tally:
    """Return the tally of every patient's occasions, in order of time."""
    found = [one for several in each for one in several]
    return Tally(sorted(found, key=lambda one: (one.at, one.patient)), zone)


def _of(counted: Counter[tuple[date, Channel]], day: date) -> dict[Channel, int]:
    return {way: number for (on, way), number in counted.items() if on == day}
