"""Hospitals share forms: what crosses the wall, what never does, and what a copy remembers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lytte.core.composition import Composition, Fallback, InstrumentSlot
from lytte.core.deviations import Deviating, LeaveOut
from lytte.core.instrument import Licence
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.faults import NotFound, NotReady
from lytte.services.inheriting import sharing
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.storage import tables
from lytte.storage.database import Database
from lytte.storage.sessions import HospitalSession
from tests.cms_desk import INSTRUMENT, Cms, open_cms
from tests.shared_level import FORM, question
from tests.world import NOW, make_world

LICENSED = INSTRUMENT.model_copy(
    update={
        "id": "licensed",
        "title": Text({"nb": "Eiernes skjema"}),
        "wording": "licensed",
        "licence": Licence(owner="Eieren AS", terms="avtale", required=True),
    }
)
MINE = FORM.model_copy(
    update={
        "slots": (
            InstrumentSlot(
                instrument=INSTRUMENT.id,
                version="1",
                deviating=Deviating(
                    by="Kari Hemmelig", reason="Kort", steps=(LeaveOut(item="fever"),)
                ),
            ),
            *FORM.slots[1:],
        ),
        "set_aside": (question("secret", "Lagt til side?"),),
        "fallbacks": {"nn": Fallback(by="Kari Hemmelig", at=NOW)},
    }
)


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Cms:
    return open_cms(database, tmp_path, make_world(database, "Nordlys sykehus"))


@pytest.fixture
def there(database: Database, tmp_path: Path) -> Cms:
    return open_cms(database, tmp_path, make_world(database, "Fjordvik sykehus"))


def _publish(cms: Cms, made: Composition = MINE, form_id: UUID | None = None) -> UUID:
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, INSTRUMENT)
        slug = "delt"
        draft = drafting.save_form(work, cms.world.clinic_id, slug, made)
        row = publishing.publish_form(work, draft.id, staff_id=cms.world.author_id)
        session.commit()
        return row.id


def _share(cms: Cms, publication_id: UUID) -> UUID:
    with cms.world.open() as session:
        row = session.get(tables.FormPublication, publication_id)
        assert row is not None
        found = sharing.share(cms.work(session), row, comment="Prøvd i et år")
        session.commit()
        return found.id


def _inside(cms: Cms, do: Callable[..., Any], *given: Any, **named: Any) -> Any:
    with cms.world.open() as session:
        found = do(cms.work(session), *given, **named)
        session.commit()
        return found


def _mine(cms: Cms, there: Cms) -> list[sharing.Offered]:
    """What `there` shares, as the other sees it: other tests' hospitals share too."""
    found = _inside(cms, sharing.offered)
    return [one for one in found if one.row.hospital_id == there.world.hospital_id]


def test_another_hospital_sees_the_form_its_hospital_and_version(here: Cms, there: Cms) -> None:
    there.safe()
    _share(there, _publish(there))

    [found] = _mine(here, there)

    assert (found.hospital, found.row.number, found.row.comment) == (
        "Fjordvik sykehus", 1, "Prøvd i et år",
    )  # fmt: skip
    assert [one.id for one in found.whole] == ["symptoms"]
    assert _mine(there, there) == []


def test_no_name_and_nothing_set_aside_goes_along(here: Cms, there: Cms) -> None:
    there.safe()
    _share(there, _publish(there))

    [found] = _mine(here, there)

    stored = str(found.row.model_dump())
    assert "Hemmelig" not in stored
    assert "Lagt til side" not in stored
    [slot] = [one for one in found.composition.slots if isinstance(one, InstrumentSlot)]
    assert slot.deviating is not None
    assert (slot.deviating.by, slot.deviating.reason) == ("", "Kort")


@pytest.mark.parametrize(
    "said", ["Ring 22 00 00 00", "Ring 116 117 om natta", "+47 22000000", "Skriv til a@b.example"]
)
def test_a_number_in_a_text_keeps_the_form_from_being_shared(there: Cms, said: str) -> None:
    there.safe()
    made = FORM.model_copy(update={"introduction": Text({"nb": said})})
    publication_id = _publish(there, made)

    with pytest.raises(NotReady, match="telephone numbers and addresses"):
        _share(there, publication_id)
    assert there.rows(tables.SharedForm) == [] or not _own(there)


def _own(cms: Cms) -> list[tables.SharedForm]:
    rows: list[tables.SharedForm] = cms.rows(tables.SharedForm)
    return [one for one in rows if one.hospital_id == cms.world.hospital_id]


@pytest.mark.parametrize("said", ["Siste 24 timer, 0-10", "Fra 2024 til 2026", "Punkt 1, 2, 3, 4"])
def test_ordinary_numbers_are_no_telephone(there: Cms, said: str) -> None:
    there.safe()
    _share(there, _publish(there, FORM.model_copy(update={"introduction": Text({"nb": said})})))

    assert len(_own(there)) == 1


