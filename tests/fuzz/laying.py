"""Any questionnaire laid onto any recipe: an instrument that scores, or faults."""

from decimal import Decimal

from lytte.core.problems import stopping
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, read_recipe, recipe_ids
from lytte.integrations.fhir.read import read
from lytte.services.instruments.laying import onto_recipe
from tests.fuzz import guided, importer
from tests.fuzz.bounds import within_bounds

RECIPES = [read_recipe(INSTRUMENTS / name) for name in recipe_ids()]
_WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def _fitting(which: int, weighted: bool) -> bytes:
    """Write a questionnaire that fits the recipe, in bytes that a fuzzer can spoil."""
    items = []
    for item in RECIPES[which].items[:30]:
        options = ",".join(
            f'{{"valueCoding":{{"code":"{number}"}}'
            + (f',"extension":[{{"url":"{_WEIGHT}","valueDecimal":{number}}}]' if weighted else "")
            + "}"
            for number in item.values[:12]
        )
        asked = f'"linkId":"{item.id}","text":"{item.id}?","type":"choice"'
        items.append(f'{{{asked},"answerOption":[{options}]}}')
    head = '{"resourceType":"Questionnaire","status":"active","item":['
    return bytes([which]) + (head + ",".join(items) + "]}").encode()


SEEDS = [_fitting(which, which % 2 == 0) for which in range(len(RECIPES))]
WORDS = [*importer.WORDS, b'"readOnly":true', b'"type":"integer"', _WEIGHT.encode()]

JSON_STARTS = 1


def attempt(document: bytes) -> None:
    """Lay it; when it fits, the lowest answers to everything have a score or a reason."""
    recipe = RECIPES[document[0] % len(RECIPES)] if document else RECIPES[0]
    questionnaire = read(document[1:]).questionnaire
    if questionnaire is None:
        return
    with within_bounds():
        instrument, problems = onto_recipe(questionnaire, recipe, beside=("b",))
    assert (instrument is None) == stopping(problems)
    if instrument is None:
        return
    known = {item.link_id for item in instrument.questionnaire.every_item()}
    assert all(known.issuperset(scale.items) for scale in instrument.scales)
    lowest: dict[str, Decimal] = {link_id: Decimal() for link_id in known}
    assert score(instrument.scales, lowest)


if __name__ == "__main__":
    guided.start("laying")
