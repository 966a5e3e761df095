"""What mutated documents and real files brought to light, one case each."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.core.items.choice import Choice
from lytte.core.items.display import Display
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.write import VERSIONS, text
from lytte.integrations.fhir.write import document as written
from tests.integrations.fhir.questionnaires import asked, document, faults, imported

CORE = "http://hl7.org/fhir/StructureDefinition/"


@pytest.mark.parametrize(
    "odd",
    [
        asked("a", "choice", answerOption=[{"valueInteger": 0}, {"valueInteger": 1}]),
        asked("a", "choice", answerOption=[{"valueCoding": {"code": "r", "display": ""}}]),
        asked("a", "choice", answerOption=[{"valueCoding": {"id": "x", "display": "Red"}}]),
        asked("a", "choice", answerValueSet="#nowhere", extension=[]),
        asked("a", extension=[{"valueString": "no url"}]),
        asked("a", extension=[None, {"url": "x", "valueDecimal": Decimal("1.10")}]),
        asked("a", extension=[{"url": f"{CORE}regex", "valueString": "("}]),
        asked("a", "display", initial=[{"valueString": "kept"}]),
        asked("a", "quantity", extension=[{"url": f"{CORE}questionnaire-unit", "valueCoding": {}}]),
        asked("a", "attachment", extension=[{"url": f"{CORE}maxSize", "valueDecimal": 0.0000001}]),
        asked("a", _required={"extension": [{"url": "x", "valueBoolean": True}]}),
        asked("a", "group", repeats=True, item=[asked("b")], answerOption=[{"valueString": "x"}]),
        asked("a", code=[{"code": "1", "userSelected": True}, {"code": "2"}]),
        asked("a", "date", initial=[{"valueDate": "2026-05"}]),
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_odd_item_comes_back_as_it_was(odd: dict[str, Any], version: Any) -> None:
    first = imported(odd)

    assert read(text(first, version)).questionnaire == first


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("first_url", ["ordinalValue", "itemWeight"])
def test_of_two_weights_the_first_counts_and_both_come_out(first_url: str, version: Any) -> None:
    second_url = "itemWeight" if first_url == "ordinalValue" else "ordinalValue"
    weights = [
        {"url": CORE + first_url, "valueDecimal": 1},
        {"url": CORE + second_url, "valueDecimal": 2},
    ]
    form = imported(asked("a", "choice", answerOption=[{"extension": weights, "valueString": "x"}]))

    again = read(text(form, version)).questionnaire

    assert form.options(form.items[0])[0].weight == 1
    assert again == form
    assert len(written(form, version)["item"][0]["answerOption"][0]["extension"]) == 2


def test_an_option_of_zero_is_shown_as_zero() -> None:
    form = imported(asked("a", "choice", answerOption=[{"valueInteger": 0}]))

    assert form.options(form.items[0])[0].text.read("en") == "0"


@pytest.mark.parametrize(
    "broken",
    [
        asked("a", extension="x"),
        asked("a", extension=["x"]),
        asked("a", modifierExtension=1),
        asked("a", "choice", answerValueSet=["#a"]),
        asked("a", enableWhen=[{"question": "a", "operator": ["="], "answerString": "x"}]),
        asked("a", initial=[{"valueCoding": {}}]),
        asked("a", initial=[{"valueString": "x", "valueInteger": 1}]),
        asked("a", item="b"),
        asked("a", type=["string"]),
        asked("a", text={"en": "x"}),
    ],
)
def test_a_broken_item_is_refused_at_its_place(broken: dict[str, Any]) -> None:
    assert "a" in {each.place for each in faults(broken)}


def test_a_scale_of_our_own_goes_out_with_its_ends() -> None:
    scale = NumericRating(
        link_id="pain",
        text=Text({"en": "Pain"}),
        low=Text({"en": "None"}),
        high=Text({"en": "All"}),
    )

    again = read(text(Questionnaire(language="en", items=(scale,)))).questionnaire

    assert again is not None
    ends = [each for each in again.items[0].items if isinstance(each, Display)]
    assert [(each.control, each.text.read("en")) for each in ends] == [
        ("lower", "None"),
        ("upper", "All"),
    ]


def test_words_of_our_own_options_go_out_as_their_display() -> None:
    own = {"value": {"valueCoding": {"code": "r"}}, "text": {"nb": "Rød", "en": "Red"}}
    pick = Choice.model_validate({"link_id": "c", "answer_options": [own]})

    found = written(Questionnaire(language="nb", items=(pick,)))

    coding = found["item"][0]["answerOption"][0]["valueCoding"]
    assert coding["display"] == "Rød"
    assert coding["_display"]["extension"][0]["extension"][1]["valueString"] == "Red"


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        ({"url": f"{CORE}regex", "valueString": "x"}, "the pattern"),
        ({"url": f"{CORE}minValue", "valueString": "x"}, "the lowest value"),
        (
            {
                "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                "sdc-questionnaire-subQuestionnaire",
                "valueCanonical": "x",
            },
            "stands for another questionnaire",
        ),
    ],
)
def test_what_has_no_effect_is_said(extension: dict[str, Any], said: str) -> None:
    found = read(document(asked("a", "integer", extension=[extension])))

    assert found.questionnaire is not None
    assert any(each.place == "a" and said in each.message for each in found.problems)


def test_a_computed_text_is_said_to_stay_as_it_is() -> None:
    computed = {"extension": [{"url": f"{CORE}cqf-expression", "valueExpression": {}}]}

    found = read(document(asked("a", _text=computed)))

    assert any("“text” is computed" in each.message for each in found.problems)


@pytest.mark.parametrize("coding", [{"code": None, "display": None}, {"display": ""}, {}])
def test_an_option_with_an_empty_coding_has_nothing_to_choose(coding: dict[str, Any]) -> None:
    """Found by chance: it was read, written as nothing, and refused when read again."""
    options = [{"valueCoding": coding}, {"valueCoding": {"code": "a"}}]
    item = {"linkId": "t", "type": "choice", "text": "Colour", "answerOption": options}

    found = read({"resourceType": "Questionnaire", "status": "draft", "item": [item]})

    assert found.questionnaire is None
    assert any("option 1: there is nothing to choose" in one.message for one in found.problems)


def test_an_initial_value_that_counts_is_not_told_of_as_without_effect() -> None:
    words = {"extension": [{"url": f"{CORE}translation", "valueString": "x"}]}
    code = {"code": "r", "display": "Red"}
    option, first = {"valueCoding": code}, {"valueCoding": {**code, "_display": words}}

    found = read(document(asked("a", "choice", answerOption=[option], initial=[first])))

    told = [each.message for each in found.problems]
    assert any("already chosen" in each for each in told)
    assert not any("without effect" in each for each in told)


def test_texts_without_a_link_id_are_told_of_once() -> None:
    texts = [{"type": "display", "text": f"Text {n}"} for n in range(1, 6)]

    problems = read(document(*texts)).problems

    [told] = [each for each in problems if "linkId" in each.message]
    assert told.place == "/1"
    assert told.message == (
        "5 texts have no linkId; each was given one by its place: “Text 1”, “Text 2”, “Text 3” …"
    )


def test_one_text_without_a_link_id_is_told_where_it_stands() -> None:
    problems = read(document(asked("a"), {"type": "display", "text": "Hello"})).problems

    [told] = [each for each in problems if "linkId" in each.message]
    assert told.message == "“Hello” has no linkId; it was given the linkId /2"
