"""The response: order, nesting, rows, what is left out and what goes along."""

from decimal import Decimal
from typing import Any

from lytte.core.answers import Key, Missing
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.response_tree import (
    ResponseAnswer,
    ResponseItem,
    answers_from_tree,
    response_tree,
)
from tests.core.evaluation.making import (
    calculated,
    evaluated,
    item,
    keyed,
    opened_by,
    questionnaire,
    when,
)

FORM = questionnaire(
    item("intro", "display"),
    item("visit", "group", item("a"), item("words", "display")),
    item(
        "drugs",
        "group",
        item("name", "string"),
        item("taken", "group", item("times"), repeats=True),
        repeats=True,
    ),
    item("which", "string", item("how bad"), repeats=True),
    item("score", hidden=True, read_only=True, **calculated("7")),
    item("closed", **opened_by(when("a", "=", 99))),
)
ANSWERS = {
    "a": 4,
    "name@0": "x",
    "times@0.1": 3,
    "name@1": "y",
    "which": ("pain", "cough"),
    "how bad@1": 2,
    "closed": 5,
}


def outline(items: tuple[ResponseItem, ...]) -> list[Any]:
    found: list[Any] = []
    for each in items:
        answers = [(answer.value, *outline(answer.items)) for answer in each.answers]
        found.append((each.link_id, *answers, *outline(each.items)))
    return found


def test_a_response_has_the_order_and_nesting_of_its_questionnaire() -> None:
    assert outline(response_tree(evaluated(FORM, ANSWERS))) == [
        ("visit", ("a", (4,))),
        ("drugs", ("name", ("x",)), ("taken", ("times", (3,)))),
        ("drugs", ("name", ("y",))),
        ("which", ("pain",), ("cough", ("how bad", (2,)))),
        ("score", (7,)),
    ]


def test_why_an_answer_is_missing_goes_along() -> None:
    evaluation = evaluated(FORM, {"a": Missing.DECLINED})

    [visit, _] = response_tree(evaluation)

    assert visit.items[0].missing is Missing.DECLINED
    assert visit.items[0].answers == ()
    assert evaluation.missing(Key("closed")) is Missing.NOT_SHOWN
    assert evaluation.missing(Key("which")) is None


def test_a_response_read_back_gives_the_answers() -> None:
    first = evaluated(FORM, {**ANSWERS, "how bad@0": Missing.SKIPPED})

    back = answers_from_tree(compile(FORM).places, response_tree(first))

    expected = keyed({**ANSWERS, "how bad@0": Missing.SKIPPED, "score": 7, "times@0.0": 3})
    # An empty row cannot be said in FHIR: the second row of taken comes back as the first.
    del expected[Key("closed")], expected[Key("times", (0, 1))]
    assert back == expected


def test_several_items_for_one_repeating_question_are_its_answers() -> None:
    tree = (
        ResponseItem("which", answers=(ResponseAnswer("pain"),)),
        ResponseItem(
            "which",
            answers=(
                ResponseAnswer("cough", (ResponseItem("how bad", answers=(ResponseAnswer(2),)),)),
            ),
        ),
    )

    back = answers_from_tree(compile(FORM).places, tree)

    assert back == keyed({"which": ("pain", "cough"), "how bad@1": 2})


def test_decimals_come_through_as_they_were_written() -> None:
    form = questionnaire(item("w", "decimal"))

    [item_] = response_tree(evaluated(form, {"w": Decimal("70.50")}))

    assert str(item_.answers[0].value) == "70.50"
