"""A clinic admin puts a form together, one button at a time."""

import pytest

from lytte.core.composition import InstrumentSlot, LocalSlot
from lytte.core.conditions import AllOf, AtLeast, IsTrue
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.free_text import FreeText
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.values import Coding
from lytte_admin.in_words.asked_when import told_apart
from tests.cms_desk import Cms

KINDS: dict[str, type] = {
    "rating": NumericRating,
    "one": Choice,
    "several": Choice,
    "yes_no": Boolean,
    "words": FreeText,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_in_every_language(cms: Cms, kind: str) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__nn="1")  # fmt: skip
    desk.get(f"/admin/questions/{form_id}/new?kind={kind}")

    answer = desk.post(
        f"/admin/questions/{form_id}/new", kind=kind, text__nb="Sover du?", text__nn="Søv du?",
        options__nb="Ja\nNei", options__nn="Ja\nNei", low__nb="Aldri", low__nn="Aldri",
    )  # fmt: skip

    desk.follow(answer)
    assert "Sover du?" in desk.text
    [_, slot] = cms.composition(form_id).slots
    assert isinstance(slot, LocalSlot)
    [item] = slot.questionnaire.items
    assert type(item) is KINDS[kind]
    assert dict(item.text.root) == {"nb": "Sover du?", "nn": "Søv du?"}


def test_a_question_without_words_is_asked_for(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=one")

    answer = desk.post(
        f"/admin/questions/{form_id}/new", kind="one", text__nb=" ", options__nb="Ja\nNei"
    )

    assert answer.status_code == 422
    assert "Skriv spørsmålet først." in desk.text
    assert "Ja\nNei" in desk.last  # what was written is still there


def test_moving_a_question_never_changes_its_address(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du?"))
    before = cms.composition(form_id).slots[1]

    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="up:1"))

    assert cms.composition(form_id).slots[0] == before


def test_what_is_taken_out_can_be_put_back(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    before = cms.composition(form_id)
    desk.get(f"/admin/forms/{form_id}")

    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="out:0"))
    assert cms.composition(form_id).slots == ()
    assert "Tatt ut" in desk.text
    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="back:0"))

    assert cms.composition(form_id) == before


