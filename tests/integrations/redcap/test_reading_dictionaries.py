"""A data dictionary becomes the questionnaire that REDCap would show."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding
from lytte.integrations.redcap.read import read
from lytte.integrations.redcap.table import is_dictionary
from tests.evaluated import outcome
from tests.integrations.redcap.dictionaries import dictionary, field, imported, refused

WOMAN = ("sex", {"valueCoding": {"code": "0"}})
FOUR = ("n", {"valueDecimal": 4})
YEARS = "datediff([born], 'today', 'y') >= 18"
MIXED = "[sex]='0' and ([n]>3 or [ill(1)]='1')"
NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
SEX = field("sex", "radio", choices="0, Woman | 1, Man")
ILL = field("ill", "checkbox", choices="1, Pain | 2, Cough | 99, None")


def only(*rows: dict[str, str]) -> Item:
    [found] = imported(*rows).items
    return found


def answered(*pairs: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    items = [{"linkId": link_id, "answer": [answer]} for link_id, answer in pairs]
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": items}


def evaluated(rows: list[dict[str, str]], response: dict[str, Any]) -> dict[str, Any]:
    import_ = dictionary(*rows)
    found = outcome(import_, json.dumps(response).encode(), NOW)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (field("a"), "string"),
        (field("a", "notes"), "text"),
        (field("a", validation="integer"), "integer"),
        (field("a", validation="number_2dp"), "decimal"),
        (field("a", validation="date_dmy"), "date"),
        (field("a", validation="datetime_seconds_mdy"), "dateTime"),
        (field("a", validation="time"), "time"),
        (field("a", validation="email"), "string"),
        (field("a", "yesno"), "boolean"),
        (field("a", "truefalse"), "boolean"),
        (field("a", "dropdown", choices="1, A | 2, B"), "choice"),
        (field("a", "descriptive"), "display"),
        (field("a", "file"), "attachment"),
        (field("a", "slider"), "visual_analogue"),
        (field("a", "slider", minimum="0", maximum="10"), "numeric_rating"),
        (field("a", "slider", minimum="-5", maximum="5"), "integer"),
        (field("a", "calc", choices="1+1"), "decimal"),
    ],
)
def test_each_type_of_field_becomes_its_kind_of_item(row: dict[str, str], kind: str) -> None:
    assert only(row).type == kind


def test_the_columns_may_have_the_names_of_redcaps_api() -> None:
    assert is_dictionary(b"field_name,form_name,field_type,field_label\na,f,text,A\n")
    assert not is_dictionary(b"item,text,options\n1,How are you?,\n")


def test_choices_limits_and_help_come_along() -> None:
    weight = only(
        field("kg", validation="number_1dp", minimum="30", maximum="300", required="y",
              field_note="In the morning", question_number="7")
    )  # fmt: skip
    assert isinstance(weight, Number)
    assert (weight.minimum, weight.maximum) == (Decimal(30), Decimal(300))
    assert (weight.max_decimal_places, weight.required) == (1, True)
    assert weight.prefix.read("und") == "7"
    assert weight.items[0].text.read("und") == "In the morning"

    several = only(ILL | {"annotation": "@NONEOFTHEABOVE='99' @MAXCHECKED=2"})
    assert isinstance(several, Choice)
    assert [option.exclusive for option in several.answer_options] == [False, False, True]
    assert (several.repeats, several.max_occurs) == (True, 2)


def test_the_words_at_the_ends_of_a_slider_come_along() -> None:
    pain = only(field("pain", "slider", choices="None | Some | Worst", maximum="10"))
    line = only(field("line", "slider", choices="None | Worst"))

    assert isinstance(pain, NumericRating)
    assert isinstance(line, VisualAnalogue)
    assert (pain.low.read("und"), pain.high.read("und")) == ("None", "Worst")
    assert (line.low.read("und"), line.high.read("und")) == ("None", "Worst")


def test_a_label_with_markup_is_words_and_harmless_markup() -> None:
    found = only(field("a", field_label="<b>How</b> are&nbsp;you?<br>Today<script>x()</script>"))

    assert found.text.read("und") == "How are you?\nToday"
    assert found.formatted.read("und") == "<b>How</b> are&nbsp;you?<br>Today"


def test_a_matrix_under_a_heading_is_one_table() -> None:
    head = {"section_header": "How often?", "matrix_group": "m"}
    never = "0, Never | 1, Often"
    table = only(
        field("a", "radio", choices=never, **head),
        field("b", "radio", choices=never, matrix_group="m"),
    )

    assert isinstance(table, Group)
    assert (table.control, table.text.read("und")) == ("table", "How often?")
    assert [item.link_id for item in table.items] == ["a", "b"]


def test_several_forms_are_several_groups_and_headings_are_groups_in_them() -> None:
    found = imported(
        field("a", form_name="first_form"),
        field("b", form_name="first_form", section_header="More"),
        field("c", form_name="second"),
    )

    first, second = found.items
    assert (first.link_id, first.text.read("und")) == ("first_form", "First form")
    assert [item.link_id for item in first.items] == ["a", "b_section"]
    assert [item.link_id for item in second.items] == ["c"]


def test_the_number_of_the_record_is_not_asked() -> None:
    found = read(dictionary(field("record_id"), field("a")))

    assert found.questionnaire is not None
    assert [item.hidden for item in found.questionnaire.items] == [True, False]
    assert any("record_id" in problem.message for problem in found.problems)


def test_plain_branching_becomes_plain_conditions() -> None:
    found = imported(
        SEX, ILL, field("n", validation="integer"),
        field("x", branching_logic='[sex] = "0" and [ill(2)] = \'1\' and [n] >= 3'),
        field("y", branching_logic="[ill(1)] = '0' or [sex] <> ''"),
    )  # fmt: skip
    x, y = found.items[3:]

    assert [(each.question, each.operator, each.answer) for each in x.enable_when] == [
        ("sex", "=", Coding(code="0")),
        ("ill", "=", Coding(code="2")),
        ("n", ">=", 3),
    ]
    assert x.enable_behavior == "all"
    assert [(each.operator, each.answer) for each in y.enable_when] == [
        ("!=", Coding(code="1")),
        ("exists", True),
    ]
    assert y.enable_behavior == "any"


@pytest.mark.parametrize(
    ("logic", "given", "is_asked"),
    [
        (MIXED, [WOMAN], False),
        (MIXED, [WOMAN, FOUR], True),
        ("not([n] > 3)", [], True),
        ("not([n] > 3)", [FOUR], False),
        ("[n] <> 3", [], True),
        ("[n] + 1 = 5", [FOUR], True),
        ("sum([n], 1) > 4", [FOUR], True),
        (YEARS, [("born", {"valueDate": "2008-05-18"})], False),
        (YEARS, [("born", {"valueDate": "2008-05-16"})], True),
        ("contains([t], 'ai')", [("t", {"valueString": "pain"})], True),
        ("# a comment\n[t] = 'pain' // another", [("t", {"valueString": "pain"})], True),
    ],
)
def test_branching_means_what_it_means_in_redcap(
    logic: str, given: list[tuple[str, dict[str, Any]]], is_asked: bool
) -> None:
    rows = [SEX, ILL, field("n", validation="number"), field("born", validation="date_ymd"),
            field("t"), field("x", branching_logic=logic)]  # fmt: skip

    assert ("x" in evaluated(rows, answered(*given))["enabled"]) is is_asked


@pytest.mark.parametrize(
    ("calculation", "value"),
    [
        ("round(([kg]*10000)/(([cm])^(2)), 1)", "22.9"),
        ("if([kg] > 60, 1, 2)", "1"),
        ("mean([kg], [cm], [none])", "122.5"),
        ("roundup(2.01, 1) + rounddown(2.99)", "4.1"),
        ("max([kg], [cm]) - min([kg], [cm])", "105"),
        ("abs(-3) * sqrt(16)", "12"),
        ("[kg] + [none]", None),
        ("mod([kg], 60)", "10"),
    ],
)
def test_calculations_come_to_what_they_come_to_in_redcap(
    calculation: str, value: str | None
) -> None:
    number = {"validation": "number"}
    rows = [field("kg", **number), field("cm", **number), field("none", **number),
            field("x", "calc", choices=calculation)]  # fmt: skip
    given = answered(("kg", {"valueDecimal": 70}), ("cm", {"valueDecimal": 175}))

    found = evaluated(rows, given)["calculated"]["x"]

    assert [str(each["valueDecimal"]) for each in found] == ([value] if value else [])


def test_a_sum_of_many_parts_is_split_into_variables() -> None:
    names = [f"q{number}" for number in range(30)]
    scored = ", ".join(
        f"if([{name}]='a', 0, if([{name}]='b', 1, if([{name}]='c', 2, 0)))" for name in names
    )
    rows = [field(name, "radio", choices="a, A | b, B | c, C") for name in names]
    rows.append(field("total", "calc", choices=f"sum({scored})"))
    given = answered(*((name, {"valueCoding": {"code": "c"}}) for name in names))

    assert evaluated(rows, given)["calculated"]["total"] == [{"valueDecimal": 60}]


def test_what_only_redcap_has_is_told_by_row_and_kept() -> None:
    found = read(
        dictionary(
            SEX,
            field("x", branching_logic="[visit_1_arm_1][sex] = '1'"),
            field("y", "calc", choices="median([sex], 2)"),
            field("z", branching_logic="[sex] = "),
            field("w", annotation="@BARCODE-X and a note"),
        )
    )

    assert found.questionnaire is not None
    told = {problem.place: problem.message for problem in found.problems}
    assert "another event" in told["row 3"]
    assert "median()" in told["row 4"]
    assert "something is missing" in told["row 5"]
    assert any("@BARCODE-X" in problem.message for problem in found.problems)
    assert not found.questionnaire.items[1].enable_when
    assert "[visit_1_arm_1][sex] = '1'" in str(found.questionnaire.items[1].kept)


def test_every_fault_is_told_at_once_with_its_row() -> None:
    found = refused(
        field("Ålder"),
        field("a", "radio", choices="Yes | No"),
        field("a"),
        field("b", "blob"),
        field("c", validation="integer", minimum="ten"),
        field("d", "radio"),
    )

    places = [problem.place for problem in found.problems if problem.severity == "error"]
    assert {"row 2", "row 3", "row 4", "row 5", "row 6", "row 7"} <= set(places)


def test_defaults_and_dates_of_today_begin_the_answer() -> None:
    found = imported(
        SEX | {"annotation": "@DEFAULT='1'"},
        field("day", validation="date_ymd", annotation="@TODAY", maximum="today"),
        field("since", validation="date_ymd", annotation='@DEFAULT="2020-01-02"'),
    )
    sex, day, since = (item.model_dump() for item in found.items)

    assert sex["initial"][0]["code"] == "1"
    assert day["initial_expression"]["expression"] == "today()"
    assert day["constraints"][0]["expression"] == "answer.value <= today()"
    assert since["initial"] == ({"text": "2020-01-02"},)
