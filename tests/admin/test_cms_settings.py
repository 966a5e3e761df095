"""Texts and settings by level: inherited, changed, fallen back, and told afterwards."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from lytte.core.own_settings import Laid, OwnSettings
from lytte.services import levels
from lytte.services.settings import setting
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.forms_world import make_ready

HERE = "/admin/settings/"
OURS = "Svarene leses av oss på {clinic}."


def logo(colour: str = "navy") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (600, 200), colour).save(out, "JPEG")
    return BytesIO(out.getvalue())


def save(desk: Desk, **fields: object) -> int:
    desk.get(HERE)
    answer = desk.post(HERE, do="save", **fields)
    if answer.status_code == 303:
        desk.get(HERE)
    return answer.status_code


@pytest.fixture
def boss(cms: Cms) -> Desk:
    """A hospital admin at the hospital's own level."""
    with cms.world.open() as session:
        common = levels.make_common(cms.work(session))
        session.commit()
    desk = cms.desk(cms.somebody("hospital_admin", None))
    desk.post("/admin/clinic", clinic=str(common.id))
    desk.get(HERE)
    return desk


def laid(cms: Cms, at: datetime | None = None) -> Laid:
    with cms.world.open() as session:
        work = cms.work(session)
        clinic = session.get(tables.Clinic, cms.world.clinic_id)
        assert clinic is not None
        return setting.laid(work, clinic, at)


def test_a_clinic_has_the_hospitals_until_it_chooses_and_can_fall_back(
    cms: Cms, boss: Desk
) -> None:
    assert save(boss, colour="own", accent="#7a1f5c", alerts_a_week="40") == 303
    clinic = cms.author
    clinic.get(HERE)
    assert "Fra sykehuset" in clinic.text
    assert laid(cms).tint.light == "#7a1f5c"

    assert save(clinic, colour="own", accent="#005a30") == 303
    assert laid(cms).tint.light == "#005a30"
    assert laid(cms).alerts_a_week == 40
    boss.get(HERE)
    assert "Disse beholder sitt eget" in boss.text

    clinic.get(HERE)
    assert "Endret her" in clinic.text
    assert clinic.post("/admin/settings/fall", about="accent").status_code == 303
    assert laid(cms).tint.light == "#7a1f5c"


def test_what_a_patient_was_told_on_a_day_can_be_found_again(cms: Cms) -> None:
    desk = cms.author
    save(desk, information__nb=OURS, consent__nb="Jeg samtykker.", comment="Første utkast")
    between = datetime.now(UTC)
    save(desk, information__nb="Noe annet.")

    then, now = laid(cms, between), laid(cms)
    assert (then.information("nb"), then.consent("nb")) == (OURS, ("Jeg samtykker.", "nb"))
    assert (now.information("nb"), now.consent("nb")) == ("Noe annet.", ("", "nb"))
    assert laid(cms, between - timedelta(days=1)).information("nb") == ""
    desk.get("/admin/versions/settings")
    assert "Første utkast" in desk.text
    desk.get("/admin/versions/settings/compare?from=1&to=1")
    assert OURS in desk.text


def test_an_earlier_version_is_used_again_as_a_new_one(cms: Cms) -> None:
    desk = cms.author
    save(desk, name="Brystpoliklinikken")
    save(desk, name="Noe annet")

    assert desk.post("/admin/settings/back", number="1").status_code == 303

    rows = sorted(cms.rows(tables.LevelSettings), key=lambda row: row.number)
    assert [row.document.get("name") for row in rows] == [
        "Brystpoliklinikken", "Noe annet", "Brystpoliklinikken",
    ]  # fmt: skip
    assert [row.ended_at is None for row in rows] == [False, False, True]
    assert rows[2].author_id == cms.world.author_id


def test_a_pale_colour_is_refused_in_words_and_nothing_changes(cms: Cms) -> None:
    desk = cms.author

    assert save(desk, colour="own", accent="#f2c94c", name="Beholdes") == 422

    assert "for lys til å leses" in desk.text
    assert "Den nærmeste som kan leses" in desk.text
    assert 'value="Beholdes"' in desk.last
    assert cms.rows(tables.LevelSettings) == []


def test_looking_first_changes_nothing_and_keeps_the_logo(cms: Cms) -> None:
    desk = cms.author
    desk.get(HERE)

    assert desk.post(HERE, do="look", picture=(logo(), "logo.jpg")).status_code == 200

    assert "Det er ikke i bruk" in desk.text
    [stored] = cms.rows(tables.LogoPicture)
    assert f'name="logo" value="{stored.sha256}"' in desk.last
    assert cms.rows(tables.LevelSettings) == []
    assert desk.post(HERE, do="save", logo=stored.sha256).status_code == 303
    found = laid(cms).logo
    assert found is not None
    assert found.sha256 == stored.sha256
    shown = desk.client.get(f"/admin/settings/logo/{stored.sha256}")
    assert (shown.mimetype, shown.data) == ("image/png", stored.content)


def test_the_page_a_patient_sees_first_is_the_one_of_a_form_in_use(cms: Cms) -> None:
    before = cms.author
    before.get(HERE)
    assert "Du bestemmer selv hva du svarer på" in before.last
    assert "Det tar omtrent" not in before.last

    make_ready(cms.world)
    desk = cms.author
    desk.get(HERE)

    assert "Vi vil vite hvordan du har det." in desk.last
    assert "Det tar omtrent 4 minutter" in desk.last


