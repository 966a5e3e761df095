"""Whether anything may go to a patient at all, and whether this has been answered already."""

from collections.abc import Iterator
from datetime import timedelta

from lytte.core.schedules.known import Followed, Known, course_end
from lytte.core.schedules.occasion import Left, Occasion, Span

FRESH = timedelta(hours=24)
"""No message leaves on an older answer from the population register (C13)."""


def kept_back(known: Known, followed: Followed, one: Occasion, span: Span) -> Left | None:
    """Return the first reason why an occasion does not go; the weightiest first."""
    return next(
        (
            why
            for every in (_of_the_patient, _of_the_plan, _of_answers, _of_the_way)
            for why in every(known, followed, one, span)
        ),
        None,
    )


def _of_the_patient(known: Known, followed: Followed, one: Occasion, _: Span) -> Iterator[Left]:
    if known.deceased is not None:
        yield Left("deceased", known.deceased)
    if followed.withdrawn is not None:
        yield Left("withdrawn", followed.withdrawn)
    if followed.ended is not None and one.planned > followed.ended:
        yield Left("ended", followed.ended)
    if followed.paused_until is not None and one.on < followed.paused_until:
        yield Left("paused", followed.paused_until)


def _of_the_plan(_: Known, followed: Followed, one: Occasion, __: Span) -> Iterator[Left]:
    stop = one.sending.stop
    tied_to = one.event.on if one.event else one.planned
    end = course_end(followed.events, followed.course_end) if stop.until == "course" else None
    if end is not None and tied_to > end:
        yield Left("course_over", end)
    if stop.on is not None and one.on > stop.on:
        yield Left("plan_over", stop.on)
    if one.sending.form not in followed.pathway.forms:
        yield Left("not_in_use")


def _of_answers(known: Known, followed: Followed, one: Occasion, span: Span) -> Iterator[Left]:
    clinic, form = followed.pathway.clinic, one.sending.form
    for sent in known.sent:
        same = sent.clinic == clinic and sent.form == form
        if same and (_is_for(one, sent.event) or sent.on in (one.on, one.planned)):
            yield Left("answered" if sent.answered else "sent", sent.answered or sent.on)
    yield from _reused(known, followed, one, span)


def _is_for(one: Occasion, event: str) -> bool:
    return one.event is not None and one.event.id == event


def _reused(known: Known, followed: Followed, one: Occasion, span: Span) -> Iterator[Left]:
    """Yield the clinic that has every answer already, and lately enough."""
    reuse = followed.pathway.plan.care.reuse
    facts = followed.pathway.forms.get(one.sending.form)
    if reuse is None or facts is None or not known.answered:
        return
    here = followed.pathway.clinic
    lately = [
        given
        for given in known.answered
        if one.at - timedelta(days=reuse.days) <= given.at <= one.at
        and (reuse.of == "hospital" or given.clinic == here)
    ]
    had = frozenset[str]().union(*(given.parts for given in lately))
    if facts.parts and facts.parts <= had:
        newest = max(lately, key=lambda given: given.at)
        elsewhere = next((one.clinic for one in lately if one.clinic != here), None)
        day = newest.at.astimezone(span.zone).date()
        yield Left("reused" if elsewhere else "answered", day, clinic=elsewhere)


def _of_the_way(known: Known, _: Followed, one: Occasion, span: Span) -> Iterator[Left]:
    """Last, because it may be put right before the day comes."""
    if one.channel is None:
        yield Left("protected" if known.protected else "unreachable")
    if known.checked is None or span.now - known.checked > FRESH:
        when = known.checked.astimezone(span.zone).date() if known.checked else None
        yield Left("unchecked", when)
