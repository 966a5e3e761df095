"""Any bytes, read as the response to a questionnaire and answered with."""

import json

from lytte.core.evaluation.compiling import compile
from lytte.core.evaluation.evaluation import evaluate
from lytte.core.evaluation.response_problems import problems
from lytte.core.evaluation.response_tree import answers_from_tree, response_tree
from lytte.integrations.fhir.read import read
from lytte.integrations.fhir.responses import answers, response
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds
from tests.fuzz.importer import SEEDS as QUESTIONNAIRES

COMPILED = [
    compile(found) for one in QUESTIONNAIRES if (found := read(one).questionnaire) is not None
]
EVERY_ID = sorted({place.item.link_id for one in COMPILED for place in one.places.all})
VALUES = [
    {"valueString": "a"}, {"valueInteger": 3}, {"valueDecimal": 1.50}, {"valueBoolean": True},
    {"valueDate": "2026-02"}, {"valueDateTime": "2026-03-29T02:30:00+01:00"},
    {"valueTime": "25:61"}, {"valueCoding": {"system": "urn:x", "code": "a"}},
    {"valueQuantity": {"value": 7, "unit": "kg", "code": "kg"}}, {"valueUri": "urn:a"},
    {"valueAttachment": {"contentType": "image/png", "data": "AAAA"}},
    {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                    "valueCode": "asked-declined"}]},
]  # fmt: skip


def _seed(which: int) -> bytes:
    items = [
        {"linkId": link_id, "answer": [VALUES[(number + which) % len(VALUES)]]}
        for number, link_id in enumerate(EVERY_ID)
    ]
    tree = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
    return bytes([which]) + json.dumps(tree).encode()


SEEDS = [_seed(which) for which in range(max(len(COMPILED), len(VALUES)))]
WORDS = [json.dumps(one)[1:-1].encode() for one in VALUES] + [
    b'"linkId":"', b'"answer":[{', b'"item":[{', b"}]", b'"valueInteger":-0', b'"valueDecimal":1e9',
    *(link_id.encode() for link_id in EVERY_ID),
]  # fmt: skip

JSON_STARTS = 1


def attempt(document: bytes) -> None:
    """Read the answers, evaluate with them, and write the response; it is read back the same."""
    compiled = COMPILED[document[0] % len(COMPILED)] if document else COMPILED[0]
    with within_bounds():
        given, found = answers(document[1:], compiled.questionnaire)
        evaluation = evaluate(compiled, given)
        problems(evaluation)
        tree = response_tree(evaluation)
        written = response(tree, compiled.questionnaire)
    assert all(one.message for one in found)
    back = answers_from_tree(compiled.places, tree)
    again, _ = answers(written, compiled.questionnaire)
    assert set(again) <= set(back), "the response holds what nobody answered"


if __name__ == "__main__":
    guided.start("responses")
