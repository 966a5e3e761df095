"""Inside a locked instrument: warned, offered a place beside it, marked when it must be (C4)."""

import re
from uuid import UUID

import pytest

from lytte.core.composition import InstrumentSlot, resolve
from lytte.core.deviations import LeaveOut, PutInside, SayOtherwise, Shift
from lytte.core.forms import Form, document, sha256
from lytte.core.instrument import Licence
from lytte.core.merging import slot_key
from lytte.services.instruments import stocking
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms, Desk
from tests.shared_level import Shared, share

INSIDE = "in:symptoms:pain"
PERSON = {"by": "Solveig Demo", "reason": "Må spørres her", "sure": "1"}


@pytest.fixture
def shared(cms: Cms) -> Shared:
    return share(cms)


def _write(desk: Desk, form_id: UUID, **more: str) -> None:
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.post(
        f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Prikker det?", at=INSIDE, **more
    )


def _button(desk: Desk, said: str) -> dict[str, str]:
    """Return the fields of the form whose button says so."""
    forms = re.findall(r"<form method=\"post\".*?</form>", desk.last, re.DOTALL)
    [form] = [one for one in forms if f">{said}</button>" in one]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in fields if name != "csrf_token"}


def _slot(shared: Shared, form_id: UUID) -> InstrumentSlot:
    return next(one for one in shared.made(form_id).slots if isinstance(one, InstrumentSlot))


def test_a_place_inside_is_warned_of_and_the_place_after_is_one_press_away(
    cms: Cms, shared: Shared
) -> None:
    ours, theirs = shared.taken(), shared.taken(shared.other_clinic_id)
    before = _fingerprint(cms, shared, theirs)
    desk = cms.author
    _write(desk, ours)
    assert "Mellom «Hvor vondt har du hatt?» og «Har du feber?» er dere inne i Plager" in desk.text
    assert "own" not in {slot_key(one) for one in shared.made(ours).slots}

    desk.follow(
        desk.post(f"/admin/questions/{ours}/new", **_button(desk, "Sett det etter hele Plager"))
    )

    order = [slot_key(one) for one in shared.made(ours).slots]
    assert order[0] == "symptoms"
    assert order[1].startswith("prikker-det")
    assert _slot(shared, ours).deviating is None
    assert _fingerprint(cms, shared, theirs) == before
    assert "Lagt til her" in desk.text


def _fingerprint(cms: Cms, shared: Shared, form_id: UUID) -> str:
    """Return the fingerprint of the form as the clinic's patients would get it."""
    with cms.world.open() as session:
        work = cms.work(session)
        form = resolve(shared.made(form_id), stocking.library(work))
    return sha256(document(form))


def test_inside_takes_a_tick_a_name_and_a_reason(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    desk = cms.author

    for left_out in PERSON:
        _write(desk, form_id, inside="1", **{**PERSON, left_out: ""})

        assert "Det ble ikke endret. Skriv hvem som står bak" in desk.text, left_out
        assert _slot(shared, form_id).deviating is None


def test_inside_is_marked_for_good_and_the_fingerprint_stays(cms: Cms, shared: Shared) -> None:
    cms.safe()
    form_id = shared.taken()
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}?at=symptoms")
    fingerprint = INSTRUMENT.part.sha256 or ""
    assert "Spørsmålene er slik de kom inn." in desk.text
    assert fingerprint[:16] in desk.text

    _write(desk, form_id, inside="1", **PERSON)

    deviating = _slot(shared, form_id).deviating
    assert deviating is not None
    assert (deviating.by, deviating.reason) == ("Solveig Demo", "Må spørres her")
    [step] = deviating.steps
    assert isinstance(step, PutInside)
    desk.get(f"/admin/forms/{form_id}?at=symptoms")
    assert "Endret fra originalen 1 endring inne i det, ved Solveig Demo: Må spørres" in desk.text
    assert "Spørsmålene slik de kom inn, er tatt vare på ved siden av" in desk.text
    assert fingerprint[:16] in desk.text
    with cms.world.open() as session:
        row = publishing.publish_form(cms.work(session), form_id)
        session.commit()
    part = Form.model_validate(row.document).parts[0]
    assert part.modified is not None
    assert part.sha256 == fingerprint


