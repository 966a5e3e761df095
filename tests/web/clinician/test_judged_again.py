"""Once a paper is corrected, what the patient sent later is judged again, and nothing is lost."""

from datetime import datetime, timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlmodel import select

from lytte.storage import tables
from tests.clinic_site import OSLO, Clinic
from tests.corrected import correct as stand_in
from tests.forms_world import another
from tests.paper_desk import sent
from tests.patient_browser import Browser
from tests.web.clinician.test_correcting_papers import WHY, correct, holds

RISING = "pain_rising"


def yesterday() -> str:
    """Return the day as a paper has it, by the hospital's clock."""
    return f"{datetime.now(OSLO) - timedelta(days=1):%d%m%Y}"


def paper(nurse: FlaskClient, clinic: Clinic, pain: str) -> UUID:
    """Type in what the patient wrote yesterday; what was answered first is of the day before."""
    first = datetime.now(OSLO) - timedelta(days=2)
    stand_in(clinic.world, clinic.response_id, authored=first.isoformat())
    assert sent(nurse, clinic, on=yesterday(), **{"q0-0": pain}).status_code == 303
    return holds(clinic).id


def put_right(nurse: FlaskClient, clinic: Clinic, pain: str) -> None:
    wrong = holds(clinic).id
    assert correct(nurse, wrong, on=yesterday(), **{"q0-0": pain}).status_code == 303


def then_answered(clinic: Clinic) -> UUID:
    """Let the patient answer 8 on a telephone afterwards."""
    occasion = another(clinic.ready)
    patient = Browser(clinic.app, occasion)
    patient.enter()
    patient.send(q0_0="8")
    patient.send(q0_2="1", q0_3=["1"])
    patient.send(q0_4="0")
    patient.send(q0_5="Å sove")
    patient.send()
    with clinic.world.open() as session:
        kind = tables.Response
        wanted = select(kind.id).where(kind.assessment_id == occasion.assessment_id)
        return session.exec(wanted).one()


def rising(clinic: Clinic, response_id: UUID) -> list[tables.Alert]:
    found = (one for one in clinic.alerts if one.response_id == response_id)
    return [one for one in found if one.rule_id == RISING]


def test_an_alert_on_a_change_that_never_was_is_closed_and_says_why(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    paper(nurse, clinic, "2")
    later = then_answered(clinic)
    assert [one.state for one in rising(clinic, later)] == ["open"]

    put_right(nurse, clinic, "8")

    [closed] = rising(clinic, later)
    assert closed.state == "overridden"
    assert closed.closing_reason == f"Et tidligere papir ble rettet av Nora Nattevakt: {WHY}"
    entry = next(one for one in reversed(clinic.audit()) if one.action == "response.judge_again")
    assert (entry.object_id, entry.fields["closed"], entry.fields["given"]) == (str(later), 1, 0)
    why = nurse.get(f"/clinic/sheet/{later}/why").text
    assert "Svarene det sammenlignes med, ble rettet" in why
    assert f"/clinic/sheet/{holds(clinic).id}" in why


def test_a_change_that_shows_once_a_late_paper_is_typed_in_is_given(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    first = datetime.now(OSLO) - timedelta(days=2)
    stand_in(clinic.world, clinic.response_id, authored=first.isoformat())
    later = then_answered(clinic)
    assert rising(clinic, later) == []

    assert sent(nurse, clinic, on=yesterday(), **{"q0-0": "3"}).status_code == 303

    [given] = rising(clinic, later)
    assert given.state == "open"
    [reason] = given.reasons
    assert (reason["previous"], reason["value"]) == ("3", "8")


def test_a_late_paper_closes_nothing(clinic: Clinic, nurse: FlaskClient) -> None:
    first = datetime.now(OSLO) - timedelta(days=2)
    with clinic.world.open() as session:
        before = session.get_one(tables.Response, clinic.response_id).measures
    low = {name: "2" if number == "8" else number for name, number in before.items()}
    stand_in(clinic.world, clinic.response_id, authored=first.isoformat(), measures=low)
    later = then_answered(clinic)
    assert [one.state for one in rising(clinic, later)] == ["open"]

    assert sent(nurse, clinic, on=yesterday(), **{"q0-0": "8"}).status_code == 303

    assert [one.state for one in rising(clinic, later)] == ["open"]


def test_a_paper_that_keeps_its_day_keeps_its_hour(clinic: Clinic, nurse: FlaskClient) -> None:
    paper(nurse, clinic, "2")
    early = datetime.now(OSLO).replace(hour=7, minute=30) - timedelta(days=1)
    stand_in(clinic.world, holds(clinic).id, authored=early.isoformat())

    put_right(nurse, clinic, "8")

    assert holds(clinic).authored == early


def test_a_change_that_was_hidden_is_given_now(clinic: Clinic, nurse: FlaskClient) -> None:
    paper(nurse, clinic, "8")
    later = then_answered(clinic)
    assert rising(clinic, later) == []

    put_right(nurse, clinic, "3")

    [given] = rising(clinic, later)
    assert given.state == "open"
    [reason] = given.reasons
    assert (reason["previous"], reason["value"]) == ("3", "8")
    assert "ble rettet" not in nurse.get(f"/clinic/sheet/{later}/why").text


def test_only_the_newest_answers_get_a_new_alert(clinic: Clinic, nurse: FlaskClient) -> None:
    paper(nurse, clinic, "8")
    middle = then_answered(clinic)
    newest = then_answered(clinic)

    put_right(nurse, clinic, "3")

    assert rising(clinic, middle) == rising(clinic, newest) == []


def test_an_alert_that_is_right_on_other_numbers_stays_with_whoever_has_it(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    paper(nurse, clinic, "2")
    later = then_answered(clinic)
    [alert] = rising(clinic, later)
    occasion = {"occasion": str(alert.assessment_id), "to": "acknowledged"}
    nurse.post("/clinic/bryst/alerts", data={**occasion, "alert": [str(alert.id)]})

    put_right(nurse, clinic, "4")

    [after] = rising(clinic, later)
    assert (after.id, after.state) == (alert.id, "acknowledged")
    assert "Svarene det sammenlignes med, ble rettet" in nurse.get(
        f"/clinic/sheet/{later}/why"
    ).text  # fmt: skip


def test_what_a_correction_closed_is_open_again_when_it_was_right_after_all(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    paper(nurse, clinic, "2")
    later = then_answered(clinic)
    put_right(nurse, clinic, "8")
    assert [one.state for one in rising(clinic, later)] == ["overridden"]

    put_right(nurse, clinic, "2")

    [again] = rising(clinic, later)
    assert (again.state, again.owner_id, again.closing_reason) == ("open", None, "")


def test_what_somebody_has_talked_about_stays_as_it_was_decided(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    paper(nurse, clinic, "2")
    later = then_answered(clinic)
    [alert] = rising(clinic, later)
    with clinic.world.open() as session:
        row = session.get_one(tables.Alert, alert.id)
        row.state, row.closing_reason, row.closed_at = "resolved", "Ringt", row.raised_at
        session.add(row)
        session.commit()

    put_right(nurse, clinic, "8")
    put_right(nurse, clinic, "3")

    [after] = rising(clinic, later)
    assert (after.state, after.closing_reason) == ("resolved", "Ringt")
