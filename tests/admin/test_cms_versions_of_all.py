"""Plans, settings and safety texts: every version compared, planned, and told who, when and why."""

import re
from uuid import UUID

import pytest

from lytte.core.own_settings import OwnSettings
from lytte.services import levels
from lytte.services.settings import setting
from lytte.storage import tables
from tests.clinic_days import in_days
from tests.cms_desk import Cms, Desk
from tests.planning_desk import AROUND, plan_of, published, with_form

LINES = {
    "who_answers__nb": "En sykepleier svarer deg.",
    "out_of_hours__nb": "Ring legevakten.",
    "danger__nb": "Ring med en gang.",
    "when_read__nb": "Leses før kl. {read_by}.",
}


@pytest.fixture
def clinic(cms: Cms) -> Cms:
    return with_form(cms)


def two_plans(desk: Desk, clinic: Cms) -> None:
    published(desk, clinic)
    [one] = plan_of(clinic).sendings
    desk.get(f"/admin/schedules/{one.id}")
    desk.follow(desk.post(f"/admin/schedules/{one.id}", form=one.form, **{**AROUND, "days": "5"}))
    desk.get("/admin/plans/publish")
    desk.follow(desk.post("/admin/plans/publish", comment="Tidligere"))


def save_settings(desk: Desk, **fields: str) -> None:
    desk.get("/admin/settings/")
    desk.follow(desk.post("/admin/settings/", do="save", **fields))


def send_text(desk: Desk, **how: str) -> int:
    desk.get("/admin/texts/")
    seen = {name: desk.hidden(name) for name in ("live_on", "waits_on", "began")}
    return desk.post("/admin/texts/safety", **{**LINES, **seen, **how}).status_code


def test_two_plans_are_compared_word_by_word(clinic: Cms) -> None:
    desk = clinic.author
    two_plans(desk, clinic)

    desk.get("/admin/versions/plan")
    assert "Første" in desk.text
    assert "Tidligere" in desk.text
    desk.get("/admin/versions/plan/compare?from=1&to=2")

    assert "1 forskjell" in desk.text
    assert re.search(r"<del>.*2</del>", desk.last)
    assert re.search(r"<ins>.*5</ins>", desk.last)


def test_the_draft_of_a_plan_stands_beside_what_is_in_force(clinic: Cms) -> None:
    desk = clinic.author
    published(desk, clinic)
    [one] = plan_of(clinic).sendings
    desk.get(f"/admin/schedules/{one.id}")
    desk.follow(desk.post(f"/admin/schedules/{one.id}", form=one.form, **{**AROUND, "days": "5"}))

    desk.get("/admin/versions/plan/compare")

    assert "Utkastet, lagret" in desk.text
    assert "1 forskjell" in desk.text
    desk.get("/admin/plans/publish")
    assert "/admin/versions/plan/compare" in desk.last


def test_settings_are_compared_and_an_earlier_version_is_read_whole(cms: Cms) -> None:
    desk = cms.author
    save_settings(desk, information__nb="Svarene leses av oss.", alerts_a_week="40", comment="Nytt")
    save_settings(desk, information__nb="Svarene leses av legen.", colour="own", accent="#005a30")

    desk.get("/admin/versions/settings/compare?from=1&to=2")

    assert "3 forskjeller" in desk.text
    assert re.search(r"<del>.*oss", desk.last)
    assert re.search(r"<ins>.*legen", desk.last)
    assert "Ikke valgt her" in desk.text
    assert "#005a30" in desk.text
    desk.get("/admin/versions/settings/compare?from=1&to=1")
    assert "Svarene leses av oss." in desk.text


def test_earlier_settings_are_used_again_from_their_versions(cms: Cms) -> None:
    desk = cms.author
    save_settings(desk, name="Brystpoliklinikken", comment="Pasientene sier det")
    save_settings(desk, name="Noe annet")
    desk.get("/admin/versions/settings")
    assert "Pasientene sier det" in desk.text
    assert "Solveig Demo" in desk.text
    button = re.search(r'action="(/admin/settings/back)".*?name="number" value="(\d+)"', desk.last)
    assert button is not None

    desk.follow(desk.post(button[1], number=button[2]))

    rows = sorted(cms.rows(tables.LevelSettings), key=lambda row: row.number)
    assert rows[2].document.get("name") == "Brystpoliklinikken"


def test_a_clinics_settings_stand_beside_its_hospitals(cms: Cms) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        common = levels.make_common(work)
        setting.put(work, common.id, OwnSettings(alerts_a_week=60), made_on=0, staff_id=None)
        session.commit()
        row = setting.row(work, common.id)
        assert row is not None
        theirs: UUID = row.id
    desk = cms.author
    save_settings(desk, alerts_a_week="40")

    desk.get(f"/admin/versions/settings/compare?from={theirs}&to=1")

    assert "Felles for sykehuset, versjon 1" in desk.text
    assert re.search(r"<del>.*60</del>", desk.last)


