"""What a questionnaire asks for and Lytte does not do: said at import, never passed over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lytte.integrations.fhir import extensions
from lytte.integrations.fhir.element import Element

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_DOES_NOT: Mapping[str, tuple[str, str]] = {
    extensions.SUB_QUESTIONNAIRE: (
        "stands for another questionnaire, which is not put in here",
        "Assemble the questionnaire ($assemble) before importing it.",
    ),
    extensions.ADAPTIVE: (
        "gets its questions one by one from a server, which Lytte does not ask",
        "Use one of Lytte's own adaptive tests, or the fixed form of the instrument.",
    ),
    **dict.fromkeys(
        extensions.EXTERNALLY_DEFINED,
        ("takes its options from another server while it is answered", "List the options."),
    ),
    _SDC + "candidateExpression": (
        "offers answers found by an expression, which are not shown",
        "The question can be answered without them.",
    ),
    _SDC + "itemPopulationContext": (
        "is filled from a record by an expression, which is not done here",
        "It starts empty; the patient can answer it.",
    ),
    _SDC + "lookupQuestionnaire": (
        "looks up another questionnaire",
        "Ask its questions here.",
    ),
    extensions.CORE + "questionnaire-unitValueSet": (
        "takes its units from a value set elsewhere",
        "List the units (unitOption).",
    ),
    _SDC + "unitValueSet": (
        "takes its units from a value set elsewhere",
        "List the units (unitOption).",
    ),
}
_NO_EFFECT: Mapping[str, str] = {
    url: what
    for what, urls in (
        ("the lowest value", (*extensions.MINIMUM, *extensions.MINIMUM_QUANTITY)),
        ("the highest value", (*extensions.MAXIMUM, *extensions.MAXIMUM_QUANTITY)),
        ("the pattern", extensions.REGEX),
        ("the shortest length", extensions.MIN_LENGTH),
        ("the number of decimals", extensions.MAX_DECIMAL_PLACES),
        ("the smallest number of answers", extensions.MIN_OCCURS),
        ("the largest number of answers", extensions.MAX_OCCURS),
        ("the calculation", extensions.CALCULATED),
        ("the initial value", extensions.INITIAL),
        ("the condition", extensions.ENABLE_WHEN),
        ("the expression for its options", extensions.ANSWER),
        ("the condition on its options", extensions.TOGGLE),
        ("the rule", extensions.CONSTRAINT),
        ("the variable", extensions.VARIABLE),
        ("“hidden”", extensions.HIDDEN),
    )
    for url in urls
}
_COMPUTED = (extensions.DYNAMIC, extensions.CORE + "cqf-calculatedValue")
_ELEMENTS = {
    "implicitRules": "rules of another place",
    "answerOption": "options",
    "answerValueSet": "a value set of options",
    "initial": "an initial value",
    "option": "options",
}


def report(kept: Mapping[str, Any], kind: str, element: Element) -> None:
    """Report what is left of an element of this kind and means something."""
    place, named, reading = element.place, element.named, element.reading
    _report_extensions(kept, element)
    for name, what in _ELEMENTS.items():
        # What was read, of which a translation is left, is not without effect.
        if name in element and (kind != "questionnaire" or name == "implicitRules"):
            reading.warning(
                place,
                f"{named}: the file has {what} ({name}) here, kept without effect",
                "Leave it out, or give the question a type that uses it.",
            )
    for name, beside in kept.items():
        if name.startswith("_") and any(url in _COMPUTED for url in _urls(beside)):
            reading.warning(
                place,
                f"{named}: “{name[1:]}” is computed by an expression in the original, and fixed "
                "here",
                "Write in the text what holds for everybody.",
            )


def _report_extensions(kept: Mapping[str, Any], element: Element) -> None:
    place, named, reading = element.place, element.named, element.reading
    for url in _urls(kept):
        if url in _DOES_NOT:
            what, way_out = _DOES_NOT[url]
            reading.warning(place, f"{named}: it {what}", way_out)
        elif url in _NO_EFFECT:
            reading.warning(
                place,
                f"{named}: {_NO_EFFECT[url]} is kept for export; as it is written it has no effect "
                "here",
                "Correct it in the file, or leave it out.",
            )


def _urls(element: Any) -> Iterator[str]:
    given = element.get("extension") if isinstance(element, Mapping) else None
    for each in given if isinstance(given, Sequence) else ():
        if isinstance(each, Mapping) and isinstance(each.get("url"), str):
            yield each["url"]
