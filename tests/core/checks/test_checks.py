"""Every rule of the checks: one questionnaire that breaks it, and one that does not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.checks.check import CHAPTERS, check
from lytte.core.checks.form import Form, Rule
from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption
from lytte.core.items.date import DateItem
from lytte.core.texts import Text
from lytte.core.values import Coding
from tests.core.checks.broken import BROKEN, SOUND, VALUE
from tests.core.checks.made import (
    BOTH,
    WORDS,
    ask,
    code,
    fhirpath,
    group,
    number,
    opened,
    option,
    pick,
    when,
    whole,
    yes_no,
)
from tests.machine import soon

TRANSLATED = Text({"en": "x", "nb": "X"})
RULES: dict[str, Rule] = {rule.__name__: rule for _, rules in CHAPTERS for rule in rules}


def test_every_rule_has_an_example_that_breaks_it() -> None:
    assert set(BROKEN) == set(RULES)
    assert len(RULES) >= 20


@pytest.mark.parametrize("name", list(RULES))
def test_a_rule_finds_what_it_is_for(name: str) -> None:
    found = list(RULES[name](Form(BROKEN[name])))

    assert found
    for problem in found:
        assert problem.message[:1] != " "
        assert problem.way_out


@pytest.mark.parametrize("name", list(RULES))
def test_a_rule_is_silent_on_a_sound_questionnaire(name: str) -> None:
    assert list(RULES[name](Form(SOUND))) == []


@pytest.mark.parametrize(
    ("rule", "items"),
    [
        # A repeating question may have both answers at once.
        (
            "never_true",
            (
                pick("c", "x", "y", repeats=True),
                opened(
                    "a",
                    when("c", "=", code("x")),
                    when("c", "=", code("y")),
                    enable_behavior="all",
                ),
            ),
        ),
        # Any of them is enough.
        (
            "never_true",
            (number("n"), opened("a", when("n", ">", 5), when("n", "<", 3), enable_behavior="any")),
        ),
        # The two limits meet at 4.
        (
            "never_true",
            (
                number("n"),
                opened("a", when("n", ">=", 4), when("n", "<=", 4), enable_behavior="all"),
            ),
        ),
        # Open choices take any words, so no option is impossible.
        (
            "dead_option",
            (pick("c", "x", type="open-choice"), opened("a", when("c", "=", code("z")))),
        ),
        # The same code without a system on one side means the same.
        ("dead_option", (pick("c", "x"), opened("a", when("c", "=", code("x", system=None))))),
        ("required_but_hidden", (ask("a", required=True, hidden=True, initial=["x"]),)),
        ("question_without_text", (ask("a", text=Text(), hidden=True),)),
        # The codes are told apart by what stands before the words.
        (
            "same_words_twice",
            (
                pick(
                    "c",
                    answer_options=[
                        option("x", prefix=Text({"en": "1"})),
                        option("y", prefix=Text({"en": "2"}), text=Text({"en": "x"})),
                    ],
                ),
            ),
        ),
        # Only one of them is translated: they are one option, standing twice.
        (
            "one_code_for_two",
            (pick("c", answer_options=[option("x"), option("x", text=TRANSLATED)]),),
        ),
        # What is asked again only after an answer, or with other options, is another question.
        ("same_question_twice", (yes_no("a"), opened("b", when("a", "=", True)))),
        ("same_question_twice", (pick("a", "x", "y"), pick("b", "x", "z"))),
        ("same_question_twice", (group("g", yes_no("a")), group("h", yes_no("b")))),
        ("options_in_another_order", (pick("c", "x", "y", "z"), pick("d", "x", "y", "w"))),
        ("options_in_another_order", (pick("c", "yes", "no"), pick("d", "no", "yes"))),
        ("none_beside_others", (pick("c", "x", "None of these"),)),
        (
            "none_beside_others",
            (
                pick(
                    "c", repeats=True, answer_options=[option("x"), option("none", exclusive=True)]
                ),
            ),
        ),
        # A day is twenty-four hours, and a comma is a decimal point.
        ("numbers_differ", (ask("a", text=Text({"en": "the last 24 hours", "nb": "siste døgn"})),)),
        ("numbers_differ", (ask("a", text=Text({"en": "above 37.5", "nb": "over 37,5"})),)),
        ("numbers_differ", (ask("a", text=Text({"en": "0 to 10", "ar": "٠ إلى ١٠"})),)),
    ],
)
def test_a_rule_does_not_cry_wolf(rule: str, items: tuple[Item, ...]) -> None:
    assert list(RULES[rule](Form(whole(*items)))) == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({}, {"text": Text({"en": "y"})}, "has one code for the options “x” and “y”"),
        ({}, {"weight": Decimal(2)}, "has the option “x” twice"),
        (
            {"text": BOTH},
            {"text": Text({**BOTH.root, "nb": "Nei"})},
            "has the option “Words” twice",
        ),
    ],
)
def test_options_with_one_code_that_differ_are_refused(
    one: dict[str, Any], other: dict[str, Any], said: str
) -> None:
    form = whole(pick("c", answer_options=[option("x", **one), option("x", **other)]))

    [problem] = [each for each in check(form) if each.severity == "error"]

    assert said in problem.message


def test_a_questionnaire_in_two_languages_throughout_is_fine() -> None:
    form = whole(ask("a", text=BOTH), ask("b", text=BOTH, prefix=BOTH), title=BOTH)

    assert list(RULES["missing_translation"](Form(form))) == []


def test_one_value_set_that_is_not_there_is_told_of_once() -> None:
    form = whole(*(pick(f"c{n}", answer_value_set="http://one") for n in range(9)))

    [problem] = RULES["nothing_to_choose"](Form(form))

    assert problem.place == "c0"
    assert "9 questions" in problem.message
    assert problem.message.endswith(": c0, c1, c2, c3, c4, c5 …")


def test_the_languages_of_options_that_lytte_brings_are_not_the_questionnaires() -> None:
    ours = option("x", text=Text({"en": "Yes", "nb": "Ja"}))
    form = whole(
        pick("c", answer_options=[ours], text=Text({"und": "A"})),
        language=None,
        title=Text({"und": "T"}),
    )

    assert list(RULES["languages_not_said"](Form(form))) == []


def test_what_is_wrong_is_told_by_text_and_link_id() -> None:
    form = whole(
        pick("colour", "r", "g", text=Text({"en": "Which colour?"})),
        opened("why", when("colour", "=", code("z")), text=Text({"en": "Why that?"})),
    )

    [problem] = RULES["dead_option"](Form(form))

    assert problem.place == "why"
    assert "“Why that?”" in problem.message
    assert "“Which colour?” (colour)" in problem.message


def test_a_date_is_not_told_to_become_a_number() -> None:
    day = DateItem(link_id="n", text=WORDS, type="date")
    form = whole(day, ask("s", calculated_expression=fhirpath(f"{VALUE} + 7")))

    [problem] = RULES["gives_nothing"](Form(form))

    assert "7 days" in problem.way_out


def test_all_rules_are_asked() -> None:
    found = {problem.message for problem in check(BROKEN["dead_branch"])}

    assert any("closes" in message for message in found)


def test_a_fault_in_every_item_is_told_a_hundred_times_at_most() -> None:
    many = whole(*(ask(str(n), max_occurs=5, text=Text({"en": f"Words {n}"})) for n in range(500)))

    assert len(check(many)) == 100


@pytest.mark.parametrize(
    "of", [lambda n: opened(f"a{n}", when("n", ">", n)), lambda n: ask(str(n))]
)
def test_five_thousand_items_are_checked_in_a_second(of: Callable[[int], Item]) -> None:
    form = whole(number("n"), *(of(number_) for number_ in range(4_999)))

    soon(lambda: check(form))


def test_an_item_that_has_no_words_is_found_by_its_heading() -> None:
    form = whole(group("g", yes_no("a"), ask("b", text=Text()), text=Text({"en": "Your head"})))

    [found] = [one for one in check(form) if "without text" in one.message]

    assert found.message == "here is a question without text, under “Your head”"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "the options of “c0” have codes without a system"),
        (
            4,
            "the options of 4 questions have codes without a system: "
            "“c0” (c0), “c1” (c1), “c2” (c2) …",
        ),
    ],
)
def test_questions_whose_codes_have_no_system_are_named_in_words(count: int, said: str) -> None:
    bare = [AnswerOption(value=Coding(code=one, display=one)) for one in ("x", "y")]
    items = (
        pick(f"c{number}", answer_options=bare, text=Text({"en": f"c{number}"}))
        for number in range(count)
    )

    found = [one for one in check(whole(*items)) if "without a system" in one.message]

    assert [(one.place, one.message) for one in found] == [("c0", said)]
