"""What stands beside what somebody writes: in force, and waiting for a second person."""

from dataclasses import dataclass
from uuid import UUID

from flask import request

from lytte.services import published
from lytte.services.taking_effect import Seen
from lytte.storage import tables
from lytte.web import filters
from lytte_admin.access import Page
from lytte_admin.telephone import asked_id


@dataclass(frozen=True)
class Beside:
    """What a page shows beside what is written, and carries along so that nobody is overwritten."""

    seen: Seen
    waits: tables.Publication | None
    by: str
    """Who sent what waits."""
    mine: bool


def carried() -> Seen | None:
    """Return what was in force, and waited, when the page was drawn; None: it does not say."""
    if "live_on" not in request.form:
        return None
    return Seen(asked_id("live_on"), asked_id("waits_on"))


def beside(
    page: Page, kind: type[tables.Publication], owner_id: UUID, *, again: bool = False
) -> Beside:
    """Return what stands beside a draft now; `again`, what was seen is what the page carried."""
    live = published.in_force(page.work, kind, owner_id)
    waits = next(iter(published.waiting(page.work, kind, owner_id)), None)
    now = Seen(live.id if live else None, waits.id if waits else None)
    return Beside(
        (carried() if again else None) or now,
        waits,
        published.name(page.work, waits.author_id) if waits else "",
        waits is not None and waits.author_id == page.person.staff_id,
    )


def overtaken(page: Page, kind: type[tables.Publication], owner_id: UUID) -> str:
    """Say who sent, or put in force, what while somebody had the page open."""
    waits = next(iter(published.waiting(page.work, kind, owner_id)), None)
    seen = carried()
    if waits is not None and waits.id != (seen.waiting if seen else None):
        return page.say(
            "{name} sent version {number} for approval while you had this open, {moment}. "
            "Nothing of yours was sent. Look at theirs, and choose.",
            name=published.name(page.work, waits.author_id),
            number=waits.number,
            moment=filters.moment(waits.created_at, page.zone),
        )
    live = published.in_force(page.work, kind, owner_id)
    if live is None:
        return page.say("It went out of use while you had this open. Nothing of yours was sent.")
    return page.say(
        "Version {number}, from {name}, came into force while you had this open, {moment}. "
        "Nothing of yours was sent. See what is different now, and choose.",
        name=published.name(page.work, live.author_id),
        number=live.number,
        moment=filters.moment(live.live_at or live.created_at, page.zone),
    )
