"""The standard error on the sheet is that of the estimate beside it."""

from datetime import date

from lytte.core.instrument import Instrument
from lytte.core.items.choice import Choice
from lytte.core.items.common import Expression
from lytte.core.summary_given import SummaryInput
from lytte.instruments import folder
from lytte.services.answers.submitting import Receipt
from lytte.services.sheets import summarising
from lytte.storage import tables
from tests.forms_world import Ready, make_ready
from tests.services.test_answering_and_sending import Patient
from tests.world import World

SCALE = "lytte-fatigue-bank/fatigue"


def bank(opened_by: str, every: int = 1) -> Instrument:
    """The fatigue bank, with a condition on one question of so many."""
    found = folder.library()["lytte-fatigue-bank"]
    condition = {"enable_when_expression": Expression(expression=opened_by)}
    items = list(found.questionnaire.items)
    items[::every] = [one.model_copy(update=condition) for one in items[::every]]
    asked = found.questionnaire.model_copy(update={"items": tuple(items)})
    return found.model_copy(update={"questionnaire": asked})


def answered(ready: Ready) -> Receipt:
    patient = Patient(ready)
    while pages := [one for one in patient.look().questions if not patient.look().saved(one)]:
        item = pages[0].place.item
        assert isinstance(item, Choice)
        patient.save({item.link_id: (item.answer_options[2].value,)})
    return patient.submit()


def sheet(world: World, receipt: Receipt) -> SummaryInput:
    with world.open() as session:
        return summarising.given(world.work(session), receipt.response_id, language="nb")


def test_it_is_there_where_the_bank_asks_for_the_birth_date(world: World) -> None:
    asked = bank("%patient.birthDate.exists()")
    receipt = answered(make_ready(world, items=(), instruments=(asked,), languages=("nb",)))

    given = sheet(world, receipt)
    assert given.measures[SCALE] == receipt.judged.measures[SCALE]
    assert given.standard_errors[SCALE] > 0


def test_it_is_left_out_where_the_answers_no_longer_come_to_the_number(world: World) -> None:
    asked = bank("%patient.birthDate < @1960", every=4)
    receipt = answered(make_ready(world, items=(), instruments=(asked,), languages=("nb",)))
    assert SCALE in sheet(world, receipt).standard_errors

    with world.open() as session:
        session.get_one(tables.Patient, world.patient_id).birth_date = date(1961, 3, 14)
        session.commit()
    given = sheet(world, receipt)
    assert given.measures[SCALE] == receipt.judged.measures[SCALE]
    assert given.standard_errors == {}
