"""What an item looks like: words, help, limits, sliders, tables, pages."""

from tests.web.patient.features.feature import (
    CORE,
    SDC,
    Feature,
    answered,
    asked,
    control,
    ext,
    said,
)

KG = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kg"}


def formatted(kind: str, written: str) -> dict[str, object]:
    """Return the words of an item with a rendering beside them."""
    return {"_text": {"extension": [ext(kind, "String", written)]}}


def translated(link_id: str, **others: str) -> dict[str, object]:
    """Return an item in bokmål and in other languages."""
    texts = [
        {
            "url": CORE + "translation",
            "extension": [
                {"url": "lang", "valueCode": tag},
                {"url": "content", "valueString": text},
            ],
        }
        for tag, text in others.items()
    ]
    return {**asked(link_id), "_text": {"extension": texts}}


YES = ({"q0_0": "1"},)
YES_SENT = [answered("a", {"valueBoolean": True})]

SHOWING = (
    Feature(
        name="rendering-xhtml, less what could harm",
        items=(
            asked(
                "a",
                "boolean",
                **formatted(
                    "rendering-xhtml",
                    "<p>Har du <b>nå</b> vondt?<img src='x'/></p>"
                    "<ul><li>her <a href='https://example.org'>les</a></li></ul>"
                    "<script>alert(1)</script>",
                ),
            ),
        ),
        page=(
            "<h2>Har du <b>nå</b> vondt\\?</h2>",
            '<div class="fm"><ul><li>her <a href="https://example.org" rel="noopener noreferrer">',
        ),
        not_on_page=("alert", "<img"),
        paper=("Har du <b>nå</b> vondt\\?", "<li>her les</li>"),
        sends=YES,
        response=YES_SENT,
    ),
    Feature(
        name="rendering-markdown, of a group, a text and a help text too",
        items=(
            asked(
                "g",
                "group",
                **formatted("rendering-markdown", "Om **søvn**\n\nDe siste dagene."),
                item=[
                    asked("t", "display", **formatted("rendering-markdown", "- en\n- *to*")),
                    asked(
                        "a",
                        "boolean",
                        item=[
                            {
                                **said("Hjelp", "h", "help"),
                                **formatted("rendering-markdown", "Les **dette**"),
                            }
                        ],
                    ),
                ],
            ),
        ),
        page=(
            "<h1>Om <strong>søvn</strong></h1>",
            "<p>De siste dagene.</p>",
            "<li><em>to</em></li>",
            "<p>Les <strong>dette</strong></p>",
        ),
        paper=(
            "<h3>Om <strong>søvn</strong></h3>",
            "<p>De siste dagene.</p>",
            "<li><em>to</em></li>",
        ),
        sends=({"q0_2": "1"},),
        response=[{"linkId": "g", "item": YES_SENT}],
    ),
    Feature(
        name="prefix and item.code",
        items=(asked("a", "boolean", prefix="3a.", code=[{"system": "urn:x", "code": "k"}]),),
        page=("3a. Om a",),
        paper=("3a. Om a",),
        sends=YES,
        response=YES_SENT,
    ),
    Feature(
        name="itemControl help, prompt, flyover and legal",
        items=(
            asked(
                "a",
                "boolean",
                item=[
                    said(f"Tekst {code}", code, code)
                    for code in ("help", "prompt", "flyover", "legal")
                ],
            ),
        ),
        page=("Tekst help", "Tekst prompt", "Tekst flyover", "Tekst legal"),
        paper=("Tekst help", "Tekst prompt", "Tekst flyover", "Tekst legal"),
        sends=YES,
        response=YES_SENT,
    ),
    Feature(
        name="itemControl unit, and questionnaire-unit",
        items=(
            asked("a", "decimal", item=[said("glass", "u", "unit")]),
            asked("b", "decimal", ext("questionnaire-unit", "Coding", KG)),
        ),
        page=(">glass<", ">kg<"),
        paper=("glass", "kg"),
        sends=({"q0_0": "2"}, {"q0_2": "72,5"}),
        response=[answered("a", {"valueDecimal": 2}), answered("b", {"valueDecimal": "72.5"})],
    ),
    Feature(
        name="itemControl slider of ten: a row of numbers, nothing chosen",
        items=(
            asked(
                "a",
                "integer",
                control("slider"),
                ext("minValue", "Integer", 0),
                ext("maxValue", "Integer", 10),
                item=[said("Ikke vondt", "l", "lower"), said("Verst", "u", "upper")],
            ),
        ),
        page=('class="nrs"', "Ikke vondt", "Verst"),
        not_on_page=(" checked", 'type="range"'),
        paper=("Ikke vondt", "Verst"),
        sends=({"q0_0": "7"},),
        response=[answered("a", {"valueInteger": 7})],
    ),
    Feature(
        name="itemControl slider with steps: a number to write",
        items=(
            asked(
                "a",
                "integer",
                control("slider"),
                ext("minValue", "Integer", 0),
                ext("maxValue", "Integer", 200),
                ext("questionnaire-sliderStepValue", "Integer", 20),
                item=[said("Lite", "l", "lower"), said("Mye", "u", "upper")],
            ),
        ),
        page=('inputmode="numeric"', "0: Lite", "200: Mye", "Et tall fra 0 til 200, i trinn på 20"),
        not_on_page=('type="range"',),
        paper=("Lite", "Mye"),
        wrong=({"q0_0": "37"}, "Skriv et tall i trinn på 20. Det nærmeste er 40."),
        sends=({"q0_0": "40"},),
        response=[answered("a", {"valueInteger": 40})],
    ),
    *(
        Feature(
            name=f"itemControl {code}: its questions below each other on one page",
            items=(
                asked(
                    "g",
                    "group",
                    control(code),
                    item=[asked(name, "boolean") for name in "abcdefx"],
                ),
            ),
            page=("<h1>Om g</h1>.*(?s:.*)Om a(?s:.*)Om d(?s:.*)Om x",),
            paper=("Om a", "Om x"),
            sends=({f"q0_{number}": "1" for number in range(1, 8)},),
            response=[
                {"linkId": "g", "item": [answered(n, {"valueBoolean": True}) for n in "abcdefx"]}
            ],
        )
        for code in ("page", "table", "gtable", "grid")
    ),
    Feature(
        name="hidden",
        items=(
            asked(
                "h",
                "string",
                ext("questionnaire-hidden", "Boolean", True),
                initial=[{"valueString": "skjult"}],
            ),
            asked("a", "boolean"),
        ),
        not_on_page=("Om h", "skjult"),
        paper=("Om a",),
        sends=({"q0_1": "1"},),
        response=[answered("h", {"valueString": "skjult"}), *YES_SENT],
    ),
    Feature(
        name="readOnly and initial",
        items=(
            asked("r", readOnly=True, initial=[{"valueString": "Brystkreft"}]),
            asked("a", "boolean"),
        ),
        page=("<b>Brystkreft</b>",),
        paper=("Om a",),
        sends=({}, {"q0_1": "1"}),
        response=[answered("r", {"valueString": "Brystkreft"}), *YES_SENT],
    ),
    Feature(
        name="translation",
        items=(translated("a", nn="Om a på nynorsk", en="About a"),),
        page=("Om a",),
        not_on_page=("About a",),
        paper=("Om a",),
        sends=({"q0_0": "ja"},),
        response=[answered("a", {"valueString": "ja"})],
    ),
    Feature(
        name="shortText, and what nobody knows",
        items=(
            asked(
                "a",
                "boolean",
                ext(SDC + "shortText", "String", "A"),
                ext("https://example.org/somebody/elses", "String", "kept"),
                definition="https://example.org/x#y",
            ),
        ),
        paper=("Om a",),
        sends=YES,
        response=YES_SENT,
    ),
)
