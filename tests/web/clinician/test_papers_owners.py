"""Whose paper it is, which version, and what was answered before it came."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlmodel import select

from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.clinic_site import Clinic
from tests.forms_world import BORN
from tests.paper_desk import PAPER, alerts, kept, must, sent, today
from tests.patient_browser import Browser


def test_saving_the_same_paper_twice_is_one_answer(clinic: Clinic, nurse: FlaskClient) -> None:
    first, second = sent(nurse, clinic), sent(nurse, clinic)

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert len(alerts(clinic)) == 1


def test_another_paper_never_writes_over_what_is_saved(clinic: Clinic, nurse: FlaskClient) -> None:
    sent(nurse, clinic)

    changed = sent(nurse, clinic, **{"q0-0": "3"})
    by_another = sent(clinic.nurse(), clinic)

    for answer in (changed, by_another):
        assert answer.status_code == 409
        assert "Ingenting av det du skrev, ble lagret" in answer.text
    assert must(kept(clinic)).measures["symptoms/pain"] == "8"


def test_what_the_patient_sent_is_not_typed_over(clinic: Clinic, nurse: FlaskClient) -> None:
    address = f"/clinic/in/{clinic.ready.assessment_id}/paper"

    page = nurse.get(address).text
    answer = nurse.post(address, data={**PAPER, "on": today(), "to": "save"})

    assert "Kari Testmann har svart fra før" in page
    assert "finn den" in page
    assert answer.status_code == 409


def test_a_paper_that_comes_when_the_time_is_over_counts(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    with clinic.world.open() as session:
        row = session.get(tables.Assessment, clinic.waiting_id)
        assert row is not None
        row.state, row.expires_at = "expired", row.expires_at - timedelta(days=2)
        session.add(row)
        session.commit()

    assert "Skriv inn et papir" in nurse.get(f"/clinic/in/{clinic.waiting_id}").text
    assert sent(nurse, clinic).status_code == 303


def test_the_patients_browser_cannot_send_once_the_paper_is_saved(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = nurse.post(f"/clinic/in/{clinic.waiting_id}", data={"kind": "link", "who": "patient"})
    token = page.text.split("/a/")[1].split("<")[0]
    browser = Browser(clinic.app, clinic.ready)
    browser.get(f"/a/{token}")
    browser.send(born=BORN)
    browser.send(who="self")
    browser.send(q0_0="5")
    assert (
        "svart på 1 spørsmål på skjerm" in nurse.get(f"/clinic/in/{clinic.waiting_id}/paper").text
    )

    sent(nurse, clinic)
    browser.get(f"/form/{clinic.waiting_id}/0-2")

    assert must(kept(clinic)).mode == "paper"
    assert "sendt" in browser.text


def test_the_version_on_the_paper_is_the_one_it_is_read_by(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    with clinic.world.open() as session:
        work = clinic.world.work(session, datetime.now(UTC))
        draft = session.exec(select(tables.FormDraft)).one()
        made = drafting.composition(work, draft)
        longer = made.model_copy(update={"minutes": 9})
        draft = drafting.save_form(work, clinic.world.clinic_id, "before", longer)
        publishing.publish_form(work, draft.id)
        session.commit()
    address = f"/clinic/in/{clinic.waiting_id}/paper"
    assert "versjon 2" in nurse.get(address).text

    answer = nurse.post(f"{address}?version=1", data={**PAPER, "on": today(), "to": "save"})

    assert answer.status_code == 303
    assert must(kept(clinic)).form_publication_id == clinic.ready.publication_id


def test_the_square_of_an_occasions_paper_leads_to_it(clinic: Clinic, nurse: FlaskClient) -> None:
    number = clinic.waiting_id.hex[:10]
    ways = nurse.get(f"/clinic/in/{clinic.waiting_id}").text
    assert f"occasion={clinic.waiting_id}" in ways

    for scanned in (f"bryst/before.1/ar/{number}", f"BRYST-BEFORE.1-AR-{number.upper()}"):
        answer = nurse.post("/clinic/bryst/papers", data={"written": scanned})
        assert answer.status_code == 303
        assert f"/in/{clinic.waiting_id}/paper?" in answer.headers["Location"]
        assert "language=ar" in answer.headers["Location"]


def test_a_code_without_a_number_asks_whose_it_is(clinic: Clinic, nurse: FlaskClient) -> None:
    page = nurse.post("/clinic/bryst/papers", data={"written": "bryst/before.1/nb"}).text
    assert "Hvem sitt papir er det?" in page

    found = nurse.post("/clinic/bryst/papers", data={"code": "before.1/nb", "written": "14.03.51"})

    assert f"/in/{clinic.waiting_id}/paper?" in found.text
    assert "version=1" in found.text


def test_a_patient_is_found_by_number_name_or_birth_date_and_else_told(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    for written in ("000000", "kari test", "140351"):
        assert "Kari Testmann" in nurse.post("/clinic/bryst/papers", data={"written": written}).text
    for written in ("%", "_____", "Ola Nordmann", "bryst/before.99/nb", "x" * 5000):
        page = nurse.post("/clinic/bryst/papers", data={"written": written})
        assert page.status_code == 200
        assert "Kari Testmann" not in page.text
        assert "Ingenting passer" in page.text


def test_papers_of_another_clinic_are_not_there(clinic: Clinic, nurse: FlaskClient) -> None:
    elsewhere: UUID = clinic.other_clinic()
    other = clinic.client(clinic.staff(clinician=elsewhere))

    assert other.get("/clinic/bryst/papers").status_code == 404
    assert other.get(f"/clinic/in/{clinic.waiting_id}/paper").status_code == 404
    assert sent(other, clinic).status_code == 404
    found = other.post("/clinic/lunge/papers", data={"written": "000000"})
    assert "Kari Testmann" not in found.text
    code = f"bryst/before.1/nb/{clinic.waiting_id.hex[:10]}"
    assert other.post("/clinic/lunge/papers", data={"written": code}).status_code == 200


def test_who_sets_up_forms_does_not_read_papers(clinic: Clinic) -> None:
    admin = clinic.client(clinic.staff(clinic_admin=clinic.world.clinic_id))

    assert admin.get(f"/clinic/in/{clinic.waiting_id}/paper").status_code in (403, 404)
    assert admin.get("/clinic/bryst/papers").status_code in (403, 404)


def test_everyone_whose_name_was_shown_is_in_the_audit(clinic: Clinic, nurse: FlaskClient) -> None:
    nurse.get("/clinic/bryst/papers")
    nurse.get(f"/clinic/in/{clinic.waiting_id}/paper")

    seen = {one.action: one for one in clinic.audit()}
    assert len(seen["papers.view"].fields["patients"]) == 1
    assert seen["assessment.view"].patient
