"""Answers that cannot wait are replayed as the live engine judges them, where the draft differs."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from lytte.core.alerting import emergencies
from lytte.core.forms import document, sha256
from lytte.core.rehearsal import EmergencyFigures
from lytte.core.sent import Sent
from lytte.core.thresholds import RuleSet
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.work import Work
from lytte.storage import tables
from tests.services.rehearsed_world import Past, publish_form
from tests.world import NOW, World


def urgent(emergency_id: str, item: str, *triggers: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": emergency_id, "item": item, "triggers": triggers,
        "name": {"nb": emergency_id}, "call_now": {"nb": "Ring oss."},
    }  # fmt: skip


def rules(*made: dict[str, Any]) -> RuleSet:
    return RuleSet.model_validate({"emergencies": made})


def coded(code: str) -> dict[str, Any]:
    return {"valueCoding": {"code": code}}


YES, NO = {"valueBoolean": True}, {"valueBoolean": False}
FEVER = urgent("fever", "plager/fever", YES)
LEGS = urgent("legs", "plager/legs", coded("b"))
MORE_LEGS = urgent("legs", "plager/legs", coded("b"), coded("c"))
WORST = urgent("worst", "plager/pain", {"valueInteger": 10})


def answered(past: Past, at: datetime, *answers: tuple[str, list[Any]], patient: Any = None) -> Any:
    patient = patient or past.patient()
    row = past.sent(patient, at)
    given = [{"link_id": name, "at": [n], "values": v} for n, (name, v) in enumerate(answers)]
    row.document = {"parts": {"plager": given}}
    return patient


def in_force(work: Work, world: World, wanted: RuleSet) -> None:
    """Put rules in force past the checks on telephone numbers."""
    content = document(wanted)
    row = tables.RuleSetPublication(
        hospital_id=world.hospital_id, clinic_id=world.clinic_id, number=1, document=content,
        sha256=sha256(content), state="live", created_at=NOW, live_at=NOW,
        approver_id=world.approver_id,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()


def figures(work: Work, world: World, draft: RuleSet) -> dict[str, EmergencyFigures]:
    found = rehearsing.rehearse(work, world.clinic_id, draft, Asked(days=30))
    return {one.emergency_id: one for one in found.emergencies}


def test_what_no_longer_opens_call_now_is_counted_and_what_newly_does(world: World) -> None:
    day = NOW - timedelta(days=3)
    with world.open() as session:
        work = world.work(session)
        in_force(work, world, rules(FEVER, LEGS))
        past = Past(world, publish_form(work, world, world.clinic_id))
        kari = answered(past, day, ("fever", [YES]), ("legs", [coded("b")]))
        answered(past, day, ("fever", [YES]), ("fever", [YES]), patient=kari)
        answered(past, day, ("fever", [NO]), ("legs", [coded("a"), coded("c")]))
        answered(past, day, ("pain", [{"valueInteger": 10}]))
        answered(past, NOW - timedelta(days=40), ("fever", [YES]), ("legs", [coded("c")]))
        past.keep(work)

        found = figures(work, world, rules(MORE_LEGS, WORST))

    assert {name: (one.change, one.in_force, one.draft) for name, one in found.items()} == {
        "fever": ("removed", (2, 1), (0, 0)),
        "legs": ("changed", (1, 1), (2, 2)),
        "worst": ("added", (0, 0), (1, 1)),
    }


def test_one_that_the_draft_leaves_alone_is_not_replayed(world: World) -> None:
    with world.open() as session:
        work = world.work(session)
        in_force(work, world, rules(FEVER))
        found = figures(work, world, rules(FEVER, LEGS))

    assert (found["fever"].change, found["fever"].in_force) == ("same", None)
    assert (found["legs"].change, found["legs"].draft) == ("added", (0, 0))


def test_any_answers_are_judged_as_the_live_engine_judges_them(world: World) -> None:
    random = Random(4)
    kinds = [YES, NO, coded("a"), coded("b"), {"valueCoding": {"code": "b", "system": "s"}},
             {"valueInteger": 1}, {"valueDecimal": 1}, {"valueString": "b"}]  # fmt: skip
    items = ("plager/x", "plager/y")
    draft = rules(
        *(
            urgent(f"e{n}", random.choice(items), *random.sample(kinds, random.randint(1, 3)))
            for n in range(12)
        )
    )
    with world.open() as session:
        work = world.work(session)
        past = Past(world, publish_form(work, world, world.clinic_id))
        patients = [past.patient() for _ in range(6)]
        for _ in range(60):
            given = [
                (random.choice("xy"), random.sample(kinds, random.randint(0, 2))) for _ in range(3)
            ]
            at = NOW - timedelta(hours=random.randrange(30, 600))
            answered(past, at, *given, patient=random.choice(patients))
        kept = list(past.responses)
        past.keep(work)
        found = figures(work, world, draft)

    live = [(row.patient_id, one.id) for row in kept for one in set_off(draft, row)]
    for one in draft.emergencies:
        patients = [patient for patient, name in live if name == one.id]
        assert found[one.id].draft == (len(patients), len(set(patients)))


def set_off(wanted: RuleSet, row: tables.Response) -> Any:
    """Ask the live engine about one response."""
    given: dict[str, tuple[Any, ...]] = {}
    for answer in Sent.model_validate(row.document).parts["plager"]:
        address = f"plager/{answer.link_id}"
        given[address] = (*given.get(address, ()), *answer.values)
    return emergencies(wanted.emergencies, given)
