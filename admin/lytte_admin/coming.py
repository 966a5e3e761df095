"""The day and hour something comes into force: read from its fields, and told in words."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from lytte.core.schedules.moments import is_skipped, moment
from lytte.services.publishing.taking_effect import Plan
from lytte.web.filters import day_in_text, hour
from lytte.wording.catalogue import Words

FARTHEST = timedelta(days=2 * 366)
MINUTES = timedelta(hours=2)


class NoSuchHour(Exception):
    """The fields name no hour that something can be planned for; the text says why."""


def wanted(given: Mapping[str, str], now: datetime, zone: tzinfo, say: Words) -> datetime | None:
    """Return when it is to be in force; None for at once. By the hospital's clock.

    A form without the choice means the day that is written in it, when one is.
    """
    if given.get("when", "date" if given.get("day") else "now") != "date":
        return None
    try:
        day = date.fromisoformat(given.get("day", ""))
        at = time.fromisoformat(given.get("at", "") or "06:00").replace(tzinfo=None)
    except ValueError:
        raise NoSuchHour(say("Write the day and the hour it is to be in use from.")) from None
    if not now.date() - timedelta(days=1) <= day <= (now + FARTHEST).date():
        raise NoSuchHour(say("Choose a day between today and two years from now."))
    if is_skipped(day, at, zone):
        raise NoSuchHour(
            say("That night the clocks go forward past this hour. Choose one an hour later.")
        )
    found = moment(day, at, zone)
    if found <= now:
        raise NoSuchHour(say("That hour has gone. Choose a later one, or put it in use now."))
    return found


def chosen_plan(given: Mapping[str, str]) -> Plan:
    """Return what becomes of a version that is planned already, as the page's choice says."""
    match given.get("plan"):
        case "keep":
            return "keep"
        case "call_off":
            return "call_off"
        case _:
            return ""


def told(at: datetime, now: datetime, zone: tzinfo, say: Words) -> str:
    """Return how long it is until then, and when: in 3 days, Thursday 1 October at 06.00."""
    day = at.astimezone(zone).date()
    return say(
        "{countdown}, {day} at {hour}",
        countdown=_countdown(at, now, zone, say),
        day=day_in_text(day, say.language) + (f" {day.year}" if day.year != now.year else ""),
        hour=hour(at, zone),
    )


def _countdown(at: datetime, now: datetime, zone: tzinfo, say: Words) -> str:
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if at <= now:
        return say("now")
    if days >= 1:
        return say.count("in {number} day", "in {number} days", days)
    minutes = -(-(at - now) // timedelta(minutes=1))
    if at - now < MINUTES:
        return say.count("in {number} minute", "in {number} minutes", minutes)
    return say.count("in {number} hour", "in {number} hours", minutes // 60)
