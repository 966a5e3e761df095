"""A clinic's plan in words: its sentences, what moved a form, and what keeps one back."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from uuid import UUID

from lytte.core.schedules.occasion import Left, Moved, Occasion
from lytte.core.schedules.plan import Around, Care, Every, Plan, Rhythm, Sending
from lytte.core.schedules.plan_settings import SETTINGS
from lytte.web.filters import day_in_text, full_day
from lytte.wording.catalogue import Words, thousands
from lytte_admin.in_words import plan_labels
from lytte_admin.in_words.asked_when import in_quotes


def hour(at: time) -> str:
    """Return `09.00`."""
    return f"{at:%H.%M}"


def days(number: int, say: Words) -> str:
    """Return `2 days`."""
    return say.count("{number} day", "{number} days", number)


def every(interval: Every, say: Words) -> str:
    """Return `every 3 weeks`."""
    match interval.unit:
        case "day":
            return say.count("every day", "every {number} days", interval.number)
        case "week":
            return say.count("every week", "every {number} weeks", interval.number)
        case "month":
            return say.count("every month", "every {number} months", interval.number)


def when(sending: Sending, say: Words) -> str:
    """Return when it is sent: `2 days before each appointment, at 09.00`."""
    match sending.when:
        case Around() as around:
            what = say(plan_labels.MEETINGS[around.of])
            values = {"what": what, "hour": hour(sending.at), "days": days(around.days, say)}
            if not around.days:
                return say("on the day of {what}, at {hour}", **values)
            if around.side == "before":
                return say("{days} before {what}, at {hour}", **values)
            return say("{days} after {what}, at {hour}", **values)
        case Rhythm() as rhythm:
            values = {
                "every": every(rhythm.every, say),
                "start": say(plan_labels.STARTS[rhythm.since]),
                "hour": hour(sending.at),
                "days": days(rhythm.first, say),
            }
            if rhythm.first:
                return say("{every}, the first {days} after {start}, at {hour}", **values)
            return say("{every}, counted from {start}, at {hour}", **values)


def details(sending: Sending, say: Words) -> list[str]:
    """Return what else the sentence says, a line at a time."""
    return [said for name, said in facts(sending, say).items() if name != "when"]


def facts(sending: Sending, say: Words) -> dict[str, str]:
    """Return everything the sentence says but its form, each by what it is about."""
    return {"when": when(sending, say), **dict(_facts(sending, say))}


def _facts(sending: Sending, say: Words) -> Iterator[tuple[str, str]]:
    around = sending.when if isinstance(sending.when, Around) else None
    if around and around.least:
        yield "least", say("Not more often than {every}.", every=every(around.least, say))
    yield "off", say("On days off: {what}.", what=say(plan_labels.REST_DAYS[sending.rest_days]))
    if sending.freshest is not None and sending.before:
        number = days(sending.freshest, say)
        yield "fresh", say("Answers are at most {days} old at the appointment.", days=number)
    yield "by", say("Sent by {ways}.", ways=ways(sending, say))
    yield "open", _open(sending, say)
    for order, one in enumerate(sending.reminders, 1):
        said = say(
            "Reminder after {days}, by {way}.",
            days=days(one.days, say), way=say(plan_labels.CHANNELS[one.by]),
        )  # fmt: skip
        yield f"remind-{order}", said
    yield "stop", _stop(sending, say)


def ways(sending: Sending, say: Words) -> str:
    """Return `text message, otherwise letter`."""
    said = say(plan_labels.CHANNELS[sending.by[0]])
    for one in sending.by[1:]:
        said = say("{first}, otherwise {second}", first=said, second=say(plan_labels.CHANNELS[one]))
    return said


def _open(sending: Sending, say: Words) -> str:
    number = days(sending.open_days, say)
    if sending.before:
        return say("It can be answered until {days} after the appointment.", days=number)
    return say("It can be answered for {days}.", days=number)


def _stop(sending: Sending, say: Words) -> str:
    stop = sending.stop
    said = (
        say("Stops after {day}.", day=full_day(stop.on))
        if stop.on
        else say("Stops {when}.", when=say(plan_labels.STOPS[stop.until]))
    )
    if stop.times:
        said += " " + say.count("At most once.", "At most {number} times.", stop.times)
    return said


def care(care: Care, say: Words) -> list[str]:
    """Return what holds for everything, a line at a time."""
    return list(settings(care, say).values())


def settings(care: Care, say: Words, *, off: bool = False) -> dict[str, str]:
    """Return what holds for everything by what it is about; with `off`, what is not set, too."""
    found = dict(_settings(care, say))
    return {
        name: found.get(name) or say(plan_labels.NOT_SET[name])
        for name in SETTINGS
        if off or name in found
    }


def _settings(care: Care, say: Words) -> Iterator[tuple[str, str]]:
    if care.quiet_from != care.quiet_to:
        yield "quiet", say(
            "Nothing is sent from {begins} to {ends}.",
            begins=hour(care.quiet_from), ends=hour(care.quiet_to),
        )  # fmt: skip
    if care.minutes_a_week:
        yield (
            "minutes",
            say(
                "A patient is asked for at most {number} minutes a week, all clinics together.",
                number=care.minutes_a_week,
            ),
        )
    if care.apart:
        yield "apart", say("At least {days} between two forms.", days=days(care.apart, say))
    if care.reuse:
        yield "reuse", say(
            "Answers given in {where} in the last {days} are used again.",
            where=say(plan_labels.REUSED[care.reuse.of]), days=days(care.reuse.days, say),
        )  # fmt: skip
    yield (
        "ask",
        say(
            "More than {number} messages on one day are asked about.",
            number=thousands(care.ask_above),
        ),
    )


def remarks(one: Occasion, clinics: Mapping[UUID, str], say: Words) -> Iterator[str]:
    """Yield why it moved and why it does not go."""
    for why in one.moved:
        yield moved(why, say)
    if one.left:
        yield left(one.left, clinics, say)


def moved(why: Moved, say: Words) -> str:
    """Return why it does not go on the planned day or hour."""
    return say(
        plan_labels.MOVED[why.why],
        day=day_in_text(why.day, say.language),
        hour=hour(why.at) if why.at else "",
        why=say(plan_labels.DAYS_OFF[why.off]) if why.off else "",
    )


def left(why: Left, clinics: Mapping[UUID, str], say: Words) -> str:
    """Return why it does not go. A clinic that the reader does not reach has no name here."""
    key = "never_checked" if why.why == "unchecked" and why.day is None else why.why
    other = clinics.get(why.clinic, "") if why.clinic else ""
    return say(
        plan_labels.LEFT[key],
        day=full_day(why.day) if why.day else "",
        number=why.number if why.number is not None else "",
        clinic=other or say("another clinic"),
    )


def lines(sending: Sending, title: str, say: Words) -> list[str]:
    """Return all that a sentence says, for comparing versions line by line."""
    quoted = in_quotes(title, say)
    return [
        f"{quoted} {when(sending, say)}.",
        *(f"{quoted}: {one}" for one in details(sending, say)),
    ]


def changes(
    before: Plan, after: Plan, titles: Mapping[str, str], say: Words
) -> tuple[list[str], list[str]]:
    """Return the lines that are gone and those that are new, sentence by sentence.

    A sentence that is new is said whole, also where another says nearly the same.
    """
    ids = dict.fromkeys(one.id for plan in (before, after) for one in plan.sendings)
    pairs = [(_said(before, one, titles, say), _said(after, one, titles, say)) for one in ids]
    pairs.append((care(before.care, say), care(after.care, say)))
    gone = [line for was, now in pairs for line in was if line not in now]
    return gone, [line for was, now in pairs for line in now if line not in was]


def _said(plan: Plan, sending_id: str, titles: Mapping[str, str], say: Words) -> list[str]:
    found = plan.sending(sending_id)
    return lines(found, titles.get(found.form, found.form), say) if found else []


def everything(plan: Plan, titles: Mapping[str, str], say: Words) -> list[str]:
    """Return all that a plan says, line by line; `titles` are the forms' by slug."""
    said = [
        line for one in plan.sendings for line in lines(one, titles.get(one.form, one.form), say)
    ]
    return [*said, *care(plan.care, say)]


def weekday(on: date, say: Words) -> str:
    """Return `Monday 8 March`, as it begins a line."""
    said = day_in_text(on, say.language)
    return said[:1].upper() + said[1:]
