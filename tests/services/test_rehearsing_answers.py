"""Rules on answers are tried on real rows as the live engine judges them, one by one."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlmodel import select

from lytte.core.alerting import alerts
from lytte.core.chosen import chosen
from lytte.core.sent import Sent
from lytte.core.thresholds import RuleSet
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.storage import tables
from tests.services.rehearsed_world import Past, publish_form
from tests.services.test_agreeing import Ward
from tests.services.test_rehearsing_urgent import NO, YES, answered, coded
from tests.world import NOW, World

KINDS = [YES, NO, coded("a"), coded("b"), {"valueCoding": {"code": "b", "system": "s"}},
         {"valueInteger": 1}, {"valueString": "b"}, {"valueString": "Æ\\\" “b”"}]  # fmt: skip


def on_answers(rule_id: str, item: str, *options: dict[str, Any]) -> dict[str, Any]:
    return {"id": rule_id, "severity": "red",
            "when": {"type": "answered", "item": item, "options": options}}  # fmt: skip


def test_any_answers_are_judged_as_the_live_engine_judges_them(world: World) -> None:
    random = Random(8)
    made = [
        on_answers(f"r{n}", f"plager/{random.choice('xyz')}", *random.sample(KINDS, n % 3 + 1))
        for n in range(12)
    ]
    both = {"type": "combined", "together": "all", "of": [made[0]["when"], made[1]["when"]]}
    pain = {"type": "combined", "together": "all", "of": [
        made[2]["when"], {"type": "at_least", "measure": "plager/pain", "value": 5}]}  # fmt: skip
    draft = RuleSet.model_validate(
        {"rules": [*made, {"id": "both", "severity": "red", "when": both},
                   {"id": "pain", "severity": "red", "when": pain}]}
    )  # fmt: skip
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        patients = [past.patient() for _ in range(6)]
        for _ in range(80):
            given = [
                (random.choice("xyz"), random.sample(KINDS, random.randint(0, 3))) for _ in range(4)
            ]
            at = NOW - timedelta(hours=random.randrange(30, 600))
            answered(past, at, *given, patient=random.choice(patients))
            past.responses[-1].measures = {"plager/pain": str(random.randrange(11))}
        kept = list(past.responses)
        past.keep(work)

        found = rehearsing.rehearse(work, world.clinic_id, draft, Asked(days=30))

    live = [(row.patient_id, one.rule_id) for row in kept for one in raised(draft, row)]
    assert len(live) > 40
    assert found.draft.alerts == len(live)
    for figures in found.rules:
        patients = [patient for patient, name in live if name == figures.rule_id]
        assert figures.draft == len(patients)
        assert figures.draft_patients == len(set(patients))


def raised(rules: RuleSet, row: tables.Response) -> Any:
    """Ask the live engine about one response."""
    numbers = {name: Decimal(value) for name, value in row.measures.items()}
    said = Sent.model_validate(row.document).by_address()
    return alerts(rules.rules, numbers | chosen(rules.rules, said))


def test_a_plan_keeps_what_was_chosen_and_the_rehearsal_leaves_out_what_it_covers(
    world: World,
) -> None:
    rules = RuleSet.model_validate({"rules": [on_answers("pain", "plager/x", coded("a"), YES)]})
    with world.open() as session:
        ward = Ward(world, world.work(session), rules, sent(coded("a")))
        work = ward.work

        ward.agree()

        [row] = work.session.exec(select(tables.KnownAlert)).all()
        assert row.stood == {
            "plager/x = a": {"value": "1", "step": None},
            "plager/x = true": {"value": "0", "step": None},
        }
        for day, answer in ((10, coded("a")), (9, YES), (8, coded("c"))):
            later = ward.past.sent(ward.patient, NOW - timedelta(days=day))
            later.document = sent(answer)
        ward.past.keep(work)
        found = rehearsing.rehearse(work, world.clinic_id, rules, Asked(days=30))

    # The first, and the other answer that the rule waits for.
    assert (found.in_force.alerts, found.in_force.known) == (2, 1)


def sent(value: dict[str, Any]) -> dict[str, Any]:
    return {"parts": {"plager": [{"link_id": "x", "at": [], "values": [value]}]}}


def test_a_question_that_nobody_answered_is_told_by_its_address_once(world: World) -> None:
    rules = RuleSet.model_validate({"rules": [on_answers("r", "plager/x", coded("a"), coded("b"))]})
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        past.sent(past.patient(), NOW - timedelta(days=3), pain="4")
        past.keep(work)

        found = rehearsing.rehearse(work, world.clinic_id, rules, Asked(days=30))

    told = [one.message for one in found.problems if one.place == "r"]
    assert told == ["No response of the period has plager/x, so the rule raised nothing by it."]
