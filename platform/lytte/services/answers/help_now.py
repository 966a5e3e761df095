"""Who helps the patient at this hour: the clinic while it answers, others when it does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from lytte.core import opening_hours

WEEK = 7


class Contact(NamedTuple):
    """A clinic's telephone facts: `hours` by ISO weekday, `read_by` an hour, both `HH:MM`.

    `uncovered`: whoever the alert rules call is not there in every hour that is promised.
    """

    phone: str
    hours: Mapping[str, Any]
    out_of_hours_name: str
    out_of_hours_phone: str
    emergency_phone: str
    read_by: str
    uncovered: bool = False


class Answering(NamedTuple):
    """Whether the clinic's telephone is answered now.

    `until` is when it closes; while closed, `opens` is the next time it is answered,
    None when its hours name no day.
    """

    now: bool
    until: time | None = None
    opens: datetime | None = None


@dataclass(frozen=True)
class HelpNow:
    """What the safety box shows."""

    clinic: str
    contact: Contact
    answering: Answering
    today: date


def help_now(clinic: str, contact: Contact | None, zone: ZoneInfo, now: datetime) -> HelpNow | None:
    """Return whom to ring at this hour on the hospital's clock; None without a contact."""
    if contact is None:
        return None
    local = now.astimezone(zone)
    return HelpNow(clinic, contact, answering(contact.hours, local), local.date())


def answering(hours: Mapping[str, Any], local: datetime) -> Answering:
    """Tell whether the hours hold at a local time, and when they change.

    A day that cannot be understood is one on which nothing is promised.
    """
    known = opening_hours.week(hours)
    for ahead in range(WEEK + 1):
        day = local.date() + timedelta(days=ahead)
        spell = known.get(str(day.isoweekday()))
        if spell is None:
            continue
        opens, closes = opening_hours.ends(spell)
        if ahead == 0 and opens <= local.time() < closes:
            return Answering(now=True, until=closes)
        starts = datetime.combine(day, opens, local.tzinfo)
        if starts > local:
            return Answering(now=False, opens=starts)
    return Answering(now=False)
