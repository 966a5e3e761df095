"""While the database stays away, staff are told so, and what they wrote is not lost."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from lytte.storage import tables
from lytte.storage.database import Database
from tests.clinic_site import PASSWORD, Clinic, code_now, make_app, make_clinic
from tests.cms_desk import Cms
from tests.dead_database import without_database
from tests.world import World

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return make_app(database, tmp_path)


@pytest.fixture
def clinic(app: Flask, world: World) -> Clinic:
    return make_clinic(app, world)


def again(page: str) -> dict[str, str]:
    """The fields that stand ready to be sent once more."""
    form = page.partition("<main")[2]
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(form)}


def test_the_process_is_alive_and_not_ready(app: Flask) -> None:
    client = app.test_client()

    with without_database(app):
        alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.json) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json) == (503, {"status": "the database does not answer"})
    assert client.get("/readyz").status_code == 200


def test_a_nurse_is_told_and_the_alert_is_not_half_closed(app: Flask, clinic: Clinic) -> None:
    nurse, alerts = clinic.nurse(), "/clinic/bryst/alerts"
    [alert] = clinic.alerts
    given = {"alert": str(alert.id), "to": "overridden", "reason": "Kjent «fra før»"}

    with without_database(app):
        pages = [
            nurse.get(one) for one in ("/clinic/bryst/", f"/clinic/sheet/{clinic.response_id}")
        ]
        closing = nurse.post(alerts, data=given)

    assert [one.status_code for one in (*pages, closing)] == [503] * 3
    assert all("Databasen svarer ikke" in one.text for one in (*pages, closing))
    assert clinic.alerts[0].state == "open"
    assert again(closing.text) == given
    assert nurse.post(alerts, data=again(closing.text)).status_code == 303
    assert clinic.alerts[0].closing_reason == "Kjent «fra før»"


def test_a_password_is_not_written_into_the_page(app: Flask, clinic: Clinic) -> None:
    email = clinic.email(clinic.staff(clinician=clinic.world.clinic_id))
    given = {"email": email, "password": PASSWORD, "code": code_now()}

    with without_database(app):
        page = app.test_client().post(f"/h/{clinic.world.slug}/sign-in", data=given)

    assert page.status_code == 503
    assert "Prøv igjen om en liten stund." in page.text
    assert PASSWORD not in page.text


def test_an_author_loses_no_word_of_a_form(cms: Cms) -> None:
    form_id = cms.form()
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}")
    before = cms.composition(form_id)
    change = f"/admin/forms/{form_id}/change"
    given = {"do": "texts", "language-nb": "1", "title-nb": "Før\n«timen»"}

    with without_database(cms.app):
        page = desk.post(change, **given)

    assert page.status_code == 503
    assert "det står klart her" in page.text
    assert cms.composition(form_id) == before
    assert desk.client.post(change, data=again(page.text)).status_code == 303
    assert "«timen»" in cms.composition(form_id).title.read("nb")


def test_a_file_is_asked_for_again(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")

    with without_database(cms.app):
        page = desk.post("/admin/instruments/import", whose="ours", file=(BytesIO(b"{}"), "q.json"))

    assert page.status_code == 503
    assert "Send en gang til" not in page.text
    assert cms.rows(tables.InstrumentVersion) == []
