"""Options: where they come from, how they are shown, what they rule out."""

from tests.web.patient.features.feature import (
    CORE,
    SDC,
    Feature,
    answered,
    asked,
    coded,
    control,
    expression,
    ext,
    options,
)

COLOURS = "https://example.org/ValueSet/colours"
RED, BLUE = coded("Rød", "a"), coded("Blå", "b")
SET = {
    "resourceType": "ValueSet",
    "id": "colours",
    "url": COLOURS,
    "status": "active",
    "compose": {
        "include": [
            {
                "system": "https://example.org/words",
                "concept": [
                    {
                        "code": code,
                        "display": word,
                        "extension": [ext("ordinalValue", "Decimal", weight)],
                    }
                    for code, word, weight in (("a", "Rød", 1), ("b", "Blå", 3))
                ],
            }
        ]
    },
}
MANY = [f"Sted {number}" for number in range(12)]
NONE = {
    "valueCoding": coded("Ingen av dem", "none"),
    "extension": [ext("questionnaire-optionExclusive", "Boolean", True)],
}
TOGGLE = {
    "url": SDC + "answerOptionsToggleExpression",
    "extension": [
        {"url": "option", "valueCoding": BLUE},
        {
            "url": "expression",
            "valueExpression": {
                "language": "text/fhirpath",
                "expression": "%resource.item.where(linkId='a').answer.value = true",
            },
        },
    ],
}

