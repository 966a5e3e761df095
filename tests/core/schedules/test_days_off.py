"""Holidays as they stand in the almanac."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lytte.core.schedules.days_off import easter, holidays, off, working_day

# The almanac for Norway (Almanakk for Norge): the ends of the range, and leap years.
EASTERS = (
    date(1961, 4, 2), date(1981, 4, 19), date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24),
    date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16),
    date(2038, 4, 25), date(2100, 3, 28),
)  # fmt: skip


@pytest.mark.parametrize("sunday", EASTERS)
def test_easter_is_when_the_almanac_says(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@given(st.integers(1900, 2199))
def test_a_year_has_ten_to_twelve_holidays_and_easter_is_a_sunday(year: int) -> None:
    found = holidays(year)

    # Ascension on 1 or 17 May, or Whit Monday on 17 May, is one day off instead of two.
    assert 10 <= len(found) <= 12
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_days_off_of_2027_are_these() -> None:
    assert dict(holidays(2027)) == {
        date(2027, 1, 1): "new_year",
        date(2027, 3, 25): "maundy_thursday",
        date(2027, 3, 26): "good_friday",
        date(2027, 3, 28): "easter_sunday",
        date(2027, 3, 29): "easter_monday",
        date(2027, 5, 1): "labour_day",
        date(2027, 5, 6): "ascension",
        date(2027, 5, 16): "whit_sunday",
        date(2027, 5, 17): "constitution_day",
        date(2027, 12, 25): "christmas_day",
        date(2027, 12, 26): "boxing_day",
    }


@given(st.dates(date(1900, 2, 1), date(2199, 11, 1)))
def test_the_next_working_day_is_at_most_six_days_away(day: date) -> None:
    earlier, later = working_day(day, -1), working_day(day, 1)

    assert off(earlier) is None
    assert off(later) is None
    assert timedelta() <= day - earlier <= timedelta(days=6)
    assert timedelta() <= later - day <= timedelta(days=6)
