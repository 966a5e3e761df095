"""`lytte score`: the published cases, and what it says when it cannot score."""

import csv
import json
from collections import defaultdict
from typing import Any

import pytest

from lytte.commands.scoring import NotUnderstood, score
from tests.corpus import corpus


def test_all_published_cases_come_out_right() -> None:
    cases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in json.loads(corpus("scoring", "cases.json").read_text()):
        cases[case["recipe"]].append(case)

    for recipe, of_recipe in cases.items():
        printed = json.loads(score(recipe, json.dumps([case["answers"] for case in of_recipe])))

        for case, scores in zip(of_recipe, printed, strict=True):
            assert {name: scores[name] for name in case["scores"]} == case["scores"]
    assert len(cases) >= 7


def test_all_combinations_of_proctcae_have_the_published_grade() -> None:
    with corpus("scoring", "proctcae_composite.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    keys = {"f": "frequency", "s": "severity", "i": "interference"}
    answers = [{k: int(row[name]) for k, name in keys.items() if row[name]} for row in rows]

    printed = json.loads(score("pro-ctcae", json.dumps(answers)))

    assert [one["grade"] for one in printed] == [int(row["composite"]) for row in rows]
    assert len(rows) == 179


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ({"f": 0, "s": None, "i": None}, 0),
        ({"f": 1, "s": 0, "i": None}, 0),
        ({"f": None, "s": 0}, None),
        ({"f": 2, "s": None}, None),
        ({"s": 0, "i": None}, 0),
        ({"s": None, "i": 0}, None),
        ({"i": None}, None),
        ({}, None),
    ],
)
def test_a_closed_branch_is_0_and_an_open_question_is_no_grade(
    answers: dict[str, int | None], grade: int | None
) -> None:
    assert json.loads(score("pro-ctcae", json.dumps(answers))) == {"grade": grade}


def test_one_object_gives_one_object_and_an_array_an_array() -> None:
    one = json.loads(score("phq-9", '{"q1": 1}'))
    many = json.loads(score("phq-9", '[{"q1": 1}]'))

    assert one == {"total": None}
    assert many == [one]
    assert json.loads(score("phq-9", "[]")) == []


def test_a_score_is_rounded_half_up_to_four_decimals() -> None:
    answers = {"q1": 3, "q2": 3, "q3": 3, "q4": 3, "q5": 3, "q6": 0, "q7": 0}

    # 15 x 9 / 7 = 19.285714…
    assert json.loads(score("phq-9", json.dumps(answers))) == {"total": 19.2857}


def test_decimals_are_read_exactly() -> None:
    fit = '{"q1": 2, "q2": 3, "q3": 2, "q4": 2, "q5": 22.99, "q6": 0, "q7": 3, "q8": 75}'

    assert json.loads(score("g8", fit)) == {"total": 16.0}


@pytest.mark.parametrize(
    ("recipe", "answers", "faults"),
    [
        ("phq-10", "{}", ["there is no recipe 'phq-10'; the recipes are: bfi, "]),
        ("../phq-9", "{}", ["there is no recipe '../phq-9'"]),
        ("phq-9", "{", ["this is not JSON: "]),
        ("phq-9", "[" * 100_000, ["this is not JSON: "]),
        ("phq-9", '{"q1": NaN}', ["NaN is not a number"]),
        (
            "phq-9",
            '{"q1": 1e99999999999999999999}',
            ["a number has more digits than can be counted"],
        ),
        ("phq-9", '{"q1": 1, "q2": 2, "q1": 3}', ["q1 is given twice in the same object"]),
        ("phq-9", "3", ['not an object of answers, such as {"q1": 2, "q2": null}']),
        (
            "phq-9",
            '[{"q1": 1}, {"q1": 4, "q2": "2", "q3": true, "q4": 1.5, "q5": 1e999, "x": 1}]',
            [
                "answers 2: x: not items of phq-9, which has q1, ",
                "answers 2: q1 is 4; 0 to 3 was expected",
                'answers 2: q2 is "2"; a number or null was expected',
                "answers 2: q3 is true; a number or null was expected",
                "answers 2: q4 is 1.5; 0 to 3 was expected",
                "answers 2: q5 is 1E+999; 0 to 3 was expected",
            ],
        ),
    ],
)
def test_what_cannot_be_scored_is_said_with_all_faults(
    recipe: str, answers: str, faults: list[str]
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        score(recipe, answers)

    assert len(refused.value.faults) == len(faults)
    for said, expected in zip(refused.value.faults, faults, strict=True):
        assert said.startswith(expected)


@pytest.mark.parametrize("value", ["9" * 5000, "[1.5]", '{"a": 1}', '"' + "x" * 5000 + '"'])
def test_what_is_not_an_answer_is_refused_in_few_words(value: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        score("phq-9", '{"q1": ' + value + "}")

    assert len(refused.value.faults[0]) < 200
