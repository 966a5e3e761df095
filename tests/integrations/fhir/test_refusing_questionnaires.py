"""What is not imported: said with its place, all at once, and without any harm done."""

import json
from typing import Any

import pytest

from lytte.core.problems import Problem
from lytte.integrations.fhir.read import questionnaire, read
from lytte.integrations.imported import Imported
from tests.integrations.fhir.questionnaires import asked, document, faults


def said(found: Imported) -> str:
    assert found.questionnaire is None
    assert found.problems
    return "\n".join(f"{each.place}: {each.message}" for each in found.problems)


def errors(given: bytes | str) -> list[Problem]:
    found, problems = questionnaire(given)
    assert found is None
    return [each for each in problems if each.severity == "error"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "line 1"),
        (b"{", "cannot be read: a name in quotation marks is missing"),
        (rb'{"a": "\q"}', "cannot be read: a backslash stands before a sign that needs none"),
        (rb'{"a": "\u00"}', "cannot be read: four digits (or letters a to f) are missing after"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "not a FHIR resource"),
        (b"null", "not a FHIR resource"),
        (b'{"resourceType": "Patient"}', "a Patient"),
        (b'{"resourceType": ["Questionnaire"]}', "not a FHIR resource"),
        (b'{"resourceType": "Questionnaire"}', "no items"),
        (b'{"resourceType": "Questionnaire", "item": 7}', "a list of objects"),
        (b'{"resourceType": "Questionnaire", "item": [7]}', "a list of objects"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": Infinity}', "Infinity is not a number"),
        (b'{"a": 1e999999999}', "too large"),
        (b'{"a": ' + b"9" * 100 + b"}", "at most 60"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b"[" * 100_000, "nested more than"),
        (b" " * 2_000_001, "at most 2,000,000"),
        (b'{"resourceType": "Bundle", "entry": []}', "holds 0 questionnaires"),
        (b'{"resourceType": "Questionnaire", "group": {}}', "DSTU2"),
    ],
)
def test_what_is_no_questionnaire_is_refused_in_words(given: bytes, why: str) -> None:
    assert any(why in each.message for each in errors(given))


def test_what_somebody_answered_is_told_from_what_was_asked() -> None:
    [fault] = errors(b'{"resourceType": "QuestionnaireResponse", "status": "completed"}')

    assert "a QuestionnaireResponse" in fault.message
    assert "Take the questionnaire they answer" in fault.way_out


def test_a_hundred_levels_are_refused_with_the_place() -> None:
    inner = asked("level-100")
    for level in range(99, 0, -1):
        inner = asked(f"level-{level}", "group", item=[inner])

    [fault] = faults(inner)

    assert fault.place == "level-32"
    assert "more than 32 deep" in fault.message


def test_a_thousand_levels_are_refused_with_the_place_in_the_file() -> None:
    text = '{"resourceType":"Questionnaire","item":[' + "".join(
        f'{{"linkId":"l{n}","type":"group","item":[' for n in range(1_000)
    )

    [fault] = errors(text)

    assert "at item l148" in fault.message


def test_a_dict_as_deep_as_python_goes_is_refused() -> None:
    given: dict[str, Any] = {}
    for _ in range(5_000):
        given = {"item": [given]}

    assert "nested more than" in said(read(given))


def test_too_many_conditions_are_refused() -> None:
    condition = {"question": "q", "operator": "exists", "answerBoolean": True}
    items = [asked(str(n), "string", enableWhen=[condition] * 1_001) for n in range(9)]

    [fault] = faults(asked("q", "string"), *items)

    assert fault.message == "here the questionnaire comes to over 2,000 conditions"
    assert fault.place == "1"


def test_too_many_items_are_refused() -> None:
    items = [{"linkId": str(n), "type": "display", "text": "-"} for n in range(5_000)]

    [fault] = faults(*items)

    assert "more than 2,500 items" in fault.message
    assert fault.place == "2500"


def test_every_fault_is_told_at_once_with_its_place() -> None:
    found = faults(
        asked("a", "chocolate"),
        {"text": "No name", "type": "string"},
        asked("c", enableWhen=[{"question": "nowhere", "operator": "=", "answerString": "x"}]),
        asked("d", enableWhen=[{"question": "c", "operator": "~", "answerString": "x"}]),
        asked("e", required="perhaps"),
        asked("f"),
        asked("f"),
        asked("g", "date", initial=[{"valueDate": "17.05.2026"}]),
    )

    assert {each.place for each in found} == {"a", "/2", "c", "d", "e", "f", "g"}


def test_an_unknown_modifier_is_an_error_and_an_unknown_extension_is_not() -> None:
    unknown = [{"url": "https://example.org/opposite", "valueBoolean": True}]

    [fault] = faults(asked("a", modifierExtension=unknown))

    assert "https://example.org/opposite" in fault.message
    assert read(document(asked("a", extension=unknown))).questionnaire is not None


@pytest.mark.parametrize("language", ["text/cql", "application/x-fhir-query"])
def test_other_languages_are_reported(language: str) -> None:
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    computed = {"url": url, "valueExpression": {"language": language, "expression": "x"}}

    found = read(document(asked("a", extension=[computed])))

    assert found.questionnaire is not None
    assert any(language in each.message and each.place == "a" for each in found.problems)


def test_aidbox_own_format_is_recognised() -> None:
    assert "Aidbox" in said(read(document(asked("a", hidden=True))))


def test_another_format_is_told_of_alone_without_what_follows_from_it() -> None:
    chosen = asked("a", "choice", hidden=True, answerOption=[{"value": {"Coding": {"code": "x"}}}])

    [problem] = read(document(chosen)).problems

    assert "Aidbox" in problem.message


def test_a_refused_questionnaire_can_still_be_looked_at() -> None:
    found = read(document(asked("a"), asked("a")))

    assert found.questionnaire is None
    assert found.draft is not None
    assert found.items == 2


@pytest.mark.parametrize("regex", ["(a+)+$", "(?=x)y", "\\1"])
def test_a_dangerous_pattern_does_no_harm(regex: str) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/regex"

    found = read(document(asked("a", extension=[{"url": url, "valueString": regex}])))

    assert found.questionnaire is not None


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    given = b"\xef\xbb\xbf" + json.dumps(document(asked("a"))).encode()

    assert read(given).questionnaire is not None
