"""What each FHIR feature becomes, on the small questionnaires of `examples`."""

from decimal import Decimal

import pytest

from lytte.core.conditions import EnableWhen
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.core.values import Coding, Date, Reference, Time
from lytte.integrations.fhir.read import read
from tests.integrations.fhir.questionnaires import (
    EXAMPLES,
    asked,
    document,
    example,
    imported,
    item,
)


def choice(name: str, link_id: str) -> Choice:
    found = item(example(name), link_id)
    assert isinstance(found, Choice)
    return found


def test_every_type_of_item_is_read() -> None:
    types = [each.type for each in example("every-type").every_item()]

    assert types == [
        "group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string",
        "text", "url", "choice", "open-choice", "attachment", "reference", "quantity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link_id", "first"),
    [
        ("coded", Coding(system="https://example.org/colours", code="r", display="Red")),
        ("words", "small"),
        ("numbers", 1),
        ("days", Date("2026-05-17")),
        ("times", Time("08:00:00")),
        ("pointer", Reference(reference="Practitioner/1", display="Nurse")),
    ],
)
def test_options_may_be_of_any_type(link_id: str, first: object) -> None:
    assert choice("options", link_id).answer_options[0].value == first


def test_an_option_has_its_prefix_weight_and_whether_it_stands_alone() -> None:
    red, none = choice("options", "coded").answer_options

    assert (red.prefix.read("en"), red.weight, red.exclusive) == ("a)", Decimal("1.50"), False)
    assert str(red.weight) == "1.5"
    assert (none.exclusive, none.weight) == (True, None)


def test_own_words_have_their_label() -> None:
    other = choice("options", "own")

    assert (other.type, other.open_label.read("en")) == ("open-choice", "Something else")
    assert choice("options", "chosen").answer_options[1].initial_selected


@pytest.mark.parametrize(
    ("link_id", "codes", "weights"),
    [
        ("listed", ["a", "b"], [Decimal(1), Decimal(3)]),
        ("expanded", ["a"], [None]),
        ("whole", ["a", "b"], [None, Decimal(3)]),
        ("absent", [], []),
        ("gender", ["male", "female", "other", "unknown"], [None] * 4),
    ],
)
def test_value_sets_bring_their_options_and_weights(
    link_id: str, codes: list[str], weights: list[Decimal | None]
) -> None:
    form = example("value-sets")
    options = form.options(item(form, link_id))

    assert [getattr(each.value, "code", None) for each in options] == codes
    assert [each.weight for each in options] == weights


def test_a_concept_without_words_takes_those_of_its_code_system() -> None:
    form = example("value-sets")
    little, lot = form.options(item(form, "listed"))

    assert (little.text.read("nb"), lot.text.read("en")) == ("Litt", "A lot")


def test_a_value_set_beside_the_questionnaire_in_a_bundle_is_found() -> None:
    beside = {
        "resourceType": "ValueSet",
        "url": "https://example.org/ValueSet/b",
        "compose": {"include": [{"system": "s", "concept": [{"code": "x", "display": "X"}]}]},
    }
    inside = {
        "resourceType": "Questionnaire",
        "status": "draft",
        "item": [asked("a", "choice", answerValueSet="https://example.org/ValueSet/b")],
    }

    found = read(
        {"resourceType": "Bundle", "entry": [{"resource": inside}, {"resource": beside}]}
    ).questionnaire

    assert found is not None
    assert [each.text.read("en") for each in found.options(found.items[0])] == ["X"]


def test_conditions_keep_operator_answer_and_behaviour() -> None:
    form = example("conditions")

    assert item(form, "what").enable_when == (
        EnableWhen(question="ate", operator="=", answer=True),
    )
    assert item(form, "many").enable_behavior == "all"
    assert item(form, "why").enable_when[0].answer == Coding(
        system="https://example.org/colours", code="r"
    )
    computed = item(form, "computed").enable_when_expression
    assert computed is not None
    assert "cups" in computed.expression


def test_expressions_are_read_where_they_stand() -> None:
    form = example("expressions")
    bmi, today, rule = item(form, "bmi"), item(form, "today"), item(form, "rule")

    assert [each.name for each in form.variables] == ["w", "h"]
    assert isinstance(bmi, Number)
    assert bmi.calculated_expression is not None
    assert bmi.calculated_expression.expression == "%w / (%h * %h)"
    assert isinstance(today, DateItem)
    assert today.initial_expression is not None
    assert choice("expressions", "pick").answer_expression is not None
    assert choice("expressions", "toggle").toggles[0].expression.expression == "%w > 50"
    assert (rule.constraints[0].key, rule.constraints[0].severity) == ("even", "warning")
    assert rule.constraints[0].human.read("en") == "An even number, please."