@pytest.mark.parametrize(
    ("name", "content"), [("logo.svg", b"<svg><script>1</script></svg>"), ("logo.png", b"\x89PNG")]
)
def test_a_file_that_is_no_picture_is_refused_in_words(cms: Cms, name: str, content: bytes) -> None:
    desk = cms.author
    desk.get(HERE)

    answer = desk.post(HERE, do="save", picture=(BytesIO(content), name), name="Beholdes")

    assert answer.status_code == 422
    assert "ikke et bilde som kan leses" in desk.text
    assert 'value="Beholdes"' in desk.last
    assert cms.rows(tables.LogoPicture) == []


def test_of_two_who_save_at_once_the_second_is_asked(cms: Cms) -> None:
    first, second = cms.author, cms.second
    first.get(HERE)
    second.get(HERE)
    first.post(HERE, do="save", name="Den første")

    answer = second.post(HERE, do="save", name="Den andre")

    assert answer.status_code == 409
    assert "Noen andre tok nye innstillinger i bruk" in second.text
    assert 'value="Den andre"' in second.last
    assert laid(cms).clinic.name == "Den første"
    assert second.post(HERE, do="save", name="Den andre").status_code == 303


def test_a_number_that_is_none_and_a_picture_too_many_are_told_at_once(cms: Cms) -> None:
    desk = cms.author
    assert save(desk, alerts_a_week="mange", colour="own", accent="#ffffff") == 422

    assert "ikke et helt tall" in desk.text
    assert "for lys" in desk.text


def test_the_logo_of_another_hospital_is_the_same_as_none(cms: Cms, neighbour: object) -> None:
    assert callable(neighbour)
    other: Cms = neighbour()
    desk = other.author
    desk.get(HERE)
    desk.post(HERE, do="look", picture=(logo(), "logo.jpg"))
    [stored] = other.rows(tables.LogoPicture)

    mine = cms.author
    assert mine.get(f"/admin/settings/logo/{stored.sha256}").status_code == 404
    mine.get(HERE)
    assert mine.post(HERE, do="save", logo=stored.sha256).status_code == 404
    assert cms.rows(tables.LevelSettings) == []


def test_a_clinic_admin_does_not_reach_the_hospitals_level(cms: Cms, boss: Desk) -> None:
    save(boss, name="Sykehuset vårt")
    clinic = cms.author

    save(clinic, name="Bare klinikken")

    owners: set[UUID] = {row.clinic_id for row in cms.rows(tables.LevelSettings)}
    assert len(owners) == 2
    assert laid(cms).hospital.name == "Sykehuset vårt"


def test_every_change_is_in_the_history(cms: Cms) -> None:
    save(cms.author, alerts_a_week="30")

    [deed] = [row for row in cms.rows(tables.AuditEntry) if row.action == "settings.change"]
    assert deed.fields["changed"] == ["alerts_a_week"]


def test_what_came_with_a_file_is_looked_at_and_put_in_force_or_left(cms: Cms) -> None:
    def propose(accent: str) -> None:
        with cms.world.open() as session:
            work = cms.work(session)
            made = OwnSettings(accent=accent)
            setting.propose(work, cms.world.clinic_id, made, staff_id=None)
            session.commit()

    propose("#005a30")
    desk = cms.author
    desk.get(HERE)
    assert "Det kom innstillinger med en fil som Lytte tok inn" in desk.text
    assert desk.post("/admin/settings/proposal", do="look").status_code == 200
    assert 'value="#005a30"' in desk.last
    assert laid(cms).clinic.accent is None
    where = re.search(r'<form method="post" action="([^"]*)" enctype', desk.last)
    assert where is not None
    took = desk.hidden("proposal")
    saved = desk.post(where[1], do="save", colour="own", accent="#005a30", proposal=took)
    assert saved.status_code == 303
    desk.get(HERE)
    assert laid(cms).clinic.accent == "#005a30"
    assert "Det kom innstillinger" not in desk.text

    propose("#7a1f5c")
    desk.get(HERE)
    took = desk.hidden("proposal")
    assert desk.post("/admin/settings/proposal", do="leave", proposal=took).status_code == 303
    assert laid(cms).clinic.accent == "#005a30"
    assert desk.get(HERE).status_code == 200
    assert "Det kom innstillinger" not in desk.text


def test_what_came_with_a_file_is_neither_saved_away_nor_left_unseen(cms: Cms) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        made = OwnSettings(accent="#005a30")
        setting.propose(work, cms.world.clinic_id, made, staff_id=cms.world.approver_id, seen=None)
        session.commit()
    desk = cms.author

    assert save(desk, alerts_a_week="30") == 303
    assert "Det kom innstillinger med en fil som Ali Prøve tok inn" in desk.text

    assert desk.post("/admin/settings/proposal", do="leave", proposal="").status_code == 303
    desk.get(HERE)
    assert "Det kom andre med en fil i mellomtiden." in desk.text
    assert "Det kom innstillinger med en fil som Ali Prøve tok inn" in desk.text


def test_the_rehearsal_is_told_what_the_clinic_can_take(cms: Cms) -> None:
    save(cms.author, alerts_a_week="30")

    with cms.world.open() as session:
        assert setting.budget(cms.work(session), cms.world.clinic_id) == 30
