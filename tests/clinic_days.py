"""Days as the clinic's calendar has them: past midnight there it is still yesterday in UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

CLINIC = ZoneInfo("Europe/Oslo")


def in_days(days: int) -> str:
    """Return the day so many from today, as a date field holds it."""
    return (datetime.now(UTC).astimezone(CLINIC) + timedelta(days=days)).date().isoformat()
