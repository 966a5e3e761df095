"""Rules put in force, for tests whose clinic asks little and has nobody on duty."""

from datetime import datetime
from uuid import UUID

from lytte.core.thresholds import RuleSet
from lytte.services.publishing import publishing, taking_effect
from lytte.services.publishing.taking_effect import Plan, Seen
from lytte.services.work import Work
from lytte.storage import tables
from tests.world import World


def propose_rules(
    work: Work, world: World, rules: RuleSet, clinic_id: UUID | None = None,
    at: datetime | None = None,
) -> tables.RuleSetPublication:  # fmt: skip
    """Have one person write the rules, for the world's clinic where none is said."""
    kind = tables.RuleSetPublication
    row = publishing.propose(
        work, kind, clinic_id or world.clinic_id, rules, staff_id=world.author_id, at=at
    )
    assert isinstance(row, kind)
    return row


def approve_rules(
    work: Work, world: World, row: tables.RuleSetPublication, *, plan: Plan = "",
    seen: Seen | None = None,
) -> None:  # fmt: skip
    """Have another approve them, past what `publishing.approve` asks of forms and of duty."""
    row.approver_id, row.decided_at = world.approver_id, work.now
    taking_effect.take_effect(work, row, row.live_at, plan=plan, seen=seen)
    work.record(taking_effect.deed("approve", row))


def put_rules_in_force(
    work: Work, world: World, rules: RuleSet, clinic_id: UUID | None = None,
    at: datetime | None = None,
) -> tables.RuleSetPublication:  # fmt: skip
    """Do both."""
    row = propose_rules(work, world, rules, clinic_id, at)
    approve_rules(work, world, row)
    return row
