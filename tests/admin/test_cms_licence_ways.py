"""What a licence says of paper and screen is what is checked wherever a form is handed out."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from lytte.services import published
from lytte.services.publishing import publishing
from lytte.services.sending import enrolling
from lytte.storage import tables
from tests.admin.test_cms_licence_scope import publish_page
from tests.admin.test_cms_licences import form_id, record
from tests.cms_desk import Cms, Desk

__all__ = ["form_id"]


def handed_out(cms: Cms, form_id: UUID, *modes: str) -> tuple[UUID, UUID]:
    """Publish the form under a licence for everything, then record the modes; plan an occasion."""
    record(cms.author, 400)
    cms.safe()
    with cms.world.open() as session:
        work = cms.work(session)
        made = publishing.publish_form(work, form_id, staff_id=cms.world.author_id)
        until = work.now + timedelta(days=2)
        planned = enrolling.plan(
            work, cms.world.patient_id, made, due_at=work.now, expires_at=until
        )
        session.commit()
    record(cms.author, 400, modes=list(modes))
    return made.id, planned.id


def nurse(cms: Cms) -> Desk:
    return cms.desk(cms.somebody("clinician", cms.world.clinic_id))


def test_a_licence_for_a_screen_keeps_the_form_off_paper_wherever_it_is_printed(
    cms: Cms, form_id: UUID
) -> None:
    publication, occasion = handed_out(cms, form_id, "web", "kiosk")
    said = "Lisensen for «Plager» dekker ikke papir."

    for desk in (nurse(cms), cms.author):
        answer = desk.get(f"/clinic/paper/{publication}.pdf?language=nb")
        assert (answer.status_code, answer.mimetype) == (409, "text/html")
        assert said in desk.text
        assert "under Lisenser" in desk.text
    desk = cms.author
    assert desk.get(f"/admin/preview/{form_id}/paper").status_code == 409
    assert said in desk.text
    desk.get(f"/admin/forms/{form_id}")
    assert "Ikke på papir: lisensen for «Plager» dekker det ikke." in desk.text
    assert "På papir, til utskrift" not in desk.text
    beside = nurse(cms)
    beside.get(f"/clinic/in/{occasion}")
    assert said in beside.text
    assert ".pdf" not in beside.last
    assert beside.post(f"/clinic/in/{occasion}", kind="link").status_code == 200


def test_a_paper_that_came_all_the_same_is_typed_in(cms: Cms, form_id: UUID) -> None:
    _, occasion = handed_out(cms, form_id, "web")

    assert nurse(cms).get(f"/clinic/in/{occasion}/paper").status_code == 200


@pytest.mark.parametrize("modes", [("paper",), ("kiosk", "paper")])
def test_a_licence_without_a_screen_makes_neither_link_nor_code(
    cms: Cms, form_id: UUID, modes: tuple[str, ...]
) -> None:
    publication, occasion = handed_out(cms, form_id, *modes)
    desk = nurse(cms)

    desk.get(f"/clinic/in/{occasion}")

    assert "Lisensen for «Plager» dekker ikke telefon eller datamaskin." in desk.text
    assert "Lag en lenke" not in desk.text
    for kind in ("link", "letter"):
        assert desk.post(f"/clinic/in/{occasion}", kind=kind).status_code == 409
        assert "dekker ikke telefon eller datamaskin" in desk.text
    assert cms.rows(tables.AccessCode) == []
    assert desk.get(f"/clinic/paper/{publication}.pdf?language=nb").mimetype == "application/pdf"


def test_a_licence_for_a_tablet_alone_puts_no_form_where_a_link_opens_it(
    cms: Cms, form_id: UUID
) -> None:
    record(cms.author, 400, modes=["kiosk", "paper"])
    cms.safe()

    said = publish_page(cms, form_id)

    assert "Lisensen for «Plager» gjelder verken telefon eller datamaskin." in said


def test_nothing_said_of_ways_is_every_way(cms: Cms, form_id: UUID) -> None:
    publication, occasion = handed_out(cms, form_id)
    desk = nurse(cms)
    desk.get(f"/clinic/in/{occasion}")

    assert desk.get(f"/clinic/paper/{publication}.pdf").mimetype == "application/pdf"
    assert desk.post(f"/clinic/in/{occasion}", kind="link").status_code == 200
    with cms.world.open() as session:
        row = session.exec(select(tables.FormPublication)).one()
        assert published.form_publication(cms.work(session), row.id).id == publication
