"""A paper comes back and is typed in: it counts as what the patient sends on a screen."""

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlmodel import select

from lytte.core.answers import Key, Missing
from lytte.core.sent import Sent
from lytte.storage import tables
from tests.clinic_site import OSLO, Clinic
from tests.paper_desk import alerts, answers, kept, must, sent


def test_every_question_stands_in_the_papers_order_and_numbers(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = nurse.get(f"/clinic/in/{clinic.waiting_id}/paper").text

    places = [page.index(f'for="q0-{number}"') for number in (0, 2, 3, 4, 5)]
    assert places == sorted(places)
    for number, place in enumerate(places, 1):
        assert f'<b class="num">{number}</b>' in page[place : place + 60]
    assert "Besvares bare hvis du svarte 4 eller mer på spørsmål 1." in page


def test_a_typed_paper_is_read_over_before_anything_is_saved(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = sent(nurse, clinic, to="look")

    assert page.status_code == 200
    for told in ("8 av 10", "Ryggen, Magen", "Å gå tur", "5 av 5 spørsmål besvart"):
        assert told in page.text
    assert kept(clinic) is None


def test_a_saved_paper_goes_the_way_of_what_patients_send(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    answer = sent(nurse, clinic)

    assert answer.status_code == 303
    response = must(kept(clinic))
    assert (response.mode, response.answered_by, response.helped) == ("paper", "self", False)
    assert response.measures["symptoms/pain"] == "8"
    assert response.rule_set_publication_id is not None
    assert (response.typed_in_by, response.typed_in_at) != (None, None)
    assert set(alerts(clinic)) == {"pain_red"}
    with clinic.world.open() as session:
        assessment = session.get(tables.Assessment, clinic.waiting_id)
        scores = session.exec(
            select(tables.Score.measure).where(tables.Score.response_id == response.id)
        ).all()
    assert assessment is not None
    assert assessment.state == "completed"
    assert "symptoms/pain" in scores
    entry = next(one for one in reversed(clinic.audit()) if one.action == "response.send")
    assert entry.role == "clinician"
    assert entry.fields["mode"] == "paper"


def test_a_paper_comes_to_what_the_same_answers_come_to_on_a_screen(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    sent(nurse, clinic, **{"q0-3": "2", "q0-5": "Å kunne sove"})

    with clinic.world.open() as session:
        screen = must(session.get(tables.Response, clinic.response_id))
    paper = must(kept(clinic))
    assert answers(paper) == answers(screen)
    assert paper.measures == screen.measures
    assert (paper.answered, paper.asked) == (screen.answered, screen.asked)


def test_why_there_is_no_answer_is_kept_apart(clinic: Clinic, nurse: FlaskClient) -> None:
    sent(nurse, clinic, **{"q0-2": "u", "q0-3": "B", "q0-4": "n"})

    found = answers(kept(clinic))
    assert found["hinders"] is Missing.UNREADABLE
    assert found["where"] is Missing.SKIPPED
    assert found["legs"] is Missing.DECLINED


def test_what_was_jumped_over_by_a_slip_is_not_saved(clinic: Clinic, nurse: FlaskClient) -> None:
    answer = sent(nurse, clinic, **{"q0-4": ""})

    assert answer.status_code == 422
    assert "4. Ingenting er skrevet. Blankt på papiret? Skriv B." in answer.text
    assert 'value="23"' in answer.text
    assert kept(clinic) is None


def test_everything_that_is_wrong_is_told_at_once(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = {"born": "150351", "on": "31.12.2099", "who": "7", "q0-0": "11", "q0-2": "4"}

    page = sent(nurse, clinic, to="look", **wrong)

    assert page.status_code == 422
    for told in ("Fødselsdatoen er ikke den Kari Testmann har", "Datoen er ikke kommet ennå",
                 "skriv 1, 2 eller 3", "1. Det er ingen rute 11. Skriv 0 til 10.",
                 "2. Det er ingen rute 4. Skriv 1 til 3."):  # fmt: skip
        assert told in page.text


def test_a_date_that_nobody_can_mean_is_asked_again(clinic: Clinic, nurse: FlaskClient) -> None:
    for written in ("", "i går", "99999999", "31022026", "01012001", "=1+1"):
        assert sent(nurse, clinic, on=written).status_code == 422, written
    assert kept(clinic) is None


def test_day_and_month_are_the_last_time_that_day_was(clinic: Clinic, nurse: FlaskClient) -> None:
    day = datetime.now(OSLO) - timedelta(days=20)

    page = sent(nurse, clinic, on=f"{day:%d%m}")
    saved = must(kept(clinic))

    assert page.status_code == 303
    assert saved.authored.astimezone(OSLO).date() == day.date()


def test_an_answer_on_a_closed_branch_is_told_and_kept_out(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = sent(nurse, clinic, to="look", **{"q0-0": "2"}).text

    assert "Holdes utenfor" in page
    assert "Spørsmål 2, «Litt»." in page
    assert "Besvares bare hvis du svarte 4 eller mer på spørsmål 1." in page
    sent(nurse, clinic, **{"q0-0": "2"})
    assert set(answers(kept(clinic))) == {"pain", "legs", "own"}


def test_a_closed_branch_may_be_left_empty(clinic: Clinic, nurse: FlaskClient) -> None:
    assert sent(nurse, clinic, **{"q0-0": "2", "q0-2": "", "q0-3": ""}).status_code == 303


def test_what_cannot_wait_is_told_before_saving_and_raised_by_it(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    look = sent(nurse, clinic, to="look", **{"q0-4": "2"}).text
    assert "Kan ikke vente: Nummen i beina" in look
    assert alerts(clinic) == {}

    address = sent(nurse, clinic, **{"q0-4": "2"}).headers["Location"]

    assert alerts(clinic)["numb_legs"].emergency
    assert "Si fra til en sykepleier" in nurse.get(address).text
    sheet = nurse.get(f"/clinic/sheet/{must(kept(clinic)).id}").text
    assert "Nummen i beina" in sheet
    assert "«Ring oss nå» ble ikke vist" in sheet


def test_an_old_paper_alerts_now_and_stands_where_it_belongs_in_time(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    """The screen said 8 today; a paper of last month with 9 is no worsening since then."""
    day = datetime.now(OSLO) - timedelta(days=30)
    look = sent(nurse, clinic, to="look", on=f"{day:%d%m%Y}").text
    assert "Papiret er 30 dager gammelt" in look
    assert "nyere enn datoen på papiret" in look

    sent(nurse, clinic, on=f"{day:%d%m%Y}", **{"q0-0": "10"})

    assert set(alerts(clinic)) == {"pain_red"}
    assert datetime.now(UTC) - alerts(clinic)["pain_red"].raised_at < timedelta(minutes=5)
    listed = nurse.get("/clinic/bryst/alerts").text
    assert f"På papir {day:%d.%m.%Y}, skrevet inn" in listed


def test_no_page_makes_up_an_hour_for_a_day_on_paper(clinic: Clinic, nurse: FlaskClient) -> None:
    day = datetime.now(OSLO) - timedelta(days=3)
    sent(nurse, clinic, on=f"{day:%d%m%Y}")

    pages = ("/clinic/bryst/", f"/clinic/sheet/{must(kept(clinic)).id}/why")
    for page in (nurse.get(one).text for one in pages):
        assert f"{day:%d.%m.%Y}" in page
        assert f"{day:%d.%m.%Y} 12.00" not in page


def test_the_sheet_says_that_it_came_on_paper_and_by_whose_hand(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    day = datetime.now(OSLO) - timedelta(days=3)
    sent(nurse, clinic, on=f"{day:%d%m%Y}", who="2")

    sheet = nurse.get(f"/clinic/sheet/{must(kept(clinic)).id}.txt").text

    assert f"Fylt ut {day:%d.%m.%Y} av pasienten, med hjelp" in sheet
    assert f"På papir, skrevet inn {datetime.now(OSLO):%d.%m.%Y} av Nora Nattevakt" in sheet


def test_a_box_that_is_typed_is_the_box_that_is_printed(clinic: Clinic, nurse: FlaskClient) -> None:
    sent(nurse, clinic, **{"q0-3": "1, 3"})

    found = Sent.model_validate(must(kept(clinic)).document).answers()["symptoms"]
    where = found[Key("where")]
    assert [getattr(one, "code", "") for one in where] == ["a", "c"]
