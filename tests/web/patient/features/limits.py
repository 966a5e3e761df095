"""What an answer must be: there, long enough, written so, within bounds, often enough."""

from tests.web.patient.features.feature import Feature, answered, asked, ext, left, options

LIMITS = (
    Feature(
        name="required: asked about once, then let go",
        items=(asked("a", "boolean", required=True), asked("b", "boolean")),
        page=("Du har ikke svart på ett spørsmål",),
        paper=("Om a",),
        sends=({}, {"skip": "1"}, {"q0_1": "1"}),
        response=[
            left("a", "asked-unknown"),
            answered("b", {"valueBoolean": True}),
        ],
    ),
    Feature(
        name="maxLength and minLength",
        items=(asked("a", "string", ext("minLength", "Integer", 2), maxLength=5),),
        page=("Høyst 5 tegn",),
        paper=("Om a",),
        wrong=({"q0_0": "for langt"}, "du har skrevet 9 tegn".capitalize()),
        sends=({"q0_0": "Oslo"},),
        response=[answered("a", {"valueString": "Oslo"})],
    ),
    Feature(
        name="regex and entryFormat",
        items=(
            asked(
                "a",
                "string",
                ext("regex", "String", "[0-9]{4}"),
                ext("entryFormat", "String", "fire tall"),
            ),
        ),
        page=("fire tall",),
        paper=("Om a",),
        wrong=({"q0_0": "abc"}, "Skriv det slik: fire tall"),
        sends=({"q0_0": "0150"},),
        response=[answered("a", {"valueString": "0150"})],
    ),
    Feature(
        name="minValue and maxValue of a number and of a day",
        items=(
            asked("a", "decimal", ext("minValue", "Decimal", 30), ext("maxValue", "Decimal", 45)),
            asked("b", "date", ext("minValue", "Date", "2026-01-01")),
        ),
        wrong=({"q0_0": "46"}, "Skriv et tall fra 30 til 45"),
        paper=("Om b",),
        sends=({"q0_0": "37"}, {"q0_1_y": "2026"}),
        response=[answered("a", {"valueDecimal": 37}), answered("b", {"valueDate": "2026"})],
    ),
    Feature(
        name="maxDecimalPlaces",
        items=(asked("a", "decimal", ext("maxDecimalPlaces", "Integer", 1)),),
        wrong=({"q0_0": "37,25"}, "Skriv høyst én desimal."),
        paper=("Om a",),
        sends=({"q0_0": "37,2"},),
        response=[answered("a", {"valueDecimal": "37.2"})],
    ),
    Feature(
        name="minOccurs and maxOccurs of a question: too many is told, too few asked about once",
        items=(
            asked(
                "a",
                "choice",
                ext("questionnaire-minOccurs", "Integer", 2),
                ext("questionnaire-maxOccurs", "Integer", 2),
                repeats=True,
                answerOption=options("Rød", "Blå", "Gul"),
            ),
        ),
        page=(
            "Gi 2 svar",
            "færre svar enn det er bedt om(?s:.*)Om a</a>: 1 svar, det er bedt om minst 2",
            "Om a</a>: 1 svar, det er bedt om minst 2(?s:.*)Send svarene",
        ),
        wrong=({"q0_0": ["0", "1", "2"]}, "Velg høyst 2."),
        paper=("Gul",),
        sends=({"q0_0": ["0"]}, {"q0_0": ["0"]}),
        response=[answered("a", *options("Rød"))],
    ),
    Feature(
        name="maxOccurs of what is written: nothing beyond it is dropped unsaid",
        items=(asked("a", "string", ext("questionnaire-maxOccurs", "Integer", 2), repeats=True),),
        page=("Du kan gi opptil 2 svar",),
        wrong=({"q0_0": ["en", "to", "tre"]}, "Gi høyst 2 svar."),
        paper=("Om a",),
        sends=({"q0_0": ["en", "to"]},),
        response=[answered("a", {"valueString": "en"}, {"valueString": "to"})],
    ),
    Feature(
        name="minOccurs of a group: too few rows are asked about once, then let go",
        items=(
            asked(
                "g",
                "group",
                ext("questionnaire-minOccurs", "Integer", 3),
                repeats=True,
                item=[asked("a")],
            ),
        ),
        page=(
            "færre svar enn det er bedt om(?s:.*)Om g: 1 svar, det er bedt om minst 3",
            "færre svar enn det er bedt om(?s:.*)Om g: 2 svar, det er bedt om minst 3",
        ),
        paper=("Om g",),
        sends=(
            {"q0_1_0": "en"},
            {"q0_1_0": "en", "add": "1"},
            {"q0_1_1": "to"},
            {"q0_1_1": "to", "skip": "1"},
        ),
        response=[
            {"linkId": "g", "item": [answered("a", {"valueString": word})]} for word in ("en", "to")
        ],
    ),
    Feature(
        name="maxOccurs of a group: no further row is offered",
        items=(
            asked(
                "g",
                "group",
                ext("questionnaire-maxOccurs", "Integer", 2),
                repeats=True,
                item=[asked("a")],
            ),
        ),
        page=("Om g 2</h1>(?!.*legg til en til)",),
        paper=("Om g",),
        sends=({"q0_1_0": "en", "add": "1"}, {"q0_1_1": "to"}),
        response=[
            {"linkId": "g", "item": [answered("a", {"valueString": word})]} for word in ("en", "to")
        ],
    ),
)
