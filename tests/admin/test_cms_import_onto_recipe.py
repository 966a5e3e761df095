"""An author brings in wording and says what it is scored as."""

import json
from io import BytesIO

from lytte.services.instruments import importing
from lytte.storage import tables
from tests.cms_desk import Cms

TABLE = "\n".join(f"{n};Prøvespørsmål nummer {n}?;Nei|Litt|Mer|Mest" for n in range(1, 10))


UNCHECKED = "skåringen er ikke kontrollert mot manualen"


def file(text: str) -> tuple[BytesIO, str]:
    return BytesIO(text.encode()), "ordlyd.csv"


def test_an_author_brings_in_a_table_of_wording_and_it_is_scored(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")

    answer = desk.post("/admin/instruments/import", file=file(TABLE), recipe="phq-9")
    desk.follow(answer)

    [row] = [r for r in cms.rows(tables.InstrumentVersion) if r.instrument_id == "phq-9"]
    assert str(row.id) in answer.location
    assert "Prøvespørsmål nummer 9?" in desk.text
    assert "Ikke sjekket mot manualen: total." in desk.text
    desk.get("/admin/instruments/")
    assert UNCHECKED in desk.text


def test_what_does_not_fit_keeps_the_choice_of_recipe(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")

    answer = desk.post("/admin/instruments/import", file=file(TABLE), recipe="gad-7", beside="q9")

    assert answer.status_code == 422
    assert "«8» er ikke et spørsmål i gad-7." in desk.text
    assert '<option value="gad-7" selected>' in desk.last
    assert 'value="q9"' in desk.last


def test_what_is_wrong_with_a_file_is_told_with_its_place_and_the_way_out(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")
    twice = {"linkId": "a", "type": "string", "text": "Hva?"}
    wrong = json.dumps({"resourceType": "Questionnaire", "item": [twice, twice]})

    answer = desk.post("/admin/instruments/import", file=file(wrong), whose="ours")

    assert answer.status_code == 422
    stops, looks = desk.text.split("Verdt å se på, men ikke noe som stopper det")
    assert "a : 2 punkter har linkId a: «Hva?», «Hva?». Gi hvert sin egen linkId." in stops
    assert "statusen til skjemaet er ikke oppgitt" in looks
    assert "copyright" not in looks
    assert cms.rows(tables.InstrumentVersion) == []


def test_who_owns_the_wording_must_be_said_whatever_the_browser_lets_through(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")
    item = {"linkId": "a", "type": "string", "text": "Hva?"}
    sound = json.dumps({"resourceType": "Questionnaire", "status": "draft", "item": [item]})

    answer = desk.post("/admin/instruments/import", file=file(sound), whose="nobody")

    assert answer.status_code == 422
    assert "Ingen har sagt hvem som eier teksten." in desk.text
    assert cms.rows(tables.InstrumentVersion) == []


def test_an_instrument_whose_owner_nobody_named_says_so_in_norwegian(cms: Cms) -> None:
    item = {"linkId": "a", "type": "string", "text": "Hva?"}
    sound = json.dumps({"resourceType": "Questionnaire", "status": "draft", "item": [item]})
    with cms.world.open() as session:
        found = importing.bring(cms.work(session), sound.encode(), importing.Naming(id="prove"))
        assert found.row is not None
        version_id = found.row.id
        session.commit()

    desk = cms.author
    desk.get(f"/admin/instruments/{version_id}")

    assert "Ingen har sagt hvem som eier det." in desk.text
    assert "not stated" not in desk.text
    desk.get("/admin/instruments/")
    assert UNCHECKED not in desk.text  # It has no scores to check.
