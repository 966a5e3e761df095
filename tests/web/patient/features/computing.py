"""What opens, computes, fills in and forbids."""

from typing import Any

from tests.web.patient.features.feature import (
    CORE,
    Feature,
    Json,
    answered,
    asked,
    coded,
    expression,
    ext,
    options,
    variable,
)


def when(operator: str, question: str = "a", **answer: Any) -> Json:
    """Return one condition."""
    return {"question": question, "operator": operator, **answer}


def opened(*conditions: Json, **more: Any) -> Json:
    """Return a question that opens on conditions."""
    return asked("b", "boolean", enableWhen=list(conditions), **more)


def opens(name: str, kind: str, sent: str, given: Json, *conditions: Json, **more: Any) -> Feature:
    """Return a form whose second question is open after the first is answered so."""
    return Feature(
        name=f"enableWhen {name}",
        items=(asked("a", kind), opened(*conditions, **more)),
        page=("Om b",),
        paper=("Besvares bare hvis",),
        sends=({"q0_0": sent}, {"q0_1": "1"}),
        response=[answered("a", given), answered("b", {"valueBoolean": True})],
    )


def rule(holder: str, key: str, written: str, human: str) -> Json:
    """Return a rule that an answer must keep, under either of its names."""
    parts: list[Json] = [
        {"url": "key", "valueId": key},
        {"url": "severity", "valueCode": "error"},
        {"url": "human", "valueString": human},
    ]
    if holder == "targetConstraint":
        held = {"language": "text/fhirpath", "expression": written}
        parts.append({"url": "expression", "valueExpression": held})
    else:
        parts.append({"url": "expression", "valueString": written})
    return {"url": CORE + holder, "extension": parts}


NUMBER = "%resource.item.where(linkId='a').answer.value"
THREE = {"valueInteger": 3}

