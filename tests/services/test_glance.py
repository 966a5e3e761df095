"""A page that is only read: one question to the database, through the same door."""

from dataclasses import fields

import pytest
from sqlalchemy import text

from lytte.services import pinned
from lytte.services.answers import sitting
from lytte.storage.sessions import NotEntered
from tests.forms_world import make_ready
from tests.services.test_answering_and_sending import Patient
from tests.world import NOW, World


def test_a_glance_shows_what_a_session_shows(world: World) -> None:
    patient = Patient(make_ready(world))
    patient.save({"pain": (6,)})
    seated = patient.look()

    seen = sitting.glance(world.database, patient.token, seated.now)

    assert seen is not None
    assert seen.stored
    for one in fields(seated):
        assert getattr(seen, one.name) == getattr(seated, one.name), one.name


def test_the_connection_of_a_glance_stays_in_no_hospital(world: World) -> None:
    patient = Patient(make_ready(world))
    sitting.glance(world.database, patient.token, NOW)

    with world.database.patient_glances.connect() as connection:
        assert connection.execute(text("select count(*) from assessment")).scalar_one() == 0


def test_nobody_glances_with_a_token_that_was_never_given(world: World) -> None:
    make_ready(world)

    with pytest.raises(NotEntered):
        sitting.glance(world.database, "made-up", NOW)


def test_a_form_that_was_not_read_yet_is_no_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = Patient(make_ready(world))
    monkeypatch.setattr(pinned, "_forms", pinned.Shelf(1))

    assert sitting.glance(world.database, patient.token, NOW) is None
    patient.look()
    assert sitting.glance(world.database, patient.token, NOW) is not None
