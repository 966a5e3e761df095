"""A hospital's own copy of an instrument is scored by its recipe, or told why not."""

import json
from decimal import Decimal
from typing import Any

import pytest

from lytte.core.instrument import Instrument
from lytte.core.problems import Problem
from lytte.services.instruments import importing
from lytte.services.instruments.importing import Imported, Naming
from lytte.storage import tables
from tests.world import World

WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"

Drawn = dict[str, Any]


def option(number: int, counts: int | None) -> Drawn:
    found: Drawn = {
        "valueCoding": {"system": "urn:x", "code": f"c{number}", "display": f"S{number}"}
    }
    if counts is not None:
        found["extension"] = [{"url": WEIGHT, "valueDecimal": counts}]
    return found


def choice(link_id: str, *counts: int | None, **more: Any) -> Drawn:
    """A question of our own making; no instrument's words."""
    answers = [option(number, one) for number, one in enumerate(counts)]
    item: Drawn = {"linkId": link_id, "text": f"Prøvespørsmål {link_id}?", "type": "choice"}
    return {**item, "answerOption": answers, **more}


def document(*items: Drawn, **more: Any) -> bytes:
    found = {"resourceType": "Questionnaire", "status": "active", "language": "nb", "item": items}
    return json.dumps(found | more).encode()


def nine(*counts: int | None) -> list[Drawn]:
    return [choice(f"s{number}", *counts) for number in range(1, 10)]


def bring(world: World, document_: bytes, naming: Naming) -> Imported:
    with world.open() as session:
        found = importing.bring(world.work(session), document_, naming)
        session.commit()
        return found


def stored(world: World, found: Imported) -> Instrument:
    """Return what the shelf has now, read back from the database."""
    assert found.row is not None, found.problems
    with world.open() as session:
        row = session.get(tables.InstrumentVersion, found.row.id)
        assert row is not None
        return Instrument.model_validate(row.document)


def errors(found: Imported) -> list[Problem]:
    return [one for one in found.problems if one.severity == "error"]


def notes(found: Imported) -> list[str]:
    return [one.message for one in found.problems if one.severity == "note"]


def test_the_recipe_says_what_the_instrument_is(world: World) -> None:
    found = bring(world, document(*nine(0, 1, 2, 3)), Naming(recipe="phq-9"))

    instrument = stored(world, found)
    [total] = instrument.scales
    assert (instrument.id, instrument.wording, instrument.verified) == ("phq-9", "licensed", False)
    assert total.items == tuple(f"s{number}" for number in range(1, 10))
    assert [cut.at_least for cut in total.cut_offs] == [5, 10, 15, 20]
    assert total.needed == 7
    assert total.title.read("nb") == "Sum"
    assert not instrument.licence.required
    assert "Not checked against the manual: total." in notes(found)


def test_the_licence_is_wanted_where_its_terms_say_so(world: World) -> None:
    items = [choice(f"q{number}", 0, 1, 2, 3, 4) for number in range(1, 14)]

    instrument = stored(world, bring(world, document(*items), Naming(recipe="facit-fatigue")))

    assert instrument.licence.required


def test_everything_that_does_not_fit_is_told_at_once_and_nothing_is_kept(world: World) -> None:
    items = nine(0, 1, 2, 3)
    items[2] = choice("s3", 0, 1, 2)
    items[4] = choice("s5", 0, 1, 2, 4)
    items[6] = {"linkId": "s7", "text": "Prøvespørsmål s7?", "type": "string"}
    items.append(choice("s10", None, None))

    found = bring(world, document(*items), Naming(recipe="phq-9"))

    assert found.row is None
    assert [(one.place, one.message) for one in errors(found)] == [
        ("", "The questionnaire has 10 questions, the recipe 9 items."),
        ("s10", "“Prøvespørsmål s10?” is not in the recipe."),
        ("s3", "“Prøvespørsmål s3?” (= q3) has 3 options, the recipe counts 4: 0 to 3."),
        ("s5", "“Prøvespørsmål s5?” (= q5) counts 0, 1, 2, 4; the recipe counts 0 to 3."),
        ("s7", "“Prøvespørsmål s7?” (= q7) is answered in words; the recipe counts 0 to 3."),
    ]
    assert all(one.way_out for one in errors(found))


