"""Days when a Norwegian hospital is closed: weekends and the twelve public holidays.

Fixed by law since 1947 (lov 26. april 1947 nr. 1; helligdagsfredloven § 2), so they are
counted here: by Easter, and by the calendar.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Literal

Holiday = Literal[
    "new_year", "maundy_thursday", "good_friday", "easter_sunday", "easter_monday", "labour_day",
    "ascension", "constitution_day", "whit_sunday", "whit_monday", "christmas_day", "boxing_day",
]  # fmt: skip
Off = Holiday | Literal["weekend"]

_BY_EASTER: dict[Holiday, int] = {
    "maundy_thursday": -3,
    "good_friday": -2,
    "easter_sunday": 0,
    "easter_monday": 1,
    "ascension": 39,
    "whit_sunday": 49,
    "whit_monday": 50,
}
_BY_DATE: dict[Holiday, tuple[int, int]] = {
    "new_year": (1, 1),
    "labour_day": (5, 1),
    "constitution_day": (5, 17),
    "christmas_day": (12, 25),
    "boxing_day": (12, 26),
}


def easter(year: int) -> date:
    """Return Easter Sunday (Meeus, Jones and Butcher: Astronomical Algorithms, ch. 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, rest = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - lunar + 15) % 30
    leaps, of_leap = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - epact - of_leap) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> Mapping[date, Holiday]:
    """Return the public holidays of a year. Two on one day are called by the fixed date."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days): name for name, days in _BY_EASTER.items()}
    return moving | {date(year, *day): name for name, day in _BY_DATE.items()}


def off(day: date) -> Off | None:
    """Return why nobody works that day; None on a working day."""
    return holidays(day.year).get(day) or ("weekend" if day.weekday() > 4 else None)


def working_day(day: date, step: Literal[-1, 1]) -> date:
    """Return the working day nearest to `day`, itself first, then backwards or forwards."""
    while off(day):
        day += timedelta(days=step)
    return day