def test_a_licence_that_forbids_it_is_told_and_held(cms: Cms, shared: Shared) -> None:
    forbidding = INSTRUMENT.model_copy(
        update={
            "id": "locked",
            "licence": Licence(owner="Eieren AS", terms="uendret", changes="forbidden"),
        }
    )
    form_id = shared.taken()
    with cms.world.open() as session:
        stocking.add(cms.work(session), forbidding)
        session.commit()
    made = shared.made(form_id)
    slot = InstrumentSlot(instrument="locked", version="1")
    shared.change(form_id, slots=(*made.slots, slot))
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    given = {"kind": "yes_no", "text__nb": "Prikker det?", "at": "in:locked:pain"}

    desk.post(f"/admin/questions/{form_id}/new", **given)
    assert "Inne i går ikke: Eieren AS tillater ikke at «Plager» endres." in desk.text
    answer = desk.post(f"/admin/questions/{form_id}/new", inside="1", **given, **PERSON)
    assert answer.status_code == 422
    desk.get(f"/admin/deviations/{form_id}/locked")
    assert "Lisensen tillater det ikke" in desk.text
    answer = desk.post(f"/admin/deviations/{form_id}/locked", out__0="1", **PERSON)

    assert answer.status_code == 422
    assert all(getattr(one, "deviating", None) is None for one in shared.made(form_id).slots)


def test_items_are_left_out_moved_and_worded_otherwise_on_one_page(
    cms: Cms, shared: Shared
) -> None:
    form_id = shared.taken()
    desk = cms.author
    desk.get(f"/admin/deviations/{form_id}/symptoms")

    desk.follow(
        desk.post(
            f"/admin/deviations/{form_id}/symptoms", **PERSON, out__1="1", say__0__nb="Vondt?",
            say__1__nb="Har du feber?", after__pain="fever",
        )
    )  # fmt: skip

    deviating = _slot(shared, form_id).deviating
    assert deviating is not None
    assert set(deviating.steps) == {
        SayOtherwise(item="pain", language="nb", text="Vondt?"),
        LeaveOut(item="fever"),
        Shift(item="pain", after="fever"),
    }
    desk.get(f"/admin/deviations/{form_id}/symptoms")
    assert 'name="out-1" value="1" checked' in desk.last
    assert ">Vondt?</textarea>" in desk.last
    assert '<option value="fever" selected>' in desk.last


def test_a_changed_instrument_is_put_back_whole_with_one_press(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    desk = cms.author
    _write(desk, form_id, inside="1", **PERSON)
    desk.get(f"/admin/deviations/{form_id}/symptoms")
    assert "Prikker det?" in desk.text

    desk.follow(desk.post(f"/admin/deviations/{form_id}/symptoms", do="whole"))

    assert _slot(shared, form_id).deviating is None
    assert "helt og som det er igjen" in desk.text


def test_a_deviation_falls_back_to_the_hospitals_whole_instrument(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    desk = cms.author
    _write(desk, form_id, inside="1", **PERSON)
    desk.get(f"/admin/tailored/{form_id}")
    assert "Det som er endret inne i Plager" in desk.text
    assert "Helt og som det er" in desk.text

    desk.follow(desk.post(f"/admin/tailored/{form_id}/back", about="part|symptoms||deviation"))

    assert _slot(shared, form_id).deviating is None


@pytest.mark.parametrize("at", ["in:symptoms:gone", "in:gone:pain", "in::", "in:symptoms:"])
def test_a_place_that_is_none_puts_nothing_anywhere_inside(
    cms: Cms, shared: Shared, at: str
) -> None:
    form_id = shared.taken()
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")

    desk.post(
        f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Hei?", at=at, inside="1",
        **PERSON,
    )  # fmt: skip

    assert _slot(shared, form_id).deviating is None


def test_an_instrument_that_is_not_in_the_form_has_no_page(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken()
    desk = cms.author

    for name in ("gone", "food"):
        assert desk.get(f"/admin/deviations/{form_id}/{name}").status_code == 404
    other = shared.taken(shared.other_clinic_id)
    assert desk.get(f"/admin/deviations/{other}/symptoms").status_code == 404
    assert not [one for one in cms.rows(tables.DraftStep) if one.did == "deviation"]
