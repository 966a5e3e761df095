"""Whoever changes the rules hears of a planned form that leaves them with nothing to look at."""

from datetime import timedelta
from uuid import UUID

import pytest

from lytte.services.publishing import publishing
from lytte.services.rules import hanging, ruling
from lytte.storage import tables
from tests.admin.test_cms_hanging import bare, form_id, stricter
from tests.cms_desk import Cms

__all__ = ["form_id"]

FROM_4 = "Smerte er minst 4"


@pytest.fixture
def planned(cms: Cms, form_id: UUID) -> Cms:
    """The form without what the rules look at is planned, by somebody who knew of them."""
    cms.author.get("/admin/")
    assert "Et planlagt skjema gjør" not in cms.author.text
    bare(cms, form_id)
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.get_one(tables.FormDraft, form_id)
        known = hanging.marked(ruling.unheard(work, draft))
        at = work.now + timedelta(days=5)
        publishing.publish_form(work, form_id, at=at, known=known)
        session.commit()
    return cms


def sent(cms: Cms) -> tables.RuleSetPublication:
    cms.rules(4)
    author = cms.author
    author.get("/admin/thresholds/")
    assert "Fra da av ser 1 av reglene på noe ingen blir spurt om" in author.text
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))
    rows: list[tables.RuleSetPublication] = cms.rows(tables.RuleSetPublication)
    return max(rows, key=lambda one: one.number)


def test_the_first_page_says_so_until_it_is_put_right(planned: Cms) -> None:
    desk = planned.author

    desk.get("/admin/")

    assert "Et planlagt skjema gjør at varselregler ikke har noe å se på" in desk.text
    assert "Fra da av ser 2 av reglene på noe ingen blir spurt om, og varsler ingen." in desk.text


def test_the_second_person_is_told_and_ticks(planned: Cms) -> None:
    row, second = sent(planned), planned.second
    page = f"/admin/approvals/rules/{row.id}"
    second.get(page)
    assert FROM_4 in second.text
    assert "er planlagt: om 5 dager" in second.text
    given = {"do": "approve", "against": second.hidden("against"), "why": "Enig"}

    assert second.post(f"{page}/decide", **given).status_code == 422
    assert "Enig" in second.last
    told = second.told()
    second.follow(second.post(f"{page}/decide", known="1", told=told, **given))

    states = {one.number: one.state for one in planned.rows(tables.RuleSetPublication)}
    assert states == {1: "retired", 2: "live"}


def test_going_back_to_rules_asks_too(planned: Cms) -> None:
    stricter(planned)
    desk, first = planned.author, planned.rows(tables.RuleSetPublication)[0]
    desk.get("/admin/versions/rules")
    back = f"/admin/versions/rules/{first.id}/restore"
    seen = desk.hidden("live_on")

    assert desk.post(back, live_on=seen).status_code == 422
    assert "Bruk versjon 1 igjen" in desk.text
    assert "Se først hva et planlagt skjema gjør med disse reglene." in desk.text
    desk.follow(desk.post(back, known="1", told=desk.told(), live_on=seen))

    states = [one.state for one in planned.rows(tables.RuleSetPublication)]
    assert sorted(states) == ["live", "retired", "retired"]
