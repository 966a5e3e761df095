"""A safety text that a colleague has sent is never replaced without being seen."""

from typing import Any

import pytest
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from lytte.core.safety import NAMES, SafetyText
from lytte.services import published
from lytte.services.faults import ChangedMeanwhile
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import Cms, Desk

READ, READ_NOW = "Leses innen {read_by}.", "Leses til {read_by}."
CARRIED = ("on", "live_on", "waits_on", "began")


def seen(desk: Desk) -> dict[str, str]:
    """Open the page, and return what it carries along."""
    desk.get("/admin/texts/")
    return carried(desk)


def carried(desk: Desk) -> dict[str, str]:
    form = desk.last.split('action="/admin/texts/safety"', 1)[1]
    held = Desk(desk.client, last=form)
    return {name: held.hidden(name) for name in CARRIED}


def lines(cms: Cms, **other: str) -> dict[str, str]:
    with cms.world.open() as session:
        live = published.live_safety_text(cms.work(session), cms.world.clinic_id)
    assert live is not None
    said = SafetyText.model_validate(live.document).languages["nb"]
    return {f"{name}-nb": other.get(name, getattr(said, name)) for name in NAMES}


def send(desk: Desk, fields: dict[str, str]) -> TestResponse:
    return desk.post("/admin/texts/safety", **fields)


def waiting(cms: Cms) -> list[Any]:
    return [one for one in cms.rows(tables.SafetyText) if one.state == "in_review"]


@pytest.fixture
def desks(cms: Cms) -> tuple[Desk, Desk]:
    cms.form()
    cms.safe()
    return cms.author, cms.second


def test_what_was_sent_meanwhile_is_shown_and_nothing_is_lost(
    cms: Cms, desks: tuple[Desk, Desk]
) -> None:
    author, second = desks
    mine = seen(second)
    send(author, {**seen(author), **lines(cms, danger="Ring 113.", when_read=READ)})
    [theirs] = waiting(cms)

    answer = send(second, {**mine, **lines(cms, danger="Ring straks.", out_of_hours="Ring oss.")})

    assert answer.status_code == 409
    assert "Solveig Demo endret dette mens du skrev" in second.text
    for line in ("Ring straks.", "Ring oss.", READ):
        assert f"{line}</textarea>" in second.last
    assert "Solveig Demo Ring 113." in second.text
    assert [one.id for one in waiting(cms)] == [theirs.id]
    assert "Send den i stedet for den fra Solveig Demo" in second.text

    said = lines(cms, danger="Ring straks.", out_of_hours="Ring oss.", when_read=READ)
    assert send(second, {**carried(second), **said}).status_code == 303
    [row] = waiting(cms)
    assert row.author_id == cms.world.approver_id
    taken = [one for one in cms.rows(tables.AuditEntry) if one.action == "safety_text.take_back"]
    assert [one.object_id for one in taken] == [str(theirs.id)]


def test_what_came_into_force_meanwhile_is_shown(cms: Cms, desks: tuple[Desk, Desk]) -> None:
    author, second = desks
    mine = seen(second)
    send(author, {**seen(author), **lines(cms, danger="Ring 113.")})
    with cms.world.open() as session:
        [row] = published.waiting(cms.work(session), tables.SafetyText, cms.world.clinic_id)
        publishing.approve(cms.work(session), row, staff_id=cms.world.approver_id)
        session.commit()

    answer = send(second, {**mine, **lines(cms, danger="Ring med en gang.", when_read=READ_NOW)})

    assert answer.status_code == 409
    assert "Ring 113.</textarea>" in second.last
    assert f"{READ_NOW}</textarea>" in second.last
    assert waiting(cms) == []


def test_a_text_that_waits_is_named_before_anything_is_written(
    cms: Cms, desks: tuple[Desk, Desk]
) -> None:
    author, second = desks
    send(author, {**seen(author), **lines(cms, danger="Ring 113.")})

    second.get("/admin/texts/")
    assert "En tekst fra Solveig Demo venter på godkjenning" in second.text
    assert "Solveig Demo Ring 113." in second.text
    second.get("/admin/texts/?waiting=1")
    assert "Ring 113.</textarea>" in second.last
    author.get("/admin/texts/")
    assert "Teksten din fra" in author.text


@pytest.mark.parametrize("address", ["/admin/texts/", "/admin/texts/?waiting=1"])
def test_what_waits_is_looked_up_once(cms: Cms, desks: tuple[Desk, Desk], address: str) -> None:
    author, second = desks
    send(author, {**seen(author), **lines(cms, danger="Ring 113.")})
    second.get("/admin/")
    asked = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        whole = statement.startswith("SELECT safety_text.")
        if whole and "in_review" in str(parameters) and "UNION" not in statement:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        second.get(address)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(asked) == 1


def test_a_fault_does_not_hide_what_was_sent_meanwhile(cms: Cms, desks: tuple[Desk, Desk]) -> None:
    author, second = desks
    mine = seen(second)
    send(author, {**seen(author), **lines(cms, danger="Ring 113.")})
    assert send(second, {**mine, **lines(cms, danger="")}).status_code == 422

    assert send(second, {**carried(second), **lines(cms, danger="Ring.")}).status_code == 409


def test_without_having_seen_it_no_way_in_replaces_it(cms: Cms, desks: tuple[Desk, Desk]) -> None:
    author, _ = desks
    send(author, {**seen(author), **lines(cms, danger="Ring 113.")})
    with cms.world.open() as session:
        work = cms.work(session)
        with pytest.raises(ChangedMeanwhile):
            publishing.propose(
                work, tables.SafetyText, cms.world.clinic_id, SafetyText(), staff_id=None
            )


def test_a_line_of_when_answers_are_read_says_the_hour(cms: Cms, desks: tuple[Desk, Desk]) -> None:
    author, _ = desks

    answer = send(author, {**seen(author), **lines(cms, when_read="Leses daglig.")})

    assert answer.status_code == 422
    assert "Det står ikke innen hvilket klokkeslett." in author.text
    assert "Skriv {read_by} der klokkeslettet skal stå." in author.text
    assert "Leses daglig.</textarea>" in author.last
    assert waiting(cms) == []
