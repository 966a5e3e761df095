"""What a clinic has not begun with yet, what is usual, and where to begin."""

from collections.abc import Iterator

from flask import url_for

from lytte.services.drafts import drafting
from lytte_admin.first_page.going import Going
from lytte_admin.first_page.things import Finder, Thing


def cards(found: Finder, going: Going | None) -> Iterator[Thing]:
    """Yield them in the order they are usually made: forms, then when, then what is worrying.

    At the hospital's own level nobody is asked, so it lacks nothing but forms.
    """
    say = found.say
    if not found.drafts:
        line = say(
            "A form is what you ask a patient on one occasion: instruments as they are, and "
            "questions of your own around them."
        )
        yield Thing(say("No form yet"), (line,), say("Make the first one"), url_for("forms.index"))
        return
    if going is None:
        return
    if not (found.plan or found.plan_live):
        line = say(
            "No form is sent by itself. Usual is some days before each visit, with one reminder."
        )
        title, href = say("No plan for sending yet"), url_for("schedules.index")
        yield Thing(title, (line,), say("Make the plan"), href)
    if not found.rules and not drafting.rules(found.work, found.clinic.id):
        line = say(
            "No answer alerts anybody. Begin with the limits that are suggested for each "
            "instrument, each with its source."
        )
        title, href = say("No alert rules yet"), url_for("suggested.index")
        yield Thing(title, (line,), say("See what is suggested"), href)
    if going.budget is None:
        line = say(
            "Say how many alerts a week one on duty can take, and Lytte tells when it is too much."
        )
        title, href = say("No limit to the number of alerts yet"), url_for("settings.index")
        yield Thing(title, (line,), say("Say how many"), href)
