"""Where each value comes from stands at the value, and every one of them can fall back."""

import re
from uuid import UUID

import pytest

from lytte.core.composition import LocalSlot
from lytte.core.texts import Text
from tests.cms_desk import Cms, Desk
from tests.shared_level import FORM, Shared, question, share


@pytest.fixture
def shared(cms: Cms) -> Shared:
    return share(cms)


@pytest.fixture
def form_id(shared: Shared) -> UUID:
    """A clinic's form with a reworded question, one of its own, one taken out, one moved."""
    form_id = shared.taken()
    esas, _, fever = FORM.slots
    shared.change(
        form_id,
        minutes=4,
        slots=(
            fever,
            esas,
            question("food", "Holder du på maten?"),
            question("own", "Prikker det?"),
        ),
    )
    return form_id


def _press(desk: Desk, form_id: UUID, about: str, **more: str) -> None:
    desk.follow(desk.post(f"/admin/tailored/{form_id}/back", about=about, **more))


def _item(slot: object) -> Text:
    assert isinstance(slot, LocalSlot)
    return slot.questionnaire.items[0].text


def test_a_form_of_ones_own_says_nothing_of_the_hospital(cms: Cms) -> None:
    desk = cms.author

    desk.get(f"/admin/forms/{cms.form()}")

    assert "Fra sykehuset" not in desk.text
    assert "Tilbake til sykehusets" not in desk.text


def test_what_is_inherited_and_what_is_changed_is_told_at_the_value(
    cms: Cms, form_id: UUID
) -> None:
    desk = cms.author

    desk.get(f"/admin/forms/{form_id}?at=food")
    assert "Endret her Sykehuset har: Klarer du å spise? Tilbake til sykehusets" in desk.text
    assert "Fra sykehuset" in desk.text  # when it is asked
    desk.get(f"/admin/forms/{form_id}?at=own")
    assert "Lagt til her Sykehuset spør ikke om dette." in desk.text
    desk.get(f"/admin/forms/{form_id}?at=about")
    assert "Endret her Sykehuset har: –" in desk.text  # minutes
    assert desk.text.count("Fra sykehuset") >= 3  # languages, title, first words


def test_one_value_falls_back_with_one_press(cms: Cms, shared: Shared, form_id: UUID) -> None:
    desk = cms.author
    desk.get(f"/admin/forms/{form_id}?at=food")
    about = re.search(r'value="(part\|food\|food\|text\|nb)"', desk.last)
    assert about is not None

    _press(desk, form_id, about[1])

    made = shared.made(form_id)
    assert _item(made.slots[2]).read("nb") == "Klarer du å spise?"
    assert made.minutes == 4
    assert len(made.slots) == 4


def test_the_list_tells_everything_that_is_changed_here(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    desk.get(f"/admin/tailored/{form_id}")

    for said in (
        "Lengde Endret her – 4 minutter",
        "Klarer du å spise? Holder du på maten?",
        "Prikker det? Lagt til her Spørres ikke Prikker det?",
        "Har du hatt feber? Flyttet her Etter «Klarer du å spise?» Først",
    ):
        assert said in desk.text, said


def test_everything_falls_back_and_ones_own_question_is_kept(
    cms: Cms, shared: Shared, form_id: UUID
) -> None:
    desk = cms.author
    desk.get(f"/admin/tailored/{form_id}")

    _press(desk, form_id, "all", **{"from": "list"})

    made = shared.made(form_id)
    assert made.slots == FORM.slots
    assert made.minutes is None
    assert made.set_aside == (question("own", "Prikker det?"),)
    assert "Som hos sykehuset igjen" in desk.text


def test_falling_back_can_be_undone(cms: Cms, shared: Shared, form_id: UUID) -> None:
    before = shared.made(form_id)
    desk = cms.author
    desk.get(f"/admin/tailored/{form_id}")
    _press(desk, form_id, "all")

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))

    assert shared.made(form_id) == before


def test_two_who_edit_at_once_both_keep_their_change(
    cms: Cms, shared: Shared, form_id: UUID
) -> None:
    desk = cms.author
    desk.get(f"/admin/tailored/{form_id}")
    shared.change(form_id, title=Text({"nb": "Vår tittel"}))

    _press(desk, form_id, "part|food|food|text|nb")

    made = shared.made(form_id)
    assert made.title.read("nb") == "Vår tittel"
    assert _item(made.slots[2]).read("nb") == "Klarer du å spise?"


@pytest.mark.parametrize("about", ["", "part|nothing", "%&", "part|food|food|text|nb|more"])
def test_falling_back_to_nothing_changes_nothing(
    cms: Cms, shared: Shared, form_id: UUID, about: str
) -> None:
    before = shared.made(form_id)
    desk = cms.author
    desk.get(f"/admin/tailored/{form_id}")

    assert desk.post(f"/admin/tailored/{form_id}/back", about=about).status_code == 303

    assert shared.made(form_id) == before


def test_a_form_that_builds_on_nothing_has_nothing_to_fall_back_to(cms: Cms) -> None:
    desk = cms.author
    own = cms.form()

    assert desk.get(f"/admin/tailored/{own}").status_code == 404
    assert desk.post(f"/admin/tailored/{own}/back", about="all").status_code == 404
