"""The page of an instrument says how it is scored, who says so, and what nobody has checked."""

from io import BytesIO

from lytte.instruments import folder
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.in_words.text_labels import OWN_WORDS
from tests.cms_desk import Cms


def test_limits_and_the_important_difference_stand_with_their_sources(cms: Cms) -> None:
    desk = cms.author
    desk.get("/admin/instruments/import")
    file = (BytesIO(_wording(13).encode()), "ordlyd.csv")

    desk.follow(desk.post("/admin/instruments/import", file=file, recipe="facit-fatigue"))

    assert "0 til 52, høyere er bedre, 7 av 13 spørsmål må være besvart" in desk.text
    assert "under 30:" in desk.text
    straight = "«Prøvespørsmål nummer 7?», «Prøvespørsmål nummer 8?»"
    assert f"alle svarene teller motsatt vei, unntatt: {straight} " in desk.text
    assert "En endring på 3 merkes av pasienter" in desk.text
    assert desk.text.count("Kontroller mot manualen") == 4


def test_what_was_checked_and_what_is_our_own_has_no_mark(cms: Cms) -> None:
    desk = cms.author
    own = folder.library()["lytte-hverdag"]
    with cms.world.open() as session:
        row = stocking.add(cms.world.work(session), own)
        session.commit()
        address = f"/admin/instruments/{row.id}"

    desk.get(address)

    assert "Slik regnes det ut" in desk.text
    assert "Kontroller mot manualen" not in desk.text
    assert own.scales[0].title.read("nb") in desk.text
    assert cms.rows(tables.InstrumentVersion)


def test_lyttes_own_say_where_they_are_from_in_the_readers_language(cms: Cms) -> None:
    own = [one for one in folder.library().values() if one.wording == "own"]
    said = {text for one in own for text in (one.source, one.licence.terms)}
    said |= {scale.source for one in own for scale in one.scales if scale.source}

    assert said <= OWN_WORDS.keys()
    assert not [text for text in OWN_WORDS.values() if "README" in text]

    with cms.world.open() as session:
        row = stocking.add(cms.world.work(session), folder.library()["lytte-plager"])
        session.commit()
    desk = cms.author
    desk.get(f"/admin/instruments/{row.id}")
    assert "Skrevet for Lytte. Ikke prøvd i en studie" in desk.text
    assert "Lyttes egen ordlyd." in desk.text


def test_an_instrument_is_called_what_it_is_called_in_the_readers_language(cms: Cms) -> None:
    own = folder.library()["lytte-plager"]
    with cms.world.open() as session:
        row = stocking.add(cms.world.work(session), own)
        session.commit()
    form_id = cms.form()

    desk = cms.desk(cms.world.author_id, language="en")
    for page in (
        "/admin/instruments/", f"/admin/instruments/{row.id}",
        f"/admin/instruments/{row.id}/export", f"/admin/forms/{form_id}",
    ):  # fmt: skip
        desk.get(page)
        assert own.title.read("en") in desk.text, page
        assert own.title.read("nb") not in desk.text, page


def _wording(items: int) -> str:
    options = "|".join(f"{n}=Svar {n}" for n in range(5))
    return "\n".join(f"{n};Prøvespørsmål nummer {n}?;{options}" for n in range(1, items + 1))
