"""A patient comes with a paper that nothing was planned for, and it counts like any other."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlmodel import select

from lytte.storage import tables
from tests.clinic_site import OSLO, Clinic
from tests.paper_desk import PAPER, today


def address(clinic: Clinic, occasion: UUID | None = None, **other: UUID) -> str:
    patient = other.get("patient", clinic.world.patient_id)
    publication = other.get("publication", clinic.ready.publication_id)
    named = f"?occasion={occasion}" if occasion else ""
    return f"/clinic/bryst/papers/{patient}/{publication}{named}"


def send(
    nurse: FlaskClient, clinic: Clinic, occasion: UUID, to: str = "save", **changed: str
) -> tuple[int, str]:
    data = {"on": today(), **PAPER, **changed, "to": to}
    answer = nurse.post(address(clinic, occasion), data=data)
    return answer.status_code, answer.headers.get("Location", "") + answer.text


def stored(clinic: Clinic, occasion: UUID) -> tuple[tables.Assessment, tables.Response] | None:
    with clinic.world.open() as session:
        made = session.get(tables.Assessment, occasion)
        if made is None:
            return None
        wanted = select(tables.Response).where(tables.Response.assessment_id == occasion)
        return made, session.exec(wanted).one()


def count(clinic: Clinic) -> int:
    with clinic.world.open() as session:
        return len(session.exec(select(tables.Assessment)).all())


def test_the_patient_is_found_and_the_form_is_chosen(clinic: Clinic, nurse: FlaskClient) -> None:
    page = nurse.post("/clinic/bryst/papers", data={"written": "Kari"}).text

    assert '<a href="#unplanned">Var ingenting planlagt for det?</a>' in page
    assert 'id="unplanned"' in page
    assert address(clinic) in page


def test_the_code_on_the_paper_says_the_version_and_the_language(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    with clinic.world.open() as session:
        slug = session.exec(select(tables.FormDraft.slug)).one()
    code = f"bryst/{slug}.1/ar"

    page = nurse.post("/clinic/bryst/papers", data={"written": "Kari", "code": code}).text

    assert f"{address(clinic)}?language=ar" in page


def test_looking_leaves_nothing_behind(clinic: Clinic, nurse: FlaskClient) -> None:
    before, occasion = count(clinic), uuid4()

    shown = nurse.get(address(clinic)).text
    looked = send(nurse, clinic, occasion, to="look")

    assert "Ingenting var planlagt for dette papiret." in shown
    assert re.search(r"occasion=[0-9a-f-]{36}", shown)
    assert looked[0] == 200
    assert count(clinic) == before


def test_it_counts_as_any_paper_does(clinic: Clinic, nurse: FlaskClient) -> None:
    occasion = uuid4()
    day = datetime.now(OSLO).date() - timedelta(days=3)

    status, to = send(nurse, clinic, occasion, on=f"{day:%d%m%Y}")

    assert status == 303
    assert f"/clinic/in/{occasion}/paper?saved=1" in to
    found = stored(clinic, occasion)
    assert found is not None
    made, response = found
    assert (made.state, made.clinic_id) == ("completed", clinic.world.clinic_id)
    assert made.patient_id == response.patient_id == clinic.world.patient_id
    assert made.due_at.astimezone(OSLO).date() == response.authored.astimezone(OSLO).date() == day
    assert (response.mode, response.typed_in_by is not None) == ("paper", True)
    assert response.measures["symptoms/pain"] == "8"
    assert "pain_red" in {one.rule_id for one in clinic.alerts if one.assessment_id == occasion}
    entry = next(one for one in clinic.audit() if one.object_id == str(occasion))
    assert (entry.action, entry.role) == ("assessment.plan", "clinician")
    assert entry.fields == {"unplanned": True, "mode": "paper"}
    assert "er lagret" in nurse.get(to.split("\n")[0].split("<")[0]).text


def test_the_same_paper_saved_twice_is_one(clinic: Clinic, nurse: FlaskClient) -> None:
    before, occasion = count(clinic), uuid4()

    first, second = send(nurse, clinic, occasion), send(nurse, clinic, occasion)
    changed = send(nurse, clinic, occasion, **{"q0-0": "3"})

    assert (first[0], second[0], changed[0]) == (303, 303, 409)
    assert count(clinic) == before + 1


def test_what_is_there_of_the_same_form_is_said_before_it_is_saved(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    page = send(nurse, clinic, uuid4(), to="look")[1]

    assert "har svart på dette skjemaet den dagen fra før" in page
    assert "Dette skjemaet venter på svar fra Kari Testmann." in page
    earlier = datetime.now(OSLO) - timedelta(days=40)
    with clinic.world.open() as session:
        waiting = session.get(tables.Assessment, clinic.waiting_id)
        assert waiting is not None
        waiting.state = "completed"
        session.add(waiting)
        session.commit()
    page = send(nurse, clinic, uuid4(), to="look", on=f"{earlier:%d%m%Y}")[1]
    assert "fra før" not in page
    assert "venter på svar" not in page


def stranger(clinic: Clinic) -> UUID:
    """A patient of the hospital that the clinic does not follow."""
    with clinic.world.open() as session:
        row = tables.Patient(
            hospital_id=clinic.world.hospital_id, number="7", name="Ola Fremmed",
            birth_date=datetime(1950, 1, 1, tzinfo=UTC).date(), synthetic=True,
        )  # fmt: skip
        session.add(row)
        session.commit()
        return row.id


def another_form(clinic: Clinic, where: UUID) -> UUID:
    """A form that asks the same, in use at a clinic under another name."""
    with clinic.world.open() as session:
        published = session.get(tables.FormPublication, clinic.ready.publication_id)
        assert published is not None
        draft = tables.FormDraft(
            hospital_id=clinic.world.hospital_id, clinic_id=where, slug="annet",
            title="Annet", document={}, changed_at=datetime.now(UTC),
        )  # fmt: skip
        session.add(draft)
        session.flush()
        other = {"id": uuid4(), "clinic_id": where, "form_id": draft.id}
        row = tables.FormPublication(**(published.model_dump() | other))
        session.add(row)
        session.commit()
        return row.id


def occasion_of(clinic: Clinic, patient_id: UUID) -> UUID:
    """The waiting occasion, which is somebody else's now."""
    with clinic.world.open() as session:
        row = session.get(tables.Assessment, clinic.waiting_id)
        assert row is not None
        row.patient_id = patient_id
        session.add(row)
        session.commit()
    return clinic.waiting_id


