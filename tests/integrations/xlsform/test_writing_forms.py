"""A questionnaire becomes an XLSForm that its own tool accepts, and losses are told."""

import io
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from lytte.core.values import Coding
from lytte.integrations.fhir.extensions import CALCULATED
from lytte.integrations.fhir.read import read as read_fhir
from lytte.integrations.xlsform.read import read
from lytte.integrations.xlsform.write import form
from tests.corpus import corpus
from tests.integrations.fhir.questionnaires import FILES, asked
from tests.integrations.fhir.questionnaires import imported as from_fhir
from tests.integrations.xlsform.workbooks import row, survey

CHOICES = (
    ("list_name", "name", "label", "region", "weight"),
    ("yn", "y", "Yes", "", 1), ("yn", "n", "No", "", 0),
    ("region", "e", "East", "", ""), ("region", "w", "West", "", ""),
    ("city", "o", "Oslo", "e", ""), ("city", "b", "Bergen", "w", ""),
)  # fmt: skip
EVERYTHING = (
    row("select_one yn", "ill", "Are you **ill**?", required="yes", appearance="horizontal"),
    row("select_multiple yn or_other", "several", appearance="minimal", default="y n"),
    row("integer", "age", constraint=". >= 0 and . < 120"),
    row("text", "post", constraint="regex(., '[0-9]{4}') and string-length(.) <= 4"),
    row("date", "born", constraint=". <= today()", default="today()"),
    row("calculate", "years", calculation="int((today() - ${born}) div 365.25)"),
    row("calculate", "score", calculation="instance('yn')/root/item[name = ${ill}]/weight + 1"),
    row("begin repeat", "child"),
    row("decimal", "kg", constraint=". > ${age}"),
    row("text", "why", relevant="${kg} > 20 and not(selected(${several}, 'n'))"),
    row("end repeat"),
    row("calculate", "sum", calculation="if(sum(${kg}) > 100, 'much', 'little')"),
    row("select_one region", "region"),
    row("select_one city", "city", choice_filter="region=${region}"),
    row("begin group", "page", appearance="field-list", relevant="${ill} = 'y'"),
    row("range", "pain", parameters="start=0 end=10 step=1"),
    row("range", "share", parameters="start=0 end=1 step=0.25"),
    row("acknowledge", "agreed", relevant="${pain} != ''"),
    row("note", "thanks", relevant="${agreed} = 'OK'"),
    row("end group"),
    row("image", "photo", relevant="pulldata('a', 'b', 'c', ${age}) = 1"),
)


def test_a_form_comes_back_equal() -> None:
    first = read(survey(*EVERYTHING, choices=CHOICES)).questionnaire
    assert first is not None

    again = read(form(first).content)

    assert again.questionnaire == first


def test_public_forms_come_back_equal() -> None:
    # Two choices of one list have one code there, and nothing else tells them apart.
    ambiguous = {"choice_filter_test.xlsx", "external-itemsets.xlsx"}
    for path in sorted(corpus("xlsform").rglob("*.xls*")):
        first = read(path.read_bytes(), "x").questionnaire
        if first is not None and path.name not in ambiguous:
            assert read(form(first).content, "x").questionnaire == first, path.name


def test_public_fhir_questionnaires_are_written_so_that_they_are_read() -> None:
    for path in sorted(corpus("fhir").rglob("*.json")):
        first = read_fhir(path.read_bytes()).questionnaire
        if first is not None:
            again = read(form(first).content, "x")
            assert again.questionnaire is not None, (path.name, again.problems)
            unused = [one.message for one in again.problems if "cannot be used, bec" in one.message]
            assert unused == [], path.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_tool_of_forms_accepts_every_feature(file: Path) -> None:
    first = read_fhir(file.read_bytes()).questionnaire
    assert first is not None

    made = convert(xlsform=form(first).content, file_type=".xlsx")

    assert made.xform


def test_the_tool_of_forms_accepts_what_came_from_a_form() -> None:
    rows = [each for each in EVERYTHING if "pulldata" not in str(each)]
    first = read(survey(*rows, choices=CHOICES)).questionnaire
    assert first is not None

    made = convert(xlsform=form(first).content, file_type=".xlsx")

    assert "selected(" in made.xform


def test_names_that_a_form_cannot_have_are_changed_and_still_meant() -> None:
    options = [{"valueCoding": {"code": "a b"}}, {"valueCoding": {"code": "c"}}]
    when = {"question": "/12-3", "operator": "=", "answerCoding": {"code": "a b"}}
    whole = from_fhir(
        asked("/12-3", "choice", answerOption=options), asked("1.2", enableWhen=[when])
    )

    found = read(form(whole).content).questionnaire

    assert found is not None
    [condition] = found.items[1].enable_when
    assert condition.question == found.items[0].link_id
    assert condition.answer == Coding(code="a_b")


def test_no_spreadsheet_takes_a_text_for_a_formula() -> None:
    written = form(from_fhir(asked("a", text="=1+1"))).content

    sheet = openpyxl.load_workbook(io.BytesIO(written))["survey"]
    cells = [cell for line in sheet for cell in line]
    [dangerous] = [cell for cell in cells if cell.value == "=1+1"]
    assert (dangerous.data_type, dangerous.quotePrefix) == ("s", True)


def test_a_score_of_nobodys_answers_is_none() -> None:
    total = {
        "url": CALCULATED[0],
        "valueExpression": {
            "language": "text/fhirpath",
            "expression": "(%resource.item.where(linkId='a').answer.value"
            ".combine(%resource.item.where(linkId='b').answer.value)).sum()",
        },
    }
    whole = from_fhir(
        asked("a", "integer"), asked("b", "integer"), asked("t", "decimal", extension=[total])
    )

    written = openpyxl.load_workbook(io.BytesIO(form(whole).content))["survey"]

    said = [str(cell.value) for line in written for cell in line if "coalesce" in str(cell.value)]
    assert said == [
        "if(count-non-empty(${a}, ${b}) > 0, coalesce(${a}, 0) + coalesce(${b}, 0), '')"
    ]


def test_what_is_lost_is_told_once_with_its_items() -> None:
    whole = from_fhir(asked("a", code=[{"code": "1"}]), asked("b", repeats=True))

    told = [problem.message for problem in form(whole).problems]

    assert told == [
        "the codes of questions (LOINC and the like): a",
        "several answers to one question are one answer there: b",
    ]
