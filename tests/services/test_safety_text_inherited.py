"""A clinic's safety text remembers which of the hospital's it was written on, and nothing moves."""

from pathlib import Path
from uuid import UUID

import pytest

from lytte.core.safety import SafetyLines, SafetyText
from lytte.services import published
from lytte.services.faults import SecondPersonNeeded
from lytte.services.inheriting import inheriting_texts
from lytte.services.publishing import publishing
from lytte.services.versions import going_back
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import open_cms
from tests.shared_level import Shared, share
from tests.shared_rules import SAFE, put_text_in_force


@pytest.fixture
def shared(database: Database, tmp_path: Path) -> Shared:
    return share(open_cms(database, tmp_path))


def seen(shared: Shared) -> inheriting_texts.TailoredText:
    with shared.cms.world.open() as session:
        found = inheriting_texts.tailored(shared.cms.work(session), shared.clinic_id)
    assert found is not None
    return found


def reworded(**lines: str) -> SafetyText:
    return SafetyText(languages={"nb": SAFE.languages["nb"].model_copy(update=lines)})


def test_nothing_is_in_force_at_a_clinic_because_the_hospital_has_it(shared: Shared) -> None:
    put_text_in_force(shared, SAFE)

    found = seen(shared)

    assert (found.live, found.base, found.newer) == (None, None, False)
    assert inheriting_texts.on_the_newest(found, ["nb"]).made == SAFE
    with shared.cms.world.open() as session:
        assert published.live_safety_text(shared.cms.work(session), shared.clinic_id) is None


def test_the_hospitals_newer_text_moves_nothing_and_is_told(shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    mine = put_text_in_force(shared, reworded(danger="Ring 113 med en gang."), on=first.id)
    put_text_in_force(shared, reworded(when_read="Leses hver dag.", danger="Ring 113."))

    found = seen(shared)

    assert found.newer
    assert found.live is not None
    assert (found.live.id, found.live.sha256) == (mine.id, mine.sha256)
    rebased = inheriting_texts.on_the_newest(found, ["nb"])
    assert rebased.torn == {("nb", "danger")}
    assert rebased.came == {("nb", "when_read")}
    assert rebased.made.languages["nb"].danger == "Ring 113 med en gang."
    assert rebased.made.languages["nb"].when_read == "Leses hver dag."


def test_words_that_stand_on_nothing_are_all_kept(shared: Shared) -> None:
    put_text_in_force(shared, reworded(danger="Vårt."), clinic_id=shared.clinic_id)
    put_text_in_force(shared, SAFE)

    found = seen(shared)

    assert not found.newer
    assert inheriting_texts.on_the_newest(found, ["nb"]).made == reworded(danger="Vårt.")


def test_a_language_the_hospital_does_not_have_begins_empty(shared: Shared) -> None:
    put_text_in_force(shared, SAFE)

    made = inheriting_texts.on_the_newest(seen(shared), ["nb", "ar"]).made

    assert made.languages["nb"] == SAFE.languages["nb"]
    assert made.languages["ar"] == SafetyLines()


def test_going_back_stands_on_what_the_old_text_stood_on(shared: Shared) -> None:
    first = put_text_in_force(shared, SAFE)
    old = put_text_in_force(shared, SAFE, on=first.id)
    second = put_text_in_force(shared, reworded(danger="Ring 113."))
    put_text_in_force(shared, reworded(danger="Ring 113."), on=second.id)
    with shared.cms.world.open() as session:
        work = shared.cms.work(session)
        row = session.get(tables.SafetyText, old.id)
        assert row is not None
        going_back.restore(work, row, staff_id=shared.cms.world.author_id)
        session.commit()

    assert seen(shared).newer


def test_nobody_approves_what_they_wrote_though_every_line_is_the_hospitals(
    shared: Shared,
) -> None:
    first = put_text_in_force(shared, SAFE)
    world = shared.cms.world
    with world.open() as session:
        work = shared.cms.work(session)
        row = publishing.propose(
            work, tables.SafetyText, world.clinic_id, SAFE, staff_id=world.author_id, on=first.id
        )
        with pytest.raises(SecondPersonNeeded):
            publishing.approve(work, row, staff_id=world.author_id)


def test_another_hospitals_text_cannot_be_stood_on(shared: Shared) -> None:
    with shared.cms.world.open() as session:
        assert inheriting_texts.decided(shared.cms.work(session), UUID(int=7)) is None
