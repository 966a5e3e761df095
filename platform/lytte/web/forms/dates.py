"""Dates as people write them: 14.03.1951, 14/3-51, 14 mars 1951, 1951-03-14, 14031951."""

from calendar import monthrange
from datetime import date

import re2

from lytte.core.values import Date

FIRST_YEAR, LAST_YEAR = 1850, 2150
# The first letters of each month in Norwegian and English; Arabic readers write numbers.
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip
_PIECE = re2.compile(r"\d+|[a-zæøå]+")
_CLOCK = re2.compile(r"^(\d{1,2})(?:[.:, ]?(\d{2}))?$")


def readings(text: str) -> tuple[date, ...]:
    """Return every date that was written here may mean: a year of two digits is two years.

    Empty when it is no date.
    """
    pieces = _pieces(text)
    if len(pieces) != 3:
        return ()
    if len(pieces[0]) == 4:
        pieces.reverse()
    day, month, year = pieces
    if not (day.isdecimal() and year.isdecimal()):
        return ()
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    number = month_number(month)
    if len(year) not in (2, 4) or number is None:
        return ()
    return tuple(found for one in years if (found := _date(int(day), number, one)))


def month_number(text: str) -> int | None:
    """Return the number of a month written as a number or by its name."""
    plain = _western(text)
    if plain.isdecimal():
        return int(plain) if 1 <= int(plain) <= 12 else None
    return MONTHS.get(plain[:3]) if len(plain) >= 3 else None


def partial_date(day: str, month: str, year: str) -> Date | None:
    """Return a date of which day, or day and month, may be left out; None when it is none."""
    day, year = _western(day), _western(year)
    if not (year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR):
        return None
    number = month_number(month) if month.strip() else 0
    if number is None or (day and not number) or (day and not day.isdecimal()):
        return None
    if not number:
        return Date(year)
    if not day:
        return Date(f"{year}-{number:02}")
    whole = _date(int(day), number, int(year))
    return Date(whole.isoformat()) if whole else None


def clock(text: str) -> str | None:
    """Return `14:30:00` for 14.30, 1430, 14:30 or 14; None when it is no time of day."""
    found = _CLOCK.match(_western(text))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}:00" if hour < 24 and minute < 60 else None


def _pieces(text: str) -> list[str]:
    pieces = [one.group() for one in _PIECE.finditer(_western(text)[:40])]
    if len(pieces) != 1 or not pieces[0].isdecimal():
        return pieces
    run = pieces[0]
    if len(run) == 8:
        by_day = [run[:2], run[2:4], run[4:]]
        return by_day if FIRST_YEAR <= int(run[4:]) <= LAST_YEAR else [run[6:], run[4:6], run[:4]]
    return [run[:2], run[2:4], run[4:]] if len(run) == 6 else []


def _western(text: str) -> str:
    """Write every script's digits as 0 to 9, small letters, no space around."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in text.strip().lower())


def _date(day: int, month: int, year: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
