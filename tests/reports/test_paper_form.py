"""A form on paper: the same ids, large boxes, and words where a screen would branch."""

import re
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from lytte.core.forms import Form, Part
from lytte.core.questionnaire import Questionnaire
from lytte.reports import paper_form
from lytte.reports.paper_shapes import PaperBlock
from lytte.reports.pdf import environment
from tests.reports import pdfs

YES, NO = {"valueBoolean": True}, {"valueBoolean": False}
OPTIONS = [
    {"value": {"valueCoding": {"code": code}}, "text": {"nb": text}}
    for code, text in (("home", "Hjemme"), ("away", "Borte"))
]
BOTH = [{"code": "home"}, {"code": "away"}]
ITEMS: list[dict[str, Any]] = [
    {"link_id": "pain", "type": "numeric_rating", "low": {"nb": "ikke vondt"}},
    {"link_id": "well", "type": "visual_analogue"},
    {"link_id": "fever", "type": "boolean"},
    {"link_id": "where", "type": "open-choice", "repeats": True, "answer_options": OPTIONS},
    {"link_id": "weight", "type": "decimal", "unit": {"display": "kg"}},
    {"link_id": "born", "type": "date"},
    {"link_id": "told", "type": "text"},
    {"link_id": "file", "type": "attachment"},
    {"link_id": "total", "type": "integer", "calculated_expression": {"expression": "1"}},
    {"link_id": "secret", "type": "string", "hidden": True},
    {"link_id": "diagnosis", "type": "string", "read_only": True},
]


def form(*items: dict[str, Any], **part: Any) -> Form:
    worded = [{"text": {"nb": f"Om {one['link_id']}"}, **one} for one in items]
    questionnaire = Questionnaire.model_validate({"items": worded})
    title = {"nb": "Del"}
    return Form.model_validate(
        {
            "title": {"nb": "Før kur", "ar": "قبل العلاج"},
            "parts": [
                Part.model_validate(
                    {"id": "p", "title": title, **part} | {"questionnaire": questionnaire}
                )
            ],
        }
    )


def blocks(*items: dict[str, Any], **part: Any) -> dict[str, PaperBlock]:
    page = paper_form.paper_page(form(*items, **part), "nb", code="FORKUR-3")
    return {block.id or block.text: block for block in page.blocks}


def test_every_kind_of_question_has_its_shape() -> None:
    shapes = {name: block.shape for name, block in blocks(*ITEMS).items() if block.number}

    assert shapes == {
        "p/pain": "rating",
        "p/well": "line",
        "p/fever": "choice",
        "p/where": "choice",
        "p/weight": "number",
        "p/born": "date",
        "p/told": "words",
        "p/file": "text",
    }


def test_what_is_not_the_patients_to_fill_in_is_not_printed() -> None:
    printed = blocks(*ITEMS)

    assert not printed.keys() & {"p/total", "p/secret", "p/diagnosis"}


def test_a_rating_has_eleven_boxes() -> None:
    rating = blocks(*ITEMS)["p/pain"]

    assert [code for code, _ in rating.options] == [str(number) for number in range(11)]
    assert rating.low == "ikke vondt"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            {"enable_when": [{"question": "fever", "operator": "=", "answer": YES}]},
            "du svarte «ja» på spørsmål 2",
        ),
        (
            {"enable_when": [{"question": "fever", "operator": "!=", "answer": NO}]},
            "du svarte noe annet enn «nei» på spørsmål 2",
        ),
        (
            {"enable_when": [{"question": "fever", "operator": "exists", "answer": NO}]},
            "du ikke svarte på spørsmål 2",
        ),
        (
            {
                "enable_when": [
                    {"question": "pain", "operator": ">", "answer": {"valueInteger": 3}},
                    {"question": "fever", "operator": "=", "answer": YES},
                ],
                "enable_behavior": "any",
            },
            "du svarte mer enn 3 på spørsmål 1, eller du svarte «ja» på spørsmål 2",
        ),
        (
            {"condition": {"type": "at_least", "item": "pain", "value": "4"}},
            "du svarte 4 eller mer på spørsmål 1",
        ),
        (
            {"condition": {"type": "chosen", "item": "where", "options": [{"code": "home"}]}},
            "du svarte «Hjemme» på spørsmål 3",
        ),
        (
            {"condition": {"type": "chosen", "item": "where", "options": BOTH}},
            "du svarte «Hjemme» eller «Borte» på spørsmål 3",
        ),
        (
            {"condition": {"type": "not", "of": {"type": "is_true", "item": "fever"}}},
            "dette ikke stemmer: du svarte «ja» på spørsmål 2",
        ),
    ],
)
def test_a_branch_is_told_in_words(condition: dict[str, Any], said: str) -> None:
    follow_up = {"link_id": "more", "type": "string", **condition}
    printed = blocks(ITEMS[0], ITEMS[2], ITEMS[3], follow_up, {"link_id": "last", "type": "string"})

    assert printed["p/more"].only_if == f"Besvares bare hvis {said}. Ellers: gå til spørsmål 5."


