"""A form in several languages: side by side, saved at once, nothing lost, nothing half live."""

import re
from uuid import UUID

from lytte.core.composition import Composition, LocalSlot
from lytte.core.items.choice import Choice
from lytte.core.translations import counts
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from tests.cms_desk import Cms, Desk

ROW = re.compile(r'name="t-(\w+)"[^>]*>([^<]*)</textarea>')
SEEN = re.compile(r'name="s-(\w+)" value="(\w+)"')
SOURCE = re.compile(r'id="q-(\w+)">.*?<br><span[^>]*>(.*?)</span></td>', re.DOTALL)


def made(cms: Cms, *, languages: tuple[str, ...] = ("nb", "nn")) -> UUID:
    """Return a form with the instrument in it, a question of the clinic's own, and languages."""
    form_id = cms.form()
    cms.safe()
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=one")
    desk.post(f"/admin/questions/{form_id}/new", kind="one", text__nb="Prikker det i fingrene?",
              options__nb="Ja\nNei")  # fmt: skip
    desk.get(f"/admin/forms/{form_id}")
    chosen = {f"language-{tag}": "1" for tag in languages}
    answer = desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
                       **chosen)  # fmt: skip
    assert answer.status_code == 303
    return form_id


def opened(desk: Desk, form_id: UUID, language: str = "nn", show: str = "") -> dict[str, str]:
    """Open the page and return the name of each field by the source beside it."""
    answer = desk.get(f"/admin/translations/{form_id}/{language}?show={show}")
    assert answer.status_code == 200
    return keys(desk)


def keys(desk: Desk) -> dict[str, str]:
    return {re.sub(r"<[^>]+>", "", said): key for key, said in SOURCE.findall(desk.last)}


def save(desk: Desk, form_id: UUID, language: str = "nn", **said: str) -> int:
    """Write texts by the name of their field and save; the rest of the page goes along."""
    fields = {f"t-{key}": text for key, text in ROW.findall(desk.last)}
    fields |= {f"s-{key}": seen for key, seen in SEEN.findall(desk.last)}
    fields |= {f"t-{key}": text for key, text in said.items() if key != "fits"}
    if "fits" in said:
        fields["fits"] = said["fits"]
    return desk.post(f"/admin/translations/{form_id}/{language}", **fields).status_code


def composition(cms: Cms, form_id: UUID) -> Composition:
    return cms.composition(form_id)


def left(cms: Cms, form_id: UUID, language: str = "nn") -> tuple[int, int]:
    with cms.world.open() as session:
        library = stocking.library(cms.work(session))
    found = counts(composition(cms, form_id), library)[language]
    return found.missing, found.stale


def change_source(cms: Cms, form_id: UUID, to: str, who: Desk | None = None) -> None:
    """Change the question as the editor does: its words in bokmål, all else as it stands."""
    desk = who or cms.author
    slot = composition(cms, form_id).slots[1]
    assert isinstance(slot, LocalSlot)
    item = slot.questionnaire.items[0]
    assert isinstance(item, Choice)
    desk.get(f"/admin/forms/{form_id}?at={slot.id}")
    lines = {
        f"options-{tag}": "\n".join(one.text.root.get(tag, "") for one in item.answer_options)
        for tag in ("nb", "nn")
    }
    address = f"/admin/questions/{form_id}/{slot.id}/{item.link_id}"
    answer = desk.post(address, **{"text-nb": to, "kind": "one", **lines})
    assert answer.status_code == 303, answer.text


FINGERS = "Prikker det i fingrene?"
IN_NYNORSK = {
    "Før timen": "Før timen", FINGERS: "Prikkar det i fingrane?", "Ja": "Ja", "Nei": "Nei",
}  # fmt: skip


def translate(desk: Desk, form_id: UUID) -> None:
    fields = opened(desk, form_id, show="all")
    assert save(desk, form_id, **{fields[nb]: nn for nb, nn in IN_NYNORSK.items()}) == 303


