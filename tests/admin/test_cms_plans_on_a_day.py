"""A plan for sending put in force from a day: chosen, seen, called off, told in the history."""

from datetime import timedelta
from typing import Any

import pytest

from lytte.services.drafts import drafting
from lytte.services.publishing import publishing
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.clinic_days import CLINIC, in_days
from tests.cms_desk import Cms, Desk
from tests.planning_desk import AROUND, patients, plan_of, published, with_form, write

PAGE = "/admin/plans/publish"


def versions(cms: Cms) -> list[Any]:
    return sorted(cms.rows(tables.SchedulePublication), key=lambda row: row.number)


@pytest.fixture
def clinic(cms: Cms) -> Cms:
    return with_form(cms)


@pytest.fixture
def desk(clinic: Cms) -> Desk:
    desk = clinic.author
    published(desk, clinic)
    return desk


def planned(desk: Desk, cms: Cms, **other: str) -> Any:
    desk.follow(write(desk, cms))
    desk.get(PAGE)
    fields = {"when": "date", "day": in_days(4), "at": "06:00", "comment": "Fra mandag", **other}
    return desk.post(PAGE, **fields)


def test_a_plan_is_planned_seen_and_called_off(clinic: Cms, desk: Desk) -> None:
    desk.follow(planned(desk, clinic))

    assert "Versjon 2 er planlagt: om 4 dager" in desk.text
    assert "Til da sendes det etter versjon 1." in desk.text
    row = versions(clinic)[1]
    there = row.live_at.astimezone(CLINIC)
    assert (row.state, there.date().isoformat(), there.hour) == ("scheduled", in_days(4), 6)
    desk.get("/admin/")
    assert "Planen for utsending har endringer" not in desk.text
    desk.get("/admin/versions/plan")
    assert "Fra mandag" in desk.text
    desk.follow(desk.post(f"/admin/versions/plan/{row.id}/call-off"))
    assert "Avlyst." in desk.text
    assert [one.state for one in versions(clinic)] == ["live", "withdrawn"]
    desk.get("/admin/versions/plan/history")
    assert (
        "Solveig Demo planla en versjon av planen for utsending: versjon 2 Fra mandag" in desk.text
    )
    assert "avlyste en planlagt versjon av planen for utsending: versjon 2" in desk.text


@pytest.mark.parametrize(
    ("day", "at", "told"),
    [
        ("2027-03-28", "02:30", "Den natten stilles klokken fram"),
        ("", "06:00", "Skriv dagen og klokkeslettet"),
        ("2020-01-01", "06:00", "Velg en dag mellom i dag og om to år."),
    ],
)
def test_an_hour_that_is_none_is_refused_and_nothing_typed_is_lost(
    clinic: Cms, desk: Desk, day: str, at: str, told: str
) -> None:
    answer = planned(desk, clinic, day=day, at=at, comment="Det jeg skrev")

    assert answer.status_code == 422
    assert told in desk.text
    assert 'value="Det jeg skrev"' in desk.last
    assert len(versions(clinic)) == 1


def test_one_more_asks_what_becomes_of_the_one_that_is_planned(clinic: Cms, desk: Desk) -> None:
    desk.follow(planned(desk, clinic))
    desk.follow(write(desk, clinic, days="6"))
    desk.get(PAGE)
    assert "Versjon 2 er planlagt: om 4 dager" in desk.text

    assert desk.post(PAGE, when="now", comment="Haster").status_code == 422
    assert "Versjon 2 er planlagt allerede" in desk.text
    assert 'value="Haster"' in desk.last
    desk.follow(desk.post(PAGE, when="now", plan="keep"))

    assert [one.state for one in versions(clinic)] == ["retired", "scheduled", "live"]


def test_a_flood_on_the_day_it_begins_is_asked_about_with_its_own_number(
    clinic: Cms, desk: Desk
) -> None:
    with clinic.world.open() as session:
        work = clinic.work(session)
        made = plan_of(clinic)
        care = made.care.model_copy(update={"ask_above": 1})
        drafting.save_plan(work, clinic.world.clinic_id, made.model_copy(update={"care": care}))
        session.commit()
    patients(clinic, 4)
    desk.get(PAGE)
    assert 'name="many"' in desk.last

    answer = desk.post(PAGE, when="date", day=in_days(60), at="06:00", comment="Senere")
    desk.follow(answer)  # nobody has an appointment by then

    assert [one.state for one in versions(clinic)] == ["live", "scheduled"]
    with clinic.world.open() as session:
        assert scheduling.planned(clinic.work(session), clinic.world.clinic_id) is not None


def test_what_has_become_wrong_with_a_planned_plan_is_told_where_it_is_seen(
    clinic: Cms, desk: Desk
) -> None:
    desk.follow(planned(desk, clinic))
    [form] = clinic.rows(tables.FormDraft)
    desk.get(f"/admin/forms/{form.id}/versions")
    given = {"why": "Slått sammen", "live_on": desk.hidden("live_on")}
    desk.post(f"/admin/forms/{form.id}/retire", **given)
    desk.follow(desk.post(f"/admin/forms/{form.id}/retire", known="1", told=desk.told(), **given))

    desk.get("/admin/schedules/")

    assert "Den kan ikke gjøre det den sier slik det er nå:" in desk.text


def test_a_plan_is_used_again_only_on_its_own_page(clinic: Cms, desk: Desk) -> None:
    [row] = versions(clinic)

    assert desk.post(f"/admin/versions/plan/{row.id}/restore").status_code == 404
    desk.post(f"/admin/versions/plan/{row.id}/call-off")

    assert [one.state for one in versions(clinic)] == ["live"]


def test_a_plan_whose_form_is_in_use_from_a_day_is_offered_that_day(
    clinic: Cms, desk: Desk
) -> None:
    later = clinic.form()
    [slug] = [one.slug for one in clinic.rows(tables.FormDraft) if one.id == later]
    with clinic.world.open() as session:
        work = clinic.work(session)
        at = (work.now + timedelta(days=9)).replace(second=0, microsecond=0)
        publishing.publish_form(work, later, staff_id=clinic.world.author_id, at=at)
        session.commit()
    desk.get("/admin/schedules/new")
    desk.follow(desk.post("/admin/schedules/new", **{**AROUND, "form": slug, "days": "9"}))

    desk.get(PAGE)
    assert "Den kan ikke gjelde i dag, men fra" in desk.text
    here = at.astimezone(CLINIC)
    assert f'value="{here.date().isoformat()}"' in desk.last
    assert desk.post(PAGE, when="now").status_code == 422
    when = {"day": here.date().isoformat(), "at": f"{here:%H:%M}"}
    desk.follow(desk.post(PAGE, when="date", **when))

    assert [(one.state, one.live_at == at) for one in versions(clinic)][1] == ("scheduled", True)
