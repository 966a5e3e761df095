"""What an agreement covers, what runs out, and where each version of an instrument is asked."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.admin.test_cms_licences import OWNED, form_id, record
from tests.cms_desk import Cms
from tests.shared_level import share

__all__ = ["form_id"]


def publish_page(cms: Cms, form_id: UUID) -> str:
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}/publish")
    return desk.text


def test_an_agreement_for_another_clinic_does_not_cover_this_one(cms: Cms, form_id: UUID) -> None:
    other = cms.clinic("Lungeklinikken")
    record(cms.author, 400, clinics=str(other))

    cms.safe()

    said = publish_page(cms, form_id)

    assert "Lisensen for «Plager» dekker ikke denne klinikken." in said
    record(cms.author, 400, clinics=str(cms.world.clinic_id))
    assert "dekker ikke" not in publish_page(cms, form_id)


def test_an_agreement_covers_the_languages_it_names(cms: Cms, form_id: UUID) -> None:
    record(cms.author, 400, languages="en")
    cms.safe()

    assert "Lisensen for «Plager» dekker ikke bokmål." in publish_page(cms, form_id)


def test_an_agreement_for_paper_alone_does_not_put_a_form_on_a_telephone(
    cms: Cms, form_id: UUID
) -> None:
    record(cms.author, 400, modes="paper")
    cms.safe()

    assert "Lisensen for «Plager» dekker bare papir." in publish_page(cms, form_id)


def test_what_an_agreement_covers_stands_where_it_is_asked_about(cms: Cms, form_id: UUID) -> None:
    record(cms.author, 400, clinics=str(cms.world.clinic_id), languages=["nb", "nn"], modes="web")

    for path in ("/admin/licences/", "/admin/instruments/"):
        desk = cms.author
        desk.get(path)
        assert "Brystkreftklinikken" in desk.text
        assert "bokmål, nynorsk" in desk.text
        assert "på telefon eller datamaskin" in desk.text
    [row] = cms.rows(tables.Licence)
    assert row.limits == {
        "clinics": [str(cms.world.clinic_id)], "languages": ["nb", "nn"], "modes": ["web"],
    }  # fmt: skip


def test_nonsense_limits_are_refused_and_nothing_is_recorded(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get("/admin/licences/")

    for odd in ({"clinics": "nowhere"}, {"languages": "xx"}, {"modes": "telepathy"}):
        given = {"instrument": "owned", "owner": "E", "scope": "a", "evidence": "b", "seen": ""}
        assert desk.post("/admin/licences/record", **given, **odd).status_code == 404
    assert cms.rows(tables.Licence) == []


@pytest.mark.parametrize(("days", "said"), [(30, True), (200, False)])
def test_two_months_before_it_ends_the_page_says_what_to_do(
    cms: Cms, form_id: UUID, days: int, said: bool
) -> None:
    text = record(cms.author, days)

    assert ("Dette bør gjøres før lisensen går ut" in text) is said


def test_an_instrument_says_each_version_and_where_that_version_is_asked(
    cms: Cms, form_id: UUID
) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        newer = OWNED.model_copy(update={"version": "2", "source": "Håndboken, 3. utgave"})
        work = type(work)(session, work.actor, work.now + timedelta(minutes=1), cms.keys)
        row = stocking.add(work, newer)
        session.commit()
    desk = cms.author

    desk.get(f"/admin/instruments/{row.id}")

    assert "Håndboken, 3. utgave" in desk.text
    assert "Eieren" in desk.text
    assert re.search(r"versjon 2 Denne .*Spørres ikke i noe skjema", desk.text)
    assert re.search(r"versjon 1 .*Spørres i: Før timen", desk.text)


def test_at_the_hospitals_level_every_clinics_forms_are_named(cms: Cms, form_id: UUID) -> None:
    shared = share(cms)
    with cms.world.open() as session:
        work = cms.work(session)
        made = drafting.composition(
            work, next(one for one in drafting.drafts(work, cms.world.clinic_id))
        )
        drafting.save_form(work, shared.common_id, "felles", made)
        session.commit()
    boss = cms.desk(cms.somebody("hospital_admin", None))
    boss.post("/admin/clinic", clinic=str(shared.common_id))

    boss.get("/admin/instruments/")

    assert "Før timen (Brystkreftklinikken" in boss.text
    assert "Før timen (Felles for sykehuset" in boss.text
