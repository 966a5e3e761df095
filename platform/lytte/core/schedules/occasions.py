"""What a patient is asked and when, all the hospital's clinics together.

Where two occasions collide, the weightier is sent: the one that stands first in its
clinic's plan, then the earlier. So the order in the plan is an order of weight.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from lytte.core.schedules.known import Followed, Known
from lytte.core.schedules.occasion import Left, Occasion, Span
from lytte.core.schedules.occurrences import occurrences
from lytte.core.schedules.placing import MOST_MOVED, placed
from lytte.core.schedules.plan import Around, Sending
from lytte.core.schedules.standing import kept_back

AHEAD = timedelta(days=7)
"""How far past the end is looked, so that the last days are settled as the others are."""


def occasions(known: Known, span: Span) -> list[Occasion]:
    """Return every occasion of the span in order of time, with what moved or stopped it."""
    beyond = span._replace(until=span.until + AHEAD)
    weighed = sorted(
        (
            (weight, one.at, str(one.clinic), one.key, one, followed)
            for followed in known.followed
            for weight, sending in enumerate(followed.pathway.plan.sendings)
            for one in _of(known, followed, sending, beyond)
        ),
        key=lambda each: each[:4],
    )
    taken = _Taken.from_known(known)
    settled = [taken.settle(one, followed) for *_, one, followed in weighed]
    found = [one for one in settled if span.since <= one.at < span.until and not _is_past(one)]
    return sorted(found, key=lambda one: (one.at, one.sending.id, one.key))


_DONE_WITH = ("sent", "answered", "reused", "course_over", "plan_over", "times_used")


def _is_past(one: Occasion) -> bool:
    """Tell whether its day has gone and nothing was left to do: no news to anybody."""
    late = any(moved.why == "late" for moved in one.moved)
    return late and one.left is not None and one.left.why in _DONE_WITH


def _of(known: Known, followed: Followed, sending: Sending, span: Span) -> Iterator[Occasion]:
    first = span.since.astimezone(span.zone).date() - MOST_MOVED
    last = span.until.astimezone(span.zone).date() + MOST_MOVED
    for found in occurrences(sending, followed, first, last):
        one = placed(known, followed, sending, found, span)
        if one is None or one.at >= span.until:
            continue
        left = kept_back(known, followed, one, span)
        if left is None or (one.left and left.why == "unchecked"):
            yield one
        else:
            yield replace(one, left=left)


@dataclass
class _Taken:
    """What the patient is asked for already: by week, by clinic and by sentence."""

    limit: int | None
    minutes: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    days: dict[UUID, list[date]] = field(default_factory=lambda: defaultdict(list))
    last: dict[tuple[UUID, str], date] = field(default_factory=dict)
    times: dict[tuple[UUID, str], int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    def from_known(cls, known: Known) -> "_Taken":
        """Begin with what was sent before."""
        limits = [one.pathway.plan.care.minutes_a_week for one in known.followed]
        # The strictest clinic decides: the week is the patient's, not the clinic's.
        taken = cls(min((one for one in limits if one is not None), default=None))
        for sent in known.sent:
            taken._add_minutes(sent.on, sent.minutes)
            taken.days[sent.clinic].append(sent.on)
            taken._come(sent.clinic, sent.form, sent.on)
        for followed in known.followed:
            for form, on in followed.lately.items():
                taken._come(followed.pathway.clinic, form, on)
            for form, times in followed.times.items():
                taken.times[followed.pathway.clinic, form] = times
        return taken

    def settle(self, one: Occasion, followed: Followed) -> Occasion:
        """Return the occasion with what it collides with, or make room for it."""
        if not one.goes:
            return one
        minutes = followed.pathway.minutes(one.sending.form)
        collision = next(self._collisions(one, followed, minutes), None)
        if collision is not None:
            return replace(one, left=collision)
        self._add_minutes(one.on, minutes)
        self.days[one.clinic].append(one.on)
        self._come(one.clinic, one.sending.form, one.planned)
        self.times[one.clinic, one.sending.form] += 1
        return one

    def _collisions(self, one: Occasion, followed: Followed, minutes: int) -> Iterator[Left]:
        when, stop = one.sending.when, one.sending.stop
        of = (one.clinic, one.sending.form)
        if isinstance(when, Around):
            if stop.times is not None and self.times[of] >= stop.times:
                yield Left("times_used", number=stop.times)
            before = self.last.get(of)
            if when.least and before:
                days = when.least.days
                if 0 <= (one.planned - before).days < days - days // 7:
                    yield Left("too_often", before, days)
        apart = followed.pathway.plan.care.apart
        near = _nearest(one.on, self.days[one.clinic])
        if apart and near and abs((one.on - near).days) < apart:
            yield Left("too_close", near, apart)
        if self.limit is not None and self.minutes[_week(one.on)] + minutes > self.limit:
            yield Left("week_full", number=self.limit)

    def _add_minutes(self, on: date, minutes: int) -> None:
        self.minutes[_week(on)] += minutes

    def _come(self, clinic: UUID, form: str, on: date) -> None:
        self.last[clinic, form] = max(on, self.last.get((clinic, form), on))


def _nearest(on: date, days: Iterable[date]) -> date | None:
    return min(days, key=lambda one: abs((one - on).days), default=None)


def _week(on: date) -> tuple[int, int]:
    year, week, _ = on.isocalendar()
    return year, week
