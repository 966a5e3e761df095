"""A sentence of the plan, back from its fields; each that cannot be read says which it is."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from pydantic import ValidationError

from lytte.core.schedules.plan import (
    A_YEAR,
    Around,
    Care,
    Every,
    Reminder,
    Reuse,
    Rhythm,
    Sending,
    Stop,
)
from lytte.wording.catalogue import Words
from lytte_admin import plan_labels
from lytte_admin.asked_when import Unreadable

Given = Mapping[str, str]
REMINDERS, WAYS = 2, 3
"""How many the fields hold; a plan from elsewhere may have more, and keeps them."""


def sending(given: Given, sending_id: str, before: Sending | None, say: Words) -> Sending:
    """Return the sentence that the fields say; Unreadable when one cannot be read."""
    form = given.get("form", "")
    if not form:
        raise Unreadable(say("Choose a form."))
    try:
        return Sending(
            id=sending_id,
            form=form,
            when=_rhythm(given, say) if given.get("kind") == "rhythm" else _around(given, say),
            at=hour(given, "at", say("the hour"), say),
            rest_days=one_of(given, "rest_days", plan_labels.REST_DAYS),
            freshest=_freshest(given, say),
            by=_ways(given, before, say),
            open_days=whole(given, "open_days", say("how long it is open"), say, low=0),
            reminders=_reminders(given, before, say),
            stop=_stop(given, say),
        )
    except ValidationError:
        raise Unreadable(say("Something in the sentence does not fit together.")) from None


def care(given: Given, say: Words) -> Care:
    """Return what holds for everything; Unreadable when a field cannot be read."""
    reuse = maybe(given, "reuse_days", say("for how long answers are used"), say, low=1, high=60)
    whose = one_of(given, "reuse_of", plan_labels.REUSED)
    return Care(
        quiet_from=hour(given, "quiet_from", say("when the quiet hours begin"), say),
        quiet_to=hour(given, "quiet_to", say("when the quiet hours end"), say),
        minutes_a_week=maybe(given, "minutes", say("the minutes a week"), say, low=1, high=600),
        apart=maybe(given, "apart", say("the days between two forms"), say, low=1, high=60),
        reuse=Reuse(days=reuse, of=whose) if reuse else None,
        ask_above=whole(
            given, "ask_above", say("how many messages are asked about"), say, low=1, high=100_000
        ),
    )


def whole(
    given: Given, name: str, called: str, say: Words, *, low: int = 1, high: int = A_YEAR
) -> int:
    """Return a whole number; Unreadable, with the name a reader knows it by, when it is none."""
    text = given.get(name, "").strip()
    # isdecimal also takes other scripts' digits, and int reads them; length keeps it small.
    if not text.isdecimal() or len(text) > 9 or not low <= int(text) <= high:
        raise Unreadable(
            say(
                "Write {what} as a whole number from {low} to {high}.",
                what=called, low=low, high=high,
            )
        )  # fmt: skip
    return int(text)


def maybe(
    given: Given, name: str, called: str, say: Words, *, low: int, high: int = A_YEAR
) -> int | None:
    """Return a whole number, or None where the field is empty."""
    return (
        whole(given, name, called, say, low=low, high=high) if given.get(name, "").strip() else None
    )


def hour(given: Given, name: str, called: str, say: Words) -> time:
    """Return an hour of the day as people write it: 9, 9.30, 09:30."""
    hours, _, minutes = given.get(name, "").strip().replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise Unreadable(say("Write {what} as 09.00.", what=called)) from None


def one_of(given: Given, name: str, choices: Mapping[str, str]) -> Any:
    """Return one of the choices, the first where something else was sent."""
    found = given.get(name, "")
    return found if found in choices else next(iter(choices))


def _around(given: Given, say: Words) -> Around:
    number = maybe(given, "least", say("how often at most"), say, low=1)
    least = (
        Every(number=number, unit=one_of(given, "least_unit", plan_labels.UNITS))
        if number
        else None
    )
    return Around(
        days=whole(given, "days", say("the days"), say, low=0),
        side="after" if given.get("side") == "after" else "before",
        of=one_of(given, "of", plan_labels.MEETINGS),
        least=least,
    )


def _rhythm(given: Given, say: Words) -> Rhythm:
    return Rhythm(
        every=Every(
            number=whole(given, "every", say("how often"), say),
            unit=one_of(given, "unit", plan_labels.UNITS),
        ),
        since=one_of(given, "since", plan_labels.STARTS),
        first=whole(given, "first", say("the days before the first one"), say, low=0),
    )


def _freshest(given: Given, say: Words) -> int | None:
    if given.get("kind") == "rhythm" or given.get("side") == "after":
        return None
    return maybe(given, "freshest", say("how old answers may be"), say, low=0)


def _ways(given: Given, before: Sending | None, say: Words) -> tuple[Any, ...]:
    chosen = [given.get(f"way-{number}", "") for number in range(1, WAYS + 1)]
    found = tuple(dict.fromkeys(one for one in chosen if one in plan_labels.CHANNELS))
    if not found:
        raise Unreadable(say("Choose how it is sent."))
    more = before.by[WAYS:] if before else ()
    return (*found, *(one for one in more if one not in found))


def _reminders(given: Given, before: Sending | None, say: Words) -> tuple[Reminder, ...]:
    found = []
    for number in range(1, REMINDERS + 1):
        way = given.get(f"remind-by-{number}", "")
        if way in ("sms", "email", "letter"):
            called = say("the days before the reminder")
            after = whole(given, f"remind-{number}", called, say, high=60)
            found.append(Reminder(days=after, by=way))  # type: ignore[arg-type]
    more = before.reminders[REMINDERS:] if before else ()
    return (*found, *more)


def _stop(given: Given, say: Words) -> Stop:
    until = one_of(given, "until", plan_labels.STOPS)
    times = maybe(given, "times", say("how many times at most"), say, low=1)
    if until != "date":
        return Stop(until=until, times=times)
    return Stop(until=until, on=day(given, "on", say("the last day"), say), times=times)


def day(given: Given, name: str, called: str, say: Words) -> date:
    """Return a date of our time, as a browser sends it or as people write it."""
    text = given.get(name, "").strip()
    try:
        found = date.fromisoformat(text) if "-" in text else _as_written(text)
    except ValueError:
        raise Unreadable(say("Write {what} as 31.12.2027.", what=called)) from None
    if not 2000 <= found.year <= 2100:
        raise Unreadable(say("Write {what} as 31.12.2027.", what=called))
    return found


def _as_written(text: str) -> date:
    of_month, month, year = (int(part) for part in text.split("."))
    return date(year, month, of_month)
