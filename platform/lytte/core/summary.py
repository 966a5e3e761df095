"""What a clinician reads before the conversation.

One page's worth, decided here and drawn in `reports`: the patient's own priorities
first, then what to look at and why, then every number beside its past, then what is
not known. A flag is a reason to ask, never a diagnosis.
"""

from dataclasses import replace
from datetime import date

from lytte.core.chosen import option_names
from lytte.core.summary_answer import (
    asked_items,
    asks_for_priorities,
    emergency_answers,
    gaps,
    not_opened,
    others,
    own_words,
    topics,
)
from lytte.core.summary_finding import findings
from lytte.core.summary_given import Meeting, Sending, SummaryInput
from lytte.core.summary_measures import measured, names, told_apart
from lytte.core.summary_shape import Summary
from lytte.core.summary_table import occasions, part_notes, tables


def summarise(given: SummaryInput) -> Summary:
    """Sum up one response for the clinician who is about to meet the patient."""
    asked = asked_items(given)
    numbers = told_apart(measured(given.form, given.language), given.language)
    called = {**names(given.form, given.language), **{one.address: one.name for one in numbers}}
    called |= option_names(given.form, given.language)
    found = findings(given, numbers, called)
    drawn, left_off = tables(given, numbers, found.flagged, found.known_measures)
    printed_at = given.origin.printed_at.astimezone(given.zone)
    return Summary(
        language=given.language,
        person=given.person,
        age=_age(given.person.birth_date, printed_at.date()),
        meeting=_meeting(given),
        sending=_sending(given),
        emergencies=emergency_answers(given, asked),
        agreements=tuple(given.agreements),
        first=not given.history,
        topics=topics(given, asked),
        own_words=own_words(given, asked),
        priorities_asked=asks_for_priorities(asked),
        findings=found.news,
        known=found.known,
        occasions=occasions(given),
        tables=drawn,
        left_off=left_off,
        gaps=gaps(given, asked),
        not_opened=not_opened(given, asked),
        not_asked_about=tuple(given.not_asked_about),
        others=others(given, asked, {one.address: one for one in numbers}),
        instruments=part_notes(given.form.parts, given.language),
        origin=replace(given.origin, printed_at=printed_at),
        layout=given.layout,
        letterhead=given.letterhead,
    )


def _sending(given: SummaryInput) -> Sending:
    """Return how the answers came, by the hospital's clock."""
    zone, typed_in_at = given.zone, given.sending.typed_in_at
    return replace(
        given.sending,
        authored=given.sending.authored.astimezone(zone),
        typed_in_at=typed_in_at and typed_in_at.astimezone(zone),
    )


def _meeting(given: SummaryInput) -> Meeting:
    starts_at = given.meeting.starts_at
    return replace(given.meeting, starts_at=starts_at and starts_at.astimezone(given.zone))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
