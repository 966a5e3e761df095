"""What keeps a plan from being published, and what its author should think over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lytte.core.problems import Problem, error, warning
from lytte.core.schedules.known import USUAL_MINUTES, FormFacts
from lytte.core.schedules.moments import is_quiet
from lytte.core.schedules.plan import Care, Plan, Rhythm, Sending

LETTER_DAYS = 5
"""How long a letter is under way: post is brought every other working day."""


@dataclass(frozen=True)
class Above:
    """What the hospital has, seen from one of its clinics."""

    minutes_a_week: int | None = None
    """What a patient is asked for at most, all clinics together: none may ask for more."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the hospital's forms are called, by slug."""


ALONE = Above()


def problems(
    plan: Plan,
    *,
    forms: Mapping[str, FormFacts],
    titles: Mapping[str, str],
    today: date,
    above: Above = ALONE,
) -> list[Problem]:
    """Return everything. `forms` are those in use, `titles` of all the clinic has, by slug."""
    found = [*_of_care(plan), *too_many_minutes(plan.care, above)]
    for one in plan.sendings:
        title = titles.get(one.form, one.form)
        if one.form in above.titles and one.form not in titles:
            found.append(_not_here(one, above.titles[one.form]))
            continue
        first = one is next(each for each in plan.sendings if each.form == one.form)
        found += [*_of_form(one, title, forms, titles, plan.care, first=first)]
        found += [*_of_days(one, title, today), *_of_hours(one, title, plan.care)]
        found += [*_of_ways(one, title), *_of_reuse(one, title, plan.care)]
    return found


def _of_care(plan: Plan) -> Iterator[Problem]:
    if not plan.sendings:
        yield warning(
            "plan",
            "Nothing is sent.",
            "Write a first sentence, or publish it so to stop everything.",
        )
    if plan.care.quiet_from == plan.care.quiet_to:
        yield warning(
            "care", "There are no quiet hours.", "Say from when until when nothing is sent."
        )


def too_many_minutes(care: Care, above: Above) -> Iterator[Problem]:
    """Tell where a clinic asks patients for more than its hospital lets anybody."""
    most = above.minutes_a_week
    if most is not None and (care.minutes_a_week is None or care.minutes_a_week > most):
        yield error(
            "care",
            f"The hospital asks a patient for at most {most} minutes a week, all clinics "
            "together. A clinic may ask for less, not for more.",
            f"Write {most} minutes or fewer, or take in the hospital's newer plan if there is one.",
        )


def _not_here(one: Sending, title: str) -> Problem:
    return error(
        one.id,
        f"«{title}» is a form of the hospital's that the clinic has not taken in.",
        "Take the form in among the forms, or leave the sentence out here.",
    )


def _of_form(
    one: Sending,
    title: str,
    forms: Mapping[str, FormFacts],
    titles: Mapping[str, str],
    care: Care,
    *,
    first: bool,
) -> Iterator[Problem]:
    """Tell what is amiss with a line's form; what is of the form alone, at its first line."""
    if one.form not in titles:
        yield error(
            one.id, "A form in the plan is no longer there.", "Choose another, or take it out."
        )
        return
    if one.form not in forms:
        yield error(one.id, f"«{title}» is not in use yet.", "Publish the form first.")
        return
    minutes = forms[one.form].minutes
    if first and minutes is None and care.minutes_a_week is not None:
        yield warning(
            one.id,
            f"«{title}» does not say how long it takes, and counts as {USUAL_MINUTES} minutes.",
            "Write it at the form.",
        )
    if care.minutes_a_week is not None and forms[one.form].counted > care.minutes_a_week:
        yield error(
            one.id,
            f"«{title}» takes longer than the {care.minutes_a_week} minutes a week, "
            "so it is never sent.",
            "Make the form shorter, or raise the limit.",
        )


def _of_days(one: Sending, title: str, today: date) -> Iterator[Problem]:
    if one.stop.on is not None and one.stop.on < today:
        yield error(
            one.id, f"«{title}» has stopped already: its last day has passed.", "Write a later day."
        )
    before = one.before
    if before and one.freshest is not None and before.days > one.freshest:
        yield error(
            one.id,
            f"«{title}» is sent {before.days} days before, but answers may be no more than "
            f"{one.freshest} days old.",
            "Send it later, or let answers be older.",
        )
    if isinstance(one.when, Rhythm) and one.open_days >= one.when.every.days:
        yield warning(
            one.id,
            f"«{title}» is still open when the next one comes.",
            "Let it close before that.",
        )
    if isinstance(one.when, Rhythm) and one.when.every.days < 3:
        yield warning(
            one.id,
            f"«{title}» comes almost every day, and tired patients stop answering.",
            "Send it more seldom, or stop it after a few times.",
        )
    for reminder in one.reminders:
        if reminder.days > _is_open_for(one):
            yield error(
                one.id,
                f"A reminder for «{title}» comes after {reminder.days} days, when it is closed.",
                "Remind earlier, or keep it open longer.",
            )


def _is_open_for(one: Sending) -> int:
    """Return how many days after it was sent it can be of use."""
    return one.before.days if one.before else one.open_days


def _of_hours(one: Sending, title: str, care: Care) -> Iterator[Problem]:
    if is_quiet(one.at, care):
        yield warning(
            one.id,
            f"«{title}» is planned for the quiet hours, so it waits until {care.quiet_to:%H.%M}.",
            "Choose another hour.",
        )


def _of_ways(one: Sending, title: str) -> Iterator[Problem]:
    if "letter" in one.by and one.before and one.before.days < LETTER_DAYS:
        yield warning(
            one.id,
            f"A letter with «{title}» may come after the appointment: post takes about "
            f"{LETTER_DAYS} days.",
            "Send it earlier, or hand out paper at the desk instead.",
        )


def _of_reuse(one: Sending, title: str, care: Care) -> Iterator[Problem]:
    when = one.when
    often = when.every if isinstance(when, Rhythm) else None
    if often and care.reuse and care.reuse.days >= often.days:
        yield warning(
            one.id,
            f"Answers to «{title}» are used again for {care.reuse.days} days, so it is not sent "
            "each time.",
            "Use answers again for a shorter time.",
        )
