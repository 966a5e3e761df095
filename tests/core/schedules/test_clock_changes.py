"""Every occasion once, at its hour on the wall, whatever the clocks do."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.schedules.known import Followed
from lytte.core.schedules.moments import is_skipped, moment
from lytte.core.schedules.occasion import Span
from lytte.core.schedules.occasions import occasions
from lytte.core.schedules.plan import Care, Sending
from tests.core.schedules.planned import OSLO, asked, days, each, pathway, patient

ANY_HOUR = Care(quiet_from=time(0), quiet_to=time(0))
ZONES = tuple(map(ZoneInfo, ("Europe/Oslo", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC")))


def _each_day(at: time, **more: object) -> Sending:
    return each(1, "day", at=at, rest_days="anyway", **more)


def test_an_hour_that_comes_twice_is_sent_once_the_first_time() -> None:
    followed = Followed(pathway(_each_day(time(2, 30)), care=ANY_HOUR), date(2026, 10, 24))

    found = asked(patient(followed), date(2026, 10, 24), date(2026, 10, 27))

    assert [one.at for one in found] == [
        datetime(2026, 10, 24, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_an_hour_that_is_skipped_is_sent_an_hour_later_and_says_so() -> None:
    followed = Followed(pathway(_each_day(time(2, 30)), care=ANY_HOUR), date(2027, 3, 27))

    found = asked(patient(followed), date(2027, 3, 27), date(2027, 3, 30))

    assert days(found) == ["2027-03-27 02.30", "2027-03-28 03.30", "2027-03-29 02.30"]
    assert [[why.why for why in one.moved] for one in found] == [[], ["clock"], []]


@given(
    st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
def test_each_day_has_one_moment_for_an_hour_and_shows_that_hour(
    first: date, at: time, zone: ZoneInfo
) -> None:
    several = [first + timedelta(days=n) for n in range(400)]
    moments = [moment(day, at, zone) for day in several]

    assert all(later > earlier for earlier, later in pairwise(moments))
    for day, one in zip(several, moments, strict=True):
        wall = one.astimezone(zone)
        assert wall.time() == at or is_skipped(day, at, zone)
        assert wall.date() == day or is_skipped(day, at, zone)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.lists(st.integers(1, 24 * 40), min_size=1, max_size=12),
)
def test_however_the_time_is_cut_up_each_occasion_falls_in_one_piece(
    first: date, at: time, hours: Sequence[int]
) -> None:
    """A job that looks an hour at a time, or a week, over changes of the clock, sees each once."""
    followed = Followed(pathway(each(2, "day", at=at, rest_days="anyway"), care=ANY_HOUR), first)
    known = patient(followed)
    begins = moment(first, time(), OSLO)
    cuts = [begins]
    for one in hours:
        cuts.append(cuts[-1] + timedelta(hours=one))

    whole = occasions(known, Span(begins, cuts[-1], begins, OSLO))
    pieces = [
        one
        for since, until in pairwise(cuts)
        for one in occasions(known, Span(since, until, since, OSLO))
    ]

    assert [(one.key, one.at) for one in pieces] == [(one.key, one.at) for one in whole]


@pytest.mark.parametrize("year", [2026, 2027, 2028, 2029, 2030])
def test_two_changes_a_year_miss_and_double_nothing(year: int) -> None:
    followed = Followed(pathway(_each_day(time(9)), care=ANY_HOUR), date(year, 1, 1))

    found = asked(patient(followed), date(year, 1, 1), date(year + 1, 1, 1))

    assert len(found) == len({one.key for one in found}) == 365 + (year % 4 == 0)
    assert {f"{one.at.astimezone(OSLO):%H.%M}" for one in found} == {"09.00"}
