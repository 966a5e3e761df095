"""A draft of the rules is tried on the past from the page where it is written."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from lytte.storage import tables
from tests.cms_desk import Cms


def _deeds(cms: Cms) -> list[str]:
    with cms.world.open() as session:
        session.connection()
        return list(session.exec(select(tables.AuditEntry.action)).all())


@pytest.mark.parametrize("days", ["30", "90", "365", "99999", "x", ""])
def test_the_page_opens_for_any_number_of_days(cms: Cms, days: str) -> None:
    page = cms.desk(cms.world.author_id).get(f"/admin/rehearsals/?days={days}")

    assert page.status_code == 200
    assert "Generalprøve" in page.text


def test_trying_the_rules_changes_nothing_but_is_written_down(cms: Cms) -> None:
    desk = cms.desk(cms.world.author_id)
    before = _deeds(cms).count("rehearsal.run")

    desk.get("/admin/rehearsals/")

    assert _deeds(cms).count("rehearsal.run") == before + 1


def test_another_hospitals_admin_tries_only_its_own(cms: Cms, neighbour: Callable[[], Cms]) -> None:
    other = neighbour()

    other.desk(other.world.author_id).get("/admin/rehearsals/")

    assert "rehearsal.run" not in _deeds(cms)