def test_what_came_with_a_file_stands_beside_the_settings_in_force(cms: Cms) -> None:
    save_settings(cms.author, alerts_a_week="40")
    with cms.world.open() as session:
        made = OwnSettings(alerts_a_week=30)
        setting.propose(cms.work(session), cms.world.clinic_id, made, staff_id=None)
        session.commit()
    desk = cms.author

    desk.get("/admin/versions/settings/compare")

    assert "Det som kom med en fil" in desk.text
    assert re.search(r"<ins>.*30</ins>", desk.last)


def test_another_hospitals_versions_cannot_be_called_off_or_used_here(
    clinic: Cms, neighbour: object
) -> None:
    desk = clinic.author
    two_plans(desk, clinic)
    assert callable(neighbour)
    abroad: Desk = neighbour().author
    rows = clinic.rows(tables.SchedulePublication)

    for row in rows:
        assert abroad.post(f"/admin/versions/plan/{row.id}/restore").status_code == 404
        assert abroad.post(f"/admin/versions/plan/{row.id}/call-off").status_code == 404


def test_a_safety_text_is_planned_for_a_day_and_in_force_from_it(clinic: Cms) -> None:
    status = send_text(clinic.author, when="date", day=in_days(4), at="06:00", comment="Ny vakt")

    assert status == 303
    row = max(clinic.rows(tables.SafetyText), key=lambda one: one.number)
    assert row.state == "in_review"
    assert row.live_at is not None
    second = clinic.second
    second.get(f"/admin/approvals/safety/{row.id}")
    assert "Ønsket i bruk: om 4 dager" in second.text
    against = re.search(r'name="against" value="([^"]*)"', second.last)
    assert against is not None
    second.follow(
        second.post(f"/admin/approvals/safety/{row.id}/decide", do="approve", against=against[1])
    )
    assert "Godkjent. Det er planlagt: om 4 dager" in second.text
    desk = clinic.author
    desk.get("/admin/texts/")
    assert "Versjon 2 er planlagt: om 4 dager" in desk.text
    desk.get("/admin/versions/safety")
    desk.follow(desk.post(f"/admin/versions/safety/{row.id}/call-off"))
    assert "Avlyst." in desk.text


def test_a_safety_text_for_an_hour_that_is_none_is_refused_and_nothing_typed_is_lost(
    clinic: Cms,
) -> None:
    desk = clinic.author

    status = send_text(desk, when="date", day="", who_answers__nb="Det jeg skrev.")

    assert status == 422
    assert "Skriv dagen og klokkeslettet" in desk.text
    assert "Det jeg skrev." in desk.last
    assert len(clinic.rows(tables.SafetyText)) == 1


@pytest.mark.parametrize("kind", ["rules", "plan"])
def test_each_change_of_a_draft_is_told_with_who_and_when(clinic: Cms, kind: str) -> None:
    desk = clinic.author
    if kind == "plan":
        two_plans(desk, clinic)
        told = ["endret et utkast til planen for utsending", "en setning i planen ble endret"]
        why = "publiserte en plan for utsending: versjon 2 Tidligere"
    else:
        clinic.rules()
        desk.get("/admin/thresholds/")
        desk.post("/admin/thresholds/propose", comment="Fra 7")
        told = ["endret et utkast til varselregler"]
        why = "sendte varselregler til godkjenning: versjon 1 Fra 7"

    desk.get(f"/admin/versions/{kind}/history")

    for one in (*told, f"Solveig Demo {why}"):
        assert one in desk.text
    desk.get(f"/admin/versions/{kind}/history?what=published")
    assert told[0] not in desk.text


def test_the_history_of_texts_and_settings_says_who_and_why(clinic: Cms) -> None:
    desk = clinic.author
    send_text(desk, comment="Nytt vakttelefonnummer")
    save_settings(desk, alerts_a_week="40", comment="Vi er færre")

    desk.get("/admin/versions/safety/history")
    assert "Nytt vakttelefonnummer" in desk.text
    desk.get("/admin/versions/settings/history")
    assert "Vi er færre" in desk.text
    assert "Solveig Demo" in desk.text
    assert desk.get("/admin/versions/none/history").status_code == 404


def test_a_clinics_admin_sees_all_that_was_changed_there_and_nothing_of_another(cms: Cms) -> None:
    form_id = cms.form()
    cms.safe()
    cms.in_force()
    save_settings(cms.author, alerts_a_week="40", comment="Vi er færre i sommer")
    cms.form(cms.clinic("Lungeklinikken"))
    desk = cms.author

    desk.get("/admin/changes/")

    told = desk.text
    assert "Vi er færre i sommer" in told
    for what in ("Før timen", "Sikkerhetstekst", "Innstillinger", "Telefon og åpningstid"):
        assert what in told
    steps = desk.last.count("<tr><td")
    # The number is what was changed; nobody gave a reason.
    assert "endret telefonnummer eller åpningstider: 22 00 00 00</td><td data-l" in desk.last
    desk.get("/admin/changes/?many=-3")
    assert desk.last.count("<tr><td") == 1
    desk.get("/admin/changes/?what=published")
    assert 0 < desk.last.count("<tr><td") < steps
    desk.get("/admin/changes/?many=1")
    assert desk.last.count("<tr><td") == 1
    assert "many=101" in desk.last
    desk.get(f"/admin/forms/{form_id}/history")
    assert desk.last.count("<tr><td") < steps
