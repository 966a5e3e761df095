"""Dates and hours as people write them."""

from datetime import date

import pytest

from lytte.core.values import Date
from lytte.web.forms.dates import clock, partial_date, readings

FOURTEENTH = date(1951, 3, 14)


@pytest.mark.parametrize(
    "written",
    [
        "14.03.1951", "14.3.1951", "14/3-1951", "14 3 1951", "14-03-1951", "14,03,1951",
        "14031951", "1951-03-14", "19510314", "14. mars 1951", "14 mar 1951", "14 March 1951",
        " 14.03.1951 ", "١٤.٠٣.١٩٥١",
    ],
)  # fmt: skip
def test_a_whole_date_means_one_day(written: str) -> None:
    assert readings(written) == (FOURTEENTH,)


@pytest.mark.parametrize("written", ["14.03.51", "140351", "14/3-51"])
def test_a_year_of_two_digits_may_be_either_century(written: str) -> None:
    assert readings(written) == (FOURTEENTH, date(2051, 3, 14))


@pytest.mark.parametrize(
    "written",
    ["", "i går", "31.02.1951", "14.13.1951", "14.03", "14.03.1951.2", "1" * 40, "00000000",
     "14.03.0951", "14.mx.1951", "99999999"],
)  # fmt: skip
def test_what_is_no_date_means_nothing(written: str) -> None:
    assert readings(written) == ()


@pytest.mark.parametrize(
    ("day", "month", "year", "found"),
    [
        ("4", "3", "2026", Date("2026-03-04")),
        ("", "mars", "2026", Date("2026-03")),
        ("", "", "2026", Date("2026")),
        ("29", "2", "2024", Date("2024-02-29")),
        ("29", "2", "2026", None),
        ("4", "", "2026", None),
        ("4", "3", "26", None),
        ("", "juni", "", None),
        ("x", "3", "2026", None),
    ],
)
def test_day_and_month_may_be_left_out(day: str, month: str, year: str, found: Date | None) -> None:
    assert partial_date(day, month, year) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("14.30", "14:30:00"), ("1430", "14:30:00"), ("14:30", "14:30:00"), ("9", "09:00:00"),
        ("09,05", "09:05:00"), ("24.00", None), ("12.60", None), ("nå", None), ("", None),
    ],
)  # fmt: skip
def test_an_hour_is_read_with_or_without_its_point(written: str, found: str | None) -> None:
    assert clock(written) == found
