"""A desk where a paper of the waiting occasion is typed in, for tests."""

from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from lytte.core.sent import Sent
from lytte.storage import tables
from tests.clinic_site import OSLO, Clinic

# Pain 8, hindered a little, in the back and the stomach, no numb legs, own words.
PAPER = {"born": "140351", "who": "1", "q0-0": "8", "q0-2": "2", "q0-3": "23", "q0-4": "1",
         "q0-5": "Å gå tur"}  # fmt: skip


def today() -> str:
    """Today as six and two digits, by the hospital's clock."""
    return f"{datetime.now(OSLO):%d%m%Y}"


def sent(nurse: FlaskClient, clinic: Clinic, to: str = "save", **changed: str) -> TestResponse:
    """Send the waiting occasion's paper."""
    data = {"on": today(), **PAPER, **changed, "to": to}
    return nurse.post(f"/clinic/in/{clinic.waiting_id}/paper", data=data)


def kept(clinic: Clinic) -> tables.Response | None:
    """What the waiting occasion was answered with."""
    with clinic.world.open() as session:
        return session.exec(
            select(tables.Response).where(tables.Response.assessment_id == clinic.waiting_id)
        ).one_or_none()


def must(found: tables.Response | None) -> tables.Response:
    """It is there."""
    assert found is not None
    return found


def answers(response: tables.Response | None) -> dict[str, object]:
    """What the response says, by question."""
    found = Sent.model_validate(must(response).document).answers()["symptoms"]
    return {key.link_id: given for key, given in found.items()}


def alerts(clinic: Clinic) -> dict[str, tables.Alert]:
    """What the waiting occasion raised, by rule."""
    return {one.rule_id: one for one in clinic.alerts if one.assessment_id == clinic.waiting_id}
