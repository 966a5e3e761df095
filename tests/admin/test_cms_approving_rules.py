"""A second person approves nothing that leaves a rule in force with nothing to look at."""

import re
from uuid import UUID

from lytte.services.rules import house_rules
from lytte.storage import tables
from tests.admin.test_cms_hanging import bare, form_id, stricter, versions
from tests.cms_desk import Cms

__all__ = ["form_id"]


def without_what_they_look_at(cms: Cms, form_id: UUID) -> None:
    """Let the author publish, or send, the form without what the rules look at."""
    desk, page = cms.author, f"/admin/forms/{form_id}/publish"
    bare(cms, form_id)
    desk.get(page)
    desk.follow(desk.post(page, known="1", told=desk.told()))


def test_the_second_person_sees_what_it_comes_to_before_deciding(cms: Cms, form_id: UUID) -> None:
    cms.rules(4)
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))
    row = max(cms.rows(tables.RuleSetPublication), key=lambda one: one.number)

    second.get(f"/admin/approvals/rules/{row.id}")

    assert "Prøv utkastet på fortiden" in second.text
    assert second.get("/admin/rehearsals/").status_code == 200

    # The rehearsal tries the draft: once that says something else, it is no answer here.
    cms.rules(5)
    second.get(f"/admin/approvals/rules/{row.id}")
    assert "Prøv utkastet på fortiden" not in second.text


def test_the_menu_counts_what_waits_for_whoever_reads_it(cms: Cms, form_id: UUID) -> None:
    cms.rules(4)
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))

    for desk, counted in ((author, "Godkjenninger"), (second, "Godkjenninger 1 venter")):
        desk.get("/admin/thresholds/")
        [entry] = re.findall(r'<a href="/admin/approvals/"[^>]*>(.*?)</a>', desk.last)
        assert re.sub(r"<[^>]*>|\s+", " ", entry).split() == counted.split()


def test_rules_that_were_sent_before_their_question_went_are_not_approved(
    cms: Cms, form_id: UUID
) -> None:
    cms.rules(4)
    author, second = cms.author, cms.second
    author.get("/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", comment="Fra 4"))
    row = max(cms.rows(tables.RuleSetPublication), key=lambda one: one.number)
    without_what_they_look_at(cms, form_id)
    second.get(f"/admin/approvals/rules/{row.id}")

    answer = second.post(
        f"/admin/approvals/rules/{row.id}/decide", do="approve",
        against=second.hidden("against"), why="Enig i grensen",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Enig i grensen" in second.last
    states = {one.number: one.state for one in cms.rows(tables.RuleSetPublication)}
    assert states == {1: "live", 2: "in_review"}


def test_the_second_person_sees_which_rules_a_form_leaves_with_nothing(
    cms: Cms, form_id: UUID
) -> None:
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    without_what_they_look_at(cms, form_id)
    second, page = cms.second, f"/admin/approvals/forms/{versions(cms)[-1].id}"
    second.get(page)
    assert "Smerte er minst 7" in second.text
    given = {"do": "approve", "against": second.hidden("against"), "why": "Enig"}

    assert second.post(f"{page}/decide", **given).status_code == 422
    assert "se på varselreglene først" in second.text
    known = {"known": "1", "told": second.told(), **given}
    stricter(cms)
    assert second.post(f"{page}/decide", **known).status_code == 422
    assert "Smerte er minst 5" in second.text
    assert versions(cms)[-1].state == "in_review"

    second.follow(second.post(f"{page}/decide", **{**known, "told": second.told()}))

    assert versions(cms)[-1].state == "live"


def test_sending_it_back_takes_no_tick(cms: Cms, form_id: UUID) -> None:
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    without_what_they_look_at(cms, form_id)
    second, page = cms.second, f"/admin/approvals/forms/{versions(cms)[-1].id}"
    second.get(page)

    second.follow(second.post(f"{page}/decide", do="reject", why="Behold plagene"))

    assert versions(cms)[-1].state == "rejected"


def test_what_must_be_put_right_is_told_of_its_rule_and_leads_there(
    cms: Cms, form_id: UUID
) -> None:
    cms.rules(4)
    without_what_they_look_at(cms, form_id)
    desk = cms.author

    desk.get("/admin/thresholds/")

    told = (
        r'<a href="/admin/thresholds/pain-red">[^<]+ er minst 4</a>: <span lang="nb">En regel ser'
    )
    assert re.search(told, desk.last), desk.text
