"""The hospital's own level in the CMS, and a clinic that builds on it."""

from uuid import UUID

import pytest

from lytte.services import levels
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.shared_level import Shared, share


@pytest.fixture
def boss(cms: Cms) -> Desk:
    """A hospital admin."""
    return cms.desk(cms.somebody("hospital_admin", None))


def _choose(desk: Desk, clinic: str | UUID) -> None:
    desk.get("/admin/")
    desk.follow(desk.post("/admin/clinic", clinic=str(clinic)))


def test_a_hospital_admin_opens_the_hospitals_level_in_the_chooser(cms: Cms, boss: Desk) -> None:
    assert "Felles for sykehuset" in boss.last
    assert not [one for one in cms.rows(tables.Clinic) if one.common]

    _choose(boss, "common")

    assert "Felles for sykehuset" in boss.text
    assert "kan alle klinikkene bygge på" in boss.text
    assert [one.slug for one in cms.rows(tables.Clinic) if one.common] == [levels.SLUG]


def test_a_clinic_admin_is_never_let_into_the_hospitals_level(cms: Cms) -> None:
    shared = share(cms)
    desk = cms.author

    for asked in ("common", str(shared.common_id)):
        desk.follow(desk.post("/admin/clinic", clinic=asked))

        assert "Felles for sykehuset" not in desk.last
    assert desk.get(f"/admin/forms/{shared.form_id}").status_code == 404


def test_an_admin_of_every_clinic_does_not_decide_for_the_hospital(cms: Cms) -> None:
    shared = share(cms)
    desk = cms.desk(cms.somebody("clinic_admin", None))

    _choose(desk, shared.common_id)

    assert "Felles for sykehuset" not in desk.last


def test_a_telephone_is_a_clinics_and_never_the_hospitals(cms: Cms, boss: Desk) -> None:
    _choose(boss, "common")
    boss.get("/admin/texts/")
    assert "Klinikkens telefon" not in boss.text

    answer = boss.post("/admin/texts/contact", phone="22 00 00 00", phone_again="22 00 00 00")

    assert answer.status_code == 404
    assert cms.rows(tables.ClinicContact) == []


def test_a_clinic_builds_on_the_hospitals_form_with_one_press(cms: Cms) -> None:
    shared: Shared = share(cms)
    desk = cms.author
    desk.get("/admin/forms/")
    assert "Fra sykehuset, ikke i bruk her" in desk.text
    [publication] = cms.rows(tables.FormPublication)

    desk.follow(desk.post("/admin/tailored/take", publication_id=str(publication.id)))

    assert "Før kuren" in desk.text
    assert "Klarer du å spise?" in desk.last
    desk.get("/admin/forms/")
    assert "Fra sykehuset, ikke i bruk her" not in desk.text
    assert len([one for one in cms.rows(tables.FormDraft) if one.clinic_id == shared.clinic_id])
    assert "form.inherit" in {row.action for row in cms.rows(tables.AuditEntry)}


def test_what_is_not_offered_cannot_be_built_on(cms: Cms) -> None:
    form_id = cms.form(cms.clinic("Lungekreftklinikken"))
    desk = cms.author

    answer = desk.post("/admin/tailored/take", publication_id=str(form_id))

    assert answer.status_code == 404
