"""NLM's PHQ-9 looks its weights up in the form itself: one total, wherever it is reckoned."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lytte.core.answers import Key
from lytte.core.items.choice import Choice
from lytte.core.safety import SafetyText
from lytte.core.values import NativeValue, value_to_json
from lytte.services.answers.answering import Entry
from lytte.services.previews.previewing import Around, came_to, seated, with_answers
from tests.corpus import corpus
from tests.evaluated import check, outcome
from tests.forms_world import make_ready
from tests.services.test_answering_and_sending import Patient, spot_of
from tests.world import World

FILE = ("fhir", "LHNCBC+lforms", "R4_phq9.json")
TOTAL = "/44261-6"
CHOSEN = (0, 1, 2, 3, 3, 2, 1, 0, 2)


@pytest.fixture
def brought() -> bytes:
    given: dict[str, Any] = json.loads(corpus(*FILE).read_bytes())
    return json.dumps({**given, "language": "nb"}).encode()


def said(answers: dict[str, NativeValue]) -> bytes:
    """Write answers as a response that is on its way."""
    items = [
        {"linkId": link_id, "answer": [value_to_json(value)]} for link_id, value in answers.items()
    ]
    kind = {"resourceType": "QuestionnaireResponse", "status": "in-progress"}
    return json.dumps({**kind, "item": items}).encode()


def test_the_total_is_the_same_on_the_page_kept_previewed_and_evaluated(
    world: World, brought: bytes
) -> None:
    ready = make_ready(world, items=(), imported=brought, languages=("nb",))
    patient = Patient(ready)
    sitting = patient.look()
    form = sitting.form.form
    asked = [each for each in form.parts[0].questionnaire.every_item() if isinstance(each, Choice)]
    answers = {
        item.link_id: item.answer_options[number].value
        for item, number in zip(asked, CHOSEN, strict=False)
    }
    for link_id, value in answers.items():
        patient.save({link_id: (value,)})
    page = patient.look().answered["brought"].evaluation
    assert page is not None
    place = Around(clinic_id=world.clinic_id, clinic="Prøve", contact=None, safety=SafetyText())
    given = [Entry(spot_of(sitting, link_id), (value,), 0) for link_id, value in answers.items()]
    zone, now = ZoneInfo("Europe/Oslo"), datetime.now(UTC)
    bare = seated(place, form, [], now=now, zone=zone, language="nb")
    tried = seated(place, form, with_answers(bare, given), now=now, zone=zone, language="nb")
    evaluated = outcome(brought, said(answers), now)
    assert isinstance(evaluated, dict)

    assert page.values(Key(TOTAL)) == (Decimal(sum(CHOSEN)),)
    assert evaluated["calculated"][TOTAL] == [{"valueDecimal": Decimal(sum(CHOSEN))}]
    assert came_to(tried).document.answers()["brought"][Key(TOTAL)] == (Decimal(sum(CHOSEN)),)
    kept = patient.submit().judged.document.answers()["brought"]
    assert kept[Key(TOTAL)] == (Decimal(sum(CHOSEN)),)


def test_nothing_is_said_to_be_empty_in_it() -> None:
    told = [each.message for each in check(str(corpus(*FILE))).problems]

    assert not [each for each in told if "stays empty" in each or "add" in each]
