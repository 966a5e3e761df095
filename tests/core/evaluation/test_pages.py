"""What stands together on a page, and how far along it is."""

from typing import Any

import pytest

from lytte.core.answers import Key
from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.page_plan import page_plans
from lytte.core.evaluation.pages import Page, asked, pages
from tests.core.evaluation.making import (
    calculated,
    item,
    keyed,
    opened_by,
    questionnaire,
    value_of,
    when,
)


def paged(*items: Any, **answers: Any) -> list[Page]:
    compiled = compile(questionnaire(*items))
    return pages(page_plans(compiled), evaluate(compiled, keyed(answers)))


def shown(*items: Any, **answers: Any) -> list[list[str]]:
    return [[str(key) for key in page.keys] for page in paged(*items, **answers)]


def group(link_id: str, *items: Any, **rest: Any) -> dict[str, Any]:
    return item(link_id, "group", *items, **rest)


A, B, C = item("a"), item("b"), item("c")
SIX = [item(f"q{number}") for number in range(6)]


def test_questions_stand_alone_unless_put_together() -> None:
    assert shown(A, B) == [["a"], ["b"]]
    assert shown(group("g", A, B)) == [["a", "b"]]
    assert shown(group("g", *SIX)) == [[f"q{number}"] for number in range(6)]


@pytest.mark.parametrize("control", ["page", "table", "gtable", "grid"])
def test_an_author_may_put_many_on_one_page(control: str) -> None:
    [page] = paged(group("g", *SIX, control=control))

    assert len(page.keys) == 6
    assert page.groups == (Key("g"),)


def test_what_a_question_opens_comes_on_a_later_page() -> None:
    follow_up = item("b", **opened_by(when("a", "=", 1)))

    assert shown(group("g", A, follow_up, C)) == [["a"], ["c"]]
    assert shown(group("g", A, follow_up, C), a=1) == [["a"], ["b", "c"]]


def test_what_a_hidden_total_opens_comes_on_a_later_page() -> None:
    total = item("t", hidden=True, **calculated(value_of("a")))
    follow_up = item("b", **opened_by(when("t", "=", 1)))

    assert shown(group("g", A, total, follow_up), a=1) == [["a"], ["b"]]


def test_a_total_is_shown_after_it_is_computed() -> None:
    total = item("t", read_only=True, **calculated(value_of("a")))

    assert shown(group("g", A, B, total)) == [["a", "b"], ["t"]]


def test_texts_go_with_the_question_after_them() -> None:
    hello, thanks = item("hello", "display"), item("thanks", "display")

    assert shown(hello, A, group("g", item("more", "display"), B), thanks) == [
        ["hello", "a"],
        ["g", "more", "b", "thanks"],
    ]
    assert shown(hello) == [["hello"]]
    assert shown(hello, item("a", **opened_by(when("x", "=", 1))), B) == [["hello"], ["b"]]


def test_a_help_text_stays_with_its_question() -> None:
    question = item("a", "string", item("help", "display"), repeats=True)

    assert shown(question, B) == [["a", "help"], ["b"]]


def test_groups_within_a_page_head_what_they_hold() -> None:
    [page] = paged(group("g", group("first", A), group("second", B)))

    assert [str(key) for key in page.keys] == ["first", "a", "second", "b"]
    assert page.groups == (Key("g"),)


def test_an_item_may_ask_for_a_page_of_its_own() -> None:
    assert shown(group("g", A, item("b", own_page=True), C)) == [["a"], ["b", "c"]]
    assert shown(group("g", A, group("h", B, own_page=True), C)) == [["a"], ["h", "b", "c"]]


def test_a_row_is_a_page_and_the_last_one_adds_another() -> None:
    rows = group("drugs", item("name"), item("dose"), repeats=True, max_occurs=3)
    compiled = compile(questionnaire(rows, A))
    answers = keyed({"name@1": 1})

    found = pages(page_plans(compiled), evaluate(compiled, answers))

    assert [page.id for page in found] == ["name@0", "name@1", "a"]
    assert [page.adds for page in found] == [(), (Key("drugs"),), ()]
    assert [(page.row_of, page.row) for page in found[:2]] == [(Key("drugs"), 0), (Key("drugs"), 1)]
    full = pages(page_plans(compiled), evaluate(compiled, keyed({"name@2": 1})))
    assert [page.adds for page in full] == [(), (), (), ()]


def test_questions_under_an_answer_wait_for_it() -> None:
    question = item("which", "string", item("how bad"), repeats=True)

    assert shown(question) == [["which"]]
    assert shown(question, which=("pain", "cough")) == [["which"], ["how bad@0"], ["how bad@1"]]


def test_hidden_items_are_on_no_page_and_not_asked() -> None:
    form = questionnaire(item("a", hidden=True), group("g", B, hidden=True), C)
    compiled = compile(form)

    assert asked(evaluate(compiled, {})) == [Key("c")]
    assert shown(item("a", hidden=True), group("g", B, hidden=True), C) == [["c"]]


def test_what_is_asked_comes_row_by_row() -> None:
    compiled = compile(questionnaire(group("g", A, B, repeats=True), C))

    found = asked(evaluate(compiled, keyed({"a@1": 1})))

    assert list(map(str, found)) == ["a@0", "b@0", "a@1", "b@1", "c"]


def test_names_stay_and_progress_never_goes_back() -> None:
    form = [
        A,
        item("b", **opened_by(when("a", "=", 1))),
        item("c", **opened_by(when("a", "=", 2))),
        item("d"),
    ]
    closed, opened = paged(*form), paged(*form, a=1)

    assert [page.id for page in closed] == ["a", "d"]
    assert [page.id for page in opened] == ["a", "b", "d"]
    assert [(page.number, page.count) for page in closed] == [(1, 4), (4, 4)]
    assert [(page.number, page.count) for page in opened] == [(1, 4), (2, 4), (4, 4)]
