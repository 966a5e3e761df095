"""Asking expressions of answers that were never JSON, and of JSON in every form it takes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pytest

from lytte.core.expressions.elements import Element, Primitive, Tree
from lytte.core.expressions.expression import parse
from lytte.core.expressions.faults import ExpressionError
from lytte.core.expressions.scope import Environment


class Item(Element):
    """An item of a response under way, straight from a table of answers."""

    __slots__ = ("answers", "link_id")

    def __init__(self, link_id: str, answers: Sequence[object]) -> None:
        super().__init__("QuestionnaireResponse.item")
        self.link_id = link_id
        self.answers = answers

    def children(self, name: str) -> Sequence[object]:
        if name == "linkId":
            return [self.link_id]
        return [Answer(each) for each in self.answers] if name == "answer" else []

    def names(self) -> Iterable[str]:
        return ("linkId", "answer")

    def json(self) -> object:
        return {"linkId": self.link_id}


class Answer(Element):
    """One answer with its value."""

    __slots__ = ("given",)

    def __init__(self, given: object) -> None:
        super().__init__("QuestionnaireResponse.item.answer")
        self.given = given

    def children(self, name: str) -> Sequence[object]:
        return [self.given] if name == "value" else []

    def names(self) -> Iterable[str]:
        return ("value",)


class Response(Element):
    """All items of it."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__("QuestionnaireResponse")
        self.items = items

    def children(self, name: str) -> Sequence[object]:
        return self.items if name == "item" else []

    def names(self) -> Iterable[str]:
        return ("item",)


RESPONSE = Response(
    [
        Item("pain", [Primitive(7, "integer")]),
        Item("site", [Tree({"code": "arm"}, "Coding"), Tree({"code": "leg"}, "Coding")]),
        Item("open", []),
        Item("weight", [Decimal("70.5")]),
    ]
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("%resource.item.where(linkId = 'pain').answer.value + 1", [8]),
        ("QuestionnaireResponse.item.linkId.count()", [4]),
        ("item.answer.value.ofType(integer)", [7]),
        ("item.where(linkId = 'site').answer.value.code", ["arm", "leg"]),
        ("item.where(linkId = 'weight').answer.value * 2", [Decimal("141.0")]),
        ("item.where(linkId = 'open').answer.exists()", [False]),
        ("descendants().where(linkId = 'pain').answer.value", [7]),
        ("item.where(answer.empty())", [{"linkId": "open"}]),
        ("item[0] = item[0]", [True]),
        ("item[0] = item[1]", [False]),
        ("item.distinct().count()", [4]),
    ],
)
def test_answers_need_no_json_to_be_asked(text: str, values: list[object]) -> None:
    assert parse(text).evaluate(RESPONSE) == values


def test_what_hangs_on_a_primitive_is_found() -> None:
    patient = {
        "resourceType": "Patient",
        "_birthDate": {"extension": [{"url": "why", "valueCode": "unknown"}]},
        "name": [{"given": [None, "Kari"], "_given": [{"id": "g1"}, None]}],
    }

    assert parse("birthDate.extension('why').value").evaluate(patient) == ["unknown"]
    assert parse("birthDate.exists() and birthDate.hasValue().not()").evaluate(patient) == [True]
    assert parse("name.given").evaluate(patient) == ["Kari"]
    assert parse("name.given[0].id").evaluate(patient) == ["g1"]
    assert parse("birthDate > @2000").evaluate(patient) == []


def test_a_reference_finds_what_is_contained_or_asks() -> None:
    resource = {
        "resourceType": "Observation",
        "contained": [{"resourceType": "Patient", "id": "p", "gender": "female"}],
        "subject": {"reference": "#p"},
        "performer": [{"reference": "Practitioner/1"}],
    }
    asked: list[str] = []

    def resolve(reference: str) -> object:
        asked.append(reference)
        return {"resourceType": "Practitioner", "id": "1"}

    environment = Environment(resolve=resolve)

    assert parse("subject.resolve().gender").evaluate(resource) == ["female"]
    assert parse("performer.resolve().id").evaluate(resource, environment) == ["1"]
    assert parse("performer.resolve()").evaluate(resource) == []
    assert asked == ["Practitioner/1"]


def test_weights_are_said_by_the_answer_the_caller_or_the_form() -> None:
    url = "http://hl7.org/fhir/StructureDefinition/itemWeight"
    own = {"code": "x", "extension": [{"url": url, "valueDecimal": 5}]}
    answers = [{"valueCoding": own}, {"valueCoding": {"code": "y"}}, {"valueInteger": 3}]
    response = {
        "resourceType": "QuestionnaireResponse",
        "item": [{"linkId": "q", "answer": answers}],
    }
    option = {
        "valueCoding": {"code": "y"},
        "extension": [{"url": url, "valueDecimal": Decimal("0.5")}],
    }
    form = {
        "resourceType": "Questionnaire",
        "item": [{"linkId": "q", "answerOption": [option]}],
    }
    weight = parse("item.answer.value.weight()")

    assert weight.evaluate(response) == [Decimal(5)]
    assert weight.evaluate(response, Environment({"questionnaire": form})) == [
        Decimal(5),
        Decimal("0.5"),
    ]
    assert weight.evaluate(response, Environment(weight=lambda item: Decimal(1))) == [
        Decimal(5),
        Decimal(1),
        Decimal(1),
    ]


def test_codes_are_looked_up_where_the_caller_says() -> None:
    def member_of(coding: object, value_set: str) -> bool | None:
        return None if value_set == "unheard-of" else coding == {"code": "a"}

    environment = Environment(member_of=member_of)
    observation = {"resourceType": "Observation", "valueCodeableConcept": {"code": "a"}}

    assert parse("value.memberOf('vs')").evaluate(observation, environment) == [True]
    assert parse("value.memberOf('unheard-of')").evaluate(observation, environment) == []


def test_trace_shows_and_changes_nothing() -> None:
    shown: list[tuple[str, Sequence[object]]] = []
    environment = Environment(trace=lambda name, items: shown.append((name, list(items))))

    assert parse("(1 | 2).trace('n', $this + 1).count()").evaluate({}, environment) == [2]
    assert shown == [("n", [2, 3])]


@pytest.mark.parametrize("number", [10**28, -(10**28), Decimal("1e28"), Decimal("1e-50")])
def test_a_number_nobody_can_have_meant_is_an_error(number: object) -> None:
    with pytest.raises(ExpressionError, match="too long"):
        parse("item.answer.value * 2").evaluate({"item": [{"answer": [{"valueDecimal": number}]}]})


def test_truth_is_for_conditions() -> None:
    response = {"resourceType": "QuestionnaireResponse", "status": "completed"}

    assert parse("status = 'completed'").truth(response) is True
    assert parse("item.answer.value > 3").truth(response) is None
    assert parse("status").truth(response) is True
    with pytest.raises(ExpressionError, match="yes or no"):
        parse("true.combine(false)").truth(response)
