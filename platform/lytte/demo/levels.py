"""What a demo hospital decides for its clinics besides forms: alert rules and a safety text."""

from collections.abc import Iterable
from decimal import Decimal

from lytte.core.safety import SafetyText
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.demo import staff
from lytte.services import clinics, drafting, inheriting_rules, levels, publishing
from lytte.services.work import Work
from lytte.storage import tables

MOVED = "lytte-plager.pain_amber"
"""The limit that the breast clinic has raised, and the hospital lowers afterwards."""


def decide(work: Work, rules: RuleSet, text: SafetyText | None = None) -> None:
    """Put the hospital's alert rules in force by two of its admins, and a safety text."""
    common = levels.make_common(work)
    author, second = staff.two_admins(work, common.id)
    drafting.save_rules(work, common.id, rules, staff_id=author)
    rows = [publishing.propose(work, tables.RuleSetPublication, common.id, rules, staff_id=author)]
    if text is not None:
        rows.append(publishing.propose(work, tables.SafetyText, common.id, text, staff_id=author))
    for row in rows:
        publishing.approve(work, row, staff_id=second)


def build_on(work: Work, slug: str) -> None:
    """Let a clinic's rules build on the hospital's, one limit raised in the draft."""
    clinic_id = clinics.named(work, slug).id
    author, _ = staff.two_admins(work, clinic_id)
    inheriting_rules.build_on(work, clinic_id, staff_id=author, expected=1)
    made = drafting.rule_set(work, clinic_id)
    raised = made.model_copy(update={"rules": tuple(_limit(made.rules, 6))})
    drafting.save_rules(work, clinic_id, raised, staff_id=author)


def lower(rules: RuleSet) -> RuleSet:
    """Return the rules that the hospital has since."""
    return rules.model_copy(update={"rules": tuple(_limit(rules.rules, 3))})


def _limit(rules: Iterable[Rule], limit: int) -> Iterable[Rule]:
    for one in rules:
        if one.id == MOVED and isinstance(one.when, AtLeast):
            when = one.when.model_copy(update={"value": Decimal(limit)})
            yield one.model_copy(update={"when": when})
        else:
            yield one
