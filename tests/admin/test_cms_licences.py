"""The register says what may be used, where it is asked, and what ends soon (C14)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from lytte.core.composition import InstrumentSlot
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms, Desk

TODAY = datetime.now(UTC).date()
OWNED = INSTRUMENT.model_copy(
    update={
        "id": "owned",
        "licence": INSTRUMENT.licence.model_copy(update={"required": True, "owner": "Eieren"}),
    }
)


@pytest.fixture
def form_id(cms: Cms) -> UUID:
    """A form that asks somebody else's instrument."""
    form_id = cms.form()
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, OWNED)
        row = session.exec(select(tables.FormDraft)).one()
        made = drafting.composition(work, row)
        slot = InstrumentSlot(instrument="owned", version="1")
        made = made.model_copy(update={"slots": (*made.slots, slot)})
        drafting.save_form(work, row.clinic_id, row.slug, made)
        session.commit()
    return form_id


def record(desk: Desk, days: int, **more: object) -> str:
    desk.get("/admin/licences/")
    return _send(desk, days, **more)


def _send(desk: Desk, days: int, **more: object) -> str:
    seen = desk.last.partition('name="seen" value="')[2].partition('"')[0]
    expires_on = (TODAY + timedelta(days=days)).isoformat()
    given = {"instrument": "owned", "owner": "Eieren", "scope": "alt", "evidence": "perm", **more}
    desk.follow(desk.post("/admin/licences/record", expires_on=expires_on, seen=seen, **given))
    return desk.text


def test_the_register_says_where_it_is_asked_and_who_recorded_it(cms: Cms, form_id: UUID) -> None:
    said = record(cms.author, 400)

    assert "Spørres i: Før timen (Brystkreftklinikken, versjon 1, ikke i bruk ennå)" in said
    assert "Ført inn av Solveig Demo" in said


@pytest.mark.parametrize(("days", "told"), [
    (59, "En lisens går snart ut"), (-1, "En lisens har gått ut"), (61, None),
])  # fmt: skip
def test_the_first_page_warns_two_months_before(
    cms: Cms, form_id: UUID, days: int, told: str | None
) -> None:
    desk = cms.author
    record(desk, days)

    desk.get("/admin/")

    assert ("lisens" in desk.text.lower()) == bool(told)
    assert told is None or told in desk.text


def test_a_colleagues_record_is_not_overwritten(cms: Cms, form_id: UUID) -> None:
    one, other = cms.author, cms.second
    one.get("/admin/licences/")
    other.get("/admin/licences/")
    _send(one, 100, evidence="arkivet")

    said = _send(other, 200, evidence="skuffen")

    assert "førte inn denne lisensen mens du hadde den åpen" in said
    [row] = cms.rows(tables.Licence)
    assert row.evidence == "arkivet"


def test_instruments_say_where_they_are_asked(cms: Cms, form_id: UUID) -> None:
    desk = cms.author
    desk.get("/admin/instruments/")

    assert "Spørres i: Før timen" in desk.text
    assert "trenger lisens" in desk.text