def test_what_is_missing_stands_beside_its_source(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author

    fields = opened(desk, form_id)

    assert set(fields) == {"Før timen", FINGERS, "Ja", "Nei"}
    assert "av 7 tekster gjenstår" in desk.text
    assert "Hører til måleverktøyet, låst" in desk.text
    assert "Hvor vondt har du hatt?" in desk.text
    assert "Hvor vondt har du hatt?" not in fields


def test_many_texts_are_saved_at_once(cms: Cms) -> None:
    form_id = made(cms)

    translate(cms.author, form_id)

    found = composition(cms, form_id)
    assert found.title.root["nn"] == "Før timen"
    assert found.slots[1].questionnaire.items[0].text.root["nn"] == "Prikkar det i fingrane?"  # type: ignore[union-attr]
    deeds = [row for row in cms.rows(tables.AuditEntry) if row.action == "translation.save"]
    assert [row.fields for row in deeds] == [{"language": "nn", "texts": 4}]


def test_one_text_that_is_wrong_loses_none_of_the_others(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    fields = opened(desk, form_id)

    status = save(desk, form_id, **{
        fields["Før timen"]: "Før timen", fields[FINGERS]: "<script>alert(1)</script>Prikkar det?",
        fields["Ja"]: "Ja",
    })  # fmt: skip

    assert status == 422
    assert "1 tekst ble ikke lagret" in desk.text
    assert "Lagret 2 tekster." in desk.text
    assert desk.text.count("Ikke lagret") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;Prikkar det?" in desk.last
    assert "<script>alert" not in desk.last
    assert "kode for nettsider" in desk.text
    assert "nn" not in composition(cms, form_id).slots[1].questionnaire.items[0].text.root  # type: ignore[union-attr]
    assert save(desk, form_id, **{fields[FINGERS]: "Prikkar det?"}) == 303
    assert left(cms, form_id)[1] == 0


def test_a_changed_source_is_shown_word_by_word_and_stops_publishing(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    translate(desk, form_id)
    desk.get(f"/admin/translations/{form_id}/nn")
    change_source(cms, form_id, "Prikker det i tærne?")

    opened(desk, form_id)

    assert left(cms, form_id)[1] == 1
    assert "Foreldet" in desk.text
    assert re.search(r"<del>.*fingrene</del><ins>.*tærne</ins>", desk.last)
    desk.get(f"/admin/forms/{form_id}/publish")
    assert "Oversatt til nynorsk fra en tidligere ordlyd: 1 av 7 tekster." in desk.text


def test_it_is_said_with_one_press_that_a_translation_still_fits(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    translate(desk, form_id)
    change_source(cms, form_id, "Prikker det i fingrene dine?")
    fields = opened(desk, form_id, show="all")
    key = next(one for said, one in fields.items() if "dine" in said)

    assert save(desk, form_id, fits=key) == 303

    assert left(cms, form_id)[1] == 0


def test_two_who_translate_at_once_overwrite_nothing(cms: Cms) -> None:
    form_id = made(cms)
    one, other = cms.author, cms.second
    fields = opened(one, form_id)
    opened(other, form_id)

    assert save(other, form_id, **{fields["Ja"]: "Jau", fields[FINGERS]: "Kriblar det?"}) == 303
    assert save(one, form_id, **{fields["Nei"]: "Nei", fields["Ja"]: "Ja"}) == 422

    assert "Noen andre endret denne teksten" in one.text
    item = composition(cms, form_id).slots[1].questionnaire.items[0]  # type: ignore[union-attr]
    assert item.text.root["nn"] == "Kriblar det?"
    assert [option.text.root.get("nn") for option in item.answer_options] == ["Jau", "Nei"]  # type: ignore[union-attr]


def test_a_source_that_changes_while_one_translates_is_told(cms: Cms) -> None:
    form_id = made(cms)
    desk = cms.author
    fields = opened(desk, form_id)
    change_source(cms, form_id, "Prikker det i tærne?", cms.second)

    assert save(desk, form_id, **{fields[FINGERS]: "Prikkar det i fingrane?"}) == 422

    assert "Prikkar det i fingrane?" in desk.last
    assert "Prikker det i tærne?" in desk.text


def test_another_language_is_begun_before_patients_can_choose_it(cms: Cms) -> None:
    form_id = made(cms, languages=("nb",))
    desk = cms.author
    fields = opened(desk, form_id, "ar")
    assert "Pasientene kan ikke velge dette språket ennå." in desk.text

    save(desk, form_id, "ar", **{fields["Ja"]: "نعم"})
    assert composition(cms, form_id).languages == ("nb",)
    desk.get(f"/admin/translations/{form_id}/ar")
    assert 'lang="ar" dir="rtl"' in desk.last
    desk.post(f"/admin/translations/{form_id}/ar/offer")

    assert composition(cms, form_id).languages == ("nb", "ar")


def test_the_page_has_no_source_beside_itself_and_no_made_up_language(cms: Cms) -> None:
    form_id = made(cms)

    assert cms.author.get(f"/admin/translations/{form_id}/nb").status_code == 404
    assert cms.author.get(f"/admin/translations/{form_id}/xx").status_code == 404


def test_every_form_and_language_stands_on_one_page(cms: Cms) -> None:
    form_id = made(cms, languages=("nb", "en"))
    desk = cms.author

    desk.get("/admin/translations/")

    assert "3 av 7" in desk.text
    assert f"/admin/translations/{form_id}/ar" in desk.last


def test_a_form_of_hundreds_is_shown_a_page_at_a_time(cms: Cms) -> None:
    form_id = made(cms)
    with cms.world.open() as session:
        work = cms.work(session)
        draft = session.get(tables.FormDraft, form_id)
        assert draft is not None
        form = drafting.composition(work, draft)
        slots = tuple(
            form.slots[1].model_copy(update={"id": f"own-{number}"}) for number in range(70)
        )
        drafting.save_form(work, cms.world.clinic_id, draft.slug,
                           form.model_copy(update={"slots": slots}))  # fmt: skip
        session.commit()
    desk = cms.author

    desk.get(f"/admin/translations/{form_id}/nn")

    assert len(ROW.findall(desk.last)) == 60
    assert "181–211" in desk.text
    desk.get(f"/admin/translations/{form_id}/nn?at=180")
    assert len(ROW.findall(desk.last)) == 31


def test_the_preview_shows_what_was_written_last(cms: Cms) -> None:
    form_id, desk = made(cms), cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb="Hvordan sover du?")
    field = opened(desk, form_id)["Hvordan sover du?"]
    [seen] = re.findall(r'href="([^"]+)" target="patient">[^<]*<span[^>]*>: Hvordan', desk.last)
    assert f'src="{seen}"' not in desk.last  # the form begins with something else

    written = {f"t-{field}": "Korleis søv du?", f"s-{field}": dict(SEEN.findall(desk.last))[field]}
    desk.follow(desk.post(f"/admin/translations/{form_id}/nn", **written))

    assert f'src="{seen}"' in desk.last
