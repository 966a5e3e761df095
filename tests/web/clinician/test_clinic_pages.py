"""The clinician's day as a browser without scripts meets it."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import select

from lytte.storage import tables
from tests.clinic_site import Clinic
from tests.reports import pdfs


def test_todays_list_tells_who_has_answered_and_what_to_look_at(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = nurse.get("/clinic/bryst/")

    assert page.status_code == 200
    assert page.text.count("Kari Testmann") >= 2
    assert "1 rødt" in page.text
    assert f"/clinic/sheet/{clinic.response_id}" in page.text
    assert f"/clinic/in/{clinic.waiting_id}" in page.text


def test_an_emergency_stands_on_the_day_before_the_form_is_sent(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    patient = clinic.begun()
    patient.send(q0_0="2")
    patient.send(q0_4="1")
    assert patient.url.endswith("/call")

    page = nurse.get("/clinic/bryst/").text

    [row] = [
        one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if str(clinic.waiting_id) in one
    ]
    assert "Haster" in row
    assert "Har begynt" in row
    # There is no sheet yet: what it is stands on the alerts.
    assert f'href="/clinic/bryst/alerts#o{clinic.waiting_id}"' in row
    assert f'id="o{clinic.waiting_id}"' in nurse.get("/clinic/bryst/alerts").text
    [printed] = re.findall(r'href="([^"]+sheets\.pdf)"', page)
    listed = PdfReader(BytesIO(nurse.get(printed).data)).pages[0].extract_text()
    assert "begynt, ikke sendt haster" in " ".join(listed.split())


def test_the_day_counts_what_the_sheet_counts(clinic: Clinic, nurse: FlaskClient) -> None:
    """Pain passed its red limit and rose, and there is an emergency: one red thing to look at."""
    [pain] = clinic.alerts
    with clinic.world.open() as session:
        for one in (
            {"rule_id": "pain_rising", "severity": "amber"},
            {"rule_id": "numb_legs", "emergency": True, "reasons": []},
        ):
            session.add(tables.Alert(**pain.model_dump() | {"id": uuid4()} | one))
        session.commit()

    rows = re.findall(r"<tr>.*?</tr>", nurse.get("/clinic/bryst/").text, re.DOTALL)

    [row] = [re.sub(r"<[^>]+>", "", one) for one in rows if str(clinic.response_id) in one]
    assert "■ Haster ■ 1 rødt" in row
    assert "gult" not in row


def test_a_day_that_is_no_day_has_no_page(nurse: FlaskClient) -> None:
    for given in ("2026-13-01", "0001-01-01", "20260824", "i-morgen"):
        assert nurse.get(f"/clinic/bryst/{given}").status_code == 404


def test_the_sheet_is_the_same_on_screen_on_paper_and_as_text(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    address = f"/clinic/sheet/{clinic.response_id}"

    screen, paper, text = (nurse.get(address + kind) for kind in ("", ".pdf", ".txt"))

    printed = PdfReader(BytesIO(paper.data))
    assert len(printed.pages) == 1
    for told in (screen.text, printed.pages[0].extract_text(), text.text):
        assert "Kari Testmann" in told
        assert "Å kunne sove" in told
    assert text.mimetype == "text/plain"
    assert "<" not in text.text


def test_why_it_was_flagged_names_rule_version_and_hashes(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    with clinic.world.open() as session:
        rules = session.exec(select(tables.RuleSetPublication)).one()
        response = session.get(tables.Response, clinic.response_id)

    page = nurse.get(f"/clinic/sheet/{clinic.response_id}/why").text

    assert "Rødt varsel når Hvor vondt har du hatt er 7 eller mer." in page
    assert "over grensen 7" in page
    assert rules.sha256 in page
    assert response is not None
    assert response.sha256 in page


def test_the_day_prints_a_list_and_one_sheet_for_each_who_answered(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    today = nurse.get("/clinic/bryst/").text
    address = today.split('href="')[1:]
    printed = next(one.split('"')[0] for one in address if "sheets.pdf" in one)

    pages = PdfReader(BytesIO(nurse.get(printed).data)).pages

    assert len(pages) == 2
    assert "K.T. 1951" in pages[0].extract_text()
    assert "Kari Testmann" not in pages[0].extract_text()


def test_a_link_made_for_a_patient_opens_the_form(clinic: Clinic, nurse: FlaskClient) -> None:
    page = nurse.post(f"/clinic/in/{clinic.waiting_id}", data={"kind": "link", "who": "patient"})

    link = page.text.split("http://localhost:5000/a/")[1].split("<")[0]
    assert "<svg" in page.text
    assert clinic.app.test_client().get(f"/a/{link}").status_code == 303


def test_a_helpers_code_is_marked_as_the_helpers(clinic: Clinic, nurse: FlaskClient) -> None:
    nurse.post(f"/clinic/in/{clinic.waiting_id}", data={"kind": "letter", "who": "helper"})

    with clinic.world.open() as session:
        made = session.exec(
            select(tables.AccessCode).where(tables.AccessCode.assessment_id == clinic.waiting_id)
        ).one()
    assert (made.kind, made.helper) == ("letter", True)


def test_no_way_in_is_made_for_what_has_been_answered(clinic: Clinic, nurse: FlaskClient) -> None:
    address = f"/clinic/in/{clinic.ready.assessment_id}"

    answer = nurse.post(address, data={"kind": "link", "who": "patient"})

    assert answer.status_code == 303
    assert "Svarene er sendt" in nurse.get(address).text
    with clinic.world.open() as session:
        codes = session.exec(
            select(tables.AccessCode).where(
                tables.AccessCode.assessment_id == clinic.ready.assessment_id
            )
        ).all()
    assert len(codes) == 1  # the one the patient came by


def test_no_way_in_is_made_when_the_time_is_over(clinic: Clinic, nurse: FlaskClient) -> None:
    with clinic.world.open() as session:
        row = session.get(tables.Assessment, clinic.waiting_id)
        assert row is not None
        row.expires_at -= timedelta(days=2)
        session.add(row)
        session.commit()

    page = nurse.get(f"/clinic/in/{clinic.waiting_id}")

    assert "Tiden for å svare er ute" in page.text
    assert "Lag en lenke" not in page.text


@pytest.mark.parametrize(("asked", "given"), [("nb", "nb"), ("ar", "ar"), ("tlh", "nb")])
def test_the_blank_form_prints_in_the_languages_it_has(
    clinic: Clinic, nurse: FlaskClient, asked: str, given: str
) -> None:
    answer = nurse.get(f"/clinic/paper/{clinic.ready.publication_id}.pdf?language={asked}")

    assert answer.mimetype == "application/pdf"
    assert f"-{given}.pdf" in answer.headers["Content-Disposition"]
    read = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "22 00 00 00" in " ".join(read.split())


@pytest.mark.parametrize(("language", "said"), [
    ("nb", "Vi kan ikke si sikkert når svarene dine blir lest."),
    ("en", "We cannot say for certain"),
])  # fmt: skip
def test_paper_promises_no_reading_time_while_nobody_is_there_for_it(
    clinic: Clinic, nurse: FlaskClient, language: str, said: str
) -> None:
    address = f"/clinic/paper/{clinic.ready.publication_id}.pdf?language={language}"
    promised = pdfs.text(nurse.get(address).data)
    with clinic.world.open() as session:
        row = session.get(tables.Clinic, clinic.world.clinic_id)
        assert row is not None
        row.uncovered_at = datetime(2026, 8, 24, tzinfo=UTC)
        session.add(row)
        session.commit()

    printed = pdfs.text(nurse.get(address).data)

    assert said in printed
    assert "12.00" not in printed
    assert "12.00" in promised
    assert said not in promised


def test_the_sheet_never_shows_what_was_sent_to_another_clinic(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    elsewhere = clinic.other_clinic()
    with clinic.world.open() as session:
        mine = session.get(tables.Response, clinic.response_id)
        assert mine is not None
        values = mine.model_dump() | {"clinic_id": elsewhere, "assessment_id": clinic.waiting_id}
        values |= {
            "id": clinic.waiting_id,
            "authored": mine.authored - timedelta(days=7),
            "measures": {"symptoms/pain": "3"},
        }
        session.add(tables.Response(**values))
        session.commit()

    text = nurse.get(f"/clinic/sheet/{clinic.response_id}.txt").text

    assert "ingen tidligere svar" in text
