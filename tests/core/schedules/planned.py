"""A patient, a plan and a span, with as little said as a test needs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lytte.core.schedules.known import Event, Followed, FormFacts, Known, Pathway
from lytte.core.schedules.moments import moment
from lytte.core.schedules.occasion import Occasion, Span
from lytte.core.schedules.occasions import occasions
from lytte.core.schedules.plan import Around, Care, Every, Plan, Rhythm, Sending

OSLO = ZoneInfo("Europe/Oslo")
HERE, ELSEWHERE, SOMEBODY = UUID(int=1), UUID(int=2), UUID(int=3)
FREE = Care()
"""No limit and no reuse, so that a test speaks of one thing."""
FORM = "before"
WHOLE_YEAR = timedelta(days=365)


def before(days: int = 2, **more: Any) -> Sending:
    """Return a form some days before each visit."""
    least = more.pop("least", None)
    when = Around(days=days, of=more.pop("of", "visit"), least=least)
    return Sending(**{"id": "before", "form": FORM, "when": when, **more})


def each(number: int = 1, unit: Any = "week", **more: Any) -> Sending:
    """Return a form in a rhythm since the start."""
    when = Rhythm(
        every=Every(number=number, unit=unit),
        since=more.pop("since", "enrolment"),
        first=more.pop("first", 0),
    )
    return Sending(**{"id": "rhythm", "form": FORM, "when": when, **more})


def visit(on: date, name: str = "v1", at: time | None = time(10)) -> Event:
    """Return an appointment."""
    return Event(name, "visit", on, at)


def visits(*on: date) -> tuple[Event, ...]:
    """Return appointments v1, v2 and so on."""
    return tuple(visit(day, f"v{number}") for number, day in enumerate(on, 1))


def pathway(
    *sendings: Sending, care: Care = FREE, minutes: int | None = 5, clinic: UUID = HERE
) -> Pathway:
    """Return a clinic's plan, its forms in use."""
    forms = {one.form: FormFacts(minutes, frozenset({one.form})) for one in sendings}
    return Pathway(clinic, Plan(sendings=sendings, care=care), forms)


def patient(*followed: Followed, **more: Any) -> Known:
    """Return somebody about whom nothing stands in the way."""
    return Known(SOMEBODY, followed, **{"checked": datetime(2199, 1, 1, tzinfo=UTC), **more})


def asked(
    known: Known, since: date, until: date | None = None, now: datetime | None = None
) -> list[Occasion]:
    """Return the patient's occasions from a day to another, a year when none is given."""
    begins = moment(since, time(), OSLO)
    ends = moment(until or since + WHOLE_YEAR, time(), OSLO)
    at = now or begins
    if known.checked and known.checked.year == 2199:
        known = replace(known, checked=at)
    return occasions(known, Span(at if now else begins, ends, at, OSLO))


def days(found: list[Occasion]) -> list[str]:
    """Return when each goes, on the hospital's clock."""
    return [f"{one.at.astimezone(OSLO):%Y-%m-%d %H.%M}" for one in found if one.goes]


def why(found: list[Occasion]) -> list[str]:
    """Return why those that do not go are kept back."""
    return [one.left.why for one in found if one.left]
