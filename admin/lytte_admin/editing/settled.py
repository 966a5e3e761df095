"""What is taken back: a version gone back to, a plan called off, the latest change of a draft."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.drafts.drafting import Draft
from lytte.services.faults import (
    AlreadyDecided,
    ChangedMeanwhile,
    EditedMeanwhile,
    NotFound,
    NothingNew,
    NotReady,
)
from lytte.services.publishing import taking_effect
from lytte.services.versions import going_back
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.editing import beside
from lytte_admin.in_words import labels

UNSEEN = taking_effect.Seen(None)
"""A page that does not say what it saw has seen nothing."""


def known() -> frozenset[str]:
    """Return the marks of what the page told and somebody ticked that they know; else none."""
    return frozenset(request.form.getlist("told")) if request.form.get("known") else frozenset()


def look_first(page: Page) -> str:
    """Say that rules would look at nothing: all, or others than were told of and ticked."""
    if known():
        return page.say(
            "Nothing is published yet: the alert rules have changed since you ticked. "
            "Look at them again."
        )
    return page.say("Nothing is published yet: look at the alert rules first.")


def gone_back(
    page: Page, old: tables.Publication, endpoint: str, **where: Any
) -> ResponseReturnValue:
    """Use an earlier version again, as a new one, and say on `endpoint` what came of it (C6).

    WouldStop is for the page that shows the versions to tell.
    """
    try:
        row = going_back.restore(
            page.work, old, staff_id=page.person.staff_id,
            known=known(), seen=beside.carried() or UNSEEN,
        )  # fmt: skip
    except ChangedMeanwhile:
        return overtaken(page, type(old), published.owner_of(old), endpoint, **where)
    except NotReady as fault:
        told = " ".join(page.told(one).message for one in fault.problems)
        return page.leave(endpoint, said=told, **where)
    except NothingNew as fault:
        said = page.say(
            "Version {number} is in use already, and says the same.", number=fault.number
        )
        said = f"{said} {beside.from_whom(page, fault)}"
        return page.leave(endpoint, said=said, **where)
    except NotFound:
        page.missing()
    page.commit()
    said = page.say(
        "Version {number} is in use from now on. It is the same as version {old}.",
        number=row.number,
        old=old.number,
    )
    return page.leave(endpoint, said=said, **where)


def overtaken(
    page: Page, table: type[tables.Publication], owner_id: UUID, endpoint: str, **where: Any
) -> ResponseReturnValue:
    """Say on `endpoint` what a colleague did meanwhile; nothing is changed."""
    page.work.session.rollback()
    return page.leave(endpoint, said=beside.overtaken(page, table, owner_id), **where)


def called_off(
    page: Page, row: tables.Publication, endpoint: str, *, done: str, **where: Any
) -> ResponseReturnValue:
    """Take back the plan of a version before its day; `done` is what is said of it."""
    say = page.say
    try:
        taking_effect.call_off(page.work, row)
    except AlreadyDecided:
        page.work.session.rollback()
        said = say("It was decided already: see how it stands now.")
        return page.leave(endpoint, said=said, **where)
    page.commit()
    return page.leave(endpoint, said=done, **where)


def taken_back(
    page: Page,
    draft: Draft,
    endpoint: str,
    overtaken: Callable[[str], ResponseReturnValue],
    **where: Any,
) -> ResponseReturnValue:
    """Take back the latest change of a draft, and say on `endpoint` which it was.

    `overtaken` tells that somebody else saved meanwhile.
    """
    try:
        did = drafting.undo(
            page.work, draft, staff_id=page.person.staff_id,
            expected=request.form.get("version", 0, type=int),
        )  # fmt: skip
    except EditedMeanwhile as fault:
        return overtaken(fault.by)
    except NotFound:
        return page.leave(endpoint, said=page.say("There is nothing to take back."), **where)
    page.commit()
    what = page.say(labels.STEPS.get(did.partition(":")[0], labels.STEPS["change"]))
    return page.leave(endpoint, said=page.say("Taken back: {what}.", what=what), **where)
