"""Every type of item, nesting, repeating, and items under answers."""

from tests.web.patient.features.feature import Feature, answered, asked, ext, left, options

L = {"system": "http://unitsofmeasure.org", "code": "L", "display": "liter"}
ML = {"system": "http://unitsofmeasure.org", "code": "mL", "display": "milliliter"}

KINDS = (
    Feature(
        name="boolean",
        items=(asked("a", "boolean"),),
        page=('type="radio"[^>]* value="1"', "Ja", "Nei"),
        paper=("ja", "nei"),
        sends=({"q0_0": "1"},),
        response=[answered("a", {"valueBoolean": True})],
    ),
    Feature(
        name="integer",
        items=(asked("a", "integer"),),
        page=('inputmode="numeric"',),
        paper=("Om a",),
        wrong=({"q0_0": "2,5"}, "Skriv et helt tall"),
        sends=({"q0_0": "3"},),
        response=[answered("a", {"valueInteger": 3})],
    ),
    Feature(
        name="decimal, exact from the page to the file",
        items=(asked("a", "decimal"),),
        page=('inputmode="decimal"',),
        paper=("Om a",),
        sends=({"q0_0": "36,60"},),
        response=[answered("a", {"valueDecimal": "36.60"})],
    ),
    Feature(
        name="date",
        items=(asked("a", "date"),),
        page=("Dag", "Måned", "År"),
        paper=("dag", "måned"),
        sends=({"q0_0_d": "4", "q0_0_m": "mars", "q0_0_y": "2026"},),
        response=[answered("a", {"valueDate": "2026-03-04"})],
    ),
    Feature(
        name="dateTime",
        items=(asked("a", "dateTime"),),
        paper=("minutt",),
        sends=({"q0_0_d": "4", "q0_0_m": "3", "q0_0_y": "2026", "q0_0_t": "14.30"},),
        response=[answered("a", {"valueDateTime": "2026-03-04T14:30:00"})],
    ),
    Feature(
        name="time",
        items=(asked("a", "time"),),
        paper=("minutt",),
        sends=({"q0_0_t": "9.05"},),
        response=[answered("a", {"valueTime": "09:05:00"})],
    ),
    Feature(
        name="string and text",
        items=(asked("a"), asked("b", "text")),
        page=("<input", "<textarea"),
        paper=("Om a", "Om b"),
        sends=({"q0_0": "Bra"}, {"q0_1": "Først\r\nsiden"}),
        response=[
            answered("a", {"valueString": "Bra"}),
            answered("b", {"valueString": "Først\nsiden"}),
        ],
    ),
    Feature(
        name="url",
        items=(asked("a", "url"),),
        page=('inputmode="url"',),
        paper=("Om a",),
        sends=({"q0_0": "https://example.org"},),
        response=[answered("a", {"valueUri": "https://example.org"})],
    ),
    Feature(
        name="choice",
        items=(asked("a", "choice", answerOption=options("Rød", "Blå")),),
        page=("Rød", "Blå"),
        paper=("Rød", "Blå"),
        sends=({"q0_0": "1"},),
        response=[answered("a", options("Rød", "Blå")[1])],
    ),
    Feature(
        name="choice among texts and among numbers",
        items=(
            asked("a", "choice", answerOption=[{"valueString": "Hest"}, {"valueString": "Ku"}]),
            asked("b", "choice", answerOption=[{"valueInteger": 2}, {"valueInteger": 4}]),
        ),
        page=("Hest", ">4<"),
        paper=("Ku", "4"),
        sends=({"q0_0": "1"}, {"q0_1": "0"}),
        response=[answered("a", {"valueString": "Ku"}), answered("b", {"valueInteger": 2})],
    ),
    Feature(
        name="open-choice",
        items=(asked("a", "open-choice", answerOption=options("Rød")),),
        page=("Noe annet, med egne ord",),
        paper=("Noe annet:",),
        sends=({"q0_0_x": "Lilla"},),
        response=[answered("a", {"valueString": "Lilla"})],
    ),
    Feature(
        name="quantity with a choice of units, and a limit in another unit",
        items=(
            asked(
                "a",
                "quantity",
                ext("questionnaire-unitOption", "Coding", L),
                ext("questionnaire-unitOption", "Coding", ML),
                ext(
                    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-maxQuantity",
                    "Quantity",
                    {"value": 5, "unit": "liter", "system": L["system"], "code": "L"},
                ),
            ),
        ),
        page=("Enhet", "milliliter"),
        paper=("liter / milliliter",),
        wrong=({"q0_0": "6000", "q0_0_u": "1"}, "5 liter"),
        sends=({"q0_0": "1500", "q0_0_u": "1"},),
        response=[
            answered(
                "a",
                {
                    "valueQuantity": {
                        "value": 1500,
                        "unit": "milliliter",
                        "system": ML["system"],
                        "code": "mL",
                    }
                },
            )
        ],
    ),
    Feature(
        name="attachment: asked to be brought along",
        items=(asked("a", "attachment"), asked("b", "boolean")),
        page=("Ta det med til timen",),
        paper=("Ta det med når du kommer",),
        sends=({}, {"q0_1": "1"}),
        response=[left("a", "not-asked"), answered("b", {"valueBoolean": True})],
    ),
    Feature(
        name="reference: left to the clinic",
        items=(asked("a", "reference"), asked("b", "boolean")),
        page=("Klinikken fyller ut dette",),
        sends=({}, {"q0_1": "1"}),
        response=[left("a", "not-asked"), answered("b", {"valueBoolean": True})],
    ),
    Feature(
        name="display",
        items=(asked("a", "display"), asked("b", "boolean")),
        page=("Om a",),
        paper=("Om a",),
        sends=({"q0_1": "1"},),
        response=[answered("b", {"valueBoolean": True})],
    ),
    Feature(
        name="groups in groups",
        items=(asked("g", "group", item=[asked("h", "group", item=[asked("a"), asked("b")])]),),
        page=("<h1>Om h</h1>",),
        paper=("Om g", "Om h"),
        sends=({"q0_2": "en", "q0_3": "to"},),
        response=[
            {
                "linkId": "g",
                "item": [
                    {
                        "linkId": "h",
                        "item": [
                            answered("a", {"valueString": "en"}),
                            answered("b", {"valueString": "to"}),
                        ],
                    }
                ],
            }
        ],
    ),
    Feature(
        name="a repeating group: a row a page, one item a row",
        items=(asked("g", "group", repeats=True, item=[asked("a"), asked("b", "integer")]),),
        page=("Om g 2", "Lagre og legg til en til: Om g", "<dt>Om g 2: Om b</dt>"),
        paper=("Om g \\(1\\)", "Om g \\(2\\)"),
        sends=(
            {"q0_1_0": "Paracet", "q0_2_0": "2", "add": "1"},
            {"q0_1_1": "Afipran", "q0_2_1": "1"},
        ),
        response=[
            {
                "linkId": "g",
                "item": [
                    answered("a", {"valueString": name}),
                    answered("b", {"valueInteger": number}),
                ],
            }
            for name, number in (("Paracet", 2), ("Afipran", 1))
        ],
    ),
    Feature(
        name="repeating questions: one item, several answers",
        items=(
            asked("a", repeats=True),
            asked("b", "date", repeats=True),
            asked("c", "choice", repeats=True, answerOption=options("Rød", "Blå", "Gul")),
        ),
        page=("Du kan gi flere svar, ett i hver rute", 'type="checkbox"'),
        paper=("Om b",),
        sends=(
            {"q0_0": ["en", "to", ""]},
            {"q0_1_d": ["4", "5"], "q0_1_m": ["3", "3"], "q0_1_y": ["2026", "2026"]},
            {"q0_2": ["0", "2"]},
        ),
        response=[
            answered("a", {"valueString": "en"}, {"valueString": "to"}),
            answered("b", {"valueDate": "2026-03-04"}, {"valueDate": "2026-03-05"}),
            answered("c", *options("Rød", "Blå", "Gul")[::2]),
        ],
    ),
    Feature(
        name="questions under an answer",
        items=(asked("a", "boolean", item=[asked("b", "integer")]),),
        page=("Om b",),
        paper=("Om b",),
        sends=({"q0_0": "1"}, {"q0_1": "4"}),
        response=[
            {
                "linkId": "a",
                "answer": [
                    {"valueBoolean": True, "item": [answered("b", {"valueInteger": 4})]},
                ],
            }
        ],
    ),
    Feature(
        name="rows in rows",
        items=(
            asked(
                "g",
                "group",
                repeats=True,
                item=[asked("a"), asked("h", "group", repeats=True, item=[asked("b", "integer")])],
            ),
        ),
        page=("Om h 2", "legg til en til: Om g"),
        paper=("Om b",),
        sends=(
            {"q0_1_0": "en"},
            {"q0_3_0_0": "1", "add": "1"},
            {"q0_3_0_1": "2", "add": "2"},
            {"q0_1_1": "to"},
            {"q0_3_1_0": "3"},
        ),
        response=[
            {
                "linkId": "g",
                "item": [
                    answered("a", {"valueString": word}),
                    *(
                        {"linkId": "h", "item": [answered("b", {"valueInteger": number})]}
                        for number in numbers
                    ),
                ],
            }
            for word, numbers in (("en", (1, 2)), ("to", (3,)))
        ],
    ),
    Feature(
        name="a question under each answer of a repeating one",
        items=(
            asked(
                "a",
                "choice",
                repeats=True,
                answerOption=options("Rød", "Blå", "Gul"),
                item=[asked("b", "integer")],
            ),
        ),
        page=(
            "<h1>Om a – Rød</h1>(?s:.*)Om b",
            "<h1>Om a – Gul</h1>",
            "<dt>Om a – Gul: Om b</dt>",
        ),
        sends=({"q0_0": ["0", "2"]}, {"q0_1_0": "4"}, {"q0_1_1": "5"}),
        response=[
            {
                "linkId": "a",
                "answer": [
                    {**option, "item": [answered("b", {"valueInteger": number})]}
                    for option, number in zip(
                        options("Rød", "Blå", "Gul")[::2], (4, 5), strict=True
                    )
                ],
            }
        ],
    ),
)
