"""A form copied from another hospital is told of a newer one also after it went through a file."""

from pathlib import Path

import pytest
from sqlmodel import select

from lytte.core.bundle import Bundle, written
from lytte.services.bundles import bundle_reading, bundling, bundling_out
from lytte.services.drafts import drafting
from lytte.services.inheriting import sharing, upgrading
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.services.work import Work
from lytte.storage import tables
from lytte.storage.database import Database
from tests.cms_desk import INSTRUMENT, Cms, open_cms
from tests.shared_level import FORM
from tests.world import make_world


@pytest.fixture
def there(database: Database, tmp_path: Path) -> Cms:
    """Who shares."""
    return open_cms(database, tmp_path, make_world(database, "Fjordvik sykehus"))


@pytest.fixture
def third(database: Database, tmp_path: Path) -> Cms:
    """Where the file is taken in."""
    return open_cms(database, tmp_path, make_world(database, "Nordlys sykehus"))


def shares(cms: Cms, minutes: int) -> None:
    """Publish a version and share it."""
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, INSTRUMENT)
        made = FORM.model_copy(update={"minutes": minutes})
        draft = drafting.save_form(work, cms.world.clinic_id, "delt", made)
        row = publishing.publish_form(work, draft.id, staff_id=cms.world.author_id)
        sharing.share(work, row)
        session.commit()


def copies(cms: Cms, there: Cms) -> None:
    """Copy what is shared, and put it in use."""
    cms.safe()
    with cms.world.open() as session:
        work = cms.work(session)
        found = _theirs(work, there)
        copied = sharing.copy(work, cms.world.clinic_id, found, staff_id=None)
        publishing.publish_form(work, copied.draft.id, staff_id=cms.world.author_id)
        session.commit()


def _theirs(work: Work, there: Cms) -> sharing.Offered:
    mine = there.world.hospital_id
    return next(one for one in sharing.offered(work) if one.row.hospital_id == mine)


def out(cms: Cms, *, as_made: bool = False) -> Bundle:
    """Take the configuration out, and read the file again."""
    with cms.world.open() as session:
        found = bundling_out.export(cms.work(session), as_made=as_made)
    return bundle_reading.read(written(found).encode())


def take_in(cms: Cms, bundle: Bundle) -> None:
    with cms.world.open() as session:
        bundling.bring(cms.work(session), bundle)
        session.commit()


def told_of(cms: Cms) -> int | None:
    """The number of the newer version that the clinic's form is told of."""
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.exec(
            select(tables.FormDraft).where(tables.FormDraft.clinic_id == cms.world.clinic_id)
        ).one()
        found = sharing.newer(work, draft)
        assert found is None or sharing.as_copied(work, draft) is not None
        return found.row.number if found else None


@pytest.mark.parametrize("as_made", [False, True])
def test_the_notice_of_a_newer_version_goes_along(
    cms: Cms, there: Cms, third: Cms, *, as_made: bool
) -> None:
    there.safe()
    shares(there, 5)
    copies(cms, there)

    take_in(third, out(cms, as_made=as_made))

    assert told_of(third) is None
    shares(there, 9)
    assert told_of(third) == told_of(cms) == 2


def test_what_is_in_use_says_the_version_it_was_made_from_though_its_draft_moved_up(
    cms: Cms, there: Cms, third: Cms
) -> None:
    there.safe()
    shares(there, 5)
    copies(cms, there)
    shares(there, 9)
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.exec(select(tables.FormDraft)).one()
        found = upgrading.upgrade(work, draft)
        assert found is not None
        upgrading.move_up(work, draft, {}, to=found.after.id, staff_id=None, expected=draft.version)
        session.commit()
    assert told_of(cms) is None

    take_in(third, out(cms))

    assert told_of(third) == 2
    assert {one.number for one in out(cms, as_made=True).clinics[0].copied_from.values()} == {2}


def test_a_form_that_comes_home_is_no_copy_of_itself(cms: Cms, there: Cms) -> None:
    there.safe()
    shares(there, 5)
    copies(cms, there)
    file = out(cms)
    assert not any("copied" in one for one in file.left_behind)

    take_in(there, file)

    with there.world.open() as session:
        assert [one.origin for one in session.exec(select(tables.FormDraft)).all()] == [{}, {}]
