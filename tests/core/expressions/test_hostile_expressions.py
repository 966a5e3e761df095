"""Nothing anyone writes or answers keeps an expression busy, or breaks it otherwise."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lytte.core.expressions.dependencies import dependencies
from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.functions.table import FUNCTIONS
from lytte.core.expressions.scope import Environment
from tests.core.expressions.worked import NOW
from tests.machine import soon

WORDS = [
    *FUNCTIONS, "is", "as", "ofType", "and", "or", "xor", "implies", "in", "contains", "div",
    "mod", "item", "answer", "value", "linkId", "where", "(", "(", ")", ")", "[", "]", "{", "}",
    ".", ".", ",", "+", "-", "*", "/", "&", "|", "=", "~", "!=", "!~", "<", ">", "<=", ">=",
    "1", "0", "2.5", "7L", "'a'", "''", "'mg'", "true", "false", "@2026", "@2026-03-29T10:00Z",
    "@T10:30", "years", "day", "$this", "$index", "$total", "%resource", "%factory", "%`x`",
    "Integer", "FHIR.string", "Patient", "9999999999999999999999999999", "/*", "//", "'(a?){99}'",
]  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False).filter(lambda each: each.is_finite()),
    lambda children: st.lists(children, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["item", "answer", "linkId", "valueInteger", "valueQuantity", "_valueDate", "value",
             "code", "system", "extension", "url", "resourceType", "birthDate", "valueCoding"]
        ),
        children, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ExpressionError):
        dependencies(parse(text))


@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=14), JSON)
def test_any_words_on_any_answers_give_values_or_a_fault(words: list[str], focus: object) -> None:
    text = " ".join(words)
    with suppress(ExpressionError):
        expression = parse(text)
        dependencies(expression)
        expression.evaluate(focus, Environment({"x": focus}, now=NOW, fuel=20_000))


CALLS = st.tuples(
    st.sampled_from(["item", "item.answer.value", "descendants()", "2.5", "'12'", "@2026-03",
                     "3 'mg'", "(1 | 2 | 3)", "children()", "%x", "{}"]),
    st.lists(
        st.tuples(
            st.sampled_from(sorted(FUNCTIONS)),
            st.lists(
                st.sampled_from(["1", "'a'", "{}", "$this", "item", "$total", "@2026", "2 'g'",
                                 "(1|2)", "-3", "0.5"]),
                max_size=3,
            ),
        ),
        min_size=1, max_size=4,
    ),
)  # fmt: skip


@settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
@given(CALLS, JSON)
@example(("item", [("weight", [])]), {"item": [[]]})
def test_any_chain_of_functions_gives_values_or_a_fault(
    call: tuple[str, list[tuple[str, list[str]]]], focus: object
) -> None:
    start, steps = call
    text = start + "".join(f".{name}({', '.join(arguments)})" for name, arguments in steps)
    with suppress(ExpressionError):
        parse(text).evaluate(focus, Environment({"x": focus}, now=NOW, fuel=20_000))


def _items(count: int) -> dict[str, object]:
    items = [{"linkId": str(n), "answer": [{"valueInteger": n}]} for n in range(count)]
    return {"resourceType": "QuestionnaireResponse", "item": items}


def _nested(depth: int) -> dict[str, object]:
    nested: dict[str, object] = {}
    for _ in range(depth):
        nested = {"item": nested}
    return {"resourceType": "Basic", "item": nested}


ITEMS = _items(20_000)
WIDE = {"resourceType": "Basic", "extension": [{f"valueX{n}": n for n in range(50_000)}]}
QUANTITIES = [
    {"value": 1, "system": "http://unitsofmeasure.org", "code": "m." * 18 + str(n + 1)}
    for n in range(3000)
]
UNITS = {"resourceType": "Basic", "extension": [{"valueQuantity": each} for each in QUANTITIES]}
TEN = "(0|1|2|3|4|5|6|7|8|9)"
TEXTS = ["x" * 90_000 + str(n) for n in range(20)]


@pytest.mark.parametrize(
    ("focus", "text"),
    [
        (ITEMS, "item.where(%resource.item.where(linkId='1').exists()).count()"),
        (ITEMS, "item.select(%resource.item).count()"),
        (ITEMS, "item | item"),
        (ITEMS, "item.answer ~ item.answer.tail()"),
        (ITEMS, "item.aggregate($total & $total & 'x', 'x')"),
        (ITEMS, "item.answer.value.aggregate($total.combine($total), 1)"),
        (ITEMS, "item.answer.value.select(1.0000001.power($this / 3)).count()"),
        (ITEMS, "item.linkId.where(matches('(a?){900}a{900}')).count()"),
        (ITEMS, "item.linkId.where(replaceMatches('.', '$0$0') = 'x').count()"),
        (ITEMS, "true.repeatAll(true)"),
        (WIDE, f"{TEN}.select({TEN}.select({TEN}.select(%resource.extension.value)))"),
        (WIDE, "%resource ~ %context"),
        (UNITS, "extension.value.distinct().count()"),
        (UNITS, "extension.value.select(%context.extension.value.where($this > 1 'm')).count()"),
        (_nested(3000), "item ~ item"),
        (_nested(3000), "descendants().count()"),
        (TEXTS, "%context[0].matches('(a?){900}a{900}')"),
        (TEXTS, "%context[0].replaceMatches('x', '$0$0$0$0')"),
        (TEXTS, "%context[0].replace('x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')"),
        (TEXTS, "%context[0].toChars().select(%context[0].substring(1)).count()"),
        (1, "9999999999999999999999999999 'Ym' + 1 'ym'"),
        (1, "@2020 + 999999999999 years"),
        (1, "2.power(99999999)"),
    ],
)  # fmt: skip
def test_the_worst_that_we_could_think_of_is_quick(focus: object, text: str) -> None:
    def evaluate() -> None:
        with suppress(ExpressionError):
            parse(text).evaluate(focus)

    soon(evaluate)


@pytest.mark.parametrize(
    "text",
    ["/*" * 9_999, "(" * 19_999, "-" * 19_999, "a." * 9_999, "'" + "\\" * 19_998, "+1" * 9_999,
     "a[0]" * 4_999, "x is y " * 2_800, "%`" * 9_999, "`" * 19_999, "x" * 20_001, "1" * 19_999],
)  # fmt: skip
def test_a_monster_is_refused_at_once(text: str) -> None:
    with pytest.raises(ExpressionError):
        soon(lambda: parse(text))


def test_parts_and_depth_are_limits_the_caller_may_raise() -> None:
    long = " + ".join(["1"] * 150)
    deep = "(" * 40 + "1" + ")" * 40

    with pytest.raises(ExpressionError, match="more than 200 parts"):
        parse(long)
    with pytest.raises(ExpressionError, match="more than 32 deep"):
        parse(deep)
    assert parse(long, max_nodes=400).evaluate({}) == [150]
    assert parse(deep, max_depth=50).evaluate({}) == [1]


def test_an_evaluation_stops_when_its_fuel_is_used_up() -> None:
    with pytest.raises(ExpressionError, match="too long to work out"):
        parse("item.answer.value.sum()").evaluate(_items(100), Environment(fuel=50))


def test_a_number_of_thirds_adds_up() -> None:
    assert parse("(1 / 3 + 1 / 3 + 1 / 3) = 1.0").evaluate({}) == [True]
    assert parse("1 / 3").evaluate({}) == [Decimal("0." + "3" * 34)]
