"""What a colleague has sent, or put in force, is never replaced without being seen."""

from typing import Any

import pytest
from sqlmodel import select

from lytte.services.faults import ChangedMeanwhile
from lytte.services.publishing import publishing
from lytte.services.rules import house_rules
from lytte.services.sending import scheduling
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.planning_desk import published, with_form, write

CARRIED = ("live_on", "waits_on")


def opened(desk: Desk, path: str) -> dict[str, str]:
    """Open a page, and return what its form carries along."""
    desk.get(path)
    return carried(desk)


def carried(desk: Desk) -> dict[str, str]:
    return {"version": desk.hidden("version"), **{one: desk.hidden(one) for one in CARRIED}}


def waiting(cms: Cms, kind: Any) -> list[Any]:
    return [one for one in cms.rows(kind) if one.state == "in_review"]


def taken_back(cms: Cms, action: str) -> list[str]:
    return [one.object_id for one in cms.rows(tables.AuditEntry) if one.action == action]


@pytest.fixture
def form_id(cms: Cms) -> Any:
    found = cms.form()
    cms.safe()
    return found


def test_rules_that_were_sent_meanwhile_are_told_and_taken_back_only_by_name(
    cms: Cms, form_id: Any
) -> None:
    author, second = cms.author, cms.second
    cms.rules(7)
    mine = opened(second, "/admin/thresholds/")
    author.follow(author.post("/admin/thresholds/propose", **opened(author, "/admin/thresholds/")))
    cms.rules(6)
    [theirs] = waiting(cms, tables.RuleSetPublication)
    mine["version"] = opened(second, "/admin/thresholds/")["version"]

    answer = second.post("/admin/thresholds/propose", **mine, comment="Det jeg skrev")

    assert answer.status_code == 409
    assert "Solveig Demo sendte versjon 1 til godkjenning mens du hadde dette åpent" in second.text
    assert 'value="Det jeg skrev"' in second.last
    assert [one.id for one in waiting(cms, tables.RuleSetPublication)] == [theirs.id]
    assert "Versjon 1 fra Solveig Demo venter på godkjenning" in second.text
    assert "Send den i stedet for den fra Solveig Demo" in second.text
    second.follow(second.post("/admin/thresholds/propose", **carried(second)))
    [row] = waiting(cms, tables.RuleSetPublication)
    assert row.author_id == cms.world.approver_id
    assert taken_back(cms, "rule_set_publication.take_back") == [str(theirs.id)]


def test_a_page_that_says_nothing_of_what_it_saw_replaces_nothing(cms: Cms, form_id: Any) -> None:
    cms.rules(7)
    author, second = cms.author, cms.second
    author.follow(author.post("/admin/thresholds/propose", **opened(author, "/admin/thresholds/")))
    cms.rules(6)
    second.get("/admin/thresholds/")

    assert second.post("/admin/thresholds/propose").status_code == 409

    assert [one.number for one in waiting(cms, tables.RuleSetPublication)] == [1]


def test_a_form_that_was_sent_meanwhile_is_told_and_taken_back_only_by_name(
    cms: Cms, form_id: Any
) -> None:
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    page = f"/admin/forms/{form_id}/publish"
    author, second = cms.author, cms.second
    mine = opened(second, page)
    author.follow(author.post(page, **opened(author, page)))
    [theirs] = waiting(cms, tables.FormPublication)
    cms.rename(form_id, "Etter kuren")
    mine["version"] = opened(second, page)["version"]

    answer = second.post(page, **mine, comment="Det jeg skrev")

    assert answer.status_code == 409
    assert "Solveig Demo sendte versjon 1 til godkjenning mens du hadde dette åpent" in second.text
    assert 'value="Det jeg skrev"' in second.last
    assert [one.id for one in waiting(cms, tables.FormPublication)] == [theirs.id]
    assert "Send den i stedet for den fra Solveig Demo" in second.text
    second.follow(second.post(page, **carried(second)))
    assert [one.author_id for one in waiting(cms, tables.FormPublication)] == [
        cms.world.approver_id
    ]
    assert taken_back(cms, "form.take_back") == [str(theirs.id)]


