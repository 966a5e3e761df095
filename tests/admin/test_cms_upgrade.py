"""The hospital publishes a newer version: the clinic is told, chooses, and loses nothing."""

from uuid import UUID

import pytest

from lytte.core.composition import Composition, Fallback, LocalSlot, Slot
from lytte.core.merging import slot_key
from lytte.core.texts import Text
from lytte.services.publishing import publishing
from lytte.storage import tables
from tests.cms_desk import Cms, Desk
from tests.shared_level import FORM, Shared, question, share

OURS, THEIRS = "Holder du på maten?", "Spiser du nok?"


@pytest.fixture
def shared(cms: Cms) -> Shared:
    return share(cms)


@pytest.fixture
def form_id(shared: Shared) -> UUID:
    """A clinic's form with a reworded question and one of its own; the hospital has moved on."""
    form_id = shared.taken()
    instrument, _, fever = FORM.slots
    shared.change(
        form_id, slots=(instrument, question("food", OURS), fever, question("own", "Prikker det?"))
    )
    shared.publish(
        FORM.model_copy(
            update={
                "minutes": 3,
                "slots": (instrument, question("food", THEIRS), fever, question("fall", "Falt?")),
            }
        )
    )
    return form_id


def _newest(cms: Cms) -> str:
    rows = [one for one in cms.rows(tables.FormPublication) if one.state == "live"]
    return str(max(rows, key=lambda one: one.number).id)


def _lay(cms: Cms, form_id: UUID, **choices: str) -> Desk:
    desk = cms.author
    desk.get(f"/admin/upgrades/{form_id}")
    answer = desk.post(f"/admin/upgrades/{form_id}", to=_newest(cms), **choices)
    if answer.status_code == 303:
        desk.follow(answer)
    return desk


def _words(made: Composition) -> dict[str, str]:
    return {
        slot_key(one): one.questionnaire.items[0].text.read("nb")
        for one in made.slots
        if isinstance(one, LocalSlot)
    }


def test_the_clinic_is_told_where_it_works(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    for path, said in (
        ("/admin/", "Sykehuset har en nyere versjon av «Før kuren»"),
        ("/admin/forms/", "Sykehuset har versjon 2."),
        (f"/admin/forms/{form_id}", "Sykehuset har versjon 2."),
    ):
        desk.get(path)
        assert said in desk.text, path
        assert f"/admin/upgrades/{form_id}" in desk.last, path


def test_three_columns_show_before_theirs_and_ours(cms: Cms, form_id: UUID) -> None:
    desk = cms.author

    desk.get(f"/admin/upgrades/{form_id}")

    assert "1 ting å velge" in desk.text
    assert "Før: versjon 1 Klarer du å spise?" in desk.text
    assert "<del>Klarer</del><ins>Spiser</ins> du" in desk.last
    assert "Falt?" in desk.text  # comes along by itself
    assert "1 endring passer uendret på versjon 2: Prikker det? Lagt til her" in desk.text
    assert "Lengde – 3 minutter" in desk.text


def test_languages_of_one_question_are_named_once_each(cms: Cms, shared: Shared) -> None:
    """The heading says which question it is; above each line stands the language alone."""
    form_id, both = shared.taken(), ("nb", "nn")
    instrument, food, fever = FORM.slots
    asked = {"nb": OURS, "nn": "Held du på maten?"}, {"nb": THEIRS, "nn": "Et du nok?"}
    mine, theirs = ((instrument, _in_two(food, said), fever) for said in asked)
    shared.change(form_id, languages=both, slots=mine)
    gaps = {"nn": Fallback(language="nb")}
    update = {"languages": both, "slots": theirs, "fallbacks": gaps}
    shared.publish(FORM.model_copy(update=update))

    desk = cms.author
    desk.get(f"/admin/upgrades/{form_id}")

    assert "Før: versjon 1 bokmål Klarer du å spise? nynorsk – Nå: versjon 2" in desk.text


def _in_two(slot: Slot, said: dict[str, str]) -> Slot:
    assert isinstance(slot, LocalSlot)
    [item] = slot.questionnaire.items
    asked = slot.questionnaire.model_copy(
        update={"items": (item.model_copy(update={"text": Text(said)}),)}
    )
    return slot.model_copy(update={"questionnaire": asked})


@pytest.mark.parametrize(("choice", "said"), [("ours", OURS), ("theirs", THEIRS)])
def test_one_choice_settles_one_conflict(
    cms: Cms, shared: Shared, form_id: UUID, choice: str, said: str
) -> None:
    desk = _lay(cms, form_id, choice__0=choice)

    made = shared.made(form_id)
    assert _words(made) == {
        "food": said, "fever": "Har du hatt feber?", "fall": "Falt?", "own": "Prikker det?",
    }  # fmt: skip
    assert made.minutes == 3
    assert "bygger på sykehusets versjon 2" in desk.text
    assert "Se hva som er nytt" not in desk.text


def test_nothing_is_laid_while_a_choice_is_open(cms: Cms, shared: Shared, form_id: UUID) -> None:
    before = shared.made(form_id)

    desk = _lay(cms, form_id)

    assert "1 valg er ikke tatt ennå" in desk.text
    assert shared.made(form_id) == before


def test_no_patient_meets_the_new_version_before_the_clinic_publishes(
    cms: Cms, shared: Shared, form_id: UUID
) -> None:
    cms.safe()
    with cms.world.open() as session:
        mine = publishing.publish_form(cms.work(session), form_id).sha256
        session.commit()

    _lay(cms, form_id, choice__0="theirs")

    live = [
        one
        for one in cms.rows(tables.FormPublication)
        if one.form_id == form_id and one.state == "live"
    ]
    assert [one.sha256 for one in live] == [mine]


def test_an_upgrade_can_be_left_and_taken_again(cms: Cms, shared: Shared, form_id: UUID) -> None:
    before = shared.made(form_id)
    desk = _lay(cms, form_id, choice__0="theirs")
    assert "La den være" in desk.text
    assert "Det dere har endret etterpå, forsvinner også" not in desk.text
    shared.change(form_id, minutes=7)
    desk.get(f"/admin/forms/{form_id}")
    assert "Det dere har endret etterpå, forsvinner også" in desk.text

    desk.follow(desk.post(f"/admin/upgrades/{form_id}/abandon"))

    assert shared.made(form_id) == before
    assert "Se hva som er nytt" in desk.text
    assert "La den være" not in desk.text
    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert _words(shared.made(form_id))["food"] == THEIRS


def test_an_upgrade_is_one_step_for_undo(cms: Cms, shared: Shared, form_id: UUID) -> None:
    before = shared.made(form_id)
    desk = _lay(cms, form_id, choice__0="theirs")

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))

    assert shared.made(form_id) == before
    assert "en nyere versjon ble lagt under" in desk.text


