"""What a translation was made from is known through the levels: the clinic's and the hospital's."""

from pathlib import Path

import pytest

from lytte.core.composition import Composition, LocalSlot, reword
from lytte.core.texts import Text
from lytte.core.translations import counts, remembered
from lytte.core.wordings import Wording
from lytte.services.drafts import drafting
from lytte.storage.database import Database
from tests.cms_desk import open_cms
from tests.shared_level import FORM, Shared, share

FOOD = "food/food#text"


@pytest.fixture
def shared(database: Database, tmp_path: Path) -> Shared:
    return share(open_cms(database, tmp_path))


def put(made: Composition, **said: str) -> Composition:
    """Return the form with the question about food said so."""

    def change(one: Wording) -> Text:
        return Text({**one.text.root, **said}) if one.address == FOOD else one.text

    return reword(made, change)


def stale(shared: Shared, made: Composition) -> int:
    offered = made.model_copy(update={"languages": ("nb", "nn")})
    return counts(offered, {})["nn"].stale


def test_a_clinics_translation_is_stored_with_what_it_was_made_from(shared: Shared) -> None:
    form_id = shared.taken()

    shared.change(form_id, slots=put(shared.made(form_id), nn="Klarer du å ete?").slots)

    made = shared.made(form_id)
    assert made.translated_from[FOOD] == {"nn": "Klarer du å spise?"}
    assert stale(shared, made) == 0


def test_a_clinic_that_rewords_the_hospitals_question_has_to_look_at_its_translation(
    shared: Shared,
) -> None:
    translated = put(FORM, nn="Klarer du å ete?").model_copy(update={"languages": ("nb",)})
    shared.publish(translated)
    form_id = shared.taken()
    assert stale(shared, shared.made(form_id)) == 0

    shared.change(form_id, slots=put(shared.made(form_id), nb="Får du i deg mat?").slots)

    assert stale(shared, shared.made(form_id)) == 1


def test_a_clinics_translation_is_stale_on_the_hospitals_new_wording(shared: Shared) -> None:
    form_id = shared.taken()
    shared.change(form_id, slots=put(shared.made(form_id), nn="Klarer du å ete?").slots)
    mine = shared.made(form_id)
    newer = shared.publish(put(FORM, nb="Får du i deg mat?"))

    with shared.cms.world.open() as session:
        work, draft = shared.cms.work(session), shared.draft(session, form_id)
        drafting.save_form(work, draft.clinic_id, draft.slug,
                           put(mine, nb="Får du i deg mat?"), on=newer.id)  # fmt: skip
        session.commit()

    made = shared.made(form_id)
    assert made.translated_from[FOOD] == {"nn": "Klarer du å spise?"}
    assert stale(shared, made) == 1
    slot = made.slots[1]
    assert isinstance(slot, LocalSlot)
    assert slot.questionnaire.items[0].text.root["nn"] == "Klarer du å ete?"


def test_a_copy_of_a_form_knows_what_the_first_knew() -> None:
    first = remembered(None, put(FORM, nn="Klarer du å ete?"))
    moved_on = remembered(first, put(first, nb="Får du i deg mat?"))

    assert remembered(None, moved_on) == moved_on
