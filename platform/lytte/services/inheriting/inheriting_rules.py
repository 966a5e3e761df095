"""A clinic's alert rules on its hospital's: what is changed, fall back, and a newer version (C5).

Only the draft moves. What alerts is what two people at the clinic approved, until they
approve again.
"""

from collections.abc import Mapping
from uuid import UUID

from lytte.core.tailoring.rebasing import Choice
from lytte.core.tailoring.rebasing_listed import PiecesRebased, settled
from lytte.core.tailoring.ruled import RULES
from lytte.core.thresholds import RuleSet
from lytte.services import levels, published
from lytte.services.drafts import based, drafting
from lytte.services.faults import NotFound
from lytte.services.inheriting import newer as versions
from lytte.services.inheriting.newer import Tailored, Upgrade
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.audit import Deed

TAKEN, UPGRADED, FALLEN = "build_on", "upgrade", "fallback"
"""What a step of a draft is called that moved it between the levels."""


RulesUpgrade = Upgrade[RuleSet, PiecesRebased]
TailoredRules = Tailored[RuleSet]


def hospitals(work: Work, clinic_id: UUID) -> tables.RuleSetPublication | None:
    """Return the hospital's rules in force, seen from one of its clinics."""
    above = levels.above(work, clinic_id)
    return published.live_rules(work, above.id) if above else None


def tailored(work: Work, clinic_id: UUID) -> TailoredRules | None:
    """Return what the clinic changed of the hospital's rules; None when its own stand alone.

    A clinic that has written nothing yet has the hospital's.
    """
    draft = drafting.rules(work, clinic_id)
    if draft is None:
        parent = hospitals(work, clinic_id)
    else:
        base_id = based.base_of(draft.document)
        parent = work.session.get(tables.RuleSetPublication, base_id) if base_id else None
    if parent is None:
        return None
    changes = based.rule_changes_of(draft.document) if draft else ()
    base = based.base_rules(work, parent.id)
    return TailoredRules(parent, base, drafting.rule_set(work, clinic_id), changes)


def offered(work: Work, clinic_id: UUID) -> tables.RuleSetPublication | None:
    """Return the hospital's rules where the clinic's own stand beside them, on nothing."""
    draft = drafting.rules(work, clinic_id)
    if draft is None or based.base_of(draft.document) is not None:
        return None
    return hospitals(work, clinic_id)


def build_on(work: Work, clinic_id: UUID, *, staff_id: UUID | None, expected: int) -> None:
    """Let rules that stood alone build on the hospital's; each of them stays as it is.

    What the hospital has and the clinic has not is left out, and can be taken in one by
    one. Raises NotFound where there is nothing to build on, and EditedMeanwhile.
    """
    parent = offered(work, clinic_id)
    if parent is None:
        raise NotFound
    made = drafting.rule_set(work, clinic_id)
    row = drafting.save_rules(
        work, clinic_id, made,
        staff_id=staff_id, expected=expected, did=TAKEN, on=parent.id,
    )  # fmt: skip
    work.record(
        Deed("rules.inherit", "rule_set_draft", str(row.id), fields={"from": parent.number})
    )


def begin(work: Work, clinic_id: UUID, *, staff_id: UUID | None) -> None:
    """Write down which of the hospital's rules a clinic has that has written none itself.

    From then on they move only when somebody looks at the hospital's newer ones.
    """
    found = tailored(work, clinic_id)
    if found is not None and drafting.rules(work, clinic_id) is None:
        drafting.save_rules(work, clinic_id, found.made, staff_id=staff_id, did=TAKEN)


def newer(work: Work, clinic_id: UUID) -> tables.RuleSetPublication | None:
    """Return the hospital's rules in force when they are newer than those the clinic builds on."""
    found, live = tailored(work, clinic_id), hospitals(work, clinic_id)
    if found is None or live is None or live.number <= found.parent.number:
        return None
    return live


def upgrade(work: Work, clinic_id: UUID) -> RulesUpgrade | None:
    """Return what the hospital's newer rules mean for the clinic's; None without any."""
    found, after = tailored(work, clinic_id), newer(work, clinic_id)
    if found is None or after is None:
        return None
    return versions.between(RULES, found, after, based.base_rules(work, after.id))


def move_up(
    work: Work,
    clinic_id: UUID,
    chosen: Mapping[str, Choice],
    *,
    to: UUID,
    staff_id: UUID | None,
    expected: int,
) -> None:
    """Let the clinic's rules build on the newer version `to`, its own changes laid on it.

    Raises what `newer.looked_at` does.
    """
    found, draft = versions.looked_at(
        work, upgrade(work, clinic_id), drafting.rules(work, clinic_id), chosen,
        to=to, expected=expected,
    )  # fmt: skip
    changes = based.rule_changes_of(draft.document)
    made = settled(RULES, found.old, found.new, changes, chosen)
    row = drafting.save_rules(
        work, clinic_id, made, staff_id=staff_id, expected=expected, did=UPGRADED, on=to
    )
    number = found.after.number
    work.record(Deed("rules.upgrade", "rule_set_draft", str(row.id), fields={"to": number}))


def can_undo(work: Work, clinic_id: UUID) -> tables.DraftStep | None:
    """Return the draft's latest step when it moved something between the levels."""
    draft = drafting.rules(work, clinic_id)
    step = next(iter(drafting.standing_steps(work, draft)), None) if draft else None
    return step if step and step.did in (TAKEN, UPGRADED, FALLEN) else None