def test_limits_belong_to_the_type() -> None:
    form = example("limits")
    litres, code, fluid = item(form, "d"), item(form, "s"), item(form, "q")
    day, photo, pills = item(form, "da"), item(form, "a"), item(form, "g")

    assert isinstance(litres, Number)
    assert (litres.minimum, litres.max_decimal_places) == (Decimal("0.5"), 2)
    assert litres.unit is not None
    assert isinstance(code, FreeText)
    assert (code.max_length, code.min_length, code.regex) == (4, 4, "[0-9]{4}")
    assert isinstance(fluid, QuantityItem)
    assert [each.code for each in fluid.unit_options] == ["mL", "L"]
    assert fluid.minimum is not None
    assert fluid.minimum.value == Decimal("0.1")
    assert isinstance(day, DateItem)
    assert day.maximum == Date("2026-12-31")
    assert isinstance(photo, AttachmentItem)
    assert (photo.max_size, photo.mime_types) == (1_500_000, ("image/png",))
    assert (pills.min_occurs, pills.max_occurs) == (1, 5)


@pytest.mark.parametrize(
    ("link_id", "kind"),
    [("nrs", NumericRating), ("vas", VisualAnalogue), ("steps", Number), ("plain", Number)],
)
def test_a_slider_of_whole_numbers_is_a_scale(link_id: str, kind: type) -> None:
    assert type(item(example("scales"), link_id)) is kind


def test_the_ends_of_a_scale_stay_items() -> None:
    ends = item(example("scales"), "nrs").items

    assert [(each.control, each.text.read("en")) for each in ends if isinstance(each, Display)] == [
        ("lower", "None"),
        ("upper", "Worst"),
    ]


def test_formatted_texts_are_shown_without_what_could_harm() -> None:
    form = example("texts")

    assert item(form, "md").formatted.read("en") == "<p><strong>Bold</strong> and plain</p>"
    assert item(form, "html").formatted.read("en") == "<b>Bold</b>"


def test_translations_are_read_of_texts_options_and_title() -> None:
    form = example("texts")
    asks = item(form, "tr")

    assert (asks.text.read("nb"), asks.text.read("ar")) == ("Hvordan har du det?", "كيف حالك؟")
    assert [each.text.read("nb") for each in form.options(asks)] == ["Bra", "Sånn passe"]
    assert form.title.read("nb") == "Tekster"
    assert asks.prefix.read("en") == "1."


def test_how_an_item_is_shown() -> None:
    form = example("showing")
    radio, table, fixed = item(form, "radio"), item(form, "table"), item(form, "ro")

    assert item(form, "h").hidden
    assert isinstance(radio, Choice)
    assert (radio.control, radio.orientation) == ("radio-button", "horizontal")
    assert isinstance(table, Group)
    assert (table.control, table.repeats) == ("gtable", True)
    assert fixed.read_only
    assert fixed.code == (Coding(system="http://loinc.org", code="1-1", display="One"),)


def test_items_under_answers_are_read() -> None:
    form = example("nested")

    assert item(form, "again").items[0].link_id == "times"
    assert item(form, "pets").items[0].link_id == "called"


def test_stu3_is_read_with_its_own_names() -> None:
    found = read((EXAMPLES / "stu3.json").read_bytes())

    assert (found.version, found.questionnaire is not None) == ("STU3", True)
    form = example("stu3")
    colour, why = item(form, "c"), item(form, "s")
    assert isinstance(colour, Choice)
    assert colour.initial == (Coding(code="r"),)
    assert [each.value for each in colour.answer_options][1] == "blue"
    assert len(form.options(item(form, "v"))) == 1
    assert [each.operator for each in why.enable_when] == ["=", "exists"]
    assert why.enable_behavior == "any"


def test_r5_is_read_with_its_own_types() -> None:
    found = read((EXAMPLES / "r5.json").read_bytes())

    assert found.version == "R5"
    form = example("r5")
    assert [each.type for each in form.items] == [
        "choice", "open-choice", "open-choice", "choice", "open-choice",
    ]  # fmt: skip
    assert item(form, "c").disabled_display == "protected"


def test_one_r5_type_gives_the_version_away() -> None:
    option = [{"valueCoding": {"code": "a", "display": "A"}}]

    assert read(document(asked("q", "coding", answerOption=option))).version == "R5"
    assert read(document(asked("q", "choice", answerOption=option))).version == "R4"


def test_a_stated_version_is_believed() -> None:
    assert read(document(asked("q"), fhirVersion="5.0.0")).version == "R5"


def test_what_lytte_does_not_know_is_kept_digit_for_digit() -> None:
    kept = item(example("unknown"), "a").kept

    assert kept["extension"][0]["valueDecimal"] == {"$decimal": "1.2"}
    assert kept["designNote"] == "an element nobody knows"
    assert kept["_required"]["extension"][0]["valueString"] == "because"


@pytest.mark.parametrize("url", [
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://fhir.org/guides/argonaut-questionnaire/StructureDefinition/extension-score",
])  # fmt: skip
@pytest.mark.parametrize("on_coding", [True, False])
def test_a_weight_is_found_under_each_of_its_names(url: str, on_coding: bool) -> None:
    weight = [{"url": url, "valueDecimal": 2}]
    coding = {"code": "a", "display": "A"}
    option = (
        {"valueCoding": {**coding, "extension": weight}}
        if on_coding
        else {"valueCoding": coding, "extension": weight}
    )

    form = imported(asked("q", "choice", answerOption=[option]))

    assert form.options(form.items[0])[0].weight == 2
