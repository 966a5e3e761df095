"""The preview shows what a patient would meet, and leaves nothing behind."""

from uuid import UUID

import pytest

from lytte.storage import tables
from tests.cms_desk import Cms, Desk

STATE = 'name="k" value="'


def state(desk: Desk) -> str:
    return desk.last.split(STATE, 1)[1].split('"', 1)[0]


def action(desk: Desk) -> str:
    return desk.last.split('id="f" action="', 1)[1].split('"', 1)[0].replace("&amp;", "&")


def question(cms: Cms, form_id: UUID, text: str) -> None:
    """Add a question that is asked from pain 4."""
    desk = cms.author
    desk.get(f"/admin/questions/{form_id}/new?kind=words")
    desk.post(f"/admin/questions/{form_id}/new", kind="words", text__nb=text)
    at = f"/admin/questions/{form_id}/when/1"
    desk.get(f"{at}?looks_at=symptoms/pain")
    desk.post(f"{at}/change", do="add", looks_at="symptoms/pain", value="4")


@pytest.mark.parametrize(("pain", "asked"), [("8", True), ("2", False)])
def test_answers_open_what_they_open_for_a_patient(cms: Cms, pain: str, asked: bool) -> None:
    form_id = cms.form()
    cms.rules()
    question(cms, form_id, "Hvor gjør det vondt?")
    desk = cms.author
    desk.get(f"/admin/preview/{form_id}/page")
    assert "Slik ser pasienten det. Ingenting lagres." in desk.text

    _answer_all(desk, pain)

    assert ("Hvor gjør det vondt?" in desk.text) is asked
    if asked:
        for _ in ("asked whether to skip it", "skipped"):
            desk.post(action(desk), k=state(desk))
    assert ("Rødt varsel: Smerte er minst 7" in desk.text) is (pain == "8")
    assert "Hva disse svarene ville utløst" in desk.text


def _answer_all(desk: Desk, pain: str) -> None:
    """Answer the instrument's pages: pain, and no fever."""
    for _ in range(4):
        if "Har du feber?" not in desk.text and "Hvor vondt" not in desk.text:
            return
        names = [
            part.split('"', 1)[0] for part in desk.last.split('name="q')[1:] if "." not in part[:9]
        ]
        given = {f"q{name}": pain if "Hvor vondt" in desk.text else "1" for name in set(names)}
        desk.post(action(desk), k=state(desk), **given)


def test_trying_a_form_out_stores_nothing(cms: Cms) -> None:
    form_id = cms.form()
    cms.rules()
    desk = cms.author
    desk.get(f"/admin/preview/{form_id}/page")
    kept = (
        tables.Answer, tables.Response, tables.Score, tables.Alert, tables.Assessment,
        tables.AuditEntry, tables.CallNow,
    )  # fmt: skip
    before = [len(cms.rows(table)) for table in kept]

    _answer_all(desk, "9")

    assert "Rødt varsel" in desk.text
    assert [len(cms.rows(table)) for table in kept] == before


def test_answers_that_were_tampered_with_are_not_read(cms: Cms) -> None:
    form_id = cms.form()
    desk = cms.author
    desk.get(f"/admin/preview/{form_id}/page")

    answer = desk.post(action(desk), k=state(desk)[:-2] + "xx")

    assert answer.status_code == 200


def test_what_is_asked_only_sometimes_can_be_looked_at(cms: Cms) -> None:
    form_id = cms.form()
    question(cms, form_id, "Hvor gjør det vondt?")
    desk = cms.author
    desk.get(f"/admin/preview/{form_id}")
    assert "Hvor gjør det vondt?" not in desk.text

    desk.get(f"/admin/preview/{form_id}?everything=1")

    assert "Hvor gjør det vondt?" in desk.text


def test_the_preview_speaks_the_language_that_is_chosen(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="texts", title__nb="Før timen",
              language__nb="1", language__en="1")  # fmt: skip

    desk.get(f"/admin/preview/{form_id}/page?language=en&large=1&dark=1")

    assert "How much pain?" in desk.text
    assert '<html lang="en" dir="ltr" class="xl night">' in desk.last


def test_a_form_with_nothing_in_it_has_nothing_to_show(cms: Cms) -> None:
    form_id, desk = cms.form(), cms.author
    desk.get(f"/admin/forms/{form_id}")
    desk.post(f"/admin/forms/{form_id}/change", do="out:0")

    assert desk.get(f"/admin/preview/{form_id}").status_code == 200
    assert desk.get(f"/admin/preview/{form_id}/page").status_code == 404