def test_a_fault_does_not_hide_what_was_sent_meanwhile(cms: Cms, form_id: Any) -> None:
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    page = f"/admin/forms/{form_id}/publish"
    author, second = cms.author, cms.second
    mine = opened(second, page)
    author.follow(author.post(page, **opened(author, page)))
    cms.rename(form_id, "Etter kuren")
    mine["version"] = opened(second, page)["version"]
    assert second.post(page, **mine, when="date", day="").status_code == 422

    assert second.post(page, **carried(second)).status_code == 409


def test_a_form_that_came_in_use_meanwhile_is_told(cms: Cms, form_id: Any) -> None:
    page = f"/admin/forms/{form_id}/publish"
    author, second = cms.author, cms.second
    mine = opened(second, page)
    author.follow(author.post(page, **opened(author, page)))
    cms.rename(form_id, "Etter kuren")
    mine["version"] = opened(second, page)["version"]

    assert second.post(page, **mine).status_code == 409

    assert "Versjon 1, fra Solveig Demo, begynte å gjelde mens du hadde dette åpent" in second.text
    assert [one.number for one in cms.rows(tables.FormPublication)] == [1]


def test_a_plan_that_came_in_force_meanwhile_is_told(cms: Cms) -> None:
    page = "/admin/plans/publish"
    author, second = cms.author, cms.second
    published(author, with_form(cms))
    author.follow(write(author, cms))
    mine = opened(second, page)
    author.follow(author.post(page, **opened(author, page)))
    author.follow(write(author, cms, days="6"))
    mine["version"] = opened(second, page)["version"]

    answer = second.post(page, **mine, comment="Det jeg skrev")

    assert answer.status_code == 409
    assert "Versjon 2, fra Solveig Demo, begynte å gjelde mens du hadde dette åpent" in second.text
    assert 'value="Det jeg skrev"' in second.last
    assert len(cms.rows(tables.SchedulePublication)) == 2
    second.follow(second.post(page, **carried(second)))
    assert len(cms.rows(tables.SchedulePublication)) == 3


def test_an_earlier_plan_is_not_used_again_over_one_that_nobody_saw(cms: Cms) -> None:
    author, second = cms.author, cms.second
    published(author, with_form(cms))
    author.follow(write(author, cms))
    author.follow(author.post("/admin/plans/publish", **opened(author, "/admin/plans/publish")))
    with cms.world.open() as session:
        old = session.exec(
            select(tables.SchedulePublication).where(tables.SchedulePublication.number == 1)
        ).one()
    back = f"/admin/plans/versions/{old.id}/restore"
    mine = opened(second, back)
    author.follow(write(author, cms, days="6"))
    author.follow(author.post("/admin/plans/publish", **opened(author, "/admin/plans/publish")))

    assert second.post(back, **mine).status_code == 409

    assert "Versjon 3, fra Solveig Demo, begynte å gjelde" in second.text
    second.follow(second.post(back, **carried(second)))
    with cms.world.open() as session:
        live = scheduling.live(cms.work(session), cms.world.clinic_id)
    assert live is not None
    assert live.restores_id == old.id


def test_without_having_seen_it_no_way_in_replaces_a_form_that_waits(
    cms: Cms, form_id: Any
) -> None:
    with cms.world.open() as session:
        work = cms.work(session)
        house_rules.let_forms_need_second(work, True, staff_id=None)
        publishing.publish_form(work, form_id, staff_id=cms.world.author_id)
        session.commit()
    cms.rename(form_id, "Etter kuren")

    with cms.world.open() as session, pytest.raises(ChangedMeanwhile):
        publishing.publish_form(cms.work(session), form_id, staff_id=cms.world.approver_id)