def test_a_closed_group_points_past_all_of_itself() -> None:
    group = {
        "link_id": "depth",
        "type": "group",
        "condition": {"type": "at_least", "item": "pain", "value": 4},
        "items": [{"link_id": "a", "type": "string"}, {"link_id": "b", "type": "string"}],
    }

    heading = blocks(ITEMS[0], group, {"link_id": "c", "type": "string"})["Om depth"]

    assert heading.only_if.endswith("Ellers: gå til spørsmål 4.")


def test_a_group_with_rows_is_printed_row_by_row() -> None:
    inside = [{"link_id": "name", "type": "string"}]
    rows = {"link_id": "medicine", "type": "group", "repeats": True, "items": inside}

    assert {"p/name@0", "p/name@1", "p/name@2"} <= blocks(rows).keys()


def test_the_paper_has_its_ids_its_code_and_its_safety_text() -> None:
    content = paper_form.pdf(
        form(*ITEMS), "nb", code="FORKUR-3", safety=("Legevakt 116 117.",), token="7F3K"
    )
    read = pdfs.text(content)

    assert "FORKUR-3/nb/7F3K" in read
    assert "Legevakt 116 117." in read
    assert read.count("Jeg vil ikke svare") == 8
    assert all(f"p/{one}" in read for one in ("pain", "well", "fever", "where", "told"))
    count = len(pdfs.opened(content).pages)
    assert f"1 / {count}" in read
    [figure] = pdfs.tags(content, "Figure")
    assert figure["/Alt"] == "QR-kode for skjemaet: FORKUR-3/nb/7F3K"


def test_options_that_fit_on_a_line_stand_abreast_and_many_in_two_columns() -> None:
    def asked(*texts: str) -> dict[str, Any]:
        options = [
            {"value": {"valueCoding": {"code": text}}, "text": {"nb": text}} for text in texts
        ]
        return {"link_id": "q", "type": "choice", "answer_options": options}

    long = "Også når jeg sitter eller ligger stille i sengen"
    laid = [
        blocks(asked(*texts))["p/q"].laid
        for texts in (
            ("Nei", "Ja, men det er over nå", "Ja, nå"),
            ("Lett", "Med litt strev", "Bare med hjelp eller mange pauser", "Det går ikke"),
            ("Bare når jeg tar i", "Også når jeg går rolig", long),
            tuple(f"{long} {number}" for number in range(9)),
        )
    ]

    assert laid == ["abreast", "many", "", "many"]


def test_fifty_questions_are_not_a_pile_of_paper() -> None:
    texts = ("Nei", "Ja, men det er over nå", "Ja, nå")
    options = [{"value": {"valueCoding": {"code": one}}, "text": {"nb": one}} for one in texts]
    asked = [
        {"link_id": f"q{one}", "type": "choice", "answer_options": options} for one in range(50)
    ]
    content = paper_form.pdf(form(*asked), "nb", code="F-3")

    assert len(pdfs.opened(content).pages) <= 7


