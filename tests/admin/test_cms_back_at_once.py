"""Going back, and taking a form out of use, never overwrite what a colleague did unseen."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from lytte.core.safety import SafetyLines, SafetyText
from lytte.services.publishing import publishing
from lytte.services.rules import house_rules
from lytte.storage import tables
from tests.cms_desk import Cms, Desk

CARRIED = ("live_on", "waits_on", "planned_on")


def carried(desk: Desk) -> dict[str, str]:
    return {name: desk.hidden(name) for name in CARRIED}


def on(desk: Desk, path: str) -> dict[str, str]:
    """Open a page, and return what it has seen."""
    desk.get(path)
    return carried(desk)


def published(desk: Desk, form_id: UUID, **how: str) -> None:
    page = f"/admin/forms/{form_id}/publish"
    seen = on(desk, page)
    answer = desk.post(page, **seen, **how)
    assert answer.status_code == 303, desk.text


@pytest.fixture
def form_id(cms: Cms) -> UUID:
    """A form in its second version."""
    found = cms.form()
    cms.safe()
    author = cms.author
    published(author, found)
    cms.rename(found, "To")
    published(author, found)
    return found


def states(cms: Cms, kind: Any = tables.FormPublication) -> list[str]:
    return [one.state for one in sorted(cms.rows(kind), key=lambda one: int(one.number))]


def test_a_form_is_not_gone_back_from_a_version_that_nobody_saw(cms: Cms, form_id: UUID) -> None:
    page, second = f"/admin/forms/{form_id}/versions", cms.second
    [first] = [one for one in cms.rows(tables.FormPublication) if one.number == 1]
    back = f"{page}/{first.id}/restore"
    seen = on(second, page)
    cms.rename(form_id, "Tre")
    published(cms.author, form_id)

    second.follow(second.post(back, **seen))

    assert "Versjon 3, fra Solveig Demo, begynte å gjelde mens du hadde dette åpent" in second.text
    assert "Det du ville gjøre, er ikke gjort." in second.text
    assert states(cms) == ["retired", "retired", "live"]
    second.follow(second.post(back, **carried(second)))
    assert states(cms) == ["retired", "retired", "retired", "live"]


def test_a_page_that_says_nothing_of_what_it_saw_goes_back_to_nothing(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.second
    [first] = [one for one in cms.rows(tables.FormPublication) if one.number == 1]
    desk.get(f"/admin/forms/{form_id}/versions")

    desk.follow(desk.post(f"/admin/forms/{form_id}/versions/{first.id}/restore"))
    assert desk.post(f"/admin/forms/{form_id}/retire").status_code == 409

    assert states(cms) == ["retired", "live"]


def another(cms: Cms, table: Any, number: int) -> None:
    """Put one more version of the rules or the safety text in force."""
    if table is tables.RuleSetPublication:
        cms.rules(number)
        cms.in_force()
        return
    with cms.world.open() as session:
        work = cms.work(session)
        line = SafetyLines(
            who_answers=f"Ring post {number}.", out_of_hours="Ring legevakten.",
            danger="Ring med en gang.", when_read="Leses før kl. {read_by}.",
        )  # fmt: skip
        row = publishing.propose(
            work, table, cms.world.clinic_id, SafetyText(languages={"nb": line}),
            staff_id=cms.world.author_id,
        )  # fmt: skip
        publishing.approve(work, row, staff_id=cms.world.approver_id)
        session.commit()


@pytest.mark.parametrize(
    ("kind", "table"), [("rules", tables.RuleSetPublication), ("safety", tables.SafetyText)]
)
def test_rules_and_safety_texts_are_not_gone_back_from_unseen(
    cms: Cms, kind: str, table: Any
) -> None:
    cms.form()
    cms.reachable()
    for number in (7, 6):
        another(cms, table, number)
    second = cms.second
    [first] = [one for one in cms.rows(table) if one.number == 1]
    back = f"/admin/versions/{kind}/{first.id}/restore"
    seen = on(second, f"/admin/versions/{kind}")
    another(cms, table, 5)

    second.follow(second.post(back, **seen))

    assert "Versjon 3, fra Solveig Demo, begynte å gjelde mens du hadde dette åpent" in second.text
    assert states(cms, table) == ["retired", "retired", "live"]
    second.follow(second.post(back, **carried(second)))
    assert states(cms, table) == ["retired", "retired", "retired", "live"]


def test_a_form_is_not_taken_out_of_use_over_what_a_colleague_sent_or_planned(
    cms: Cms, form_id: UUID
) -> None:
    page, second, author = f"/admin/forms/{form_id}/versions", cms.second, cms.author
    away = f"/admin/forms/{form_id}/retire"
    seen = on(second, page)
    day = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()
    cms.rename(form_id, "Planlagt")
    published(author, form_id, when="date", day=day, at="06:00")

    assert second.post(away, **seen, why="Slått sammen").status_code == 409

    assert "Solveig Demo planla versjon 3 mens du hadde dette åpent" in second.text
    assert 'name="why" maxlength="400" value="Slått sammen"' in second.last
    assert states(cms) == ["retired", "live", "scheduled"]
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    seen = carried(second)
    cms.rename(form_id, "Sendt")
    published(author, form_id)

    assert second.post(away, **seen, why="Slått sammen").status_code == 409

    assert "Solveig Demo sendte versjon 4 til godkjenning" in second.text
    assert states(cms) == ["retired", "live", "scheduled", "in_review"]
    assert "Den avlyses." in second.text
    assert "Versjon 4 fra Solveig Demo venter på godkjenning. Den trekkes tilbake." in second.text
    second.follow(second.post(away, **carried(second), why="Slått sammen"))
    assert states(cms) == ["retired", "retired", "withdrawn", "withdrawn"]


def test_what_is_called_off_is_what_was_seen(cms: Cms, form_id: UUID) -> None:
    page, author, second = f"/admin/forms/{form_id}/publish", cms.author, cms.second
    days = [(datetime.now(UTC) + timedelta(days=n)).date().isoformat() for n in (4, 5)]
    cms.rename(form_id, "Planlagt")
    published(author, form_id, when="date", day=days[0], at="06:00")
    cms.rename(form_id, "Planlagt på nytt")
    seen = on(second, page)
    published(author, form_id, when="date", day=days[1], at="06:00", plan="call_off")
    cms.rename(form_id, "Nå")
    seen["version"] = (second.get(page), second.hidden("version"))[1]

    answer = second.post(page, **seen, plan="call_off", comment="Det jeg skrev")

    assert answer.status_code == 409
    assert "Solveig Demo planla versjon 4 mens du hadde dette åpent" in second.text
    assert 'value="Det jeg skrev"' in second.last
    assert states(cms) == ["retired", "live", "withdrawn", "scheduled"]
    again = {**carried(second), "version": second.hidden("version")}
    second.follow(second.post(page, **again, plan="call_off"))
    assert states(cms) == ["retired", "retired", "withdrawn", "withdrawn", "live"]


def test_an_approval_calls_off_what_was_seen_beside_it(cms: Cms, form_id: UUID) -> None:
    author, second = cms.author, cms.second
    days = [(datetime.now(UTC) + timedelta(days=n)).date().isoformat() for n in (4, 5)]
    cms.rename(form_id, "Planlagt")
    published(author, form_id, when="date", day=days[0], at="06:00")
    with cms.world.open() as session:
        house_rules.let_forms_need_second(cms.work(session), True, staff_id=None)
        session.commit()
    cms.rename(form_id, "Sendt")
    published(author, form_id)
    [sent] = [one for one in cms.rows(tables.FormPublication) if one.state == "in_review"]
    page = f"/admin/approvals/forms/{sent.id}"
    second.get(page)
    seen = {"against": second.hidden("against"), "planned_on": second.hidden("planned_on")}
    assert seen["planned_on"]

    second.follow(
        second.post(
            f"{page}/decide", do="approve", plan="call_off",
            against=seen["against"], planned_on=str(form_id),
        )
    )  # fmt: skip

    assert "Noe annet kom i kraft mens du hadde dette åpent." in second.text
    assert states(cms)[-1] == "in_review"
    second.follow(second.post(f"{page}/decide", do="approve", plan="call_off", **seen))
    assert states(cms) == ["retired", "retired", "withdrawn", "live"]