def test_a_version_that_came_while_looking_is_looked_at_first(
    cms: Cms, shared: Shared, form_id: UUID
) -> None:
    before = shared.made(form_id)
    desk = cms.author
    desk.get(f"/admin/upgrades/{form_id}")
    seen = _newest(cms)
    shared.publish(FORM.model_copy(update={"title": Text({"nb": "Enda nyere"})}))

    desk.follow(desk.post(f"/admin/upgrades/{form_id}", to=seen, choice__0="ours"))

    assert "Se en gang til" in desk.text
    assert shared.made(form_id) == before


@pytest.mark.parametrize("to", ["", "nothing", "00000000-0000-0000-0000-000000000000"])
def test_a_version_that_is_none_is_not_laid(
    cms: Cms, shared: Shared, form_id: UUID, to: str
) -> None:
    before = shared.made(form_id)
    desk = cms.author
    desk.get(f"/admin/upgrades/{form_id}")

    desk.post(f"/admin/upgrades/{form_id}", to=to, choice__0="ours")

    assert shared.made(form_id) == before


def test_where_nothing_is_newer_there_is_nothing_to_lay(cms: Cms, shared: Shared) -> None:
    form_id = shared.taken(shared.clinic_id)
    desk = cms.author

    desk.follow(desk.get(f"/admin/upgrades/{form_id}"))
    assert "Sykehuset har ingen nyere versjon" in desk.text
    assert desk.post(f"/admin/upgrades/{form_id}").status_code == 404
    assert desk.post(f"/admin/upgrades/{form_id}/abandon").status_code == 404
    assert desk.get(f"/admin/upgrades/{cms.form()}").status_code == 404


def test_another_clinics_upgrade_does_not_exist_here(cms: Cms, shared: Shared) -> None:
    theirs = shared.taken(shared.other_clinic_id)
    shared.publish(FORM.model_copy(update={"minutes": 9}))

    assert cms.author.get(f"/admin/upgrades/{theirs}").status_code == 404
