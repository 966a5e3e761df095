"""A paper that was typed in wrongly is corrected: the right answers count, the wrong are kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func
from sqlmodel import col, select
from werkzeug.test import TestResponse

from lytte.core.answers import Missing
from lytte.storage import tables
from lytte.storage.corrections import counted
from tests.clinic_site import OSLO, Clinic
from tests.corrected import correct as stand_in
from tests.paper_desk import PAPER, answers, must, sent, today

WHY = "Leste 8 for 3"


def typed_in(nurse: FlaskClient, clinic: Clinic, **changed: str) -> UUID:
    """Type the paper in as it was read, and return its response."""
    assert sent(nurse, clinic, **changed).status_code == 303
    return holds(clinic).id


def holds(clinic: Clinic) -> tables.Response:
    with clinic.world.open() as session:
        wanted = select(tables.Response).where(
            tables.Response.assessment_id == clinic.waiting_id, counted(tables.Response.id)
        )
        return session.exec(wanted).one()


def correct(nurse: FlaskClient, wrong: UUID, to: str = "save", **changed: str) -> TestResponse:
    data = {"on": today(), **PAPER, "why": WHY, **changed, "to": to}
    return nurse.post(f"/clinic/sheet/{wrong}/correct", data=data)


def alerts(clinic: Clinic) -> dict[tuple[str, UUID | None], tables.Alert]:
    found = (one for one in clinic.alerts if one.assessment_id == clinic.waiting_id)
    return {(one.rule_id, one.response_id): one for one in found}


def test_the_page_stands_as_it_was_typed_in(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic, **{"q0-4": "u"})

    page = nurse.get(f"/clinic/sheet/{wrong}/correct").text

    for name, typed in (("who", "1"), ("q0-0", "8"), ("q0-2", "2"), ("q0-3", "2 3"),
                        ("q0-4", "U"), ("born", "14031951")):  # fmt: skip
        assert f'name="{name}" value="{typed}"' in page, name
    assert ">\nÅ gå tur</textarea>" in page


def test_what_is_shown_again_and_left_alone_is_no_difference(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    wrong = typed_in(nurse, clinic)

    page = correct(nurse, wrong, to="look", **{"q0-3": "2 3"})

    assert page.status_code == 422
    assert "Ingenting er annerledes enn det som var skrevet inn." in page.text


def test_what_differs_is_seen_before_it_is_saved(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic)

    page = correct(nurse, wrong, to="look", **{"q0-0": "3"}).text

    assert "<del>8 av 10</del>" in page
    assert "<b>3 av 10</b>" in page
    assert page.count("<del>") == 3  # what follows pain from 4 on is not asked any more
    assert holds(clinic).id == wrong


def test_it_is_not_corrected_without_a_reason(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic)

    page = correct(nurse, wrong, **{"q0-0": "3", "why": "  "})

    assert page.status_code == 422
    assert "Skriv hvorfor det rettes." in page.text
    assert holds(clinic).id == wrong


def test_the_right_answers_stand_in_and_the_wrong_are_kept(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    wrong = typed_in(nurse, clinic)

    answer = correct(nurse, wrong, **{"q0-0": "3"})

    assert answer.status_code == 303
    new = holds(clinic)
    assert (new.replaces_id, new.correction, new.mode) == (wrong, WHY, "paper")
    assert (new.measures["symptoms/pain"], set(answers(new))) == ("3", {"pain", "legs", "own"})
    with clinic.world.open() as session:
        old = must(session.get(tables.Response, wrong))
        scored = session.exec(
            select(tables.Score.response_id).where(tables.Score.measure == "symptoms/pain")
        ).all()
    assert old.measures["symptoms/pain"] == "8"
    assert (new.form_publication_id, new.rule_set_publication_id) == (
        old.form_publication_id, old.rule_set_publication_id,
    )  # fmt: skip
    assert {wrong, new.id} <= set(scored)
    entry = next(one for one in reversed(clinic.audit()) if one.action == "response.correct")
    assert (entry.object_id, entry.fields["replaces"]) == (str(new.id), str(wrong))
    assert "rettet" in nurse.get(f"/clinic/sheet/{new.id}.txt").text
    assert WHY in nurse.get(answer.headers["Location"]).text


def test_an_alert_that_was_wrong_is_closed_and_says_why(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic)

    correct(nurse, wrong, **{"q0-0": "3"})

    closed = alerts(clinic)["pain_red", wrong]
    assert closed.state == "overridden"
    assert closed.closing_reason == f"Papiret ble rettet av Nora Nattevakt: {WHY}"
    assert len(alerts(clinic)) == 1


def test_an_alert_that_was_missing_is_given(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic, **{"q0-0": "3"})
    assert alerts(clinic) == {}

    correct(nurse, wrong, **{"q0-0": "9", "q0-4": "2"})

    found = alerts(clinic)
    assert {rule for rule, _ in found} == {"pain_red", "numb_legs"}
    assert {one.state for one in found.values()} == {"open"}


def test_an_alert_whose_numbers_are_right_goes_on_with_whoever_has_it(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    wrong = typed_in(nurse, clinic, **{"q0-4": "2"})
    before = alerts(clinic)
    occasion = {"occasion": str(clinic.waiting_id), "to": "acknowledged"}
    taken = {**occasion, "alert": [str(one.id) for one in before.values()]}
    nurse.post("/clinic/bryst/alerts", data=taken)

    assert correct(nurse, wrong, **{"q0-5": "Å sove", "q0-4": "2"}).status_code == 303

    after, new = alerts(clinic), holds(clinic).id
    assert {rule: one.id for (rule, _), one in after.items()} == {
        rule: one.id for (rule, _), one in before.items()
    }
    assert {of for _, of in after} == {new}
    assert {one.state for one in after.values()} == {"acknowledged"}


def test_what_cannot_wait_and_was_wrong_can_be_right_again(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    first = typed_in(nurse, clinic, **{"q0-4": "2"})
    correct(nurse, first)
    assert alerts(clinic)["numb_legs", first].state == "overridden"

    correct(nurse, holds(clinic).id, **{"q0-4": "2"})

    assert alerts(clinic)["numb_legs", holds(clinic).id].state == "open"


def test_a_day_that_was_wrong_is_no_past_of_its_own(clinic: Clinic, nurse: FlaskClient) -> None:
    # Typed in on a day long before, the wrong 3 would make the right 8 a change for the worse.
    wrong = typed_in(nurse, clinic, **{"q0-0": "3", "on": "0101"})

    correct(nurse, wrong, **{"q0-0": "8"})

    assert {rule for rule, _ in alerts(clinic)} == {"pain_red"}


def test_a_paper_of_long_ago_can_be_corrected_on_its_own_day(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    long_ago = datetime.now(OSLO) - timedelta(days=500)
    old = stand_in(clinic.world, typed_in(nurse, clinic), authored=long_ago.isoformat())
    its_own, another = (f"{long_ago - timedelta(days=ago):%d%m%Y}" for ago in (0, 1))

    assert its_own in nurse.get(f"/clinic/sheet/{old}/correct").text
    assert (
        "Datoen er mer enn et år siden" in correct(nurse, old, **{"q0-0": "3", "on": another}).text
    )
    assert correct(nurse, old, **{"q0-0": "3", "on": its_own}).status_code == 303

    assert f"{holds(clinic).authored.astimezone(OSLO):%d%m%Y}" == its_own


def test_pressing_twice_corrects_once(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic)

    both = [correct(nurse, wrong, **{"q0-0": "3"}).status_code for _ in range(2)]

    assert both == [303, 303]
    assert responses(clinic) == 2


def test_of_two_at_once_one_wins_and_the_other_loses_nothing(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    wrong, other = typed_in(nurse, clinic), clinic.nurse()
    with ThreadPoolExecutor(2) as pool:
        tried = [
            pool.submit(correct, one, wrong, **{"q0-0": pain, "q0-5": words})
            for one, pain, words in ((nurse, "3", "Å gå"), (other, "4", "Å sove"))
        ]
        found = [one.result() for one in tried]

    assert sorted(one.status_code for one in found) == [303, 409]
    [late] = [one.text for one in found if one.status_code == 409]
    assert "har rettet det imens" in late
    assert ("Å sove" if holds(clinic).measures["symptoms/pain"] == "3" else "Å gå") in late
    assert f"/clinic/sheet/{holds(clinic).id}/correct" in late
    assert responses(clinic) == 2


def test_what_a_patient_sent_is_corrected_by_nobody(clinic: Clinic, nurse: FlaskClient) -> None:
    for asked in (nurse.get, nurse.post):
        assert asked(f"/clinic/sheet/{clinic.response_id}/correct").status_code == 404


def test_somebody_from_another_clinic_corrects_nothing(clinic: Clinic, nurse: FlaskClient) -> None:
    wrong = typed_in(nurse, clinic)
    stranger = clinic.client(clinic.staff(clinician=clinic.other_clinic()))

    assert correct(stranger, wrong, **{"q0-0": "3"}).status_code == 404
    assert responses(clinic) == 1


@pytest.mark.parametrize("letter", ["u", "b", "n"])
def test_why_there_was_no_answer_comes_back(
    clinic: Clinic, nurse: FlaskClient, letter: str
) -> None:
    wrong = typed_in(nurse, clinic)
    correct(nurse, wrong, **{"q0-2": letter})

    page = nurse.get(f"/clinic/sheet/{holds(clinic).id}/correct").text

    assert isinstance(answers(holds(clinic))["hinders"], Missing)
    assert f'name="q0-2" value="{letter.upper()}"' in page


def responses(clinic: Clinic) -> int:
    with clinic.world.open() as session:
        kind = tables.Response
        wanted = select(func.count()).where(col(kind.assessment_id) == clinic.waiting_id)
        return int(session.exec(wanted).one())
