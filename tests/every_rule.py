"""One questionnaire that holds the rules on which engines differ, and how it is answered."""

import json
import re
from typing import Any

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CORE = "http://hl7.org/fhir/StructureDefinition/"


def _asked(link_id: str, kind: str = "string", *conditions: Any, **more: Any) -> dict[str, Any]:
    when = {"enableWhen": list(conditions)} if conditions else {}
    return {"linkId": link_id, "text": f"Om {link_id}", "type": kind, **when, **more}


def _when(question: str, operator: str = "=", **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **(answer or {"answerBoolean": True})}


def _worked_out(link_id: str, *extensions: dict[str, Any]) -> dict[str, Any]:
    sum_of_both = " + ".join(
        f"%resource.descendants().where(linkId='{one}').answer.value" for one in ("vekt", "dose")
    )
    written = {"language": "text/fhirpath", "expression": sum_of_both}
    found = {"url": f"{SDC}calculatedExpression", "valueExpression": written}
    return _asked(link_id, "decimal", readOnly=True, extension=[found, *extensions])


BOUNDS = ("0.10", "350.50")
"""As the file writes them: a zero at the end is part of a decimal."""
_COLOURS = [
    {"valueCoding": {"code": code, "display": word}} for code, word in (("r", "Rød"), ("b", "Blå"))
]
_RED_OF_A_SYSTEM = {"system": "https://example.org/colours", "code": "r"}
_ITEMS = (
    _asked(
        "vekt", "decimal",
        extension=[
            {"url": f"{CORE}{bound}", "valueDecimal": value}
            for bound, value in zip(("minValue", "maxValue"), BOUNDS, strict=True)
        ],
    ),
    _asked("dose", "decimal"),
    # A chain of three.
    _asked("kvalm", "boolean"),
    _asked("verre", "boolean", _when("kvalm")),
    _asked("natt", "boolean", _when("verre")),
    _asked("våken", "string", _when("natt")),
    # Closed; what is inside would be asked by its own condition, and opens what follows.
    _asked(
        "hjemme", "group", _when("kvalm", answerBoolean=False),
        item=[_asked("hjelp", "string", _when("vekt", "exists"))],
    ),
    _asked("hvem", "string", _when("hjelp", "exists")),
    # No system on the options, one in the condition.
    _asked("farge", "choice", answerOption=_COLOURS),
    _asked("nyanse", "string", _when("farge", answerCoding=_RED_OF_A_SYSTEM)),
    # Left open, which is not the same as what it is compared with.
    _asked("sted"),
    _asked("annet", "string", _when("sted", "!=", answerString="her")),
    # A row sees its own row.
    _asked(
        "medisin", "group", repeats=True,
        item=[_asked("bruker", "boolean"), _asked("virket", "string", _when("bruker"))],
    ),
    _asked("barn", "boolean", item=[_asked("antall", "integer")]),
    _asked("yrke", "string", required=True),
    _asked("redd", "boolean"),
    _asked("grunn", "string", _when("redd", "exists")),
    _worked_out("sum"),
    _worked_out("skjult", {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True}),
)  # fmt: skip

_WRITTEN = json.dumps(
    {
        "resourceType": "Questionnaire", "status": "active", "language": "nb", "title": "Prøve",
        "url": "https://example.org/Questionnaire/every-rule", "version": "1",
        "copyright": "Laget for en prøve.", "item": list(_ITEMS),
    }
)  # fmt: skip
DOCUMENT = re.sub(f'"({"|".join(BOUNDS)})"', r"\1", _WRITTEN).encode()

ASKED = [
    "vekt", "dose", "kvalm", "verre", "natt", "våken", "farge", "nyanse", "sted", "annet",
    "bruker", "virket", "barn", "antall", "yrke", "redd",
]  # fmt: skip
NEVER_ASKED = ["hjelp", "hvem", "grunn"]
# In binary 1.005 + 2.010 is 3.0149999999999997.
SUM = "3.015"
SENT = {
    "q0-0": "1,005", "q0-1": "2,010", "q0-2": "1", "q0-3": "1", "q0-4": "1", "q0-5": "Lyset",
    "q0-9": "0", "q0-10": "Mørk", "q0-11": "", "q0-12": "Ingenting",
    "q0-14-0": "1", "q0-15-0": "Godt", "q0-14-1": "0",
    "q0-16": "1", "q0-17": "2", "q0-18": "", "q0-19": "no",
}  # fmt: skip
"""What the patient's page sends: one question is left, one is required and left, one declined."""


def fields(html: str) -> dict[str, str]:
    """Return what a page is sent; a second row is added from the first."""
    given = {name: said for name, said in SENT.items() if f'name="{name}"' in html}
    return {**given, "add": "1"} if "q0-15-0" in given else given


def questions(html: str) -> list[str]:
    """Return the linkIds of what stands on a page, in its order, each once."""
    return list(dict.fromkeys(re.findall(r"\bOm (\w+)", html)))


PAPER = {
    **{name: said for name, said in SENT.items() if said}, "q0-11": "B", "q0-18": "B",
    "q0-19": "n", "q0-9": "1", "q0-14-1": "2",
}  # fmt: skip
"""The same on paper: boxes are counted from 1, B is blank and n that it was declined."""

ANSWERED = """{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [
    {"linkId": "vekt", "answer": [{"valueDecimal": 1.005}]},
    {"linkId": "dose", "answer": [{"valueDecimal": 2.010}]}]}"""
"""Two of the answers as another program sends them."""
