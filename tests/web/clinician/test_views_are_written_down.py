"""Every view of a patient stands in the audit before the page leaves the house."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from lytte.storage import roles
from lytte.storage.audit import pseudonym, verify
from lytte.storage.database import Database
from lytte.storage.embedded import EmbeddedServer
from tests.clinic_site import OSLO, Clinic
from tests.world import KEYS

# Every page that shows a patient, and the deed it is written down as.
VIEWS = {
    "/clinic/bryst/": "clinic_day.view",
    "/clinic/bryst/{today}": "clinic_day.view",
    "/clinic/bryst/{today}/sheets.pdf": "sheet.view",
    "/clinic/bryst/alerts": "alerts.view",
    "/clinic/bryst/alerts?closed=1": "alerts.view",
    "/clinic/sheet/{response}": "sheet.view",
    "/clinic/sheet/{response}.pdf": "sheet.view",
    "/clinic/sheet/{response}.txt": "sheet.view",
    "/clinic/sheet/{response}/why": "alerts.trace",
    "/clinic/in/{waiting}": "assessment.view",
}


def _address(clinic: Clinic, pattern: str) -> str:
    return pattern.format(
        today=datetime.now(OSLO).date(), response=clinic.response_id, waiting=clinic.waiting_id
    )


@pytest.mark.parametrize("pattern", VIEWS)
def test_a_view_is_written_down_with_whose_it_was(
    clinic: Clinic, nurse: FlaskClient, pattern: str
) -> None:
    before = len(clinic.audit())

    answer = nurse.get(_address(clinic, pattern))

    assert answer.status_code == 200
    entry = clinic.audit()[before:][-1]
    who = pseudonym(clinic.world.patient_id, KEYS.audit)
    assert entry.action == VIEWS[pattern]
    assert entry.actor.startswith("staff:")
    assert entry.role == "clinician"
    if "closed" not in pattern:
        assert who == entry.patient or who in entry.fields.get("patients", ())


@pytest.mark.parametrize("pattern", VIEWS)
def test_no_patient_is_shown_when_it_cannot_be_written_down(
    clinic: Clinic, nurse: FlaskClient, pattern: str, unwritable: None
) -> None:
    answer = nurse.get(_address(clinic, pattern))

    assert answer.status_code == 500
    assert answer.mimetype == "text/html"
    assert "Testmann" not in answer.text


@pytest.fixture
def unwritable(database: Database, server: EmbeddedServer) -> Iterator[None]:
    """The audit takes no more rows from the staff's door."""
    owner = create_engine(server.url(roles.OWNER, database.app.url.database or ""))
    try:
        with owner.begin() as connection:
            connection.execute(text("revoke insert on audit_entry from lytte_app"))
        yield
        with owner.begin() as connection:
            connection.execute(text("grant insert on audit_entry to lytte_app"))
    finally:
        owner.dispose()


def test_the_chain_holds_after_a_day_of_views(clinic: Clinic, nurse: FlaskClient) -> None:
    for pattern in VIEWS:
        nurse.get(_address(clinic, pattern))

    with clinic.world.open() as session:
        verdict = verify(session)
    assert verdict.broken_at is None
    assert verdict.rows > len(VIEWS)


def test_what_is_refused_is_written_down_too(clinic: Clinic) -> None:
    stranger = clinic.client(clinic.staff(clinician=clinic.other_clinic()))

    answer = stranger.get(f"/clinic/sheet/{clinic.response_id}")

    assert answer.status_code == 404
    entry = clinic.audit()[-1]
    assert (entry.action, entry.outcome) == ("page.refused", "denied")
    assert entry.object_id == str(clinic.response_id)


@pytest.mark.parametrize("pattern", [*VIEWS, "/staff", "/arrive"])
def test_nothing_that_needs_a_sign_in_is_kept_by_the_browser(
    clinic: Clinic, nurse: FlaskClient, pattern: str
) -> None:
    answer = nurse.get(_address(clinic, pattern))

    assert answer.headers["Cache-Control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
