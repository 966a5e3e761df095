"""An occurrence gets its moment: off holidays, out of the quiet hours, before the visit."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from lytte.core.schedules.days_off import off, working_day
from lytte.core.schedules.known import Event, Followed, Known
from lytte.core.schedules.moments import after_quiet, end_of, is_quiet, is_skipped, moment
from lytte.core.schedules.occasion import Left, Moved, Occasion, Span
from lytte.core.schedules.occurrences import Occurrence
from lytte.core.schedules.plan import Care, Channel, Message, Sending

MOST_MOVED = timedelta(days=12)
"""No run of days off is longer, nor moves anything further."""


def placed(
    known: Known, followed: Followed, sending: Sending, found: Occurrence, span: Span
) -> Occasion | None:
    """Return when it goes; None when that has passed and nothing is caught up."""
    care = followed.pathway.plan.care
    day, moved = _on_a_working_day(sending, found)
    day, at, more = _spoken(day, sending.at, care, span.zone)
    moved += more
    goes = moment(day, at, span.zone)
    meets = _meets(found.event, span.zone) if sending.before else None
    if goes < span.since:
        if meets is None or meets <= span.now:
            return None
        moved = (Moved("late", day),)
        day, at, goes = _now(span, care)
    counted_from = found.event.on if found.event and sending.before else day
    expires = end_of(counted_from + timedelta(days=sending.open_days), span.zone)
    closes = min(expires, meets) if meets else expires
    return Occasion(
        patient=known.patient,
        clinic=followed.pathway.clinic,
        sending=sending,
        key=found.key,
        planned=found.planned,
        on=day,
        at=goes,
        expires=expires,
        event=found.event,
        channel=channel(known, sending),
        moved=moved,
        left=Left("too_late", day=found.planned) if goes >= closes else None,
        reminders=tuple(_reminders(known, sending, care, day, closes, span.zone)),
    )


def channel(known: Known, sending: Sending) -> Channel | None:
    """Return the first way that reaches the patient; a protected address leaves the desk."""
    return next(
        (
            one
            for one in sending.by
            if one == "desk" or (one in known.reach and not known.protected)
        ),
        None,
    )


def _on_a_working_day(sending: Sending, found: Occurrence) -> tuple[date, tuple[Moved, ...]]:
    planned, why = found.planned, off(found.planned)
    if why is None or sending.rest_days == "anyway":
        return planned, ()
    earlier, later = working_day(planned, -1), working_day(planned, 1)
    event = found.event if sending.before else None
    in_time = event is None or later < event.on
    if sending.rest_days == "after":
        return (later if in_time else earlier), (Moved("off", planned, off=why),)
    stale = (
        event is not None
        and sending.freshest is not None
        and (event.on - earlier).days > sending.freshest
    )
    if stale and in_time:
        return later, (Moved("off", planned, off=why), Moved("fresh", earlier))
    return earlier, (Moved("off", planned, off=why),)


def _spoken(day: date, at: time, care: Care, zone: tzinfo) -> tuple[date, time, tuple[Moved, ...]]:
    """Move it out of the quiet hours, and past an hour that the clocks skip."""
    if is_quiet(at, care):
        day, hour = after_quiet(day, at, care)
        return day, hour, (Moved("quiet", day, at),)
    if is_skipped(day, at, zone):
        return day, at, (Moved("clock", day, at),)
    return day, at, ()


def _now(span: Span, care: Care) -> tuple[date, time, datetime]:
    """Return at once, or when the quiet hours are over."""
    here = span.now.astimezone(span.zone)
    if is_quiet(here.time(), care):
        day, at = after_quiet(here.date(), here.time(), care)
        return day, at, moment(day, at, span.zone)
    return here.date(), here.time(), span.now


def _meets(event: Event | None, zone: tzinfo) -> datetime | None:
    if event is None:
        return None
    return moment(event.on, event.at, zone) if event.at else end_of(event.on, zone)


def _reminders(
    known: Known, sending: Sending, care: Care, sent: date, closes: datetime, zone: tzinfo
) -> Iterator[tuple[datetime, Message]]:
    """Yield each reminder that can still be of use and reaches the patient."""
    for one in sending.reminders:
        if one.by not in known.reach or known.protected:
            continue
        day = sent + timedelta(days=one.days)
        if sending.rest_days != "anyway":
            day = working_day(day, 1)
        day, at, _ = _spoken(day, sending.at, care, zone)
        if (goes := moment(day, at, zone)) < closes:
            yield goes, one.by
