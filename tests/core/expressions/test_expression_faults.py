"""What an author is told when an expression is wrong."""

import pytest

from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.scope import Environment
from tests.core.expressions.worked import worked


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("item.exist()", 5, "There is no function exist().*Did you mean exists?"),
        ("item.answer.value is Intger", 18, "There is no type Intger.*Did you mean"),
        ('item.where(linkId = "a")', 20, "single quotes"),
        ("item.where(linkId = 'a'", 23, "'\\(' of character 11 is not closed"),
        ("'abc", 0, "never closed"),
        ("/* abc", 0, "never closed"),
        ("1 +", 3, "stops too early"),
        ("1 2", 2, "'2' is not expected here"),
        ("", 0, "stops too early"),
        ("item.", 5, "stops too early|must follow the dot"),
        ("item.where()", 5, "takes 1 argument"),
        ("@2026-02-30", 0, "not in the calendar"),
        ("a;", 1, "semicolon"),
        ("!a", 0, r"\.not\(\)"),
        ("$that", 0, "A value is missing|Only"),
        ("conformsTo('x')", 0, "no function conformsTo"),
        ("ofType(1)", 7, "name of a type"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as fault:
        parse(text)

    assert fault.value.position == position


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("%resorce.item", "Nothing is known as %resorce.*%?resource"),
        ("1 + 'a'", "no meaning between a number and the text 'a'"),
        ("item.answer.value + 1", "there are 4"),
        ("item.answer.value > 1", "compares one value with one"),
        ("1 < 'a'", "cannot be compared"),
        ("@2026 < @T12:00", "cannot be compared"),
        ("@2026-01-31 + 1 'mo'", "moved by calendar units"),
        ("@T12:00 + 1 day", "cannot be moved by a day"),
        ("(1 | 2).single()", "single"),
        ("(1 | 2) as Integer", "ofType"),
        ("'a'.matches('(')", "cannot be read"),
        ("'a'.matches('a)|(b')", "cannot be read"),
        ("'a'.matches('(?=a)')", "cannot be read"),
        ("'a'.replaceMatches('a', '$1')", "group"),
        ("'a'.encode('rot13')", "knows base64, hex, urlbase64"),
        ("'abc'.substring('a')", "whole number"),
        ("5.upper()", "needs a text"),
        ("memberOf('x')", "needs a list of codes"),
        ("true & 'a'", "toString"),
        ("-'a'", "minus"),
        ("(1 | true).allTrue()", "yes and no"),
        ("defineVariable('resource', 1)", "already has a meaning"),
        ("%factory.positiveInt(0)", "No positiveInt"),
    ],
)
def test_what_goes_wrong_while_evaluating_is_said(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        worked(text)


def test_what_day_it_is_must_be_given() -> None:
    with pytest.raises(ExpressionError, match="day"):
        parse("today()").evaluate({}, Environment())


def test_a_fault_tells_its_character_as_people_count() -> None:
    with pytest.raises(ExpressionError) as fault:
        parse("1 2")

    assert str(fault.value).endswith("(character 3)")
