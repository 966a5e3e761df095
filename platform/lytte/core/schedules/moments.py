"""From a day and an hour on the hospital's wall to a moment, whatever the clocks do that night."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from lytte.core.schedules.plan import Care

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def sensible(day: date) -> bool:
    """Tell whether a date can be reckoned with: 9999-12-31 stands for "nobody knows"."""
    return FIRST <= day <= LAST


@lru_cache(maxsize=8192)
def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment of an hour on a day, in UTC; exactly one for each.

    An hour that comes twice is its first time. One that is skipped is as long after
    midnight as it would have been: 02.30 becomes 03.30.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def is_skipped(day: date, at: time, zone: tzinfo) -> bool:
    """Tell whether the clocks go past this hour on this day."""
    return moment(day, at, zone).astimezone(zone).time() != at


def is_quiet(at: time, care: Care) -> bool:
    """Tell whether nothing is sent at this hour."""
    begins, ends = care.quiet_from, care.quiet_to
    if begins < ends:
        return begins <= at < ends
    return begins != ends and (at >= begins or at < ends)


def after_quiet(day: date, at: time, care: Care) -> tuple[date, time]:
    """Return when a quiet hour is over: the same morning, or the next."""
    next_day = at >= care.quiet_to
    return day + timedelta(days=int(next_day)), care.quiet_to


def end_of(day: date, zone: tzinfo) -> datetime:
    """Return the first moment after a day."""
    return moment(day + timedelta(days=1), time(), zone)
