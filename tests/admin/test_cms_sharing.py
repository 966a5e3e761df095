"""A form from another hospital, from the list to a draft of one's own; and sharing one."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.inheriting import sharing
from lytte.services.publishing import publishing
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


def _copied(cms: Cms, there: Cms) -> tuple[Desk, UUID]:
    """Copy the form to a clinic, and return who did and which form it is."""
    desk = cms.author
    desk.get("/admin/elsewhere/")
    desk.follow(desk.post(f"/admin/elsewhere/{_share(there).id}/copy"))
    return desk, next(one.id for one in cms.rows(tables.FormDraft) if one.origin)


def _changed(cms: Cms, form_id: UUID, **update: object) -> None:
    with cms.world.open() as session:
        work, draft = cms.work(session), session.get(tables.FormDraft, form_id)
        assert draft is not None
        made = cms.composition(form_id).model_copy(update=update)
        drafting.save_form(work, draft.clinic_id, draft.slug, made)
        session.commit()


def _shared_anew(there: Cms, **update: object) -> tables.SharedForm:
    """Publish a changed version there and share it."""
    form_id = _form(there)
    _changed(there, form_id, **update)
    with there.world.open() as session:
        publishing.publish_form(there.work(session), form_id)
        session.commit()
    boss = _boss(there)
    boss.get(f"/admin/shared/{form_id}")
    assert "En tidligere versjon er delt" in boss.text
    boss.follow(boss.post(f"/admin/shared/{form_id}/share"))
    return _number(there, 2)


def _number(there: Cms, number: int) -> tables.SharedForm:
    rows = there.rows(tables.SharedForm)
    mine = [r for r in rows if r.hospital_id == there.world.hospital_id and r.number == number]
    assert isinstance(mine[0], tables.SharedForm)
    return mine[0]


def test_a_copy_says_when_they_share_a_newer_version(cms: Cms, there: Cms) -> None:
    desk, copy = _copied(cms, there)
    assert "De deler en nyere versjon" not in desk.text
    desk.get("/admin/forms/")
    assert "Kopiert fra Nabo sykehus, versjon 1." in desk.text  # beside one of the same title
    _shared_anew(there, minutes=7)

    desk.get(f"/admin/forms/{copy}")

    assert "De deler en nyere versjon: 2." in desk.text
    assert f"/admin/upgrades/{copy}" in desk.last


@pytest.mark.parametrize("choice", ["ours", "theirs"])
def test_our_changes_of_a_copy_are_laid_on_their_newer_version(
    cms: Cms, there: Cms, choice: str
) -> None:
    desk, copy = _copied(cms, there)
    ours, theirs = Text({"nb": "Vår tittel"}), Text({"nb": "Deres nye tittel"})
    _changed(cms, copy, title=ours, introduction=Text({"nb": "Hei fra oss"}))
    newer = _shared_anew(there, title=theirs, minutes=7)

    desk.get(f"/admin/upgrades/{copy}")
    assert "Nabo sykehus deler en nyere versjon" in desk.text
    assert "Dette er en kopi av versjon 1." in desk.text
    assert "Bruk det nye" in desk.text
    desk.follow(desk.post(f"/admin/upgrades/{copy}", to=str(newer.id), choice__0=choice))

    made = cms.composition(copy)
    wanted = {"ours": "Vår tittel", "theirs": "Deres nye tittel"}[choice]
    assert (made.title.read("nb"), made.minutes) == (wanted, 7)
    assert made.introduction.read("nb") == "Hei fra oss"
    assert "Kopiert fra Nabo sykehus, versjon 2." in desk.text
    assert "De deler en nyere versjon" not in desk.text

    desk.follow(desk.post(f"/admin/forms/{copy}/undo"))
    assert cms.composition(copy).title.read("nb") == "Vår tittel"
    assert "Kopiert fra Nabo sykehus, versjon 1." in desk.text
    assert "De deler en nyere versjon: 2." in desk.text


def test_ours_is_laid_on_theirs_also_when_the_first_is_withdrawn(cms: Cms, there: Cms) -> None:
    desk, copy = _copied(cms, there)
    newer = _shared_anew(there, minutes=7)
    with there.world.open() as session:
        sharing.withdraw(there.work(session), session.merge(_number(there, 1)))
        session.commit()

    desk.get(f"/admin/upgrades/{copy}")
    desk.follow(desk.post(f"/admin/upgrades/{copy}", to=str(newer.id)))

    assert cms.composition(copy).minutes == 7


def test_a_copy_is_compared_with_what_they_share(cms: Cms, there: Cms) -> None:
    desk, copy = _copied(cms, there)
    newer = _shared_anew(there, minutes=7)
    desk.get(f"/admin/forms/{copy}")
    assert "Sammenlign med det de deler nå" in desk.text

    desk.get(f"/admin/forms/{copy}/compare?from={newer.id}&to=draft")

    assert "Nabo sykehus, versjon 2" in desk.text
    assert "Nabo sykehus, versjon 1" in desk.text
    assert "1 forskjell" in desk.text


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