def test_wording_in_another_order_than_the_recipe_is_refused_with_both_places(
    world: World,
) -> None:
    items = nine(0, 1, 2, 3)
    items[1], items[4] = items[4], items[1]

    found = bring(world, document(*items), Naming(recipe="phq-9"))

    assert found.row is None
    assert [(one.place, one.message, one.way_out) for one in errors(found)] == [
        (
            f"s{here}",
            f"“Prøvespørsmål s{here}?” is item q{here} and should stand where"
            f" “Prøvespørsmål s{there}?” stands.",
            "Put the questions in the instrument's order.",
        )
        for here, there in ((2, 5), (5, 2))
    ]


def test_a_question_beside_the_score_is_asked_and_not_scored(world: World) -> None:
    items = [choice("how_hard", None, None), *nine(0, 1, 2, 3)]

    found = bring(world, document(*items), Naming(recipe="phq-9", beside=("how_hard",)))

    instrument = stored(world, found)
    assert len(instrument.questionnaire.items) == 10
    assert "how_hard" not in instrument.scales[0].items


def test_a_question_beside_that_is_not_there_is_a_slip_of_the_pen(world: World) -> None:
    naming = Naming(recipe="phq-9", beside=("how-hard",))

    found = bring(world, document(*nine(0, 1, 2, 3)), naming)

    assert [one.place for one in errors(found)] == ["how-hard"]


def test_what_nobody_answers_is_left_out(world: World) -> None:
    hidden = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"}
    calculated = {
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": "1 + 1"},
    }
    items: list[Drawn] = [
        {"linkId": "intro", "text": "Først litt om dette.", "type": "display"},
        {"linkId": "block", "text": "Del 1", "type": "group", "item": nine(0, 1, 2, 3)},
        {"linkId": "sum", "text": "Sum", "type": "decimal", "extension": [calculated]},
        {"linkId": "seen", "type": "decimal", "readOnly": True},
        {"linkId": "who", "type": "string", "extension": [hidden | {"valueBoolean": True}]},
    ]

    found = bring(world, document(*items), Naming(recipe="phq-9"))

    assert len(stored(world, found).scales[0].items) == 9


def test_options_without_numbers_are_counted_off_and_it_says_so(world: World) -> None:
    found = bring(world, document(*nine(None, None, None, None)), Naming(recipe="phq-9"))

    questionnaire = stored(world, found).questionnaire
    [weights] = {
        tuple(option.weight for option in questionnaire.options(item))
        for item in questionnaire.items
    }
    assert weights == tuple(map(Decimal, range(4)))
    [said] = [one for one in notes(found) if "counted off" in one]
    assert "“S0” = 0, “S1” = 1, “S2” = 2, “S3” = 3" in said


def test_a_shared_value_set_is_counted_off_for_these_questions_alone(world: World) -> None:
    concepts = [{"code": code, "display": code.upper()} for code in "abcd"]
    often = {
        "resourceType": "ValueSet",
        "id": "often",
        "status": "active",
        "compose": {"include": [{"system": "urn:x", "concept": concepts}]},
    }
    items: list[Drawn] = [
        {"linkId": f"s{n}", "text": f"{n}?", "type": "choice", "answerValueSet": "#often"}
        for n in range(1, 11)
    ]

    found = bring(
        world, document(*items, contained=[often]), Naming(recipe="phq-9", beside=("s10",))
    )

    questionnaire = stored(world, found).questionnaire
    first, last = questionnaire.items[0], questionnaire.items[9]
    assert [option.weight for option in questionnaire.options(first)] == [0, 1, 2, 3]
    assert [option.weight for option in questionnaire.options(last)] == [None] * 4


def test_a_form_printed_from_the_top_is_never_counted_off(world: World) -> None:
    """WHO-5 prints 5 first: counted off it would come out upside down."""
    items = [choice(f"s{number}", *[None] * 6) for number in range(1, 6)]

    found = bring(world, document(*items), Naming(recipe="who-5"))

    assert found.row is None
    assert len(errors(found)) == 5


def test_no_path_is_made_of_what_somebody_typed(world: World) -> None:
    found = bring(world, document(*nine(0, 1, 2, 3)), Naming(recipe="../phq-9"))

    assert [one.message for one in errors(found)] == ["There is no recipe called ../phq-9."]


@pytest.mark.parametrize("recipe", ["", "phq-9"])
def test_importing_twice_changes_nothing(world: World, recipe: str) -> None:
    content = document(*nine(0, 1, 2, 3), name="Prove")

    first = bring(world, content, Naming(recipe=recipe))
    again = bring(world, content, Naming(recipe=recipe))

    assert first.row is not None
    assert again.row is not None
    assert first.row.id == again.row.id
