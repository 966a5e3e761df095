"""The layout of the summary sheet: chosen by buttons, refused when it overflows, inherited."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest

from lytte.core.bundle import written
from lytte.core.own_settings import Laid, OwnSettings
from lytte.core.sheet_layout import OWN, SheetLayout
from lytte.services import clinics, levels
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.faults import NotReady
from lytte.services.settings import setting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.many_scores import many_scores

HERE = "/admin/sheet/"
LAYOUT = re.compile(r'name="layout" value="([^"]*)"')


@pytest.fixture
def desk(cms: Cms) -> Desk:
    """A clinic admin with a form of 24 scores in front of the page."""
    with cms.world.open() as session:
        many_scores(cms.work(session), cms.world.clinic_id)
        session.commit()
    desk = cms.author
    desk.get(HERE)
    return desk


def layout(desk: Desk) -> str:
    found = LAYOUT.search(desk.last)
    assert found is not None
    return unescape(found[1])


def press(desk: Desk, *buttons: str, **fields: object) -> SheetLayout:
    """Press one button after the other, as a browser does: the page carries the layout."""
    for do in buttons:
        answer = desk.post(HERE, do=do, layout=layout(desk), **fields)
        assert answer.status_code == 200, do
    return SheetLayout.model_validate_json(layout(desk))


def save(desk: Desk, **fields: object) -> int:
    answer = desk.post(HERE, do="save", layout=layout(desk), **fields)
    if answer.status_code == 303:
        desk.get(HERE)
    return answer.status_code


def laid(cms: Cms) -> Laid:
    with cms.world.open() as session:
        clinic = session.get(tables.Clinic, cms.world.clinic_id)
        assert clinic is not None
        return setting.laid(cms.work(session), clinic)


def test_blocks_and_scores_move_and_hide_and_nothing_is_in_force_before_it_is_said(
    cms: Cms, desk: Desk
) -> None:
    made = press(desk, "up:plan", "up:plan", "hide:others", "score-down:many/q1", "leave:many/q3")

    assert made.order.index("plan") < made.order.index("rest")
    assert made.hidden == ("others",)
    assert made.scores[:2] == ("many/q2", "many/q1")
    assert made.left_out == ("many/q3",)
    assert "Det er ikke i bruk" in desk.text
    assert cms.rows(tables.LevelSettings) == []

    assert save(desk, comment="Legene ville ha det slik") == 303
    assert laid(cms).sheet == made
    assert "Endret her" in desk.text
    assert "Legene ville ha det slik" in desk.text
    [deed] = [row for row in cms.rows(tables.AuditEntry) if row.action == "settings.change"]
    assert deed.fields["changed"] == ["sheet"]


def test_what_is_always_there_cannot_be_taken_away_and_says_why(cms: Cms, desk: Desk) -> None:
    assert "Egne ord leses før alle tall" in desk.text
    assert "Så siden kan spores" in desk.text
    for button in ("hide:priorities", "hide:findings", "hide:rest", "up:priorities", "nonsense"):
        assert press(desk, button) == OWN
    assert desk.post(HERE, do="save", layout='{"hidden": ["priorities"]}').status_code == 404
    assert desk.post(HERE, do="save", layout='{"order": ["foot"]}').status_code == 404
    assert cms.rows(tables.LevelSettings) == []


def test_a_layout_that_overflows_is_refused_with_what_would_help(cms: Cms, desk: Desk) -> None:
    press(desk, "look", rows="all", smallest="roomy")

    assert "mm for høy for ett ark" in desk.text
    assert "Her slutter arket" in unescape(desk.last)
    assert save(desk, rows="all", smallest="roomy") == 422
    assert "får ikke plass på ett ark" in desk.text
    assert cms.rows(tables.LevelSettings) == []

    ways = re.findall(r'name="do" value="([^"]*)" id="w-', desk.last)
    assert ways
    for way in ways:
        desk.get(HERE)
        press(desk, "look", rows="all", smallest="roomy")
        press(desk, way)
        assert "En full side får plass på ett ark" in desk.text
    assert save(desk) == 303


def test_no_way_in_gets_round_the_page_that_must_be_one(cms: Cms, desk: Desk) -> None:
    greedy = OwnSettings(sheet=SheetLayout(every_row=True, smallest="roomy"))
    with cms.world.open() as session, pytest.raises(NotReady):
        setting.put(cms.work(session), cms.world.clinic_id, greedy, made_on=0, staff_id=None)
    desk.get("/admin/settings/")
    sheet = json.dumps(greedy.model_dump(mode="json")["sheet"])

    assert desk.post("/admin/settings/", do="save", sheet=sheet).status_code == 422
    assert "får ikke plass på ett ark" in desk.text
    assert desk.post("/admin/settings/", do="save", sheet="{").status_code == 404


def test_the_other_settings_and_the_layout_leave_each_other_alone(cms: Cms, desk: Desk) -> None:
    press(desk, "hide:others")
    save(desk)
    desk.get("/admin/settings/")
    kept = re.search(r'name="sheet" value="([^"]*)"', desk.last)
    assert kept is not None
    desk.post("/admin/settings/", do="save", name="Brystpoliklinikken", sheet=unescape(kept[1]))
    desk.get(HERE)
    press(desk, "hide:plan")
    save(desk)

    own = laid(cms).clinic
    assert own.name == "Brystpoliklinikken"
    assert own.sheet is not None
    assert own.sheet.hidden == ("others", "plan")


def test_a_clinic_has_the_hospitals_until_it_chooses_and_can_fall_back(
    cms: Cms, desk: Desk
) -> None:
    with cms.world.open() as session:
        common = levels.make_common(cms.work(session))
        session.commit()
    boss = cms.desk(cms.somebody("hospital_admin", None))
    boss.post("/admin/clinic", clinic=str(common.id))
    boss.get(HERE)
    assert "Plage nummer 1" in boss.text  # the clinics' forms are what it is tried on
    press(boss, "hide:plan")
    assert save(boss) == 303
    desk.get(HERE)
    assert "Fra sykehuset" in desk.text
    assert SheetLayout.model_validate_json(layout(desk)).hidden == ("plan",)

    press(desk, "show:plan", "hide:others")
    save(desk)
    boss.get(HERE)
    assert "Disse beholder sitt eget" in boss.text
    assert laid(cms).sheet.hidden == ("others",)

    assert desk.post("/admin/sheet/fall").status_code == 303
    assert laid(cms).sheet.hidden == ("plan",)


def test_an_earlier_layout_is_used_again_and_nothing_else_of_that_day(cms: Cms, desk: Desk) -> None:
    press(desk, "hide:others")
    save(desk)
    press(desk, "hide:plan")
    save(desk)
    desk.get("/admin/settings/")
    sheet = re.search(r'name="sheet" value="([^"]*)"', desk.last)
    assert sheet is not None
    desk.post("/admin/settings/", do="save", name="Nytt navn", sheet=unescape(sheet[1]))
    desk.get(HERE)

    assert desk.post("/admin/sheet/back", number="1").status_code == 303

    assert laid(cms).sheet.hidden == ("others",)
    assert laid(cms).clinic.name == "Nytt navn"
    assert desk.post("/admin/sheet/back", number="99").status_code == 404


def test_of_two_who_save_at_once_the_second_is_asked(cms: Cms, desk: Desk) -> None:
    other = cms.second
    other.get(HERE)
    press(desk, "hide:others")
    press(other, "hide:plan")
    save(desk)

    assert save(other) == 409
    assert "Noen andre tok nye innstillinger i bruk" in other.text
    assert SheetLayout.model_validate_json(layout(other)).hidden == ("plan",)
    assert laid(cms).sheet.hidden == ("others",)


def test_the_page_is_given_as_it_is_printed(cms: Cms, desk: Desk) -> None:
    answer = desk.post("/admin/sheet/paper", layout=layout(desk), patient="ordinary")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    style = desk.client.get("/admin/sheet/paper.css")
    assert style.mimetype == "text/css"
    assert "@media print" not in style.text


def test_without_a_form_the_page_says_what_is_missing_and_can_be_chosen_all_the_same(
    cms: Cms,
) -> None:
    desk = cms.author
    desk.get(HERE)
    assert "Det er ikke laget noe skjema her ennå" in desk.text
    press(desk, "hide:plan")
    assert save(desk) == 303
    assert desk.post("/admin/sheet/paper", layout=layout(desk)).status_code == 404


def test_a_layout_goes_along_in_the_hospitals_file(
    cms: Cms, desk: Desk, neighbour: Callable[[], Cms]
) -> None:
    press(desk, "hide:others")
    save(desk)
    with cms.world.open() as session:
        bundle = bundle_reading.read(
            written(bundling_out.export(cms.work(session), as_made=True)).encode()
        )
    theirs = neighbour()
    with theirs.world.open() as session:
        work = theirs.work(session)
        [mine], [clinic] = clinics.reached(work, None), bundle.clinics
        bundling.bring(work, bundle, renamed={clinic.slug: mine.slug})
        session.commit()
    there = theirs.author
    there.get("/admin/settings/")
    there.post("/admin/settings/proposal", do="look")
    assert "Det kom et oppsett med filen" in there.text
    kept = re.search(r'name="sheet" value="([^"]*)"', there.last)
    assert kept is not None
    assert there.post("/admin/settings/", do="save", sheet=unescape(kept[1])).status_code == 303
    assert laid(theirs).sheet.hidden == ("others",)
