"""From the link to the thank-you page, without a script."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from lytte.storage import tables
from tests.patient_browser import Browser


def test_a_patient_answers_a_form_from_link_to_thanks(browser: Browser) -> None:
    browser.enter()
    assert "Hvor vondt har du hatt?" in browser.text
    browser.send(q0_0="8")
    assert "Mer om smertene" in browser.text
    browser.send(q0_2="1", q0_3=["1", "2"])
    browser.send(q0_4="0")
    browser.send(q0_5="Å kunne sove")
    assert browser.url.endswith("/review")
    assert "8 av 10" in browser.text
    assert "Ryggen, Magen" in browser.text
    browser.send()

    assert browser.url.endswith("/thanks")
    assert "Ta den smertestillende medisinen" in browser.text
    assert "Kan det ikke vente?" not in browser.text
    with browser.ready.world.open() as session:
        [response] = session.exec(select(tables.Response)).all()
        [alert] = session.exec(select(tables.Alert)).all()
    assert (response.answered, response.asked) == (5, 5)
    assert response.measures == {"symptoms/pain": "8", "symptoms/hinders": "1"}
    assert (alert.rule_id, alert.severity, alert.response_id) == ("pain_red", "red", response.id)


def test_no_reading_time_is_promised_while_nobody_is_there_for_it(browser: Browser) -> None:
    with browser.ready.world.open() as session:
        [clinic] = session.exec(select(tables.Clinic)).all()
        clinic.uncovered_at = clinic.uncovered_at or datetime(2026, 8, 24, tzinfo=UTC)
        session.add(clinic)
        session.commit()
    browser.enter()
    browser.send(q0_0="3")

    assert "Vi kan ikke si sikkert når svarene dine blir lest." in browser.text
    assert "leses" not in browser.text
    browser.get(f"{browser.ready.at}/review")
    browser.send()
    assert "Vi kan ikke si sikkert når svarene dine blir lest." in browser.text


def test_advice_after_hours_says_whom_to_ring_meanwhile(browser: Browser) -> None:
    with browser.ready.world.open() as session:
        session.exec(select(tables.ClinicContact)).one().hours = {}
        session.commit()
    browser.enter()
    browser.send(q0_0="8")
    browser.get(f"{browser.ready.at}/review")
    browser.send()

    assert "Kan det ikke vente? Ring Legevakt, 116 117." in browser.text


@pytest.mark.parametrize(
    "stored", [{"1": ["9:00", "kl 15"]}, {"7": ["x", None]}, {str(day): day for day in range(9)}]
)
def test_no_hours_that_were_stored_break_a_page(browser: Browser, stored: dict[str, Any]) -> None:
    with browser.ready.world.open() as session:
        session.exec(select(tables.ClinicContact)).one().hours = stored
        session.commit()

    browser.enter()

    assert "22 00 00 00" in browser.text
