"""Who answers the telephone at this hour."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from lytte.services.answers.help_now import Answering, answering

OSLO = ZoneInfo("Europe/Oslo")
WORKDAYS = {str(day): ["08:00", "15:30"] for day in range(1, 6)}
FRIDAY = datetime(2026, 11, 27, tzinfo=OSLO)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return FRIDAY.replace(day=FRIDAY.day + days, hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("local", "found"),
    [
        (at(8), Answering(now=True, until=time(15, 30))),
        (at(15, 29), Answering(now=True, until=time(15, 30))),
        (at(7, 59), Answering(now=False, opens=at(8))),
        (at(15, 30), Answering(now=False, opens=datetime(2026, 11, 30, 8, tzinfo=OSLO))),
        (at(12, days=1), Answering(now=False, opens=datetime(2026, 11, 30, 8, tzinfo=OSLO))),
    ],
)
def test_the_hours_say_who_answers_and_when_that_changes(local: datetime, found: Answering) -> None:
    assert answering(WORKDAYS, local) == found


def test_a_day_that_ends_at_midnight_answers_all_evening() -> None:
    assert answering({"5": ["00:00", "24:00"]}, at(23, 59)) == Answering(True, time.max)


def test_a_clinic_open_one_day_a_week_opens_on_that_day_again() -> None:
    found = answering({"5": ["08:00", "09:00"]}, at(10))

    assert found.opens == datetime(2026, 12, 4, 8, tzinfo=OSLO)


def test_without_hours_nothing_is_promised() -> None:
    assert answering({}, at(10)) == Answering(now=False)


def test_the_hours_are_the_hospitals_own_on_the_night_the_clock_changes() -> None:
    sunday = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=OSLO)

    assert answering({"7": ["02:00", "03:00"]}, sunday).now
