"""What a draft's row says: the whole form, or what it builds on and the changes laid on that.

Alone knows how a draft is stored. A base is a publication, which is never edited, so it is
read once.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from lytte.core.composition import Composition, unresolved
from lytte.core.forms import Form, document
from lytte.core.tailoring import ruled
from lytte.core.tailoring.changes import Change, Tailoring
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import lay
from lytte.core.tailoring.ruled import RuleChange, RuleTailoring
from lytte.core.thresholds import RuleSet
from lytte.services.faults import NotFound
from lytte.services.pinned import Shelf
from lytte.services.work import Work
from lytte.storage import tables

Stored = Mapping[str, Any]

_forms: Shelf[Composition] = Shelf(200)
_rules: Shelf[RuleSet] = Shelf(100)


def form_of(work: Work, stored: Stored) -> Composition:
    """Return the form that a draft's document says."""
    base_id = base_of(stored)
    if base_id is None:
        return Composition.model_validate(stored)
    return lay(base_form(work, base_id), changes_of(stored)).composition


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
