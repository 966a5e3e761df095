"""What a draft's row says: the whole form, or what it builds on and the changes laid on that.

Alone knows how a draft is stored. A base is a publication, which is never edited, so it is
read once.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from lytte.core.composition import Composition, unresolved
from lytte.core.forms import Form, document
from lytte.core.schedules.plan import Plan
from lytte.core.tailoring import planned, ruled
from lytte.core.tailoring.changes import Change, Tailoring
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import lay
from lytte.core.tailoring.planned import PlanChange, PlanTailoring
from lytte.core.tailoring.ruled import RuleChange, RuleTailoring
from lytte.core.thresholds import RuleSet
from lytte.services.faults import NotFound
from lytte.services.pinned import Shelf
from lytte.services.work import Work
from lytte.storage import tables

Stored = Mapping[str, Any]

_forms: Shelf[Composition] = Shelf(200)
_rules: Shelf[RuleSet] = Shelf(100)
_plans: Shelf[Plan] = Shelf(100)


def form_of(work: Work, stored: Stored) -> Composition:
    """Return the form that a draft's document says."""
    base_id = base_of(stored)
    if base_id is None:
        return Composition.model_validate(stored)
    return lay(base_form(work, base_id), changes_of(stored)).composition


def form_of_draft(work: Work, draft: tables.FormDraft) -> Composition:
    """Return the form that a draft makes, read once in a session.

    A page asks several times. A save makes another document, which is read anew.
    """
    read: dict[UUID, tuple[object, object, Composition]]
    read = work.session.info.setdefault("drafts read", {})
    if draft.id not in read or read[draft.id][1] is not draft.document:
        read[draft.id] = (draft, draft.document, form_of(work, draft.document))
    return read[draft.id][2]


def form_document(
    work: Work, stored: Stored, made: Composition, on: UUID | None = None
) -> dict[str, Any]:
    """Return how a form is stored in a draft that said `stored`.

    It builds on what it built on before, or `on` this publication from now on.
    """
    base_id = on or base_of(stored)
    if base_id is None:
        return document(made)
    return tailored(base_id, difference(base_form(work, base_id), made))


def tailored(base_id: UUID, changes: tuple[Change, ...]) -> dict[str, Any]:
    """Return how changes of a publication are stored."""
    return {"base": str(base_id), **document(Tailoring(changes=changes))}


def base_of(stored: Stored) -> UUID | None:
    """Return the publication that a draft builds on; None when it stands on its own."""
    return UUID(stored["base"]) if "base" in stored else None


def changes_of(stored: Stored) -> tuple[Change, ...]:
    """Return a draft's own changes of what it builds on."""
    return Tailoring.model_validate({"changes": stored.get("changes", ())}).changes


def base_form(work: Work, publication_id: UUID) -> Composition:
    """Return the form that a publication was put together from, as it was."""
    return _forms.get(str(publication_id), partial(_read_form, work, publication_id))


def composition_of(row: tables.FormPublication) -> Composition:
    """Return what a publication was put together from."""
    if row.composition:
        return Composition.model_validate(row.composition)
    return unresolved(Form.model_validate(row.document))


def rules_of(work: Work, stored: Stored) -> RuleSet:
    """Return the alert rules that a draft's document says."""
    base_id = base_of(stored)
    if base_id is None:
        return RuleSet.model_validate(stored)
    return ruled.lay(base_rules(work, base_id), rule_changes_of(stored))


def rules_document(
    work: Work, stored: Stored | None, made: RuleSet, on: UUID | None = None
) -> dict[str, Any]:
    """Return how alert rules are stored in a draft that said `stored`; None: it is the first.

    They build on what they built on before, or `on` this publication from now on.
    """
    base_id = on or base_of(stored or {})
    if base_id is None:
        return document(made)
    changes = ruled.difference(base_rules(work, base_id), made)
    return {"base": str(base_id), **document(RuleTailoring(changes=changes))}


def rule_changes_of(stored: Stored) -> tuple[RuleChange, ...]:
    """Return a draft's own changes of the rules it builds on."""
    return RuleTailoring.model_validate({"changes": stored.get("changes", ())}).changes


def base_rules(work: Work, publication_id: UUID) -> RuleSet:
    """Return the rules of a publication."""
    return _rules.get(str(publication_id), partial(_read_rules, work, publication_id))


def plan_of(work: Work, clinic_id: UUID, stored: Stored) -> Plan:
    """Return the plan for sending that a clinic's draft says."""
    base_id = base_of(stored)
    if base_id is None:
        return Plan.model_validate(stored)
    return planned.lay(base_plan(work, clinic_id, base_id), plan_changes_of(stored))


def plan_document(
    work: Work, clinic_id: UUID, stored: Stored, made: Plan, on: UUID | None = None
) -> dict[str, Any]:
    """Return how a clinic's plan is stored in a draft that said `stored`.

    It builds on what it built on before, or `on` this publication from now on.
    """
    base_id = on or base_of(stored)
    if base_id is None:
        return document(made)
    changes = planned.difference(base_plan(work, clinic_id, base_id), made)
    return {"base": str(base_id), **document(PlanTailoring(changes=changes))}


def plan_changes_of(stored: Stored) -> tuple[PlanChange, ...]:
    """Return a draft's own changes of the plan it builds on."""
    return PlanTailoring.model_validate({"changes": stored.get("changes", ())}).changes


def base_plan(work: Work, clinic_id: UUID, publication_id: UUID) -> Plan:
    """Return the plan of a publication, its forms called as the clinic's that build on them."""
    plan = _plans.get(str(publication_id), partial(_read_plan, work, publication_id))
    mine = _forms_here(work, clinic_id)
    sendings = tuple(
        one.model_copy(update={"form": mine[one.form]}) if one.form in mine else one
        for one in plan.sendings
    )
    return plan.model_copy(update={"sendings": sendings})


def _forms_here(work: Work, clinic_id: UUID) -> dict[str, str]:
    """Return what the clinic's form is called that builds on each of the hospital's, by slug."""
    mine, theirs, on = tables.FormDraft, aliased(tables.FormDraft), tables.FormPublication
    found = work.session.exec(
        select(theirs.slug, mine.slug)
        .join(on, col(on.form_id) == col(theirs.id))
        .join(mine, col(mine.base_id) == col(on.id))
        .where(mine.clinic_id == clinic_id)
    )
    return dict(found.all())


def _read_plan(work: Work, publication_id: UUID) -> Plan:
    row = work.session.get(tables.SchedulePublication, publication_id)
    if row is None:
        raise NotFound
    return Plan.model_validate(row.document)


def _read_rules(work: Work, publication_id: UUID) -> RuleSet:
    row = work.session.get(tables.RuleSetPublication, publication_id)
    if row is None:
        raise NotFound
    return RuleSet.model_validate(row.document)


def _read_form(work: Work, publication_id: UUID) -> Composition:
    row = work.session.get(tables.FormPublication, publication_id)
    if row is None:
        raise NotFound
    return composition_of(row)
