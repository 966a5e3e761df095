"""One feature of FHIR questionnaires, and what is to come of it from file to file."""

from dataclasses import dataclass, field
from typing import Any

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """Items with the feature, and what every place they come to makes of them.

    `sends` is what the patient's pages are sent, one after the other; then the form is sent.
    """

    name: str
    items: tuple[Json, ...]
    sends: tuple[Json, ...] = ()
    page: tuple[str, ...] = ()
    """Patterns that the pages hold, in any order."""
    not_on_page: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    """What the blank form on paper says, in its words or its boxes."""
    response: list[Json] = field(default_factory=list)
    """The items of the FHIR response that comes of it."""
    wrong: tuple[Json, str] | None = None
    """What a page is sent first, and what it then says."""
    more: Json = field(default_factory=dict)
    """Elements of the questionnaire beside its items."""


def asked(link_id: str, kind: str = "string", *extensions: Json, **more: Any) -> Json:
    """Return an item, called after its linkId."""
    found = {"linkId": link_id, "text": f"Om {link_id}", "type": kind, **more}
    return {**found, "extension": list(extensions)} if extensions else found


def ext(name: str, kind: str, value: Any) -> Json:
    """Return an extension; a short name is one of FHIR's own."""
    return {"url": name if name.startswith("http") else CORE + name, f"value{kind}": value}


def control(code: str) -> Json:
    """Return the extension that says how an item is shown."""
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return ext("questionnaire-itemControl", "CodeableConcept", {"coding": [coding]})


def expression(of: str, written: str, **more: str) -> Json:
    """Return an extension that holds FHIRPath."""
    url = of if of.startswith("http") else SDC + of
    return ext(url, "Expression", {"language": "text/fhirpath", "expression": written, **more})


def variable(name: str, written: str) -> Json:
    """Return a variable."""
    return expression(CORE + "variable", written, name=name)


def said(text: str, link_id: str, code: str, *extensions: Json) -> Json:
    """Return a text inside another item."""
    return {
        "linkId": link_id, "text": text, "type": "display",
        "extension": [control(code), *extensions],
    }  # fmt: skip


def options(*words: str) -> list[Json]:
    """Return coded options with the codes a, b, c, …"""
    return [
        {"valueCoding": coded(word, chr(ord("a") + number))} for number, word in enumerate(words)
    ]


def coded(word: str, code: str) -> Json:
    """Return a coding of a system of the tests' own."""
    return {"system": "https://example.org/words", "code": code, "display": word}


def answered(link_id: str, *values: Json) -> Json:
    """Return an item of a response."""
    return {"linkId": link_id, "answer": list(values)}


def left(link_id: str, reason: str) -> Json:
    """Return an item of a response that says why there is no answer."""
    return {"linkId": link_id, "extension": [ext("data-absent-reason", "Code", reason)]}
