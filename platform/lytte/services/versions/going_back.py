"""Back to an earlier version, or out of use: nothing published is ever deleted."""

from collections.abc import Set
from typing import Any
from uuid import UUID

from lytte.services import published
from lytte.services.faults import ChangedMeanwhile, NotFound
from lytte.services.publishing import publishing, putting_in_force, taking_effect
from lytte.services.publishing.taking_effect import Seen
from lytte.services.rules import hanging
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.standing import Kind


def restore(
    work: Work,
    old: Kind,
    *,
    staff_id: UUID | None,
    comment: str = "",
    known: Set[str] = frozenset(),
    seen: Seen | None = None,
) -> Kind:
    """Make a new version the same as an old one, by one person (C6); drafts stay as they are.

    Raises NotReady when what the old version needs is no longer there: a licence that ran
    out, a safety text in one of its languages. Raises NothingNew when it is in force,
    ChangedMeanwhile when another is than somebody has `seen`, and WouldStop when rules in
    force look at what a form asked only since, unless their marks are `known`.
    """
    kind, owner_id = type(old), published.owner_of(old)
    taking_effect.alone_with(work, old)
    if old.state != "retired":
        raise NotFound
    live = taking_effect.current(work, kind, owner_id)
    if live is not None and live.sha256 == old.sha256:
        raise published.nothing_new(work, live)
    taking_effect.refuse_another(live, seen)
    own: dict[str, Any] = {"clinic_id": old.clinic_id, "restores_id": old.id}
    if isinstance(old, tables.FormPublication):
        publishing.alone_with_draft(work, old.form_id)
        own |= {
            "form_id": old.form_id, "title": old.title, "composition": old.composition,
        }  # fmt: skip
    if isinstance(old, tables.SafetyText):
        own |= {"base_id": old.base_id}
    row = publishing.version(work, kind, old.document, staff_id=staff_id, comment=comment, **own)
    putting_in_force.put(work, row, plan="keep", known=known)
    work.record(taking_effect.deed("restore", row))
    return row


def retire(
    work: Work, form_id: UUID, *, why: str = "", known: Set[str] = frozenset(),
    seen: Seen | None = None,
) -> None:  # fmt: skip
    """Take a form out of use: nobody new gets it, and everything answered stays (C6).

    What is planned for it or waits for approval is called off. NotFound when it is not
    in use; ChangedMeanwhile when more is called off, or another is in use, than somebody has
    `seen`; WouldStop when something hangs on it whose mark is not `known`.
    """
    draft = publishing.alone_with_draft(work, form_id)
    live = taking_effect.current(work, tables.FormPublication, draft.id)
    if live is None:
        raise NotFound
    now = taking_effect.seen_now(work, tables.FormPublication, form_id)
    if now != (seen or Seen(now.in_force)):
        raise ChangedMeanwhile
    hanging.refuse_unknown(hanging.on_use(work, draft), known)
    for row in published.versions(work, tables.FormPublication, form_id):
        if row.state in ("scheduled", "in_review"):
            taking_effect.withdraw(work, row)
    live.state, live.ending = "retired", why[:400]
    live.retired_at = max(work.now, live.live_at or work.now)
    work.session.add(live)
    work.session.flush()
    work.record(taking_effect.deed("retire", live))
