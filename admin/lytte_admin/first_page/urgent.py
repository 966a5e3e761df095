"""What cannot wait: patients may be told wrongly, or nobody hears an alert."""

from collections.abc import Iterator

from flask import url_for

from lytte.services import clinics, published
from lytte.services.publishing import licensing
from lytte.services.rules import duties
from lytte.storage import tables
from lytte.web.filters import day_in_text, full_day, moment
from lytte_admin.first_page.things import Finder, Thing
from lytte_admin.rules import rule_lines


def things(found: Finder) -> Iterator[Thing]:
    """Yield them, what is wrong for patients now before what will be."""
    yield from _uncovered(found)
    if not found.clinic.common:
        yield from _nobody_to_ring(found)
    yield from _overdue(found)
    yield from _going_silent(found)
    for row in licensing.running_out(found.work, found.clinic.id, found.today):
        if row.expires_on and row.expires_on < found.today:
            yield licence(found, row, found.say("A licence has run out"))


def licence(found: Finder, row: tables.Licence, title: str) -> Thing:
    """Return a licence that has run out, or soon will."""
    line = found.say(
        "{owner}, {date}. Without it, no new version can be published.",
        owner=row.owner,
        date=full_day(row.expires_on) if row.expires_on else "",
    )
    return Thing(title, (line,), found.say("See the licences"), url_for("licences.index"))


def unconfirmed(found: Finder) -> Thing | None:
    """Return the telephone that waits for somebody else to ring it; None where none does."""
    row, say = found.contact, found.say
    if row is None or row.confirmed_at:
        return None
    mine = row.entered_by == found.page.person.staff_id
    late = found.clinic.id in found.overdue
    ring = (
        say("You typed it: ask a colleague to ring it and confirm.")
        if mine
        else say("It is in use already. Ring it, and confirm that it is right.")
    )
    day = day_in_text(clinics.confirmed_by(row, found.zone), say.language)
    by = say("To be confirmed by {day} at the latest.", day=day)
    since = say("Since {moment}.", moment=moment(row.entered_at, found.zone))
    return Thing(
        say("Telephone and hours are still not confirmed")
        if late
        else say("A telephone number waits to be confirmed"),
        (f"{row.phone}. {ring}", f"{since} {by}"),
        say("See the number"),
        url_for("texts.index"),
        first=not mine,
    )


def _uncovered(found: Finder) -> Iterator[Thing]:
    say, work = found.say, found.work
    if gaps := duties.uncovered(work, found.clinic.id):
        yield Thing(
            say("Duty does not cover all the hours you promise"),
            (
                *(found.page.told(one).message for one in gaps),
                say(
                    "The alert rules in force need it. Until it is put right, patients are told "
                    "that it is not certain when their answers are read."
                ),
            ),
            say("Say who is on duty"),
            url_for("texts.index", _anchor="duty"),
            first=True,
        )
    for one in found.page.clinics:
        if one.uncovered_at and one.id != found.clinic.id:
            yield found.at(
                one,
                say(
                    "{clinic}: duty does not cover all the hours that are promised", clinic=one.name
                ),
                say(
                    "Since {moment}. Patients there are told that it is not certain when their "
                    "answers are read.",
                    moment=moment(one.uncovered_at, found.zone),
                ),
            )


def _nobody_to_ring(found: Finder) -> Iterator[Thing]:
    say, page = found.say, url_for("texts.index")
    if not found.contact:
        line = say("Nothing can be published before patients can see whom to ring.")
        title = say("The clinic has no telephone number yet")
        yield Thing(title, (line,), say("Write it"), page, say("Telephone"), first=True)
    if not published.in_force(found.work, tables.SafetyText, found.clinic.id):
        line = say("It tells patients whom to ring and when answers are read.")
        title = say("The clinic has no safety text yet")
        yield Thing(title, (line,), say("Write it"), page, say("Safety text"), first=True)


def _overdue(found: Finder) -> Iterator[Thing]:
    if found.clinic.id in found.overdue and (late := unconfirmed(found)):
        yield late
    for one in found.page.clinics:
        if one.id in found.overdue and one.id != found.clinic.id:
            title = found.say(
                "{clinic}: telephone and hours are still not confirmed", clinic=one.name
            )
            at = moment(found.overdue[one.id].entered_at, found.zone)
            yield found.at(one, title, found.say("Since {moment}.", moment=at))


def _going_silent(found: Finder) -> Iterator[Thing]:
    say = found.say
    rules = published.rules_in_force(found.work, found.clinic.id)
    planned = rule_lines.deafened(found.page, rules)
    if planned:
        yield Thing(
            say("A planned form leaves alert rules with nothing to look at"),
            tuple(
                say(
                    "“{title}” is planned: {when}",
                    title=one.form.title,
                    when=found.page.comes(one.form),
                )
                + ". "
                + say.count(
                    "From then on {number} of the rules looks at what nobody is asked, and "
                    "alerts nobody.",
                    "From then on {number} of the rules look at what nobody is asked, and "
                    "alert nobody.",
                    len(one.rules),
                )
                for one in planned
            ),
            say("See the alert rules"),
            url_for("thresholds.index"),
            first=True,
        )
