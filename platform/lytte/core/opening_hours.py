"""The hours a telephone is answered: read as people write them, kept in one form.

A day is two hours, `HH:MM`; one that ends at midnight ends at 24:00. Hours past midnight
are the next day's.
"""

from collections.abc import Mapping
from datetime import time
from functools import lru_cache

import re2

DAYS = ("1", "2", "3", "4", "5", "6", "7")
"""The weekdays, 1 Monday to 7."""
MIDNIGHT = "24:00"

_WRITTEN = re2.compile(r"(?i)(?:kl(?:okk[ae]n?)?\.? *)?([0-9]{1,2})(?:(?: ?[:., ] ?)?([0-9]{2}))?")


def hour(written: str) -> str | None:
    """Return an hour as it is kept, whether it says 9, 9:00, 09.00, 0900 or kl. 9; else None."""
    found = _WRITTEN.fullmatch(" ".join(written.split()).replace("\u2236", ":"))
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        return None
    return f"{hours:02}:{minutes:02}"


def closing(written: str) -> str | None:
    """Return the hour a day ends: midnight is 24:00, however it is written."""
    found = hour(written)
    return MIDNIGHT if found == "00:00" else found


def typed(stored: object) -> dict[str, tuple[str, str]]:
    """Return what stands at each day, as it is written, whatever was stored."""
    found = stored if isinstance(stored, Mapping) else {}
    return {day: pair for day in DAYS if (pair := _pair(found.get(day)))}


def week(stored: object) -> dict[str, tuple[str, str]]:
    """Return the days that can be understood, as they are kept; patients are told no other."""
    return {day: kept for day, pair in typed(stored).items() if (kept := spell(*pair))}


def ends(day: tuple[str, str]) -> tuple[time, time]:
    """Return the two ends of a day that `week` gave; the last moment stands for midnight."""
    opens, closes = day
    return time.fromisoformat(opens), time.max if closes == MIDNIGHT else time.fromisoformat(closes)


@lru_cache(maxsize=512)  # a clinic has few hours, and every page of a patient's asks for them
def spell(opens: str, closes: str) -> tuple[str, str] | None:
    """Return a day as it is kept; None when it cannot be understood.

    From 00:00 to 00:00 is nothing: whether it is all day or no hour of it, nobody can tell.
    """
    begins, stops = hour(opens), closing(closes)
    if begins is None or stops is None or begins == hour(closes) or begins >= stops:
        return None
    return begins, stops


def _pair(each: object) -> tuple[str, str] | None:
    if isinstance(each, list | tuple) and len(each) == 2:
        return str(each[0]), str(each[1])
    return None