def test_licensed_instruments_go_by_name_only(here: Cms, there: Cms) -> None:
    there.safe()
    with there.world.open() as session:
        work = there.work(session)
        stocking.add(work, LICENSED)
        session.add(
            tables.Licence(
                hospital_id=there.world.hospital_id, instrument_id="licensed", owner="Eieren AS",
                scope="alt", evidence="avtale", recorded_at=work.now,
            )
        )  # fmt: skip
        session.commit()
    slot = InstrumentSlot(instrument="licensed", version="1")
    _share(there, _publish(there, FORM.model_copy(update={"slots": (*FORM.slots, slot)})))

    [found] = _mine(here, there)

    assert [(one.id, one.owner) for one in found.licensed] == [("licensed", "Eieren AS")]
    assert [one.id for one in found.whole] == ["symptoms"]
    copied = _inside(here, sharing.copy, here.world.clinic_id, found, staff_id=None)
    with here.world.open() as session:
        problems = publishing.form_problems(here.work(session), copied.draft)
    assert "licensed 1 is not among the hospital's instruments." in {p.message for p in problems}


def test_a_copy_is_its_own_and_remembers_where_it_came_from(here: Cms, there: Cms) -> None:
    there.safe()
    shared_id = _share(there, _publish(there))
    [found] = _mine(here, there)

    copied = _inside(here, sharing.copy, here.world.clinic_id, found, staff_id=None)

    assert here.composition(copied.draft.id) == found.composition
    assert copied.draft.origin == {
        "hospital": "Fjordvik sykehus",
        "hospital_id": str(there.world.hospital_id),
        "form_id": str(found.row.form_id),
        "number": 1,
        "title": "Før kuren",
        "sha256": found.row.sha256,
        "composition": found.row.composition,
    }
    assert copied.draft.base_id is None
    assert found.row.id == shared_id
    with here.world.open() as session:
        problems = publishing.form_problems(here.work(session), copied.draft)
    assert "nobody answers for it" in " ".join(one.message for one in problems)
    assert "no telephone number" in " ".join(one.message for one in problems)


def test_a_copy_is_told_of_a_newer_version_and_only_of_a_newer_one(here: Cms, there: Cms) -> None:
    there.safe()
    _share(there, _publish(there))
    [found] = _mine(here, there)
    copied = _inside(here, sharing.copy, here.world.clinic_id, found, staff_id=None)
    assert _inside(here, sharing.newer, copied.draft) is None

    _share(there, _publish(there, MINE.model_copy(update={"minutes": 7})))

    newer = _inside(here, sharing.newer, copied.draft)
    assert newer is not None
    assert newer.row.number == 2
    assert [one.row.number for one in _mine(here, there)] == [2]


def test_what_is_withdrawn_is_seen_no_more_and_copies_stay(here: Cms, there: Cms) -> None:
    there.safe()
    publication_id = _publish(there)
    shared_id = _share(there, publication_id)
    [found] = _mine(here, there)
    copied = _inside(here, sharing.copy, here.world.clinic_id, found, staff_id=None)

    with there.world.open() as session:
        row = session.get(tables.SharedForm, shared_id)
        assert row is not None
        sharing.withdraw(there.work(session), row)
        session.commit()

    assert _mine(here, there) == []
    with here.world.open() as session, pytest.raises(NotFound):
        sharing.one(here.work(session), shared_id)
    assert here.composition(copied.draft.id) == found.composition
    _share(there, publication_id)
    assert len(_mine(here, there)) == 1


def test_a_version_that_is_not_in_use_is_not_shared(there: Cms) -> None:
    there.safe()
    old = _publish(there)
    _publish(there, MINE.model_copy(update={"minutes": 7}))

    with pytest.raises(NotFound):
        _share(there, old)


@pytest.mark.parametrize(
    "statement",
    [
        "update shared_form set withdrawn_at = now() where id = :id",
        "update shared_form set title = 'Endret' where id = :id",
        "delete from shared_form where id = :id",
    ],
)
def test_another_hospital_changes_nothing_of_what_is_shared(
    here: Cms, there: Cms, statement: str
) -> None:
    there.safe()
    shared_id = _share(there, _publish(there))
    before = _own(there)[0].model_dump()

    with here.world.open() as session:
        _try(session, statement, shared_id)

    assert _own(there)[0].model_dump() == before


def _try(session: HospitalSession, statement: str, shared_id: UUID) -> None:
    try:
        session.connection().execute(text(statement), {"id": shared_id})
        session.commit()
    except DBAPIError:
        session.rollback()  # refused outright is as good


def test_nothing_is_shared_in_another_hospitals_name(here: Cms, there: Cms) -> None:
    there.safe()
    _share(there, _publish(there))
    row = _own(there)[0]
    forged = tables.SharedForm(
        **{**row.model_dump(exclude={"id", "publication_id"}), "publication_id": row.id}
    )

    with here.world.open() as session, pytest.raises(DBAPIError, match="row-level security"):
        _add(session, forged)


def _add(session: HospitalSession, row: tables.SharedForm) -> None:
    session.add(row)
    session.flush()


def test_an_instrument_that_is_here_with_other_words_is_told(here: Cms, there: Cms) -> None:
    there.safe()
    _share(there, _publish(there))
    other = INSTRUMENT.model_copy(update={"title": Text({"nb": "Våre plager"})})
    with here.world.open() as session:
        stocking.add(here.work(session), other)
        session.commit()
    [found] = _mine(here, there)
    copied = _inside(here, sharing.copy, here.world.clinic_id, found, staff_id=None)
    assert copied.other_content == ("Plager 1",)
