"""The days that are rehearsed over, and the ISO weeks they fall in, by the hospital's clock."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    """Return a moment as microseconds since 1970: exact, and quick to compare."""
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(counted: int) -> datetime:
    """Return the moment that `micros` counted."""
    return EPOCH + timedelta(microseconds=counted)


@dataclass(frozen=True)
class Period:
    """Whole days, both ends included. Yesterday is the last: today is not over yet."""

    begins: date
    ends: date
    zone: tzinfo

    @classmethod
    def before(cls, now: datetime, days: int, zone: tzinfo) -> "Period":
        """Return the last `days` whole days before `now`."""
        today = now.astimezone(zone).date()
        return cls(today - timedelta(days=days), today - timedelta(days=1), zone)

    @property
    def opens(self) -> datetime:
        """The first moment of the period."""
        return self._midnight(self.begins)

    @property
    def closes(self) -> datetime:
        """The first moment after the period."""
        return self._midnight(self.ends + timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends - self.begins).days + 1

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The Monday of every ISO week that the period touches."""
        first = self.begins - timedelta(days=self.begins.weekday())
        weeks = (self.ends - first).days // 7 + 1
        return tuple(first + timedelta(weeks=one) for one in range(weeks))

    @cached_property
    def _bounds(self) -> list[int]:
        return [micros(self._midnight(one)) for one in self.mondays[1:]]

    def week_of(self, authored: int) -> int:
        """Return the place among `mondays` of a moment in microseconds."""
        return bisect_right(self._bounds, authored)

    def days_of(self, monday: date) -> int:
        """Return how many days of the week that begins on `monday` are in the period."""
        first, last = max(monday, self.begins), min(monday + timedelta(days=6), self.ends)
        return (last - first).days + 1

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)
