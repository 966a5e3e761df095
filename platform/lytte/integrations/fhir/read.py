"""Read a FHIR Questionnaire: STU3, R4, R4B or R5, alone or in a Bundle or Parameters."""

from collections.abc import Iterator, Mapping
from typing import Any

from lytte.core.checks.check import check
from lytte.core.expressions.readings import Readings
from lytte.core.problems import Problem, stopping
from lytte.core.questionnaire import Questionnaire, ValueSet
from lytte.integrations.fhir import expressions, unsupported, wording
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.exact_json import NotJson, exact, packed, parse
from lytte.integrations.fhir.items import items, report_modifiers
from lytte.integrations.fhir.later_elements import newer
from lytte.integrations.fhir.reading import Reading
from lytte.integrations.fhir.value_sets import value_sets
from lytte.integrations.fhir.versions import every_item, normal_form, refusal, version
from lytte.integrations.fhir.well_known import well_known
from lytte.integrations.imported import Imported

_STATUSES = ("draft", "active", "retired", "unknown")
_LONGEST_LANGUAGE = 35


def questionnaire(
    document: bytes | str | Mapping[str, Any],
) -> tuple[Questionnaire | None, list[Problem]]:
    """Return the questionnaire in `document`, and every problem at once.

    None when one of the problems is an error: a questionnaire is never half imported.
    """
    found = read(document)
    return found.questionnaire, found.problems


def read(document: bytes | str | Mapping[str, Any]) -> Imported:
    """Return what `questionnaire` does, with the version and the number of items met."""
    reading, readings = Reading(), Readings()
    try:
        parsed = exact(document) if isinstance(document, Mapping) else parse(document)
    except NotJson as fault:
        reading.error("", str(fault), fault.way_out)
        return Imported(None, reading.problems)
    given, beside = _single(parsed, reading)
    if given is None:
        return Imported(None, reading.problems)
    reading.version = version(given)
    number = sum(1 for _ in every_item(given))
    refused = list(refusal(given))
    built = _build(normal_form(given, reading.version), beside, reading)
    reading.tell_unnamed()
    if refused:
        # In another format every element is "wrong": one reason is worth more than its echoes.
        reading.problems = refused
    elif reading.beyond is not None:
        reading.tell_beyond()
    else:
        reading.problems += check(built, readings)
    usable = None if stopping(reading.problems) else built
    return Imported(usable, reading.problems, reading.version, number, built, readings)


def _refuse(kind: object, reading: Reading) -> None:
    said = "this is not a FHIR resource; a Questionnaire is wanted"
    if isinstance(kind, str):
        said = f"this is a {kind[:60]}; a Questionnaire is wanted"
    if kind == "QuestionnaireResponse":
        reading.error("", said, "These are answers. Take the questionnaire they answer.")
    else:
        reading.error("", said, 'A FHIR questionnaire begins with "resourceType": "Questionnaire".')


def _single(
    parsed: Any, reading: Reading
) -> tuple[Mapping[str, Any] | None, list[Mapping[str, Any]]]:
    """Return the one questionnaire, and the resources that came beside it."""
    kind = parsed.get("resourceType") if isinstance(parsed, Mapping) else None
    if kind == "Questionnaire":
        return parsed, []
    if kind not in ("Bundle", "Parameters"):
        _refuse(kind, reading)
        return None, []
    listed = parsed.get("entry" if kind == "Bundle" else "parameter")
    resources = [
        each["resource"]
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, Mapping) and isinstance(each.get("resource"), Mapping)
    ]
    found = [each for each in resources if each.get("resourceType") == "Questionnaire"]
    if len(found) != 1:
        reading.error(
            "",
            f"the {kind} holds {len(found)} questionnaires; one is wanted",
            "Import them one at a time.",
        )
        return None, []
    return found[0], [each for each in resources if each is not found[0]]


def _build(
    given: Mapping[str, Any], beside: list[Mapping[str, Any]], reading: Reading
) -> Questionnaire:
    root = Element(given, "", reading)
    root.take("resourceType")
    language = root.text("language")
    if language and len(language) <= _LONGEST_LANGUAGE:
        reading.language = language
    elif language:
        reading.error(
            "", f"“{language[:40]}” is not a language tag", "Write nb, nn, en or the like."
        )
        language = None
    read_items = items(root.objects("item"), reading)
    if not read_items:
        reading.error("", "the questionnaire has no items", "Add at least one question.")
    sets, others = value_sets([*root.objects("contained"), *_terminology(beside)], given, reading)
    report_modifiers(root.peek("modifierExtension"), "", reading)
    found = Questionnaire(
        url=root.text("url"),
        version=root.text("version"),
        name=root.text("name"),
        title=wording.text(root, "title"),
        status=_status(root),
        language=language,
        copyright=wording.text(root, "copyright"),
        variables=expressions.variables(root),
        constraints=expressions.constraints(root),
        value_sets=(*sets, *_missing(given, sets)),
        items=read_items,
    )
    left = root.rest()
    unsupported.report(left, "questionnaire", root)
    kept = left | ({"contained": packed(others)} if others else {})
    return found.model_copy(update={"kept": kept})


def _missing(given: Mapping[str, Any], there: tuple[ValueSet, ...]) -> Iterator[ValueSet]:
    brought = {each.url for each in there}
    return (each for each in well_known(given) if each.url not in brought)


def _terminology(beside: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [
        newer(each, each["resourceType"])
        for each in beside
        if each.get("resourceType") in ("ValueSet", "CodeSystem")
    ]


def _status(root: Element) -> Any:
    given = root.text("status")
    if given in _STATUSES:
        return given
    said = "the status of the questionnaire is not given; read as unknown"
    if given:
        said = f"the status “{given[:40]}” is not known; read as unknown"
    root.reading.warning("", said, f"Use one of {', '.join(_STATUSES)}.")
    return "unknown"
