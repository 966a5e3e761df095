"""Value sets of FHIR itself that questionnaires name without bringing them along.

Small, and the same everywhere; others need a terminology server, which is the
business of whoever sends the questionnaire.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lytte.core.items.choice import AnswerOption
from lytte.core.questionnaire import ValueSet
from lytte.core.texts import Text
from lytte.core.values import Coding
from lytte.integrations.fhir.versions import every_item

_GENDER = "http://hl7.org/fhir/administrative-gender"
_YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_SETS = {
    "http://hl7.org/fhir/ValueSet/administrative-gender": (
        (_GENDER, "male", {"en": "Male", "nb": "Mann", "nn": "Mann"}),
        (_GENDER, "female", {"en": "Female", "nb": "Kvinne", "nn": "Kvinne"}),
        (_GENDER, "other", {"en": "Other", "nb": "Annet", "nn": "Anna"}),
        (_GENDER, "unknown", {"en": "Unknown", "nb": "Ukjent", "nn": "Ukjend"}),
    ),
    "http://hl7.org/fhir/ValueSet/yesnodontknow": (
        (_YES_NO, "Y", {"en": "Yes", "nb": "Ja", "nn": "Ja"}),
        (_YES_NO, "N", {"en": "No", "nb": "Nei", "nn": "Nei"}),
        (_ABSENT, "asked-unknown", {"en": "Don't know", "nb": "Vet ikke", "nn": "Veit ikkje"}),
    ),
}
WELL_KNOWN = {"well_known": True}
"""Marks a value set that is not written out again: everybody has it."""


def concepts(url: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the system and the concept of each option of a value set of FHIR itself."""
    return [
        (
            system,
            {
                "code": code,
                "display": words["en"],
                "designation": [{"language": tag, "value": text} for tag, text in words.items()],
            },
        )
        for system, code, words in _SETS.get(url, ())
    ]


def well_known(document: Mapping[str, Any]) -> Iterator[ValueSet]:
    """Yield the value sets of FHIR itself that the items name, each once."""
    named = (item.get("answerValueSet") for item in every_item(document))
    for url in dict.fromkeys(each for each in named if isinstance(each, str)):
        if url.split("|")[0] in _SETS:
            plain = url.split("|")[0]
            options = tuple(
                AnswerOption(
                    value=Coding(system=system, code=code, display=words["en"]), text=Text(words)
                )
                for system, code, words in _SETS[plain]
            )
            yield ValueSet(id=plain.rsplit("/", 1)[-1], url=url, options=options, kept=WELL_KNOWN)
