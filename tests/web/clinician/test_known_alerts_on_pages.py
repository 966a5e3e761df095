"""A nurse agrees a plan with the patient: the next answers are on the sheet, and call nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from lytte.services.sending import enrolling
from lytte.storage import tables
from tests.clinic_days import in_days
from tests.clinic_site import Clinic
from tests.forms_world import Ready
from tests.patient_browser import Browser

ADDRESS = "/clinic/bryst/alerts"


def agree(clinic: Clinic, nurse: FlaskClient, **changed: str) -> str:
    [alert] = clinic.alerts
    given = {"alert": str(alert.id), "occasion": str(alert.assessment_id), "to": "known",
             "reason": "Økt dose, ring igjen", "until": in_days(14)}  # fmt: skip
    answer = nurse.post(ADDRESS, data={**given, **changed})
    return str(answer.headers["Location"])


def sends(app: Flask, clinic: Clinic, pain: int) -> UUID:
    """The patient sends one more form; return its response."""
    world, now = clinic.world, datetime.now(UTC)
    with world.open() as session:
        work = world.work(session, now)
        publication = session.get(tables.FormPublication, clinic.ready.publication_id)
        assert publication is not None
        one = enrolling.plan(
            work, world.patient_id, publication, due_at=now, expires_at=now + timedelta(days=1)
        )
        token = enrolling.give_link(work, one.id)
        session.commit()
    browser = Browser(app, Ready(world, one.id, token, publication.id))
    browser.enter()
    browser.send(q0_0=str(pain))
    browser.send(q0_2="1", q0_3=["1"])
    browser.send(q0_4="0")
    browser.send(q0_5="Å kunne sove")
    browser.send()
    assert browser.url.endswith("/thanks"), browser.text
    assert "Ta den smertestillende" in browser.text
    with world.open() as session:
        rows = session.connection().exec_driver_sql(
            "select id from response where assessment_id = %s", (one.id,)
        )
        found: UUID = rows.scalar_one()
        return found


def states(clinic: Clinic) -> list[str]:
    return sorted(one.state for one in clinic.alerts if one.rule_id == "pain_red")


def test_what_is_known_stands_on_the_sheet_and_calls_nobody(
    app: Flask, clinic: Clinic, nurse: FlaskClient
) -> None:
    assert "moved=known" in agree(clinic, nurse)

    response_id = sends(app, clinic, 8)

    assert states(clinic) == ["known", "known"]
    assert "Kari Testmann" not in nurse.get(ADDRESS).text
    sheet = nurse.get(f"/clinic/sheet/{response_id}").text
    assert "Kjent" in sheet
    assert "Økt dose, ring igjen" in sheet
    assert "Kjent, med plan" in nurse.get(f"/clinic/sheet/{response_id}/why").text
    assert "Kari Testmann" in nurse.get(f"{ADDRESS}?closed=1").text


def test_clearly_worse_is_heard(app: Flask, clinic: Clinic, nurse: FlaskClient) -> None:
    agree(clinic, nurse)

    sends(app, clinic, 10)

    assert states(clinic) == ["known", "open"]
    assert "Kari Testmann" in nurse.get(ADDRESS).text


def test_not_manageable_is_heard(app: Flask, clinic: Clinic, nurse: FlaskClient) -> None:
    agree(clinic, nurse)
    page = nurse.get(f"{ADDRESS}/known").text
    assert "født 14.03.1951" in page
    plan = page.split('name="plan" value="')[1].split('"')[0]

    refused = nurse.post(f"{ADDRESS}/known", data={"plan": plan, "reason": " "})
    assert "Skriv hvorfor først" in nurse.get(refused.headers["Location"]).text
    nurse.post(f"{ADDRESS}/known", data={"plan": plan, "reason": "Får ikke sove"})
    sends(app, clinic, 8)

    assert states(clinic) == ["known", "open"]
    assert "Økt dose" not in nurse.get(f"{ADDRESS}/known").text


@pytest.mark.parametrize(
    "changed",
    [{"reason": " "}, {"until": ""}, {"until": "snart"}, {"until": in_days(0)},
     {"until": in_days(91)}],
)  # fmt: skip
def test_half_a_plan_is_asked_about(
    clinic: Clinic, nurse: FlaskClient, changed: dict[str, str]
) -> None:
    back = agree(clinic, nurse, **changed)

    assert states(clinic) == ["open"]
    assert "en dag etter i dag" in nurse.get(back).text


def test_an_emergency_cannot_be_agreed_away(clinic: Clinic, nurse: FlaskClient) -> None:
    with clinic.world.open() as session:
        [alert] = session.exec(select(tables.Alert)).all()
        alert.emergency = True
        session.add(alert)
        session.commit()

    page = nurse.get(ADDRESS).text
    answer = nurse.post(
        ADDRESS,
        data={"alert": alert.id, "to": "known", "reason": "Kjent", "until": in_days(3)},
    )

    assert "Kjent, med avtalt plan" not in page
    assert answer.status_code == 400
    assert [one.state for one in clinic.alerts] == ["open"]


def test_silence_stands_last_on_the_list_in_words(clinic: Clinic, nurse: FlaskClient) -> None:
    [alert] = clinic.alerts
    with clinic.world.open() as session:
        session.add(
            tables.Alert(
                hospital_id=alert.hospital_id, assessment_id=clinic.waiting_id,
                patient_id=alert.patient_id, clinic_id=alert.clinic_id, rule_id="silent",
                severity="amber", recipient="coordinator", raised_at=alert.raised_at - timedelta(9),
            )
        )  # fmt: skip
        session.commit()

    page = nurse.get(ADDRESS).text

    assert page.index("over grensen 7") < page.index("Ikke noe svar")
    assert "○ Ikke svart" in page
