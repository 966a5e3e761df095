"""By rule, a questionnaire that breaks it; and one that breaks none."""

from decimal import Decimal

from lytte.core.items.choice import AnswerOption
from lytte.core.items.display import Display
from lytte.core.questionnaire import Questionnaire, ValueSet
from lytte.core.texts import Text
from lytte.core.values import Coding
from tests.core.checks.made import (
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

SUM = "%resource.item.where(linkId = 'c').answer.value.weight().sum()"
WIDE = "%resource.descendants().count()"
VALUE = "%resource.item.where(linkId='n').answer.value"
PLUS = (
    "%resource.item.where(linkId='n').answer.value + %resource.item.where(linkId='m').answer.value"
)
BROKEN: dict[str, Questionnaire] = {
    "same_link_id": whole(ask("a"), yes_no("a")),
    "question_without_text": whole(ask("a", text=Text())),
    "very_long_text": whole(ask("a", text=Text({"en": "x" * 1001}))),
    "deep_nesting": whole(
        group("1", group("2", group("3", group("4", group("5", group("6", ask("a")))))))
    ),
    "empty_group": whole(ask("a"), group("g")),
    "text_only": whole(Display(link_id="d", text=WORDS)),
    "title_missing": whole(ask("a"), title=Text()),
    "identity_missing": whole(ask("a"), version=None),
    "licence_missing": whole(ask("a"), copyright=Text()),
    "rows_without_end": whole(group("g", ask("a"), repeats=True)),
    "repeat_not_said": whole(ask("a", max_occurs=3)),
    "nothing_to_choose": whole(pick("c")),
    "another_version": whole(
        pick("c", answer_value_set="u|2"),
        value_sets=[
            ValueSet(
                id="v",
                url="u",
                options=(option("x"), option("y")),
                kept={"resource": {"version": "1"}},
            )
        ],
    ),
    "one_option": whole(pick("c", "x")),
    "same_option_twice": whole(pick("c", "x", "x")),
    "one_code_for_two": whole(
        pick("c", answer_options=[option("x"), option("x", text=Text({"en": "another"}))])
    ),
    "option_without_words": whole(
        pick("c", "x", answer_options=[option("x"), AnswerOption(value=Coding(system="s"))])
    ),
    "option_shown_as_code": whole(
        pick("c", answer_options=[option("x"), AnswerOption(value=code("y"))])
    ),
    "codes_without_system": whole(
        pick("c", answer_options=[option("x"), AnswerOption(value=Coding(code="y", display="Y"))])
    ),
    "preselected": whole(
        pick("c", answer_options=[option("x", initial_selected=True), option("y")])
    ),
    "initial_not_among_options": whole(pick("c", "x", "y", initial=[code("z")])),
    "several_preselected": whole(pick("c", "x", "y", initial=[code("x"), code("y")])),
    "exclusive_without_others": whole(
        pick("c", answer_options=[option("x", exclusive=True), option("y")])
    ),
    "required_but_hidden": whole(ask("a", required=True, hidden=True)),
    "required_but_read_only": whole(ask("a", required=True, read_only=True)),
    "read_only_and_empty": whole(ask("a", read_only=True)),
    "lowest_above_highest": whole(number("n", minimum=Decimal(5), maximum=Decimal(1))),
    "initial_outside_limits": whole(number("n", maximum=Decimal(5), initial=[9])),
    "unreadable_pattern": whole(ask("a", regex="(?=x)y")),
    "length_without_room": whole(ask("a", max_length=0)),
    "same_words_twice": whole(
        pick("c", answer_options=[option("x"), option("y", text=Text({"en": "X"}))])
    ),
    "same_question_twice": whole(yes_no("a"), yes_no("b")),
    "options_in_another_order": whole(pick("c", "x", "y", "z"), pick("d", "z", "y", "x")),
    "none_beside_others": whole(pick("c", "x", "None of these", repeats=True)),
    "initial_against_pattern": whole(ask("a", regex="[0-9]{4}", initial=["12"], read_only=True)),
    "numbers_differ": whole(
        ask("a", text=Text({"en": "Pain from 0 to 10?", "nb": "Smerte fra 1 til 10?"}))
    ),
    "condition_on_nothing": whole(opened("a", when("b", "=", "x"))),
    "condition_on_itself": whole(group("g", ask("a"), enable_when=[when("a", "exists", True)])),
    "condition_on_a_text": whole(group("g", ask("x")), opened("a", when("g", "exists", True))),
    "circular": whole(
        opened("a", when("b", "exists", True)), opened("b", when("a", "exists", True))
    ),
    "exists_without_yes_or_no": whole(ask("b"), opened("a", when("b", "exists", "x"))),
    "answer_of_another_type": whole(number("n"), opened("a", when("n", "=", "five"))),
    "order_without_order": whole(yes_no("b"), opened("a", when("b", ">", True))),
    "behaviour_missing": whole(number("n"), opened("a", when("n", ">", 5), when("n", "=", 1))),
    "two_kinds_of_condition": whole(
        number("n"), opened("a", when("n", ">", 5), enable_when_expression=fhirpath("true"))
    ),
    "not_equal_when_unanswered": whole(number("n"), opened("a", when("n", "!=", 5))),
    "code_without_system": whole(
        pick("c", "x", "y"), opened("a", when("c", "=", code("x", system=None)))
    ),
    "depends_on_later": whole(opened("a", when("n", "=", 5)), number("n")),
    "dead_option": whole(pick("c", "x", "y"), opened("a", when("c", "=", code("z")))),
    "number_out_of_reach": whole(number("n", maximum=Decimal(10)), opened("a", when("n", ">", 10))),
    "never_true": whole(
        number("n"), opened("a", when("n", ">", 5), when("n", "<", 3), enable_behavior="all")
    ),
    "dead_branch": whole(
        pick("c", "x", "y"),
        group("g", opened("a", when("c", "=", code("y"))), enable_when=[when("c", "=", code("x"))]),
    ),
    "always_true": whole(
        number("n"),
        opened("a", when("n", "exists", True), when("n", "exists", False), enable_behavior="any"),
    ),
    "not_equal_to_no_option": whole(pick("c", "x", "y"), opened("a", when("c", "!=", code("z")))),
    "waits_for_nobody": whole(ask("h", hidden=True), opened("a", when("h", "=", "x"))),
    "unreachable": whole(
        pick("c", "x", "y"),
        opened("b", when("c", "=", code("z"))),
        opened("a", when("b", "exists", True)),
    ),
    "unreadable_expression": whole(number("n", calculated_expression=fhirpath("1 +"))),
    "unknown_variable": whole(number("n", calculated_expression=fhirpath("%total + 1"))),
    "not_supplied": whole(number("n", initial_expression=fhirpath("%encounter.length.value"))),
    "condition_never_true": whole(
        number("n", maximum=Decimal(10)),
        ask("a", enable_when_expression=fhirpath(f"{VALUE} > 10")),
    ),
    "condition_always_true": whole(ask("a", enable_when_expression=fhirpath("1 < 2"))),
    "gives_nothing": whole(
        yes_no("n"), number("s", calculated_expression=fhirpath(f"{VALUE} + 1"))
    ),
    "reads_never_shown": whole(
        number("n", enable_when_expression=fhirpath("false")),
        number("s", calculated_expression=fhirpath(VALUE)),
    ),
    "computes_with_nothing": whole(
        number(
            "n", calculated_expression=fhirpath("%resource.item.where(linkId='zz').answer.value")
        )
    ),
    "looks_at_too_much": whole(
        *(number(f"n{n}", calculated_expression=fhirpath(WIDE)) for n in range(800))
    ),
    "score_without_weights": whole(
        pick("c", "x", "y"), number("n", calculated_expression=fhirpath(SUM))
    ),
    "score_reads_hidden_branch": whole(
        number("n"),
        number("m", enable_when=[when("n", ">", 3)]),
        number("s", calculated_expression=fhirpath(PLUS)),
    ),
    "total_never_filled": whole(
        number("n"), number("s", code=(code("TS", "http://ehelse.no/scoringFormulas"),))
    ),
    "missing_translation": whole(ask("a", text=Text({"en": "A", "nb": "A"})), ask("b")),
    "languages_not_said": whole(ask("a", text=Text({"und": "A", "nb": "A"})), language=None),
}
"""By rule: a questionnaire that breaks it."""

SOUND = whole(
    yes_no("b"),
    number("n", minimum=Decimal(0), maximum=Decimal(10)),
    number("m", text=Text({"en": "M"})),
    pick("c", answer_options=[option("x", weight=Decimal(0)), option("y", weight=Decimal(1))]),
    opened("a", when("c", "=", code("x"))),
    opened(
        "w", when("n", ">=", 4), when("n", "<=", 8), when("b", "=", True), enable_behavior="all"
    ),
    opened("z", when("n", "!=", 4), when("n", "exists", True), enable_behavior="all"),
    group("g", opened("i", when("n", ">", 2)), enable_when=[when("n", ">", 1)]),
    number("s", calculated_expression=fhirpath(SUM), read_only=True, required=True),
    number("p", calculated_expression=fhirpath(PLUS), text=Text({"en": "P"})),
    group("rows", ask("r"), repeats=True, max_occurs=3),
    ask("t", regex="[0-9]{4}", initial=["1234"], read_only=True, text=Text({"en": "T"})),
    ask("e", enable_when_expression=fhirpath(f"{VALUE} > 3 and {VALUE} <= 4")),
    number("birth", initial_expression=fhirpath("today().year - %patient.birthDate.year")),
    number("v", calculated_expression=fhirpath("%total"), variables=[fhirpath("1", "total")]),
)