COMPUTING = (
    opens("=", "integer", "3", THREE, when("=", answerInteger=3)),
    opens(
        "!=",
        "integer",
        "3",
        THREE,
        when("!=", answerInteger=4),
        when("exists", answerBoolean=True),
        enableBehavior="all",
    ),
    opens(">", "integer", "3", THREE, when(">", answerInteger=2)),
    opens(">=", "integer", "3", THREE, when(">=", answerInteger=3)),
    opens("<", "integer", "3", THREE, when("<", answerInteger=4)),
    opens("<=", "integer", "3", THREE, when("<=", answerInteger=3)),
    opens("exists", "integer", "3", THREE, when("exists", answerBoolean=True)),
    opens(
        "any of several",
        "integer",
        "3",
        THREE,
        when("=", answerInteger=9),
        when("=", answerInteger=3),
        enableBehavior="any",
    ),
    opens("a boolean", "boolean", "1", {"valueBoolean": True}, when("=", answerBoolean=True)),
    opens("a text", "string", "ja", {"valueString": "ja"}, when("=", answerString="ja")),
    Feature(
        name="enableWhen a coding; what stays closed is not sent",
        items=(
            asked("a", "choice", answerOption=options("Rød", "Blå")),
            asked("b", "boolean", enableWhen=[when("=", answerCoding=coded("Blå", "b"))]),
            asked("c", "boolean"),
        ),
        not_on_page=("Om b",),
        paper=("Besvares bare hvis",),
        sends=({"q0_0": "0"}, {"q0_2": "1"}),
        response=[
            answered("a", {"valueCoding": coded("Rød", "a")}),
            answered("c", {"valueBoolean": True}),
        ],
    ),
    Feature(
        name="a closed group closes all that is in it",
        items=(
            asked("a", "boolean"),
            asked(
                "g",
                "group",
                enableWhen=[when("=", answerBoolean=True)],
                item=[asked("h", "group", item=[asked("b", required=True)])],
            ),
            asked("c", "boolean"),
        ),
        not_on_page=("Om b",),
        paper=("Besvares bare hvis",),
        sends=({"q0_0": "0"}, {"q0_4": "1"}),
        response=[
            answered("a", {"valueBoolean": False}),
            answered("c", {"valueBoolean": True}),
        ],
    ),
    Feature(
        name="row k of a repeat sees its own row",
        items=(
            asked(
                "g",
                "group",
                repeats=True,
                item=[
                    asked("a", "boolean"),
                    asked("b", "string", enableWhen=[when("=", answerBoolean=True)]),
                ],
            ),
        ),
        page=("Om b",),
        paper=("Besvares bare hvis",),
        sends=(
            {"q0_1_0": "1"},
            {"q0_2_0": "første", "add": "1"},
            {"q0_1_1": "0"},
        ),
        response=[
            {
                "linkId": "g",
                "item": [
                    answered("a", {"valueBoolean": True}),
                    answered("b", {"valueString": "første"}),
                ],
            },
            {"linkId": "g", "item": [answered("a", {"valueBoolean": False})]},
        ],
    ),
    Feature(
        name="variable and calculatedExpression",
        items=(
            asked("a", "integer"),
            asked(
                "b",
                "integer",
                expression("calculatedExpression", "%n * 2"),
                variable("n", NUMBER),
                readOnly=True,
            ),
        ),
        page=("<b>6</b>",),
        paper=("Om a",),
        sends=({"q0_0": "3"}, {}),
        response=[answered("a", THREE), answered("b", {"valueInteger": 6})],
    ),
    Feature(
        name="a variable of the whole questionnaire",
        items=(
            asked("a", "integer"),
            asked("b", "integer", expression("calculatedExpression", "%n + 1"), readOnly=True),
        ),
        more={"extension": [variable("n", NUMBER)]},
        page=("<b>4</b>",),
        sends=({"q0_0": "3"}, {}),
        response=[answered("a", THREE), answered("b", {"valueInteger": 4})],
    ),
    Feature(
        name="initialExpression: filled in from the record",
        items=(
            asked(
                "a",
                "date",
                expression("initialExpression", "%patient.birthDate"),
                readOnly=True,
            ),
            asked("b", "boolean"),
        ),
        more={
            "extension": [
                {
                    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-questionnaire-launchContext",
                    "extension": [
                        {"url": "name", "valueCoding": {"code": "patient"}},
                        {"url": "type", "valueCode": "Patient"},
                    ],
                }
            ]
        },
        page=("14. mars 1951",),
        sends=({}, {"q0_1": "1"}),
        response=[
            answered("a", {"valueDate": "1951-03-14"}),
            answered("b", {"valueBoolean": True}),
        ],
    ),
    Feature(
        name="enableWhenExpression",
        items=(
            asked("a", "integer"),
            asked("b", "boolean", expression("enableWhenExpression", f"{NUMBER} > 2")),
        ),
        page=("Om b",),
        sends=({"q0_0": "3"}, {"q0_1": "0"}),
        response=[answered("a", THREE), answered("b", {"valueBoolean": False})],
    ),
    *(
        Feature(
            name=holder,
            items=(
                asked(
                    "a", "integer", rule(holder, "odd", "answer.value mod 2 = 1", "Bare oddetall.")
                ),
            ),
            wrong=({"q0_0": "4"}, "Bare oddetall."),
            sends=({"q0_0": "3"},),
            response=[answered("a", THREE)],
        )
        for holder in ("questionnaire-constraint", "targetConstraint")
    ),
    Feature(
        name="a rule of a group, about the page that brings all of it",
        items=(
            asked(
                "g",
                "group",
                rule(
                    "targetConstraint",
                    "order",
                    "item.where(linkId='a').answer.value <= item.where(linkId='b').answer.value",
                    "Det laveste først.",
                ),
                item=[asked("a", "integer"), asked("b", "integer")],
            ),
        ),
        wrong=({"q0_1": "4", "q0_2": "3"}, "Det laveste først."),
        sends=({"q0_1": "3", "q0_2": "4"},),
        response=[
            {
                "linkId": "g",
                "item": [answered("a", THREE), answered("b", {"valueInteger": 4})],
            }
        ],
    ),
    Feature(
        name="observationExtract and other marks for extraction are kept",
        items=(
            asked(
                "a",
                "integer",
                ext(
                    "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
                    "sdc-questionnaire-observationExtract",
                    "Boolean",
                    True,
                ),
                code=[{"system": "http://loinc.org", "code": "1-8"}],
            ),
        ),
        sends=({"q0_0": "3"},),
        response=[answered("a", THREE)],
    ),
)
