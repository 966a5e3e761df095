"""An XLSForm becomes the questionnaire that a telephone would show."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.values import Coding
from lytte.integrations.xlsform.columns import column, tag
from lytte.integrations.xlsform.read import read
from tests.evaluated import outcome
from tests.integrations.xlsform.workbooks import YES_NO, imported, refused, row, survey, workbook

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
ILL = row("select_one yn", "ill")
SEVERAL = row("select_multiple yn", "several")
AGE = row("integer", "age")


def only(*rows: tuple[str, ...]) -> Item:
    [found] = imported(*rows).items
    return found


def evaluated(form: bytes, *items: dict[str, Any]) -> dict[str, Any]:
    response = {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": items}
    found = outcome(form, json.dumps(response).encode(), NOW)
    assert isinstance(found, dict)
    return found


def answer(link_id: str, **value: object) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [value]}


def coded(link_id: str, *codes: str) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [{"valueCoding": {"code": code}} for code in codes]}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (row("text", "a"), "string"),
        (row("text", "a", appearance="multiline"), "text"),
        (row("int", "a"), "integer"),
        (row("decimal", "a"), "decimal"),
        (row("date", "a"), "date"),
        (row("dateTime", "a"), "dateTime"),
        (row("time", "a"), "time"),
        (row("select one from yn", "a"), "choice"),
        (row("select_one yn or_other", "a"), "open-choice"),
        (row("select all that apply from yn", "a"), "choice"),
        (row("rank yn", "a"), "choice"),
        (row("acknowledge", "a"), "boolean"),
        (row("note", "a"), "display"),
        (row("range", "a", parameters="start=0 end=10"), "numeric_rating"),
        (row("range", "a", parameters="start=0;end=100;step=1"), "visual_analogue"),
        (row("range", "a", parameters="start=0 end=1 step=0.1"), "decimal"),
        (row("image", "a"), "attachment"),
        (row("geopoint", "a"), "string"),
        (row("barcode", "a"), "string"),
    ],
)
def test_each_type_becomes_its_kind_of_item(written: tuple[str, ...], kind: str) -> None:
    assert only(written).type == kind


@pytest.mark.parametrize(
    ("heading", "name", "language"),
    [
        ("label::Norsk (nb)", "label", "nb"),
        ("label:English", "label", "en"),
        ("Label::Français", "label", "fr"),
        ("hint::Ruritan", "hint", "x-ruritan"),
        ("bind:relevant", "relevant", ""),
        ("Choice Filter", "choice_filter", ""),
        ("bind::jr:constraintMsg", "constraint_message", ""),
        ("read only", "readonly", ""),
    ],
)
def test_columns_are_known_by_every_name_they_have(heading: str, name: str, language: str) -> None:
    assert column(heading) == (name, language)


def test_languages_are_known_by_name_and_by_code() -> None:
    assert [tag(name) for name in ("nynorsk", "Arabic (ar)", "pt-BR", "default")] == [
        "nn", "ar", "pt-BR", "",
    ]  # fmt: skip


def test_texts_come_along_in_every_language() -> None:
    heading = ("type", "name", "label::English (en)", "label::Norsk (nb)", "hint::Norsk (nb)")
    settings = (("form_title", "default_language", "version"), ("Prøve", "Norsk (nb)", "3"))
    found = read(
        workbook(
            survey=(heading, ("text", "a", "How **are** you?", "Hvordan går det?", "I dag")),
            settings=settings,
        )
    ).questionnaire

    assert found is not None
    assert (found.language, found.version, found.title.root) == ("nb", "3", {"nb": "Prøve"})
    [item] = found.items
    assert item.text.root == {"en": "How are you?", "nb": "Hvordan går det?"}
    assert item.formatted.root == {"en": "<p>How <strong>are</strong> you?</p>"}
    assert item.items[0].text.root == {"nb": "I dag"}


def test_plain_relevance_becomes_plain_conditions() -> None:
    found = imported(
        ILL, SEVERAL, AGE,
        row("text", "x", relevant="${ill} = 'y' and selected(${several}, 'n') and ${age} > 3"),
        row("text", "y", relevant="${ill} != '' or not(selected(${several}, 'y'))"),
    )  # fmt: skip
    x, y = found.items[3:]

    assert [(each.question, each.operator, each.answer) for each in x.enable_when] == [
        ("ill", "=", Coding(code="y")),
        ("several", "=", Coding(code="n")),
        ("age", ">", 3),
    ]
    assert (x.enable_behavior, y.enable_behavior) == ("all", "any")
    assert [(each.operator, each.answer) for each in y.enable_when] == [
        ("exists", True),
        ("!=", Coding(code="y")),
    ]


@pytest.mark.parametrize(
    ("relevant", "given", "is_asked"),
    [
        ("${ill} = 'y' and (${age} > 3 or ${age} = 1)", [coded("ill", "y")], False),
        ("not(${age} > 3)", [], True),
        ("${several} = 'y'", [coded("several", "y", "n")], False),
        ("${several} = 'y'", [coded("several", "y")], True),
        ("count-selected(${several}) >= 2", [coded("several", "y", "n")], True),
        ("string-length(${t}) > 2", [answer("t", valueString="abc")], True),
        ("regex(${t}, '[a-z]+')", [answer("t", valueString="ab1")], False),
        ("coalesce(${age}, 5) = 5", [], True),
        ("(today() - ${born}) div 365.25 >= 18", [answer("born", valueDate="2008-01-01")], True),
        ("../age = 4", [answer("age", valueInteger=4)], True),
        ("false()", [], False),
    ],
)
def test_relevance_means_what_it_means_on_a_telephone(
    relevant: str, given: list[dict[str, Any]], is_asked: bool
) -> None:
    form = survey(ILL, SEVERAL, AGE, row("text", "t"), row("date", "born"),
                  row("text", "x", relevant=relevant))  # fmt: skip

    assert ("x" in evaluated(form, *given)["enabled"]) is is_asked


def test_a_row_sees_its_own_row_and_a_sum_sees_all() -> None:
    form = survey(
        row("begin repeat", "child"),
        AGE,
        row("text", "school", relevant="${age} > 5"),
        row("calculate", "next", calculation="${age} + 1"),
        row("end repeat"),
        row("calculate", "sum", calculation="sum(${age})"),
    )
    rows = [{"linkId": "child", "item": [answer("age", valueInteger=age)]} for age in (4, 9)]

    found = evaluated(form, *rows)["calculated"]

    assert found["next"] == [{"valueDecimal": 5}, {"valueDecimal": 10}]
    assert found["sum"] == [{"valueDecimal": 13}]


def test_what_a_calculation_comes_to_is_its_type() -> None:
    found = imported(
        AGE,
        row("calculate", "double", calculation="${age} * 2"),
        row("calculate", "word", calculation="if(${double} > 4, 'much', 'little')"),
        row("calculate", "again", calculation="concat(${word}, '!')"),
        row("calculate", "old", calculation="${age} > 70"),
        row("calculate", "day", calculation="today()"),
    )

    kinds = ["integer", "decimal", "string", "string", "boolean", "date"]
    assert [item.type for item in found.items] == kinds


def test_limits_are_limits_and_other_constraints_are_rules() -> None:
    found = imported(
        row("integer", "age", constraint=". >= 0 and . < 120"),
        row("text", "post", constraint="regex(., '[0-9]{4}')"),
        row("decimal", "kg", constraint=". > ${age}"),
    )
    age, post, kg = found.items

    assert isinstance(age, Number)
    assert (age.minimum, age.maximum) == (Decimal(0), Decimal(119))
    assert post.model_dump()["regex"] == "[0-9]{4}"
    assert "answer.value > %resource" in kg.constraints[0].expression


def test_choices_carry_their_numbers() -> None:
    choices = (("list_name", "name", "label", "weight"), ("l", "a", "A", 1.5), ("l", "b", "B", 2))
    looked_up = "instance('l')/root/item[name = ${q}]/weight"
    rows = (row("select_one l", "q"), row("calculate", "x", calculation=f"{looked_up} * 2"))

    first = imported(*rows, choices=choices).items[0]

    assert isinstance(first, Choice)
    assert [option.weight for option in first.answer_options] == [Decimal("1.5"), Decimal(2)]
    found = evaluated(survey(*rows, choices=choices), coded("q", "a"))
    assert [str(each["valueDecimal"]) for each in found["calculated"]["x"]] == ["3.0"]


def test_groups_and_repeats_are_groups() -> None:
    page, child = imported(
        row("begin_group", "page", appearance="field-list"),
        row("text", "a"),
        row("end_group"),
        row("begin repeat", "child"),
        row("text", "b"),
        row("end repeat"),
    ).items

    assert isinstance(page, Group)
    assert (page.control, child.repeats) == ("page", True)


def test_what_only_a_telephone_has_is_told_and_kept() -> None:
    found = read(
        survey(
            row("start", "start"),
            AGE,
            row("text", "x", relevant="pulldata('a', 'b', 'c', ${age}) = 1"),
            row("text", "y", relevant="${age} >"),
            row("text", "z", "You are ${age}"),
        )
    )

    assert found.questionnaire is not None
    told = [f"{problem.place}: {problem.message}" for problem in found.problems]
    assert any("pulldata()" in one and one.startswith("survey row 4") for one in told)
    assert any("something is missing" in one and one.startswith("survey row 5") for one in told)
    assert any("telephone fills in" in one for one in told)
    assert any("label shows the answer" in one for one in told)
    assert "pulldata" in str(found.questionnaire.items[1].kept)


def test_every_fault_is_told_at_once_with_its_row() -> None:
    found = refused(
        row("textX", "a"),
        row("select_one nowhere", "b"),
        row("text", "b"),
        row("text", "c d"),
        row("calculate", "e"),
        row("begin group", "g"),
        row("end repeat"),
        ("", "nameless", "A label"),
    )

    rows = {problem.place for problem in found.problems if problem.severity == "error"}
    assert {f"survey row {number}" for number in range(2, 10)} <= rows


def test_a_choice_that_stands_twice_is_told() -> None:
    found = read(survey(ILL, choices=(*YES_NO, ("yn", "y", "Again"))))

    assert found.questionnaire is None
    assert "choices row 4" in [problem.place for problem in found.problems]