def test_new_words_keep_the_codes_of_the_answers(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=one")
    desk.post(f"/admin/questions/{form_id}/new", kind="one", text__nb="Sover du?",
              options__nb="Godt\nDårlig\nIkke")  # fmt: skip
    slot = cms.composition(form_id).slots[1]
    assert isinstance(slot, LocalSlot)
    old = slot.questionnaire.items[0]
    address = f"/admin/questions/{form_id}/{slot.id}/{old.link_id}"
    desk.get(address)

    desk.follow(
        desk.post(address, text__nb="Hvordan sover du?", options__nb="Dårlig\nIkke\nGodt\nVet ikke")
    )

    slot = cms.composition(form_id).slots[1]
    assert isinstance(slot, LocalSlot)
    [new] = slot.questionnaire.items
    assert (new.link_id, new.text.read("nb")) == (old.link_id, "Hvordan sover du?")
    assert _codes(new)["Godt"] == _codes(old)["Godt"]
    assert _codes(new)["Dårlig"] == _codes(old)["Dårlig"]
    assert _codes(new)["Vet ikke"] not in _codes(old).values()


def _codes(item: object) -> dict[str, str | None]:
    assert isinstance(item, Choice)
    return {
        one.text.read("nb"): one.value.code
        for one in item.answer_options
        if isinstance(one.value, Coding)
    }


def test_a_question_is_asked_only_if(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Hvor?"))
    at = f"/admin/questions/{form_id}/when/1"

    desk.get(f"{at}?looks_at=symptoms/pain")
    desk.follow(desk.post(f"{at}/change", do="add", looks_at="symptoms/pain",
                          compared="at_least", value="4"))  # fmt: skip
    assert "«Hvor vondt har du hatt?» er minst 4" in desk.text
    desk.follow(desk.post(f"{at}/change", do="add", looks_at="symptoms/fever"))

    assert cms.composition(form_id).slots[1].condition == AllOf(
        of=(AtLeast(item="symptoms/pain", value=4), IsTrue(item="symptoms/fever"))  # type: ignore[arg-type]
    )
    slot = cms.composition(form_id).slots[1]
    assert isinstance(slot, LocalSlot)
    desk.get(f"/admin/forms/{form_id}?at={slot.id}")
    assert "er minst 4 og «Har du feber?» er besvart med ja" in desk.text
    desk.get(at)
    desk.follow(desk.post(f"{at}/change", do="away:1"))
    assert isinstance(cms.composition(form_id).slots[1].condition, AtLeast)


@pytest.mark.parametrize(("value", "told"), [
    ("11", "spørres aldri: ingen svar åpner det"),
    ("0", "spørres uansett hva svaret er"),
    ("fire", "Skriv grensen som et tall"),
    ("NaN", "Skriv grensen som et tall"),
])  # fmt: skip
def test_a_condition_that_cannot_be_meant_is_told(cms: Cms, value: str, told: str) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Hvor?"))
    at = f"/admin/questions/{form_id}/when/1"
    desk.get(f"{at}?looks_at=symptoms/pain")

    answer = desk.post(f"{at}/change", do="add", looks_at="symptoms/pain", value=value)

    if answer.status_code == 303:
        desk.follow(answer)
        assert "Lagret." in desk.text
        assert told in desk.text
        desk.get(f"/admin/forms/{form_id}")
    assert told in desk.text


def test_who_saves_last_on_an_old_page_overwrites_nothing(cms: Cms) -> None:
    form_id = cms.form()
    one, other = cms.author, cms.second
    one.get(f"/admin/forms/{form_id}")
    other.get(f"/admin/forms/{form_id}")
    one.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Min tittel", language__nb="1")

    answer = other.post(
        f"/admin/forms/{form_id}/change", do="texts", title__nb="Din tittel", language__nb="1"
    )

    assert answer.status_code == 409
    assert "Dere endret det samme" in other.text
    assert "Min tittel" in other.text
    assert "Din tittel" in other.text
    assert cms.composition(form_id).title.read("nb") == "Min tittel"

    other.follow(
        other.post(
            f"/admin/forms/{form_id}/change", do="texts", title__nb="Din tittel", language__nb="1"
        )
    )
    assert cms.composition(form_id).title.read("nb") == "Din tittel"


def test_the_parts_that_two_changed_are_called_in_the_readers_language(cms: Cms) -> None:
    form_id, one = cms.form(), cms.author
    path = f"/admin/forms/{form_id}"
    one.get(path)
    one.post(f"{path}/change", do="texts", title__nb="Før", language__nb="1", language__en="1")
    new = f"/admin/questions/{form_id}/new"
    one.get(f"{new}?kind=yes_no")
    one.follow(one.post(new, kind="yes_no", text__nb="Sover du?", text__en="Do you sleep?"))
    reader = cms.desk(cms.world.approver_id, language="en")
    slot = cms.composition(form_id).slots[1]
    assert isinstance(slot, LocalSlot)
    edit = f"/admin/questions/{form_id}/{slot.id}/{slot.questionnaire.items[0].link_id}"
    one.get(edit)
    reader.get(edit)
    one.follow(one.post(edit, text__nb="Sover du?", text__en="Do you rest?"))

    answer = reader.post(edit, text__nb="Sover du?", text__en="Do you doze?")

    assert answer.status_code == 409
    assert "<h2>Do you rest?</h2>" in reader.last


def test_a_condition_that_another_changed_too_is_asked_about(cms: Cms) -> None:
    form_id, one = cms.form(), cms.author
    one.get(f"/admin/questions/{form_id}/new?kind=words")
    one.follow(one.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Hvor?"))
    at, other = f"/admin/questions/{form_id}/when/1", cms.second
    given = {"do": "add", "looks_at": "symptoms/pain", "compared": "at_least"}
    for desk in (one, other):
        desk.get(f"{at}?looks_at=symptoms/pain")
    one.follow(one.post(f"{at}/change", **given, value="4"))

    answer = other.post(f"{at}/change", **given, value="6")

    assert answer.status_code == 409
    assert "Dere endret det samme" in other.text
    other.follow(other.post(f"{at}/change", **given, value="6"))
    assert "er minst 6" in other.text


def test_two_who_change_different_things_both_keep_their_change(cms: Cms) -> None:
    form_id = cms.form()
    one, other = cms.author, cms.second
    one.get(f"/admin/forms/{form_id}")
    other.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    one.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Min tittel", language__nb="1")

    other.follow(other.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du?"))

    assert "Solveig Demo endret noe annet imens. Begge endringene er tatt vare på." in other.text
    made = cms.composition(form_id)
    assert made.title.read("nb") == "Min tittel"
    assert len(made.slots) == 2


def test_a_change_is_taken_back_and_the_one_before_it(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    first = cms.composition(form_id)
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du?"))
    second = cms.composition(form_id)
    desk.follow(desk.post(f"/admin/forms/{form_id}/change", do="out:0"))

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert "Angret: noe ble tatt ut." in desk.text
    assert cms.composition(form_id) == second
    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert cms.composition(form_id) == first
    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert "Det er ingenting å angre." in desk.text


def test_what_is_saved_while_somebody_writes_is_one_change_to_take_back(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=yes_no")
    desk.follow(desk.post(f"/admin/questions/{form_id}/new", kind="yes_no", text__nb="Sover du?"))
    before = cms.composition(form_id)
    slot = before.slots[1]
    assert isinstance(slot, LocalSlot)
    address = f"/admin/questions/{form_id}/{slot.id}/{slot.questionnaire.items[0].link_id}"

    version = 2
    for text in ("Sover du go", "Sover du godt", "Sover du godt?"):
        answer = desk.post(address, version=version, text__nb=text, by_itself="1")
        version = answer.get_json()["version"]
        assert answer.get_json()["said"].startswith("Lagret kl. ")
    desk.get(f"/admin/forms/{form_id}")
    assert "Sover du godt?" in desk.last

    desk.follow(desk.post(f"/admin/forms/{form_id}/undo"))
    assert cms.composition(form_id) == before


def test_an_instrument_is_added_whole_and_once(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")

    desk.post(f"/admin/forms/{form_id}/change", do="instrument", instrument="symptoms|1")
    missing = desk.post(f"/admin/forms/{form_id}/change", do="instrument", instrument="phq-9|1")

    [slot] = cms.composition(form_id).slots
    assert isinstance(slot, InstrumentSlot)
    assert missing.status_code == 404


def test_questions_in_the_same_words_are_told_apart_where_one_is_chosen() -> None:
    names = ["Haster det?", "Har du feber?", "Haster det?"]

    assert told_apart(names) == ["Haster det? (1)", "Har du feber?", "Haster det? (2)"]