CHOOSING = (
    Feature(
        name="a contained value set, with its weights",
        items=(
            asked("a", "choice", answerValueSet="#colours"),
            asked(
                "b",
                "decimal",
                expression("calculatedExpression", "%resource.item[0].answer.value.ordinal()"),
                readOnly=True,
            ),
        ),
        more={"contained": [SET]},
        page=("Rød", "<b>3</b>"),
        paper=("Blå",),
        sends=({"q0_0": "1"}, {}),
        response=[answered("a", {"valueCoding": BLUE}), answered("b", {"valueDecimal": 3})],
    ),
    Feature(
        name="a value set by its address, found in the file",
        items=(asked("a", "choice", answerValueSet=COLOURS),),
        more={"contained": [SET]},
        page=("Rød", "Blå"),
        paper=("Blå",),
        sends=({"q0_0": "0"},),
        response=[answered("a", {"valueCoding": RED})],
    ),
    *(
        Feature(
            name=f"{name} on the option",
            items=(
                asked(
                    "a",
                    "choice",
                    answerOption=[
                        {"valueCoding": {**RED, "extension": [ext(name, "Decimal", 2)]}},
                        {"valueCoding": BLUE, "extension": [ext(name, "Decimal", 5)]},
                    ],
                ),
                asked(
                    "b",
                    "decimal",
                    expression("calculatedExpression", f"%resource.item[0].answer.value.{read}()"),
                    readOnly=True,
                ),
            ),
            page=("<b>2</b>",),
            paper=("Blå",),
            sends=({"q0_0": "0"}, {}),
            response=[answered("a", {"valueCoding": RED}), answered("b", {"valueDecimal": 2})],
        )
        for name, read in (("ordinalValue", "ordinal"), ("itemWeight", "weight"))
    ),
    Feature(
        name="initialSelected: nothing is preselected for a patient, what is hidden starts so",
        items=(
            asked(
                "a",
                "choice",
                answerOption=[{"valueCoding": RED, "initialSelected": True}, {"valueCoding": BLUE}],
            ),
            asked(
                "b",
                "choice",
                ext("questionnaire-hidden", "Boolean", True),
                answerOption=[{"valueCoding": RED}, {"valueCoding": BLUE, "initialSelected": True}],
            ),
        ),
        page=("Rød",),
        not_on_page=(" checked", "Om b"),
        paper=("Rød",),
        sends=({"q0_0": "0"},),
        response=[answered("a", {"valueCoding": RED}), answered("b", {"valueCoding": BLUE})],
    ),
    Feature(
        name="optionExclusive",
        items=(asked("a", "choice", repeats=True, answerOption=[*options("Rød", "Blå"), NONE]),),
        wrong=({"q0_0": ["0", "2"]}, "«Ingen av dem» kan ikke stå sammen med andre"),
        paper=("Ingen av dem",),
        sends=({"q0_0": "2"},),
        response=[answered("a", {"valueCoding": NONE["valueCoding"]})],
    ),
    Feature(
        name="optionPrefix and openLabel",
        items=(
            asked(
                "a",
                "open-choice",
                ext(SDC + "openLabel", "String", "En annen farge"),
                answerOption=[
                    {
                        "valueCoding": RED,
                        "extension": [ext("questionnaire-optionPrefix", "String", "1.")],
                    }
                ],
            ),
        ),
        page=("1. Rød", "En annen farge"),
        paper=("En annen farge",),
        sends=({"q0_0": "0"},),
        response=[answered("a", {"valueCoding": RED})],
    ),
    *(
        Feature(
            name=f"itemControl {code}",
            items=(
                asked("a", "choice", control(code), answerOption=options("Rød", "Blå")),
                asked("b", "choice", control(code), answerOption=options(*MANY)),
            ),
            page=('type="radio" name="q0-0"', long),
            paper=("Rød", "Sted 11"),
            sends=({"q0_0": "0"}, {"q0_1": "11"}),
            response=[
                answered("a", {"valueCoding": RED}),
                answered("b", {"valueCoding": coded("Sted 11", "l")}),
            ],
        )
        for code, long in (
            ("radio-button", 'type="radio" name="q0-1"'),
            ("drop-down", '<select class="i" name="q0-1"'),
            ("autocomplete", '<select class="i" name="q0-1"'),
        )
    ),
    Feature(
        name="itemControl check-box",
        items=(
            asked(
                "a",
                "choice",
                control("check-box"),
                repeats=True,
                answerOption=options("Rød", "Blå"),
            ),
        ),
        page=('type="checkbox" name="q0-0"',),
        paper=("Du kan sette flere kryss",),
        sends=({"q0_0": ["0", "1"]},),
        response=[answered("a", {"valueCoding": RED}, {"valueCoding": BLUE})],
    ),
    Feature(
        name="choiceOrientation",
        items=(
            asked(
                "a",
                "choice",
                ext("questionnaire-choiceOrientation", "Code", "horizontal"),
                answerOption=options("Rød", "Blå"),
            ),
        ),
        page=('<div class="hz"><label class="o"><input type="radio"',),
        paper=("Rød",),
        sends=({"q0_0": "0"},),
        response=[answered("a", {"valueCoding": RED})],
    ),
    Feature(
        name="answerExpression: options made of earlier answers",
        items=(
            asked("a", repeats=True),
            asked(
                "b",
                "open-choice",
                expression("answerExpression", "%resource.item.where(linkId='a').answer.value"),
            ),
        ),
        page=("<span>Bodø</span>",),
        paper=("Om b",),
        sends=({"q0_0": ["Oslo", "Bodø"]}, {"q0_1": "1"}),
        response=[
            answered("a", {"valueString": "Oslo"}, {"valueString": "Bodø"}),
            answered("b", {"valueString": "Bodø"}),
        ],
    ),
    Feature(
        name="answerOptionsToggleExpression",
        items=(
            asked("a", "boolean"),
            asked("b", "choice", TOGGLE, answerOption=options("Rød", "Blå", "Gul")),
        ),
        page=("Gul",),
        not_on_page=("Blå",),
        paper=("Blå",),
        sends=({"q0_0": "0"}, {"q0_1": "1"}),
        response=[
            answered("a", {"valueBoolean": False}),
            answered("b", {"valueCoding": coded("Gul", "c")}),
        ],
    ),
    Feature(
        name="translation of options",
        items=(
            asked(
                "a",
                "choice",
                answerOption=[
                    {
                        "valueCoding": {
                            **RED,
                            "_display": {
                                "extension": [
                                    {
                                        "url": CORE + "translation",
                                        "extension": [
                                            {"url": "lang", "valueCode": "nn"},
                                            {"url": "content", "valueString": "Raud"},
                                        ],
                                    }
                                ]
                            },
                        }
                    }
                ],
            ),
        ),
        page=("Rød",),
        not_on_page=("Raud",),
        paper=("Rød",),
        sends=({"q0_0": "0"},),
        response=[answered("a", {"valueCoding": RED})],
    ),
)