def test_what_is_recalled_is_said_once_before_a_group_that_says_it_too() -> None:
    group = {"link_id": "g", "type": "group", "text": {"nb": "Siste uke"}, "items": [
        {"link_id": "a", "type": "boolean", "text": {"nb": "Om a"}},
    ]}  # fmt: skip
    found = paper_form.paper_page(form(group, recall={"nb": "Siste uke"}), "nb", code="F-3")

    assert [(one.text, one.help) for one in found.blocks[:2]] == [("Del", ()), ("Siste uke", ())]


def test_the_title_of_a_form_of_one_part_stands_once() -> None:
    page = paper_form.paper_page(form(ITEMS[0], title={"nb": "Før kur"}), "nb", code="F-3")

    assert [one.shape for one in page.blocks] == ["rating"]


def test_a_unit_keeps_its_direction_among_arabic_letters() -> None:
    warm = {"link_id": "warm", "type": "decimal", "unit": {"display": "°C"}}
    written = [
        environment.get_template("paper_form.html").render(
            page=paper_form.paper_page(form(warm), language, code="F-3")
        )
        for language in ("ar", "nb")
    ]

    assert ["&#x2068;°C&#x2069;" in one for one in written] == [True, False]


def test_a_box_for_own_words_says_when_they_are_read() -> None:
    read = pdfs.text(paper_form.pdf(form(ITEMS[6]), "nb", code="F-3"))

    assert "Det du skriver her, leses ikke før timen." in read


def test_the_qr_says_form_version_and_language() -> None:
    """Two codes differ in their squares, the same code never does, and the zone is quiet."""
    nb, again, ar = (paper_form.qr(text) for text in ("F-3/nb", "F-3/nb", "F-3/ar"))

    assert nb == again
    assert nb.path != ar.path
    assert nb.side == 21 + 2 * paper_form.QUIET_ZONE
    assert not any(f"M{edge} " in nb.path for edge in range(paper_form.QUIET_ZONE))


def test_a_reader_of_qr_codes_reads_form_and_version() -> None:
    code = paper_form.qr("bryst/for-timen.3/nb")
    image = Image.new("L", (code.side, code.side), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", code.path):
        image.putpixel((int(x), int(y)), 0)
    scanned = image.resize((code.side * 6, code.side * 6), Image.Resampling.NEAREST)

    assert [one.text for one in zxingcpp.read_barcodes(scanned)] == ["bryst/for-timen.3/nb"]


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_the_paper_can_be_read_aloud(language: str) -> None:
    content = paper_form.pdf(
        form(*ITEMS * 3), language, code="F-3", safety=["Ring 113"], draft=True
    )

    assert pdfs.not_accessible(content) == []


def test_a_draft_says_on_every_page_that_it_is_one() -> None:
    content = paper_form.pdf(form(*ITEMS * 3), "nb", code="bryst/for-timen.draft7", draft=True)
    pages = [page.extract_text() for page in pdfs.opened(content).pages]

    assert len(pages) > 1
    assert all("Utkast. Skal ikke deles ut." in page for page in pages)
    whole = paper_form.pdf(form(*ITEMS), "nb", code="bryst/for-timen.3")
    assert "Utkast" not in pdfs.text(whole)


def test_arabic_is_set_from_right_to_left() -> None:
    page = paper_form.paper_page(form(*ITEMS), "ar", code="F-3")
    content = paper_form.pdf(form(*ITEMS), "ar", code="F-3")
    catalogue: Any = pdfs.opened(content).trailer["/Root"]

    assert page.direction == "rtl"
    assert page.title == "قبل العلاج"
    assert catalogue["/Lang"] == "ar"


def test_how_many_crosses_is_said_once() -> None:
    """The question's own help says it already, as on a screen."""
    told = {"link_id": "where-help", "type": "display", "text": {"nb": "Velg alt som passer."},
            "control": "help"}  # fmt: skip

    def read(*items: dict[str, Any]) -> str:
        return pdfs.text(paper_form.pdf(form({**ITEMS[3], "items": items}), "nb", code="F-3"))

    assert "Du kan sette flere kryss." in read()
    assert "Velg alt som passer." in read(told)
    assert "Du kan sette flere kryss." not in read(told)
