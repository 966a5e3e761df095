"""What a demo hospital decides for its clinics besides forms: alert rules and a safety text."""

from collections.abc import Iterable
from decimal import Decimal

from lytte.core.safety import SafetyText
from lytte.core.tailoring.safe import SayLine, lay
from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.demo import staff
from lytte.services import clinics, levels
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting_rules, inheriting_texts
from lytte.services.publishing import publishing
from lytte.services.work import Work
from lytte.storage import tables

MOVED = "lytte-plager.pain_amber"
"""The limit that the breast clinic has raised, and the hospital lowers afterwards."""


def decide(work: Work, rules: RuleSet, text: SafetyText) -> None:
    """Put the hospital's alert rules and safety text in force, by two of its admins."""
    common = levels.make_common(work)
    author, second = staff.two_admins(work, common.id)
    drafting.save_rules(work, common.id, rules, staff_id=author)
    for kind, content in ((tables.RuleSetPublication, rules), (tables.SafetyText, text)):
        row = publishing.propose(work, kind, common.id, content, staff_id=author, comment="Felles")
        publishing.approve(work, row, staff_id=second)


def build_on(work: Work, slug: str) -> None:
    """Let a clinic build on the hospital's: a limit raised in the draft, a line of its own."""
    clinic_id = clinics.named(work, slug).id
    author, second = staff.two_admins(work, clinic_id)
    inheriting_rules.build_on(work, clinic_id, staff_id=author, expected=1)
    made = drafting.rule_set(work, clinic_id)
    raised = made.model_copy(update={"rules": tuple(_limit(made.rules, 6))})
    drafting.save_rules(work, clinic_id, raised, staff_id=author)
    found = inheriting_texts.tailored(work, clinic_id)
    if found is not None:
        row = publishing.propose(
            work, tables.SafetyText, clinic_id, own_words(found.mine),
            staff_id=author, on=found.hospital.id,
        )  # fmt: skip
        publishing.approve(work, row, staff_id=second)


def own_words(text: SafetyText) -> SafetyText:
    """Return the text with one line as the clinic says it."""
    return _reworded(text, "nb", "who_answers", "En brystsykepleier svarer i åpningstiden.")


def newer_words(text: SafetyText) -> SafetyText:
    """Return the text that the hospital has since."""
    said = "Svarene dine blir lest på hverdager, senest kl. {read_by}, og aldri om natten."
    return _reworded(text, "nb", "when_read", said)


def _reworded(text: SafetyText, tag: str, line: str, said: str) -> SafetyText:
    return lay(text, (SayLine(language=tag, line=line, text=said),))


def lower(rules: RuleSet) -> RuleSet:
    """Return the rules that the hospital has since."""
    return rules.model_copy(update={"rules": tuple(_limit(rules.rules, 3))})


def _limit(rules: Iterable[Rule], limit: int) -> Iterable[Rule]:
    for one in rules:
        if one.id == MOVED and isinstance(one.when, AtLeast):
            when = one.when.model_copy(update={"value": Decimal(limit)})
            yield one.model_copy(update={"when": when, "local": True})
        else:
            yield one