def test_nobody_elses_patient_form_or_occasion_can_be_named(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    ola = stranger(clinic)
    found = nurse.post("/clinic/bryst/papers", data={"written": "Ola"}).text
    before = count(clinic)

    for there in (
        address(clinic, uuid4(), patient=ola),
        address(clinic, uuid4(), publication=another_form(clinic, clinic.other_clinic())),
        address(clinic, occasion_of(clinic, ola)),
    ):
        assert nurse.get(there).status_code == 404
        answer = nurse.post(there, data={"on": today(), **PAPER, "to": "save"})
        assert answer.status_code == 404
    assert count(clinic) == before
    assert "Ola Fremmed" not in found


def test_an_occasion_that_waits_is_not_answered_with_another_form(
    clinic: Clinic, nurse: FlaskClient
) -> None:
    other = another_form(clinic, clinic.world.clinic_id)
    patient = waiting(clinic).patient_id
    there = address(clinic, clinic.waiting_id, patient=patient, publication=other)

    answer = nurse.post(there, data={"on": today(), **PAPER, "to": "save"})

    assert answer.status_code == 404
    assert waiting(clinic).form_publication_id != other
    assert waiting(clinic).state != "completed"


def waiting(clinic: Clinic) -> tables.Assessment:
    with clinic.world.open() as session:
        return session.get_one(tables.Assessment, clinic.waiting_id)


def test_an_occasion_that_is_no_id_is_nowhere(clinic: Clinic, nurse: FlaskClient) -> None:
    assert nurse.get(f"{address(clinic)}?occasion=x").status_code == 404
    assert nurse.post(address(clinic), data={**PAPER, "to": "save"}).status_code == 404
