"""A form from another hospital, from the list to a draft of one's own; and sharing one."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from lytte.services import drafting, publishing
from lytte.storage import tables
from tests.cms_desk import Cms, Desk


@pytest.fixture
def there(neighbour: Callable[[], Cms]) -> Cms:
    """Another hospital with a form in use."""
    cms = neighbour()
    cms.safe()
    with cms.world.open() as session:
        publishing.publish_form(cms.work(session), cms.form(), staff_id=cms.world.author_id)
        session.commit()
    return cms


def _boss(cms: Cms) -> Desk:
    return cms.desk(cms.somebody("hospital_admin", None))


def _form(cms: Cms) -> UUID:
    form_id: UUID = cms.rows(tables.FormDraft)[0].id
    return form_id


def _share(cms: Cms) -> tables.SharedForm:
    desk, form_id = _boss(cms), _form(cms)
    desk.get(f"/admin/shared/{form_id}")
    desk.follow(desk.post(f"/admin/shared/{form_id}/share", comment="Prøvd"))
    assert "Versjon 1 er delt." in desk.text
    rows = [one for one in cms.rows(tables.SharedForm) if one.form_id == form_id]
    assert isinstance(rows[0], tables.SharedForm)
    return rows[0]


def test_a_form_is_found_looked_at_and_copied(cms: Cms, there: Cms) -> None:
    row = _share(there)
    desk = cms.author
    desk.get("/admin/elsewhere/")
    assert "Nabo sykehus, versjon 1" in desk.text

    desk.get(f"/admin/elsewhere/{row.id}")
    assert "Plager Låst versjon 1" in desk.text
    assert "Lytte. free" in desk.text
    assert "klinikken har ikke noe telefonnummer ennå" in desk.text
    desk.follow(desk.post(f"/admin/elsewhere/{row.id}/copy"))

    assert "Kopiert fra Nabo sykehus, versjon 1." in desk.text
    assert "Klinikken har ikke noe telefonnummer" in desk.text
    assert "form.copy" in {one.action for one in cms.rows(tables.AuditEntry)}


def test_a_copy_says_when_they_share_a_newer_version(cms: Cms, there: Cms) -> None:
    desk = cms.author
    desk.get("/admin/elsewhere/")
    desk.follow(desk.post(f"/admin/elsewhere/{_share(there).id}/copy"))
    assert "De deler en nyere versjon" not in desk.text
    with there.world.open() as session:
        work, draft = there.work(session), session.get(tables.FormDraft, _form(there))
        assert draft is not None
        made = there.composition(draft.id).model_copy(update={"minutes": 7})
        drafting.save_form(work, draft.clinic_id, draft.slug, made)
        publishing.publish_form(work, draft.id)
        session.commit()
    boss = _boss(there)
    boss.get(f"/admin/shared/{_form(there)}")
    assert "En tidligere versjon er delt" in boss.text
    boss.follow(boss.post(f"/admin/shared/{_form(there)}/share"))

    copy = next(one for one in cms.rows(tables.FormDraft) if one.origin)
    desk.get(f"/admin/forms/{copy.id}")

    assert "De deler en nyere versjon: 2." in desk.text


def test_only_those_who_decide_for_the_hospital_share(there: Cms) -> None:
    desk = there.author

    for path in ("", "/share", "/withdraw"):
        ask = desk.post if path else desk.get
        assert ask(f"/admin/shared/{_form(there)}{path}").status_code == 403
    assert not [one for one in there.rows(tables.SharedForm) if one.form_id == _form(there)]


def test_what_is_withdrawn_is_not_found_any_more(cms: Cms, there: Cms) -> None:
    row = _share(there)
    boss = _boss(there)
    boss.get(f"/admin/shared/{row.form_id}")

    boss.follow(boss.post(f"/admin/shared/{row.form_id}/withdraw"))

    assert "Ikke lenger delt" in boss.text
    desk = cms.author
    one, none = (desk.get(f"/admin/elsewhere/{some}") for some in (row.id, uuid4()))
    assert (one.status_code, none.status_code) == (404, 404)
    assert one.text == none.text


def test_a_hospitals_own_form_is_not_among_the_others(there: Cms) -> None:
    row = _share(there)

    desk = there.author
    assert desk.get(f"/admin/elsewhere/{row.id}").status_code == 404
    assert desk.post(f"/admin/elsewhere/{row.id}/copy").status_code == 404
