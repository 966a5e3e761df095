"""What is sent says how long each question took, from when the patient's own pages were saved."""

from datetime import timedelta

from sqlmodel import select

from lytte.core.sent import Sent, SentAnswer
from lytte.storage import tables
from tests.forms_world import make_ready
from tests.services.test_answering_and_sending import NOT_NUMB, Patient
from tests.world import World


def kept(world: World) -> dict[str, SentAnswer]:
    """Return the one response's answers by link_id."""
    with world.open() as session:
        document = session.exec(select(tables.Response.document)).one()
    return {one.link_id: one for one in Sent.model_validate(document).parts["symptoms"]}


def test_a_form_that_is_sent_says_how_long_each_question_took(world: World) -> None:
    patient = Patient(make_ready(world))
    patient.save({"pain": (2,)})
    patient.save({"legs": NOT_NUMB})
    with world.open() as session:
        [pain] = session.exec(select(tables.Answer).where(tables.Answer.link_id == "pain")).all()
        pain.saved_at -= timedelta(seconds=9)
        [assessment] = session.exec(select(tables.Assessment)).all()
        assessment.started_at = pain.saved_at - timedelta(seconds=14)
        session.add_all([pain, assessment])
        session.commit()

    patient.submit()

    found = kept(world)
    assert found["pain"].seconds == 14
    assert found["legs"].seconds in (9, 10)
    assert found["own"].seconds is None


def test_an_answer_that_was_changed_says_no_time(world: World) -> None:
    patient = Patient(make_ready(world))
    patient.save({"pain": (2,)})
    patient.save({"pain": (3,), "legs": NOT_NUMB})

    patient.submit()

    assert kept(world)["pain"].seconds is None
