"""What an author writes is kept whole, or everything that is wrong with it is told at once."""

from uuid import UUID

import pytest

from lytte.core.composition import LocalSlot
from lytte.core.items.choice import Choice
from lytte.storage import tables
from tests.cms_desk import Cms, Desk

LONG = "a" * 10_000
SCRIPT = "<script>alert(1)</script>"
TOLD = "Den har 10 000 tegn, og det er plass til"
CODE = "&lt;script&gt; er kode for nettsider"


def own(cms: Cms, form_id: UUID) -> int:
    return sum(isinstance(one, LocalSlot) for one in cms.composition(form_id).slots)


@pytest.fixture
def desk(cms: Cms) -> tuple[Desk, UUID]:
    form_id = cms.form()
    cms.author.get(f"/admin/forms/{form_id}")
    return cms.author, form_id


def test_a_question_is_not_cut_short(cms: Cms, desk: tuple[Desk, UUID]) -> None:
    author, form_id = desk
    new, before = f"/admin/questions/{form_id}/new?kind=rating", own(cms, form_id)

    given = {"text__nb": LONG, "low__nb": SCRIPT, "worse": "down"}
    answer = author.post(new, kind="rating", **given)

    assert (answer.status_code, own(cms, form_id)) == (422, before)
    assert f"{TOLD} 500." in author.text
    assert CODE in author.last
    assert LONG in author.last
    assert 'value="down" checked' in author.last
    told = author.post(new, kind="rating", by_itself="1", **given).get_json()["said"]
    assert f"{TOLD} 500." in " ".join(told.split())


def test_no_answer_of_a_question_is_left_out_unsaid(cms: Cms, desk: tuple[Desk, UUID]) -> None:
    author, form_id = desk
    new = f"/admin/questions/{form_id}/new?kind=one"

    lines = "\n".join(f"svar {number}" for number in range(31))
    answer = author.post(new, kind="one", text__nb="Hva?", options__nb=lines)
    assert answer.status_code == 422
    assert "Det er 31 svar, og det er plass til 30." in author.text
    author.post(new, kind="one", text__nb="Hva?", options__nb="ja\n" + "b" * 201)
    assert "plass til 200" in author.text

    author.follow(author.post(new, kind="one", text__nb="Hva?", options__nb="ja\n" + "b" * 200))
    [made] = [one for one in cms.composition(form_id).slots if isinstance(one, LocalSlot)]
    [item] = made.questionnaire.items
    assert isinstance(item, Choice)
    assert [len(one.text.read("nb")) for one in item.answer_options] == [2, 200]


def test_a_form_says_what_is_wrong_with_its_texts(cms: Cms, desk: tuple[Desk, UUID]) -> None:
    author, form_id = desk

    answer = author.post(
        f"/admin/forms/{form_id}/change", do="texts", title__nb=LONG, introduction__nb=SCRIPT,
        minutes="ti",
    )  # fmt: skip

    assert answer.status_code == 422
    assert f"{TOLD} 120." in author.text
    assert CODE in author.last
    assert "Velg minst ett språk." in author.text
    assert "Skriv minuttene som et helt tall fra 1 til 99" in author.text
    assert 'value="ti"' in author.last
    assert cms.composition(form_id).title.read("nb") == "Før timen"


def test_a_safety_text_is_sent_as_it_is_written_or_not_at_all(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/texts/")

    answer = desk.post(
        "/admin/texts/safety", who_answers__nb="", out_of_hours__nb=f"Ring 22 33 44 55 {SCRIPT}",
        danger__nb=LONG, when_read__nb="Leses før {read_by}, {tull}.",
    )  # fmt: skip

    assert answer.status_code == 422
    for said in (
        "Det står ikke hvem som svarer på telefonen.", "«22 33 44 55» står i teksten.",
        f"{TOLD} 300.", "Ingenting fylles inn for {tull} her.",
    ):  # fmt: skip
        assert said in desk.text
    assert CODE in desk.last
    assert LONG in desk.last
    assert cms.rows(tables.SafetyText) == []


def test_what_patients_are_told_first_is_not_cut(cms: Cms) -> None:
    cms.form()
    desk = cms.author
    desk.get("/admin/settings/")

    answer = desk.post("/admin/settings/", information__nb=LONG, consent__nb=SCRIPT, do="save")

    assert answer.status_code == 422
    assert f"{TOLD} 3 000." in desk.text
    assert CODE in desk.last
    assert LONG in desk.last
