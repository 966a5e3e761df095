"""All the clinic's texts by language: what is missing, out of date, or shown in another."""

import re
from collections.abc import Callable

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.texts import Text
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from tests.admin.test_cms_translating import change_source, made, translate
from tests.cms_desk import INSTRUMENT, Cms, Desk


def table(desk: Desk) -> dict[str, list[str]]:
    """Return the table of languages: the counts of each, by what the language is called."""
    assert desk.get("/admin/translations/").status_code == 200
    [body] = re.findall(r"<tbody>(.*?)</tbody>", desk.last, re.DOTALL)
    rows = re.findall(r"<tr>.*?<bdi[^>]*>(.*?)</bdi>(.*?)</tr>", body, re.DOTALL)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells)[:4] for name, cells in rows}


def test_forms_and_the_safety_text_are_added_up_by_language(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "nn", "en"))
    desk = cms.author

    found = table(desk)

    assert found["bokmål"] == ["11", "–", "–", "–"]
    assert found["nynorsk"][:2] == ["11", "11"]  # nn has no safety text, so all four count
    assert found["English"][0] == "11"
    assert "4 mangler" in desk.text

    translate(desk, form_id)
    desk.get(f"/admin/translations/{form_id}/nn")
    change_source(cms, form_id, "Prikker det i tærne?")
    assert table(desk)["nynorsk"] == ["11", "7", "1", "–"]
    assert "1 foreldet" in desk.text


def test_gaps_that_a_fallback_fills_are_told_apart(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en"))
    desk = cms.author
    gaps = table(desk)["English"][1]

    desk.get(f"/admin/translations/{form_id}/en")
    desk.post(f"/admin/translations/{form_id}/en/instead", instead="nb")

    assert table(desk)["English"] == ["11", "–", "–", gaps]
    assert "Ferdig" not in desk.last.partition('<bdi lang="en">')[2].partition("</th>")[0]


def test_what_a_machine_drafted_says_so_and_whose_wording_it_is(cms: Cms) -> None:
    drafted = INSTRUMENT.model_copy(update={"id": "drafted", "machine_drafted": ("ar",)})
    with cms.world.open() as session:
        work = cms.work(session)
        stocking.add(work, drafted)
        form = Composition(
            title=Text({"nb": "Før timen"}),
            languages=("nb", "ar"),
            slots=(InstrumentSlot(instrument=drafted.id, version=drafted.version),),
        )
        form_id = drafting.save_form(work, cms.world.clinic_id, "drafted", form).id
        session.commit()
    desk = cms.author

    desk.get("/admin/translations/")
    assert "Skrevet av en maskin, ikke autorisert: " in desk.text
    assert drafted.title.read("nb") in desk.text

    desk.get(f"/admin/translations/{form_id}/ar")
    assert "Skrevet av en maskin, ikke autorisert. Låst" in desk.text
    assert f"Ordlyden eies av {drafted.licence.owner}." in desk.text


def test_another_hospitals_texts_are_not_counted(cms: Cms, neighbour: Callable[[], Cms]) -> None:
    made(cms)

    desk = neighbour().author
    assert desk.get("/admin/translations/").status_code == 200

    assert "<table" not in desk.last
    assert "Før timen" not in desk.text
