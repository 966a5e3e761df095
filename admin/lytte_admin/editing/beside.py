"""What stands beside what somebody writes: in force, waiting for a second person, planned."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import request

from lytte.services import published
from lytte.services.faults import NothingNew
from lytte.services.publishing.taking_effect import Seen
from lytte.storage import tables
from lytte.web import filters
from lytte_admin.access import Page, asked_id


@dataclass(frozen=True)
class Beside:
    """What a page shows beside what is written, and carries along so that nobody is overwritten."""

    seen: Seen
    waits: tables.Publication | None
    by: str
    """Who sent what waits."""
    mine: bool


def carried() -> Seen | None:
    """Return what stood beside it when the page was drawn; None: the page does not say."""
    if "live_on" not in request.form:
        return None
    return Seen(*(asked_id(one) for one in ("live_on", "waits_on", "planned_on")))


def beside(
    page: Page, kind: type[tables.Publication], owner_id: UUID, *, again: bool = False
) -> Beside:
    """Return what stands beside a draft now; `again`, what was seen is what the page carried."""
    live = published.in_force(page.work, kind, owner_id)
    waits = next(iter(published.waiting(page.work, kind, owner_id)), None)
    comes = published.planned(page.work, kind, owner_id)
    now = Seen(*(one.id if one else None for one in (live, waits, comes)))
    return Beside(
        (carried() if again else None) or now,
        waits,
        published.name(page.work, waits.author_id) if waits else "",
        waits is not None and waits.author_id == page.person.staff_id,
    )


def overtaken(page: Page, kind: type[tables.Publication], owner_id: UUID) -> str:
    """Say who sent, planned, or put in force, what while somebody had the page open."""
    told = _came_between(page, kind, owner_id, carried() or Seen(None))
    rest = page.say("Nothing of yours is done. See how it stands now, and choose.")
    return f"{told} {rest}"


def same(page: Page, fault: NothingNew) -> str:
    """Say that what was to be published is published already, by whom and when."""
    said = page.say("Nothing was published: version {number} says the same.", number=fault.number)
    return f"{said} {from_whom(page, fault)}"


def from_whom(page: Page, fault: NothingNew) -> str:
    """Say who made the version that says the same, and when."""
    moment = filters.moment(fault.at, page.zone)
    return page.say("It came from {name}, {moment}.", name=fault.by, moment=moment)


def _came_between(page: Page, kind: type[tables.Publication], owner_id: UUID, seen: Seen) -> str:
    waits = next(iter(published.waiting(page.work, kind, owner_id)), None)
    live = published.in_force(page.work, kind, owner_id)
    comes = published.planned(page.work, kind, owner_id)
    if waits is not None and waits.id != seen.waiting:
        return page.say(
            "{name} sent version {number} for approval while you had this open, {moment}.",
            **_who(page, waits, waits.created_at),
        )
    if live is not None and live.id != seen.in_force:
        return page.say(
            "Version {number}, from {name}, came into force while you had this open, {moment}.",
            **_who(page, live, live.live_at or live.created_at),
        )
    if comes is not None and comes.id != seen.planned:
        return page.say(
            "{name} planned version {number} while you had this open, {moment}.",
            **_who(page, comes, comes.decided_at or comes.created_at),
        )
    if live is None:
        return page.say("It went out of use while you had this open.")
    return page.say("What was planned or sent was taken back while you had this open.")


def _who(page: Page, row: tables.Publication, at: datetime) -> dict[str, str | int]:
    name = published.name(page.work, row.author_id)
    return {"name": name, "number": row.number, "moment": filters.moment(at, page.zone)}
