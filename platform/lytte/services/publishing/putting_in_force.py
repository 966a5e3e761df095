"""The one way into force of forms, rules and safety texts, and what it asks for."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from sqlmodel import select

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.forms import Form
from lytte.core.problems import Problem, error, stopping
from lytte.core.thresholds import RuleSet
from lytte.services import clinics, published
from lytte.services.faults import NotReady
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing, taking_effect
from lytte.services.publishing.taking_effect import Plan, Seen
from lytte.services.rules import duties, hanging, ruling
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.tables import Publication


def put(
    work: Work,
    row: Publication,
    at: datetime | None = None,
    *,
    plan: Plan = "",
    seen: Seen | None = None,
    known: Set[str] = frozenset(),
) -> None:
    """Put a form, rules or a safety text in force, now or from `at` on: every way in ends here.

    Raises NotReady when the clinic lacks what it needs, WouldStop when rules would look at
    nothing whose marks are not `known`, AlreadyPlanned, and ChangedMeanwhile when another is
    to be called off than was `seen`.
    """
    if stopping(found := lasting_problems(work, row)):
        raise NotReady(found)
    hanging.refuse_unknown(hanging.on(work, row), known)
    taking_effect.take_effect(work, row, at, plan=plan, seen=seen)


def lasting_problems(work: Work, row: Publication) -> list[Problem]:
    """Return what a finished version needs and the clinic has no longer, on the day it starts."""
    if isinstance(row, tables.RuleSetPublication):
        return ruling.problems(work, row.clinic_id, RuleSet.model_validate(row.document))
    if not isinstance(row, tables.FormPublication):
        return []
    form = Form.model_validate(row.document)
    asked = [
        InstrumentSlot(instrument=part.id, version=part.version)
        for part in form.parts
        if part.kind == "instrument" and part.version
    ]
    made = Composition(slots=tuple(asked), languages=form.languages)
    on = row.live_at.date() if row.state == "in_review" and row.live_at else None
    return [
        *licensing.problems(work, made, stocking.library(work), on, clinic_id=row.clinic_id),
        *safety_problems(work, row.clinic_id, form.languages),
    ]


def safety_problems(work: Work, clinic_id: UUID, languages: tuple[str, ...]) -> list[Problem]:
    """Return what a form in these languages lacks of telephone and safety text."""
    if clinics.by_id(work, clinic_id).common:
        return []  # nobody answers there: each clinic that builds on it has its own
    found = []
    contact = work.session.exec(
        select(tables.ClinicContact.id).where(tables.ClinicContact.clinic_id == clinic_id)
    ).first()
    if contact is None:
        found.append(duties.NO_ROUTE)
    text = published.live_safety_text(work, clinic_id)
    written = set(text.document.get("languages", {})) if text else set()
    found += [
        error(
            "safety",
            f"The safety text is missing in {language}.",
            "Write it and have a second person approve it.",
        )
        for language in languages
        if language not in written
    ]
    return found
