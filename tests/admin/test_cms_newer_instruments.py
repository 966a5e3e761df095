"""A newer version of an instrument: told where the form is made, and taken with one press."""

from lytte.core.composition import InstrumentSlot
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms, Desk


def _newer(cms: Cms) -> None:
    with cms.world.open() as session:
        newer = INSTRUMENT.model_copy(update={"version": "2"})
        stocking.add(cms.work(session), newer)
        session.commit()


def _opened(cms: Cms) -> tuple[Desk, str]:
    form_id = cms.form()
    _newer(cms)
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}")
    return desk, f"/admin/forms/{form_id}"


def test_the_editor_tells_and_nothing_changes_by_itself(cms: Cms) -> None:
    desk, _ = _opened(cms)

    assert "Det finnes en nyere versjon av 1 måleverktøy." in desk.text
    assert "Plager: versjon 2" in desk.text
    [slot] = [s for s in _slots(cms) if isinstance(s, InstrumentSlot)]
    assert slot.version == "1"


def test_one_press_takes_it_and_undo_brings_the_older_back(cms: Cms) -> None:
    desk, form = _opened(cms)

    desk.follow(desk.post(f"{form}/newest", part="0"))
    assert "Versjon 2 er med i utkastet nå." in desk.text
    assert [s.version for s in _slots(cms) if isinstance(s, InstrumentSlot)] == ["2"]
    assert "Det finnes en nyere versjon" not in desk.text

    desk.follow(desk.post(f"{form}/undo"))
    assert "Angret: et måleverktøy fikk en nyere versjon." in desk.text
    assert [s.version for s in _slots(cms) if isinstance(s, InstrumentSlot)] == ["1"]


def test_a_part_that_is_none_takes_nothing(cms: Cms) -> None:
    desk, form = _opened(cms)

    for part in ("1", "-1", "x"):
        assert desk.post(f"{form}/newest", part=part).status_code == 303
    assert [s.version for s in _slots(cms) if isinstance(s, InstrumentSlot)] == ["1"]


def _slots(cms: Cms) -> tuple[object, ...]:
    form_id = cms.rows(tables.FormDraft)[0].id
    return cms.composition(form_id).slots
