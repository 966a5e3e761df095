"""What a value set in the file comes to, and that nothing is offered on a guess."""

from typing import Any

import pytest

from lytte.core.problems import Problem
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.write import document as written
from tests.integrations.fhir.questionnaires import asked, document, faults

CONCEPTS = [
    {"code": "head", "property": [{"code": "notSelectable", "valueBoolean": True}]},
    {"code": "a", "display": "A"},
    {"code": "b", "display": "B", "concept": [{"code": "b1"}, {"code": "b2"}]},
    {"code": "old", "property": [{"code": "status", "valueCode": "retired"}]},
]
LETTERS = {
    "resourceType": "CodeSystem",
    "id": "letters",
    "url": "https://example.org/letters",
    "content": "complete",
    "concept": CONCEPTS,
}
WHOLE = {"system": LETTERS["url"]}
GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"


def listed(*codes: str, system: str | None = "https://example.org/letters") -> dict[str, Any]:
    found: dict[str, Any] = {"concept": [{"code": code, "display": code} for code in codes]}
    return found if system is None else {"system": system, **found}


def value_set(name: str, *include: dict[str, Any], **more: Any) -> dict[str, Any]:
    exclude = more.pop("exclude", None)
    compose = {"include": list(include)} | ({"exclude": exclude} if exclude else {})
    compose |= {"inactive": more.pop("inactive")} if "inactive" in more else {}
    given = {"id": name, "url": f"https://example.org/ValueSet/{name}", "compose": compose}
    return {"resourceType": "ValueSet", **given, **more}


def from_set(*names: str, **more: Any) -> dict[str, Any]:
    return {"valueSet": [f"https://example.org/ValueSet/{name}" for name in names], **more}


def offered(first: dict[str, Any], *others: dict[str, Any]) -> tuple[list[Any], list[Problem]]:
    """Return the codes offered from the first value set, and what is said of them."""
    found = read(
        document(asked("q", "choice", answerValueSet=f"#{first['id']}"), contained=[first, *others])
    )
    assert found.questionnaire is not None, found.problems
    options = found.questionnaire.options(found.questionnaire.items[0])
    said = [each for each in found.problems if each.place == "q" and each.severity == "warning"]
    return [getattr(each.value, "code", None) for each in options], said


AB = value_set("ab", listed("a", "b"))
BC = value_set("bc", listed("b", "c"))


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (value_set("v", listed("a", "b", "c"), exclude=[listed("b")]), ["a", "c"]),
        (value_set("v", listed("a"), listed("x", system="s"), exclude=[{"system": "s"}]), ["a"]),
        (value_set("v", listed("a", "x"), exclude=[from_set("ab")]), ["x"]),
        (value_set("v", listed("a", "b"), exclude=[from_set("ab", "bc")]), ["a"]),
        (value_set("v", listed("a"), exclude=[listed("a", system="another")]), ["a"]),
        (value_set("v", from_set("ab", "bc")), ["b"]),
        (value_set("v", from_set("ab"), from_set("bc")), ["a", "b", "c"]),
        (value_set("v", {**listed("c", "a"), **from_set("ab")}), ["a"]),
        (value_set("v", {**WHOLE, **from_set("bc")}), ["b", "c"]),
        (value_set("v", {"system": "another", **from_set("bc")}, listed("x")), ["x"]),
        (value_set("v", {"valueSet": [GENDER]}, exclude=[listed("male", system=None)]),
         ["female", "other", "unknown"]),
        (value_set("v", WHOLE), ["a", "b", "b1", "b2", "old"]),
        (value_set("v", WHOLE, inactive=False), ["a", "b", "b1", "b2"]),
        (value_set("v", {**WHOLE, "filter": [
            {"property": "concept", "op": "is-a", "value": "b"}]}), ["b", "b1", "b2"]),
        (value_set("v", {**WHOLE, "filter": [
            {"property": "concept", "op": "descendent-of", "value": "b"}]}), ["b1", "b2"]),
        (value_set("v", listed("a"), expansion={"contains": [{"code": "z"}]}), ["z"]),
        (value_set("v", listed("a"), expansion={"total": 2, "contains": [{"code": "z"}]}), ["a"]),
    ],
)  # fmt: skip
def test_a_value_set_comes_to_what_the_standard_says(
    given: dict[str, Any], codes: list[str]
) -> None:
    assert offered(given, AB, BC, LETTERS) == (codes, [])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (value_set("v", listed("a"), {"system": "http://snomed.info/sct"}),
         "the code system http://snomed.info/sct is not in the file"),
        (value_set("v", listed("a"), from_set("nowhere")),
         "the value set https://example.org/ValueSet/nowhere is not in the file"),
        (value_set("v", listed("a"), exclude=[from_set("nowhere")]),
         "the value set https://example.org/ValueSet/nowhere is not in the file"),
        (value_set("v", {**WHOLE, "filter": [{"property": "kind", "op": "=", "value": "x"}]}),
         "which codes of https://example.org/letters the filter “kind = x” means is not told"),
        (value_set("v", listed("a"), exclude=[{}]), "what it excludes is not said"),
        (value_set("v", listed("a"), exclude=[listed("a")]), "nothing is left in it"),
        ({"resourceType": "ValueSet", "id": "v"}, "it lists no codes"),
        ({"resourceType": "ValueSet", "id": "v",
          "expansion": {"total": 9, "contains": [{"code": "z"}]}}, "its expansion is not whole"),
        ({"resourceType": "ValueSet", "id": "v", "expansion": {"total": 0}},
         "nothing is left in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_not_offered_and_said_at_its_question(
    given: dict[str, Any], why: str
) -> None:
    codes, [said] = offered(given, LETTERS)

    assert codes == []
    assert said.place == "q"
    assert said.message == f"the options of “About q?” cannot be told from the value set #v: {why}"
    assert said.way_out.startswith("List the options")


def test_a_part_of_a_code_system_is_not_taken_for_the_whole() -> None:
    part = {**LETTERS, "content": "fragment"}

    assert offered(value_set("v", WHOLE), part)[0] == []
    assert offered(value_set("v", listed("a")), part)[0] == ["a"]


def test_value_sets_that_include_each_other_are_refused_where_they_are_used() -> None:
    circle = [value_set("one", from_set("two")), value_set("two", listed("a"), from_set("one"))]

    found = faults(asked("q", "choice", answerValueSet="#two"), contained=circle)

    assert [(each.place, each.message) for each in found] == [
        ("", "the value set one cannot be worked out: it includes itself: one → two → one"),
        ("q", "the value set two cannot be worked out: it includes itself: one → two → one"),
    ]


def test_what_is_worked_out_stays_through_an_export() -> None:
    given = value_set("v", from_set("ab", "bc"), exclude=[listed("c")])
    first = read(document(asked("q", "choice", answerValueSet="#v"), contained=[given, AB, BC]))
    assert first.questionnaire is not None

    assert read(written(first.questionnaire, "R5")).questionnaire == first.questionnaire
