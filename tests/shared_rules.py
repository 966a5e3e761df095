"""A hospital whose clinics build on its alert rules and safety text, for tests."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from lytte.core.safety import SafetyLines, SafetyText
from lytte.core.texts import Text
from lytte.core.thresholds import AtLeast, Emergency, Rule, RuleSet
from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.in_force import put_rules_in_force
from tests.shared_level import Shared


def rule(rule_id: str, limit: int, **more: Any) -> Rule:
    """Return a limit on pain, which the form asks."""
    measure = more.pop("measure", "symptoms/pain")
    when = AtLeast(measure=measure, value=Decimal(limit))
    return Rule(**{"severity": "red", "deputy": "doctor", "id": rule_id, "when": when, **more})


FEVER = Emergency(
    id="fever", item="symptoms/fever", triggers=(True,),
    name=Text({"nb": "Feber"}), call_now=Text({"nb": "Feber kan være farlig nå."}),
)  # fmt: skip
RULES = RuleSet(
    rules=(rule("pain-amber", 4, severity="amber"), rule("pain-red", 7)), emergencies=(FEVER,)
)


def put_in_force(
    shared: Shared, made: RuleSet, clinic_id: UUID | None = None
) -> tables.RuleSetPublication:
    """Save rules and have a second person approve them; the hospital's where no clinic is said."""
    world, owner = shared.cms.world, clinic_id or shared.common_id
    with world.open() as session:
        work = shared.cms.work(session)
        drafting.save_rules(work, owner, made)
        row = put_rules_in_force(work, world, made, owner)
        session.commit()
        return row


SAFE = SafetyText(
    languages={
        "nb": SafetyLines(
            who_answers="En sykepleier svarer.", out_of_hours="Ring legevakten.",
            danger="Ring nødnummeret.", when_read="Leses før kl. {read_by}.",
        )
    }
)  # fmt: skip


def put_text_in_force(
    shared: Shared, made: SafetyText, *, on: UUID | None = None, clinic_id: UUID | None = None
) -> tables.SafetyText:
    """Have two people stand behind a text: the clinic's where it stands on one, or is said."""
    world = shared.cms.world
    owner = clinic_id or (shared.clinic_id if on else shared.common_id)
    with world.open() as session:
        work = shared.cms.work(session)
        row = publishing.propose(
            work, tables.SafetyText, owner, made, staff_id=world.author_id, on=on
        )
        publishing.approve(work, row, staff_id=world.approver_id)
        session.commit()
        assert isinstance(row, tables.SafetyText)
        return row
