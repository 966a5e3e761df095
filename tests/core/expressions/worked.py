"""A small response and the quickest way to ask it something."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from lytte.core.expressions.expression import parse
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.scope import Environment
from lytte.core.expressions.temporal import Temporal

NOW = datetime(2026, 3, 29, 14, 5, 6, 250_000, timezone(timedelta(hours=2)))

RESPONSE: Mapping[str, object] = {
    "resourceType": "QuestionnaireResponse",
    "status": "in-progress",
    "contained": [{"resourceType": "Patient", "id": "p", "birthDate": "1961-07"}],
    "item": [
        {"linkId": "pain", "answer": [{"valueInteger": 7}]},
        {"linkId": "weight", "answer": [{"valueDecimal": Decimal("70.50")}]},
        {"linkId": "nausea", "answer": [{"valueBoolean": False}]},
        {
            "linkId": "drugs",
            "item": [
                {"linkId": "drug", "answer": [{"valueString": "paracetamol"}]},
                {
                    "linkId": "dose",
                    "answer": [
                        {
                            "valueQuantity": {
                                "value": 1,
                                "unit": "g",
                                "system": "http://unitsofmeasure.org",
                                "code": "g",
                            }
                        }
                    ],
                },
            ],
        },
        {"linkId": "since", "answer": [{"valueDate": "2026-02"}]},
        {"linkId": "open", "text": "left open"},
    ],
}


def worked(text: str, environment: Environment | None = None) -> list[object]:
    """Return what the expression comes to on the response, dates and quantities as texts."""
    found = parse(text).evaluate(dict(RESPONSE), environment or Environment(now=NOW))
    return [str(each) if isinstance(each, Temporal | Quantity) else each for each in found]
