"""A sentence of the plan, back from its fields, with everything that is wrong at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from lytte.wording.catalogue import Words, thousands
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words import plan_labels

REMINDERS, WAYS = 2, 3
"""How many the fields hold; a plan from elsewhere may have more, and keeps them."""
_EARLY, _NOON = date(2000, 1, 1), time(12)


@dataclass
class Reader:
    """Reads one page of the plan; `faults` says everything that is wrong with it."""

    given: Mapping[str, str]
    say: Words
    faults: list[Fault] = field(default_factory=list)

    def sending(self, sending_id: str, before: Sending | None) -> Sending | None:
        """Return the sentence that the fields say; None when one cannot be read."""
        given, say = self.given, self.say
        form = given.get("form", "")
        if not form:
            self._wrong("form", say("Choose a form."))
        when = self._rhythm() if given.get("kind") == "rhythm" else self._around()
        read: dict[str, Any] = {
            "when": when,
            "at": self._hour("at", say("the hour")),
            "rest_days": self._one_of("rest_days", plan_labels.REST_DAYS),
            "freshest": self._freshest(),
            "by": self._ways(before),
            "open_days": self._whole("open_days", say("how long it is open"), low=0),
            "reminders": self._reminders(before),
            "stop": self._stop(),
        }
        if self.faults:
            return None
        try:
            return Sending(id=sending_id, form=form, **read)
        except ValidationError:
            self._wrong("form", say("Something in the sentence does not fit together."))
            return None

    def care(self) -> Care | None:
        """Return what holds for everything; None when a field cannot be read."""
        say = self.say
        reuse = self._maybe("reuse_days", say("for how long answers are used"), high=60)
        read: dict[str, Any] = {
            "quiet_from": self._hour("quiet_from", say("when the quiet hours begin")),
            "quiet_to": self._hour("quiet_to", say("when the quiet hours end")),
            "minutes_a_week": self._maybe("minutes", say("the minutes a week"), high=600),
            "apart": self._maybe("apart", say("the days between two forms"), high=60),
            "ask_above": self._whole(
                "ask_above", say("how many messages are asked about"), high=100_000
            ),
        }
        whose = self._one_of("reuse_of", plan_labels.REUSED)
        if self.faults:
            return None
        return Care(reuse=Reuse(days=reuse, of=whose) if reuse else None, **read)

    def _wrong(self, at: str, text: str) -> None:
        self.faults.append(Fault(at, text))

    def _whole(self, name: str, called: str, *, low: int = 1, high: int = A_YEAR) -> int:
        """Return a whole number as people write it, “10 000”; the lowest when it is none."""
        text = "".join(self.given.get(name, "").split())
        # isdecimal also takes other scripts' digits, and int reads them; length keeps it small.
        if text.isdecimal() and len(text) <= 9 and low <= int(text) <= high:
            return int(text)
        said = self.say(
            "Write {what} as a whole number from {low} to {high}.",
            what=called, low=low, high=thousands(high),
        )  # fmt: skip
        self._wrong(name, said)
        return low

    def _maybe(self, name: str, called: str, *, low: int = 1, high: int = A_YEAR) -> int | None:
        """Return a whole number, or None where the field is empty."""
        empty = not self.given.get(name, "").strip()
        return None if empty else self._whole(name, called, low=low, high=high)

    def _hour(self, name: str, called: str) -> time:
        """Return an hour of the day as people write it: 9, 9.30, 09:30."""
        text = self.given.get(name, "").strip().replace(".", ":")
        hours, _, minutes = text.partition(":")
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            self._wrong(name, self.say("Write {what} as 09.00.", what=called))
            return _NOON

    def _one_of(self, name: str, choices: Mapping[str, str]) -> Any:
        """Return one of the choices, the first where something else was sent."""
        found = self.given.get(name, "")
        return found if found in choices else next(iter(choices))

    def _around(self) -> Around:
        days = self._whole("days", self.say("the days"), low=0)
        number = self._maybe("least", self.say("how often at most"))
        unit = self._one_of("least_unit", plan_labels.UNITS)
        return Around(
            days=days,
            side="after" if self.given.get("side") == "after" else "before",
            of=self._one_of("of", plan_labels.MEETINGS),
            least=Every(number=number, unit=unit) if number else None,
        )

    def _rhythm(self) -> Rhythm:
        return Rhythm(
            every=Every(
                number=self._whole("every", self.say("how often")),
                unit=self._one_of("unit", plan_labels.UNITS),
            ),
            since=self._one_of("since", plan_labels.STARTS),
            first=self._whole("first", self.say("the days before the first one"), low=0),
        )

    def _freshest(self) -> int | None:
        if self.given.get("kind") == "rhythm" or self.given.get("side") == "after":
            return None
        return self._maybe("freshest", self.say("how old answers may be"), low=0)

    def _ways(self, before: Sending | None) -> tuple[Any, ...]:
        chosen = [self.given.get(f"way-{number}", "") for number in range(1, WAYS + 1)]
        found = tuple(dict.fromkeys(one for one in chosen if one in plan_labels.CHANNELS))
        if not found:
            self._wrong("way-1", self.say("Choose how it is sent."))
        more = before.by[WAYS:] if before else ()
        return (*found, *(one for one in more if one not in found))

    def _reminders(self, before: Sending | None) -> tuple[Reminder, ...]:
        found = []
        for number in range(1, REMINDERS + 1):
            way = self.given.get(f"remind-by-{number}", "")
            if way in ("sms", "email", "letter"):
                called = self.say("the days before the reminder")
                after = self._whole(f"remind-{number}", called, high=60)
                found.append(Reminder(days=after, by=way))  # type: ignore[arg-type]
        more = before.reminders[REMINDERS:] if before else ()
        return (*found, *more)

    def _stop(self) -> Stop:
        until = self._one_of("until", plan_labels.STOPS)
        times = self._maybe("times", self.say("how many times at most"))
        if until != "date":
            return Stop(until=until, times=times)
        return Stop(until=until, on=self._day("on", self.say("the last day")), times=times)

    def _day(self, name: str, called: str) -> date:
        """Return a date of our time, as a browser sends it or as people write it."""
        text = self.given.get(name, "").strip()
        try:
            found = date.fromisoformat(text) if "-" in text else _as_written(text)
        except ValueError:
            found = date.min
        if 2000 <= found.year <= 2100:
            return found
        self._wrong(name, self.say("Write {what} as 31.12.2027.", what=called))
        return _EARLY


def _as_written(text: str) -> date:
    of_month, month, year = (int(part) for part in text.split("."))
    return date(year, month, of_month)
