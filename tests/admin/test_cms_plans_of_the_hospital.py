"""The hospital's plan for sending at a clinic: whose each line is, one press back, a newer one."""

import re

import pytest

from lytte.core.schedules.plan import Plan
from lytte.services.drafts import drafting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.planning_desk import plan_of
from tests.shared_level import LUNGE, Shared, share
from tests.shared_plans import PLAN, follow, line, plan, put_plan_in_force, take_form

MINE = plan(line(days=4), line("own", 7), minutes_a_week=10)
NEWER = plan(line(days=3), PLAN.sendings[1], line("new", 1), minutes_a_week=15)
CARE = {
    "quiet_from": "20.00", "quiet_to": "8.00", "minutes": "20", "apart": "",
    "reuse_days": "", "reuse_of": "clinic", "ask_above": "200",
}  # fmt: skip


@pytest.fixture
def shared(cms: Cms) -> Shared:
    """A clinic that has the hospital's form in use, and a hospital with a plan for it."""
    found = share(cms)
    take_form(found)
    put_plan_in_force(found, PLAN)
    return found


def write(cms: Cms, made: Plan) -> None:
    with cms.world.open() as session:
        drafting.save_plan(cms.work(session), cms.world.clinic_id, made)
        session.commit()


def press(desk: Desk, address: str, **fields: str) -> None:
    desk.get("/admin/schedules/")
    desk.follow(desk.post(f"/admin/{address}", **fields))


def test_a_clinic_without_a_plan_follows_the_hospitals_with_one_press(
    cms: Cms, shared: Shared
) -> None:
    desk = cms.author
    desk.get("/admin/schedules/")
    assert "Sykehuset har en plan, versjon 1." in desk.text
    assert "Ingenting sendes før dere publiserer." in desk.text

    press(desk, "tailored_plans/follow")

    assert plan_of(cms) == PLAN
    assert "Bygger på sykehusets versjon 1. Alt er som sykehuset har det." in desk.text
    assert "schedule.inherit" in {row.action for row in cms.rows(tables.AuditEntry)}
    press(desk, "plans/publish")
    assert "Versjon 1 er i bruk fra nå av." in desk.text


def test_each_line_and_setting_says_whose_it_is(cms: Cms, shared: Shared) -> None:
    follow(shared)
    desk = cms.author
    desk.get("/admin/schedules/")
    assert desk.last.count("Fra sykehuset") == 7

    write(cms, MINE)
    desk.get("/admin/schedules/")

    assert "4 ting er annerledes her. Resten følger sykehuset." in desk.text
    assert desk.last.count("Endret her") == 2
    assert desk.text.count("sier ikke hvor lang tid det tar") == 1  # of two lines with the form
    assert "Sykehuset har: 2 dager før hver timeavtale, kl. 09.00" in desk.text
    assert "Sykehuset har: En pasient spørres om høyst 20 minutter" in desk.text
    assert desk.last.count("Lagt til her") == 1
    assert re.search(r"Utelatt her.*, 5 dager etter", desk.text), desk.text


def test_one_press_lets_a_line_or_a_setting_be_the_hospitals_and_undo_brings_ours_back(
    cms: Cms, shared: Shared
) -> None:
    follow(shared)
    write(cms, MINE)
    desk = cms.author

    press(desk, "tailored_plans/back", about="sendings|visit")
    press(desk, "tailored_plans/back", about="care|minutes")
    press(desk, "tailored_plans/back", about="left-out")
    found = plan_of(cms)
    assert set(found.sendings) == {*PLAN.sendings, MINE.sendings[1]}
    assert found.care == PLAN.care

    for _ in range(3):
        press(desk, "schedules/undo")
    assert plan_of(cms) == MINE


@pytest.mark.parametrize(
    "about", ["", "sendings|own", "care|nothing", "id|visit", "sendings", "rules|visit"]
)
def test_what_the_hospital_does_not_have_cannot_come_back(
    cms: Cms, shared: Shared, about: str
) -> None:
    follow(shared)
    write(cms, MINE)
    desk = cms.author
    desk.get("/admin/schedules/")

    assert desk.post("/admin/tailored_plans/back", about=about).status_code == 404
    assert plan_of(cms) == MINE


def test_the_hospitals_newer_plan_is_seen_beside_ours_and_chosen(cms: Cms, shared: Shared) -> None:
    follow(shared)
    write(cms, MINE)
    to = str(put_plan_in_force(shared, NEWER).id)
    desk = cms.author
    desk.get("/admin/")
    assert "Sykehuset har en nyere plan for utsending" in desk.text

    desk.get("/admin/tailored_plans/newer")
    for said in ("2 dager før", "3 dager før", "4 dager før", "1 dag før"):
        assert said in desk.text
    assert ".;" not in desk.text
    assert desk.post("/admin/tailored_plans/newer", to=to).status_code == 422
    assert plan_of(cms) == MINE
    chosen = {"choice-0": "ours", "choice-1": "theirs"}
    desk.follow(desk.post("/admin/tailored_plans/newer", to=to, **chosen))

    found = plan_of(cms)
    assert found.sending("visit") == MINE.sendings[0]
    assert {one.id for one in found.sendings} == {"visit", "own", "new"}
    assert found.care.minutes_a_week == 15
    assert "Planen bygger på sykehusets versjon 2" in desk.text


def test_more_minutes_than_the_hospital_allows_are_refused_and_what_was_typed_stays(
    cms: Cms, shared: Shared
) -> None:
    desk = cms.author
    desk.get("/admin/schedules/care")
    assert "Sykehuset lar en klinikk spørre om høyst 20." in desk.text

    for minutes in ("21", ""):
        answer = desk.post("/admin/schedules/care", **{**CARE, "minutes": minutes, "apart": "3"})
        assert answer.status_code == 422
        assert "Sykehuset spør en pasient om høyst 20 minutter i uken" in desk.text
        assert 'name="apart" inputmode="numeric" size="2" value="3"' in desk.last


def test_a_line_whose_form_the_clinic_lacks_is_named_and_keeps_its_form(cms: Cms) -> None:
    put_plan_in_force(found := share(cms), PLAN)
    follow(found)
    desk = cms.author

    desk.get("/admin/schedules/")
    assert "«Før kuren» er et av sykehusets skjemaer, og klinikken har ikke tatt det inn." in (
        desk.text
    )
    desk.get("/admin/schedules/visit")
    assert '<option value="for-kuren" selected>Før kuren</option>' in desk.last


def test_the_hospital_sees_who_follows_its_plan(cms: Cms, shared: Shared) -> None:
    follow(shared)
    put_plan_in_force(shared, None, shared.clinic_id)
    put_plan_in_force(shared, NEWER)
    desk = cms.desk(cms.somebody("hospital_admin", None))
    desk.get("/admin/")
    desk.follow(desk.post("/admin/clinic", clinic="common"))

    desk.get("/admin/schedules/")

    assert "følger versjon 1, har ikke tatt inn versjon 2." in desk.text
    assert f"<b>{LUNGE}</b>: sender ingenting ennå." in desk.last
    assert "Prøv den på pasientene" not in desk.text
