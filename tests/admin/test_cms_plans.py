"""A clinic's plan on the page: tried on patients, published, and gone back from."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from lytte.services.drafts import drafting
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.cms_desk import Cms
from tests.planning_desk import AROUND, patients, plan_of, published, with_form, write


@pytest.fixture
def clinic(cms: Cms) -> Cms:
    return with_form(cms)


def test_a_plan_is_published_and_gone_back_from(clinic: Cms) -> None:
    desk = clinic.author
    published(desk, clinic)
    assert "Versjon 1 er i bruk" in desk.text
    [one] = plan_of(clinic).sendings
    desk.get(f"/admin/schedules/{one.id}")
    desk.follow(desk.post(f"/admin/schedules/{one.id}", form=one.form, **{**AROUND, "days": "5"}))
    desk.get("/admin/plans/publish")
    assert "«Før timen» 2 dager før hver timeavtale" in desk.text
    assert "«Før timen» 5 dager før hver timeavtale" in desk.text
    desk.follow(desk.post("/admin/plans/publish"))

    desk.get("/admin/versions/plan")
    old = min(clinic.rows(tables.SchedulePublication), key=lambda row: row.number)
    desk.get(f"/admin/plans/versions/{old.id}/restore")
    desk.follow(desk.post(f"/admin/plans/versions/{old.id}/restore"))

    assert "Versjon 3 er i bruk fra nå av. Den er lik versjon 1." in desk.text
    rows = sorted(clinic.rows(tables.SchedulePublication), key=lambda row: row.number)
    assert [row.state for row in rows] == ["retired", "retired", "live"]
    assert rows[2].sha256 == rows[0].sha256


def test_a_second_sentence_about_the_same_form_is_told_whole(clinic: Cms) -> None:
    desk = clinic.author
    published(desk, clinic)

    desk.follow(write(desk, clinic, least="", times="4"))
    desk.get("/admin/plans/publish")

    [added] = re.findall(r"<h2>Hva som endres</h2>(.*?)</section>", desk.last, re.DOTALL)
    assert "<ins>«Før timen» 2 dager før hver timeavtale, kl. 09.00.</ins>" in added
    assert "Høyst 4 ganger." in added
    assert "<del>" not in added


def test_a_plan_with_faults_is_refused_and_says_why(clinic: Cms) -> None:
    desk = clinic.author
    desk.follow(write(desk, clinic, freshest="1"))
    assert "svarene kan ikke være mer enn 1 dager gamle" in desk.text

    desk.get("/admin/schedules/")
    answer = desk.post("/admin/plans/publish")

    assert answer.status_code == 422
    assert clinic.rows(tables.SchedulePublication) == []


def test_a_flood_is_published_only_when_its_number_is_typed(clinic: Cms) -> None:
    with clinic.world.open() as session:
        work = clinic.work(session)
        made = scheduling.plan(work, clinic.world.clinic_id)
        care = made.care.model_copy(update={"ask_above": 4})
        drafting.save_plan(work, clinic.world.clinic_id, made.model_copy(update={"care": care}))
        session.commit()
    patients(clinic, 5)
    desk = clinic.author
    desk.follow(write(desk, clinic, **{"remind-by-1": ""}))
    desk.get("/admin/plans/publish")
    assert "Mener du det, skriv hvor mange: 5." in desk.text

    for typed in ("", "4", "ja", "50000"):
        assert desk.post("/admin/plans/publish", many=typed).status_code == 422
        assert re.search(r"Det ble ikke publisert\. 5 meldinger ville gått ut \w+dag ", desk.text)
        assert (f"Du skrev {typed}." in desk.text) is bool(typed)
    assert clinic.rows(tables.SchedulePublication) == []
    desk.follow(desk.post("/admin/plans/publish", many="5"))

    assert [row.state for row in clinic.rows(tables.SchedulePublication)] == ["live"]


def test_every_day_that_is_too_much_is_named(clinic: Cms) -> None:
    with clinic.world.open() as session:
        work = clinic.work(session)
        made = scheduling.plan(work, clinic.world.clinic_id)
        care = made.care.model_copy(update={"ask_above": 4})
        drafting.save_plan(work, clinic.world.clinic_id, made.model_copy(update={"care": care}))
        session.commit()
    patients(clinic, 5)
    desk = clinic.author
    desk.follow(write(desk, clinic, **{"remind-by-1": "sms"}))

    desk.get("/admin/plans/publish")

    named = re.search(r"Så mange blir det disse dagene: (.*\))\.", desk.text)
    assert named is not None
    assert re.findall(r"(\w+dag) \d+\. \w+ \((\d+)\)", named[1]) != []
    assert named[1].count("(5)") == 2


@pytest.mark.parametrize("typed", ["1 200", "1\N{NO-BREAK SPACE}200", "1200", " 1200 "])
def test_a_large_number_is_typed_as_it_is_read(clinic: Cms, typed: str) -> None:
    patients(clinic, 1_200)
    desk = clinic.author
    desk.follow(write(desk, clinic, **{"remind-by-1": ""}))
    desk.get("/admin/plans/publish")
    assert "Mener du det, skriv hvor mange: 1 200." in desk.text

    desk.follow(desk.post("/admin/plans/publish", many=typed))

    assert [row.state for row in clinic.rows(tables.SchedulePublication)] == ["live"]
    desk.get("/admin/plans/")
    assert "SMS: 1 200." in desk.text
    assert "1 200 pasienter" in desk.text
    assert "Får 25 av 1 200" in desk.text
    assert "Vis flere" in desk.text
    desk.get("/admin/plans/?all=1")
    assert "Får 200 av 1 200" in desk.text
    assert "Vis flere" not in desk.text


def test_the_trial_lists_who_gets_what_and_who_does_not(clinic: Cms) -> None:
    patients(clinic, 2)
    patients(clinic, 1, mobile=None)
    patients(clinic, 1, deceased_on=datetime.now(UTC).date())
    patients(clinic, 1, register_checked_at=None)
    patients(clinic, 1, address_protected=True)
    desk = clinic.author
    desk.follow(write(desk, clinic))

    desk.get("/admin/plans/")

    assert "SMS: 3, brev: 1" in desk.text
    assert "2 pasienter får ikke noe." in desk.text
    for words in ("Døde", "Har beskyttet adresse", "Folkeregisteret er aldri spurt"):
        assert words in desk.text
    assert "Prøve Person" not in desk.text
    assert "Pasient 1" in desk.text
    audit = {row.action for row in clinic.rows(tables.AuditEntry)}
    assert "schedule.try" in audit
    assert "schedule.names" not in audit


def test_names_are_for_those_who_read_the_clinics_sheets_and_written_down(clinic: Cms) -> None:
    patients(clinic, 2)
    clinic.give(clinic.world.author_id, "clinician", clinic.world.clinic_id)
    desk = clinic.author
    desk.follow(write(desk, clinic))

    desk.get("/admin/plans/?days=14&all=1")

    assert "Prøve Person 1" in desk.text
    [deed] = [row for row in clinic.rows(tables.AuditEntry) if row.action == "schedule.names"]
    assert len(deed.fields["patients"]) == 2


def test_another_clinics_and_hospitals_versions_do_not_exist_here(
    clinic: Cms, neighbour: Callable[[], Cms]
) -> None:
    desk = clinic.author
    published(desk, clinic)
    [mine] = clinic.rows(tables.SchedulePublication)
    other = clinic.clinic("Lungekreftklinikken")
    elsewhere = clinic.desk(clinic.somebody("clinic_admin", other))
    abroad = neighbour().author

    nothing = elsewhere.get(f"/admin/plans/versions/{uuid4()}/restore")
    for one in (elsewhere, abroad):
        found = one.get(f"/admin/plans/versions/{mine.id}/restore")
        assert (found.status_code, len(found.text)) == (404, len(nothing.text))
        assert one.post(f"/admin/plans/versions/{mine.id}/restore").status_code == 404
    assert elsewhere.get(f"/admin/schedules/{plan_of(clinic).sendings[0].id}").status_code == 404


def test_a_script_in_a_title_or_a_comment_is_only_words(clinic: Cms) -> None:
    desk = clinic.author
    with clinic.world.open() as session:
        [draft] = [session.get(tables.FormDraft, one.id) for one in clinic.rows(tables.FormDraft)]
        assert draft is not None
        draft.title = "<script>alert(1)</script>"
        session.add(draft)
        session.commit()

    desk.follow(write(desk, clinic))
    desk.get("/admin/plans/publish")
    desk.follow(desk.post("/admin/plans/publish", comment="<img src=x onerror=alert(1)>"))
    desk.get("/admin/versions/plan")

    assert "<script>alert" not in desk.last
    assert "<img src=x" not in desk.last
