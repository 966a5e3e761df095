"""A form's texts out to a translator and back: seen first, all or nothing, by the row."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from uuid import UUID

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from lytte.core.composition import wordings
from lytte.integrations.texts import po, table, xliff
from lytte.integrations.texts.units import Unit
from lytte.storage import tables
from tests.admin.test_cms_translating import FINGERS, change_source, left, made, translate
from tests.cms_desk import Cms, Desk

READ = {"xliff": xliff.read, "po": po.read, "xlsx": table.read}


def out(desk: Desk, form_id: UUID, kind: str, language: str = "nn") -> bytes:
    answer = desk.client.get(f"/admin/translation_files/{form_id}/{language}/{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.get_data()


def look(desk: Desk, form_id: UUID, document: bytes, language: str = "nn") -> TestResponse:
    desk.get(f"/admin/translation_files/{form_id}/{language}")
    file = (io.BytesIO(document), "back")
    return desk.post(f"/admin/translation_files/{form_id}/{language}/look", file=file)


def bring(desk: Desk, form_id: UUID, language: str = "nn") -> TestResponse:
    """Press the button that takes in what is shown."""
    carried = re.search(r'name="units" value="([^"]*)"', desk.last)
    assert carried is not None, desk.text
    units = unescape(carried[1])
    return desk.post(f"/admin/translation_files/{form_id}/{language}/bring", units=units)


def back(cms: Cms, form_id: UUID, change: Callable[[Unit], Unit | None], language: str = "nn",
         ) -> bytes:  # fmt: skip
    """Return what a translator sends back: the XLIFF that went out, changed."""
    found = xliff.read(out(cms.author, form_id, "xliff", language))
    units = [one for one in map(change, found.units) if one is not None]
    return xliff.write(units, name="x", source="nb", target=language)


def said(cms: Cms, form_id: UUID, language: str = "nn") -> dict[str, str]:
    return {
        one.text.root["nb"]: one.text.root.get(language, "")
        for one in wordings(cms.composition(form_id))
    }


def saying(words: dict[str, str]) -> Callable[[Unit], Unit]:
    return lambda one: Unit(one.place, one.address, one.source, words.get(one.source, ""))


@pytest.mark.parametrize("kind", ["xliff", "po", "xlsx"])
def test_the_forms_own_texts_go_out_and_an_instruments_do_not(cms: Cms, kind: str) -> None:
    form_id = made(cms)

    found = READ[kind](out(cms.author, form_id, kind))

    assert found.problems == []
    assert {one.source for one in found.units} == {"Før timen", FINGERS, "Ja", "Nei"}


def test_a_file_is_looked_at_before_anything_changes(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    document = back(cms, form_id, saying({FINGERS: "Prikkar det?", "Ja": "Jau"}))

    assert look(desk, form_id, document).status_code == 200
    assert "2 tekster vil bli endret." in desk.text
    assert "2 er ikke oversatt, og blir stående." in desk.text
    assert said(cms, form_id)["Ja"] == ""

    assert bring(desk, form_id).status_code == 303
    assert said(cms, form_id) == {
        "Før timen": "", FINGERS: "Prikkar det?", "Ja": "Jau", "Nei": "",
    }  # fmt: skip
    [deed] = [row for row in cms.rows(tables.AuditEntry) if row.action == "translation.import"]
    assert deed.fields == {"language": "nn", "texts": 2}


def test_a_spreadsheet_filled_in_by_hand_comes_in(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    book = load_workbook(io.BytesIO(out(desk, form_id, "xlsx", "ar")))
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[2].value == "Nei":
            row[3].value = "لا"
    filled = io.BytesIO()
    book.save(filled)

    assert look(desk, form_id, filled.getvalue(), "ar").status_code == 200
    assert bring(desk, form_id, "ar").status_code == 303
    assert said(cms, form_id, "ar")["Nei"] == "لا"


def test_with_one_wrong_row_nothing_is_taken_in_and_every_fault_is_told(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    words = {"Ja": "Jau", "Nei": "<script>alert(1)</script>", FINGERS: "Kriblar {det}?"}
    document = back(cms, form_id, saying(words))

    assert look(desk, form_id, document).status_code == 422

    assert "Ingenting ble hentet inn." in desk.text
    assert "Plass 2 : {det} står ikke i teksten" in desk.text
    assert "Plass 4 : <script> er kode for nettsider" in desk.text
    assert "<script>alert" not in desk.last
    assert 'name="units"' not in desk.last
    assert set(said(cms, form_id).values()) == {""}


def test_what_is_carried_from_page_to_page_is_believed_no_more_than_the_file(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    look(desk, form_id, back(cms, form_id, saying({"Ja": "Jau"})))
    address = f"/admin/translation_files/{form_id}/nn/bring"
    for carried in ("", "[", "[" * 100_000, "[1]", '["nb","nn",[[1,2]]]', '["nb","nn",7]',
                    '["nb","nn",[["1","title","Før timen","<b>x</b>",true]]]'):  # fmt: skip
        assert desk.post(address, units=carried).status_code == 422

    assert set(said(cms, form_id).values()) == {""}


def test_a_translation_of_an_earlier_wording_comes_in_as_out_of_date(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    document = back(cms, form_id, saying({FINGERS: "Prikkar det i fingrane?"}))
    change_source(cms, form_id, "Prikker det i tærne?")

    assert look(desk, form_id, document).status_code == 200
    assert "Den er oversatt fra en tidligere ordlyd." in desk.text
    assert re.search(r"<del>.*fingrene</del><ins>.*tærne</ins>", desk.last)
    bring(desk, form_id)

    assert left(cms, form_id)[1] == 1
    assert cms.composition(form_id).translated_from


def test_what_came_back_unchanged_and_finished_still_fits(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    translate(desk, form_id)
    change_source(cms, form_id, "Prikker det i fingrene dine?")

    def finished(one: Unit) -> Unit:
        return Unit(one.place, one.address, one.source, one.target)

    assert look(desk, form_id, back(cms, form_id, finished)).status_code == 200
    assert "Passer fortsatt" in desk.text
    bring(desk, form_id)

    assert left(cms, form_id)[1] == 0


def test_what_came_back_unchanged_and_unfinished_changes_nothing(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    translate(desk, form_id)
    change_source(cms, form_id, "Prikker det i fingrene dine?")

    look(desk, form_id, back(cms, form_id, lambda one: one))

    assert "Filen endrer ingenting." in desk.text


def test_a_form_that_changed_after_the_look_is_looked_at_again(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    look(desk, form_id, back(cms, form_id, saying({FINGERS: "Prikkar det?"})))
    change_source(cms, form_id, "Prikker det i tærne?", cms.second)

    assert bring(desk, form_id).status_code == 422

    assert "Skjemaet ble endret i mellomtiden. Se en gang til." in desk.text
    assert said(cms, form_id)["Prikker det i tærne?"] == ""


def two_of_each(units: Sequence[Unit]) -> bytes:
    return xliff.write([*units, *units], name="x", source="nb", target="nn")


@pytest.mark.parametrize(("document", "told"), [
    (xliff.write([Unit("1", "title", "Før", "x")], name="x", source="nb", target="ar"),
     "Filen er oversatt til arabisk."),
    (xliff.write([Unit("1", "title", "Before", "x")], name="x", source="en", target="nn"),
     "Filen er oversatt fra engelsk, og skjemaet er skrevet på bokmål."),
    (two_of_each([Unit("1", "title", "Før timen", "x")]), "Teksten står to ganger i filen."),
    (b"", "Velg en fil først."),
    (b"# nothing\n", "Det er ingen tekster i filen."),
    (b"PK nothing", "filen kan ikke pakkes ut: den er skadet eller har passord."),
])  # fmt: skip
def test_a_file_that_belongs_elsewhere_is_told(cms: Cms, document: bytes, told: str) -> None:
    form_id = made(cms)
    desk = cms.author

    assert look(desk, form_id, document).status_code == 422

    assert told in desk.text


def test_a_text_that_is_gone_is_left_out_and_the_rest_comes_in(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    units = [Unit("1", "gone/x#text", "Borte", "Vekke"), Unit("2", "title", "Før timen", "Før")]

    document = xliff.write(units, name="x", source="nb", target="nn")
    assert look(desk, form_id, document).status_code == 200

    assert "Denne teksten er ikke lenger i skjemaet. Den er utelatt." in desk.text
    bring(desk, form_id)
    assert said(cms, form_id)["Før timen"] == "Før"


def test_there_is_no_file_of_a_made_up_kind(cms: Cms) -> None:
    form_id = made(cms)

    answer = cms.author.get(f"/admin/translation_files/{form_id}/nn/exe")

    assert answer.status_code == 404


@pytest.mark.parametrize("written", [True, False])
def test_what_its_translator_calls_unfinished_is_not_done(cms: Cms, written: bool) -> None:
    form_id, desk = made(cms), cms.author
    if written:
        translate(desk, form_id)
        change_source(cms, form_id, "Prikker eller stikker det?")
    source = "Prikker eller stikker det?" if written else FINGERS
    said_unsure = Unit("1", "", source, "Prikkar eller stikk det?", sure=False)

    document = back(
        cms, form_id, lambda one: replace(said_unsure, address=one.address)
        if one.source == source else None,
    )  # fmt: skip
    look(desk, form_id, document)
    assert "I et skjema står den som foreldet til noen har sett på den." in desk.text
    desk.follow(bring(desk, form_id))

    assert said(cms, form_id)[source] == "Prikkar eller stikk det?"
    desk.get(f"/admin/translations/{form_id}/nn")
    assert "Foreldet" in desk.text
    assert ("<ins>" in desk.last) == written  # Nothing is new where no earlier wording is known.
    assert left(cms, form_id)[1] == 1
