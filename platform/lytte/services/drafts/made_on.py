"""What a version in force was made on: the version of the hospital's that its draft had then.

A plan and a safety text keep it themselves. A form and alert rules do not, and their draft
may build on another by now: what it said when the version was made tells.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col

from lytte.core.composition import resolve
from lytte.core.forms import document, sha256
from lytte.services.drafts import based, drafting
from lytte.services.instruments import stocking
from lytte.services.work import Work
from lytte.storage import tables

Draft = tables.FormDraft | tables.RuleSetDraft
Made = tables.FormPublication | tables.RuleSetPublication


def base(work: Work, draft: Draft, made: Made) -> UUID | None:
    """Return the hospital's version it was made on; None where it stands alone.

    None also where what the draft is known to have said makes something else.
    """
    said = _said(work, draft, _written_at(work, made))
    return based.base_of(said) if _fingerprint(work, draft, said) == made.sha256 else None


def origin(work: Work, draft: tables.FormDraft, made: tables.FormPublication) -> dict[str, Any]:
    """Return what a version in force was copied from; its draft may be laid on a newer one."""
    step = tables.DraftStep
    after = drafting.steps(draft).where(col(step.at) > _written_at(work, made))
    found = work.session.exec(after.order_by(col(step.version))).all()
    return next((one.origin for one in found if one.origin), draft.origin)


def _written_at(work: Work, made: tables.Publication) -> datetime:
    """Return when a version was made from a draft; going back makes it from an earlier version."""
    while made.restores_id is not None:
        made = work.session.get_one(type(made), made.restores_id)
    return made.created_at


def _said(work: Work, draft: Draft, then: datetime) -> dict[str, Any]:
    """Return what the draft said at a moment."""
    step = tables.DraftStep
    after = drafting.steps(draft).where(col(step.at) > then)
    found = work.session.exec(after.order_by(col(step.version)).limit(1)).one_or_none()
    return dict(found.document if found else draft.document)


def _fingerprint(work: Work, draft: Draft, said: dict[str, Any]) -> str:
    if isinstance(draft, tables.RuleSetDraft):
        return sha256(document(based.rules_of(work, said)))
    try:
        form = resolve(based.form_of(work, said), stocking.library(work))
    except KeyError:  # An instrument in it is not on the shelf.
        return ""
    return sha256(document(form))
