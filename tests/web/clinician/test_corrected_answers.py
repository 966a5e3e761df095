"""Answers that were corrected: their address leads to what holds, and why is told of both."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from lytte.storage import tables
from tests.clinic_site import Clinic
from tests.corrected import correct
from tests.patient_browser import Browser


@pytest.mark.parametrize("end", ["", ".pdf", ".txt"])
def test_the_sheet_of_what_was_corrected_is_that_of_what_holds(
    clinic: Clinic, nurse: FlaskClient, end: str
) -> None:
    new = correct(clinic.world, clinic.response_id, measures={})

    answer = nurse.get(f"/clinic/sheet/{clinic.response_id}{end}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/clinic/sheet/{new}{end}"
    assert nurse.get(f"/clinic/sheet/{new}{end}").status_code == 200


def test_the_sheet_says_who_corrected_the_paper_and_when(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    new = correct(clinic.world, clinic.response_id)

    told = nurse.get(f"/clinic/sheet/{new}.txt").text

    assert "Skrevet inn fra papir, rettet" in told
    assert "av Solveig Demo" in told


def test_why_it_was_flagged_says_that_it_counts_no_longer(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    new = correct(clinic.world, clinic.response_id)

    told = nurse.get(f"/clinic/sheet/{clinic.response_id}/why").text

    assert "av Solveig Demo: Read 8 for 3" in told
    assert "De teller ikke lenger." in told
    assert f"/clinic/sheet/{new}/why" in told
    assert "De teller ikke lenger." not in nurse.get(f"/clinic/sheet/{new}/why").text


def test_the_next_answers_have_become_worse_since_what_holds(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    # The patient answers 8 again; the first 8 was really a 3.
    correct(clinic.world, clinic.response_id, measures={"symptoms/pain": "3"})

    answered(clinic)

    raised = {one.rule_id for one in clinic.alerts if one.assessment_id == clinic.waiting_id}
    assert raised == {"pain_red", "pain_rising"}


def test_a_patient_is_thanked_once(clinic: Clinic) -> None:
    patient = answered(clinic)
    with clinic.world.open() as session:
        [made] = session.exec(
            select(tables.Response.id).where(tables.Response.assessment_id == clinic.waiting_id)
        ).all()
    correct(clinic.world, made)

    assert patient.get(patient.url).status_code == 200


def answered(clinic: Clinic) -> Browser:
    """Let the patient answer what waits, as the first time."""
    patient = clinic.begun()
    patient.send(q0_0="8")
    patient.send(q0_2="1", q0_3=["1"])
    patient.send(q0_4="0")
    patient.send(q0_5="Å sove")
    patient.send()
    assert patient.url.endswith("/thanks"), patient.text
    return patient
