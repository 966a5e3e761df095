"""An option that counts 0 counts: "not at all" is an answer, not a gap."""

from decimal import Decimal
from typing import Any

import pytest

from lytte.integrations.fhir import read

WEIGHT = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def concept(code: str, counts: int) -> dict[str, Any]:
    return {"code": code, "extension": [{"url": WEIGHT, "valueDecimal": counts}]}


@pytest.mark.parametrize(
    "holds",
    [
        {"compose": {"include": [{"system": "s", "concept": [concept("a", 0), concept("b", 1)]}]}},
        {"expansion": {"contains": [concept("a", 0) | {"system": "s"}, concept("b", 1)]}},
    ],
    ids=["listed", "expanded"],
)
def test_a_weight_of_nought_in_a_value_set_is_not_lost(holds: dict[str, Any]) -> None:
    """Found by laying a published PHQ-9 onto its recipe: whoever answered 0 had no total."""
    found, _ = read.questionnaire(
        {
            "resourceType": "Questionnaire",
            "status": "active",
            "contained": [{"resourceType": "ValueSet", "id": "often", "status": "active", **holds}],
            "item": [{"linkId": "q", "text": "?", "type": "choice", "answerValueSet": "#often"}],
        }
    )

    assert found is not None
    [item] = found.items
    assert [option.weight for option in found.options(item)] == [Decimal(0), Decimal(1)]
