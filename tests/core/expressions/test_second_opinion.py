"""fhirpathpy, an engine by others, agrees where it is known to be right."""

from decimal import Decimal
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from lytte.core.expressions.expression import parse
from lytte.core.expressions.quantities import Quantity
from lytte.core.expressions.temporal import Temporal

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p1",
    "active": True,
    "name": [
        {"use": "official", "family": "Nordmann", "given": ["Kari", "Anne"]},
        {"use": "usual", "given": ["Kari"]},
    ],
    "birthDate": "1961-07-05",
    "multipleBirthInteger": 2,
    "telecom": [{"system": "phone", "value": "123"}, {"system": "email", "value": "k@x"}],
    "extension": [{"url": "http://x", "valueDecimal": 3}],
}


@pytest.mark.parametrize(
    "text",
    [
        "Patient.name.given",
        "name.where(use = 'official').family",
        "name.given.distinct().count()",
        "name[1].given.first() = name[0].given.first()",
        "telecom.where(system = 'phone').value.length()",
        "Patient.multipleBirth + 1",
        "multipleBirth is integer",
        "birthDate < @1970-01-01",
        "extension('http://x').value * 2",
        "name.select(given.first() & '/' & family)",
        "iif(active, 'yes', 'no')",
        "name.family.exists() and name.given.count() > 2",
        "telecom.system contains 'email'",
        "'phone' in telecom.system",
        "name.given | telecom.system",
        "(1 | 2 | 3).where($this mod 2 = 1)",
        "name.repeat(given).count()",
        "descendants().where($this is string).count() > 3",
        "'2026-03-29'.substring(0, 4).toInteger() - 1961",
        "deceased.exists().not() implies active",
        "{} or true",
        "name.all(given.exists())",
        "@2026-01-31 + 1 month = @2026-02-28",
        "name.given.combine(name.family).last()",
    ],
)
def test_another_engine_says_the_same(text: str) -> None:
    theirs = fhirpathpy.evaluate(PATIENT, text, {}, model=models["r4"])

    ours = [_plain(value) for value in parse(text).evaluate(PATIENT)]

    assert ours == [_plain(value) for value in theirs]


def _plain(value: object) -> object:
    if isinstance(value, Temporal | Quantity):
        return str(value)
    return Decimal(str(value)) if isinstance(value, float) else value
