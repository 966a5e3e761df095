"""Write a questionnaire as FHIR R4 (which R4B reads as well) or R5."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from lytte.core.items.any_item import Item
from lytte.core.items.common import Constraint, Expression, QuestionBase
from lytte.core.items.display import Display
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.integrations.fhir import exact_json, expressions, extensions, values, wording
from lytte.integrations.fhir.conditions_written import fhirpath
from lytte.integrations.fhir.later_elements import older
from lytte.integrations.fhir.merging import ROLE, merged, without_roles
from lytte.integrations.fhir.value_sets import written as value_set_written
from lytte.integrations.fhir.well_known import WELL_KNOWN
from lytte.integrations.fhir.wording import UNDETERMINED
from lytte.integrations.fhir.write_questions import elements, extensions_of, fhir_type

Version = Literal["R4", "R5"]
VERSIONS: tuple[Version, ...] = ("R4", "R5")
_ORDER = (
    "resourceType", "id", "meta", "implicitRules", "language", "text", "_text", "contained",
    "extension", "modifierExtension", "linkId", "definition", "url", "identifier", "version",
    "name", "title", "_title", "derivedFrom", "status", "experimental", "subjectType", "date",
    "publisher", "contact", "description", "useContext", "jurisdiction", "purpose", "copyright",
    "code", "prefix", "type",
)  # fmt: skip
_LAST = ("item",)


def document(questionnaire: Questionnaire, version: Version = "R4") -> dict[str, Any]:
    """Return the questionnaire as a FHIR resource, numbers as they were written.

    Read again it gives the same questionnaire.
    """
    language = questionnaire.language or _source(questionnaire)
    found = _root(questionnaire, language)
    found["extension"] = [
        *(_expression("variable", extensions.VARIABLE, each) for each in questionnaire.variables),
        *_constraints(questionnaire.constraints, version, language),
    ]
    if sets := [each for each in questionnaire.value_sets if each.kept != WELL_KNOWN]:
        found["contained"] = [value_set_written(each, language) for each in sets]
    found = _for_version(merged(found, questionnaire.kept), version, "Questionnaire")
    if questionnaire.items:
        found["item"] = [_item(each, version, language) for each in questionnaire.items]
    written: dict[str, Any] = without_roles(_tidy(found))
    return written


def text(questionnaire: Questionnaire, version: Version = "R4") -> str:
    """Return the questionnaire as FHIR JSON."""
    return exact_json.write(document(questionnaire, version))


def _source(questionnaire: Questionnaire) -> str:
    """Tell which language stands in the texts themselves when the questionnaire does not."""
    texts = [questionnaire.title.root]
    for item in questionnaire.every_item():
        texts += [item.text.root, item.formatted.root, item.prefix.root]
    if any(UNDETERMINED in each for each in texts):
        return UNDETERMINED
    return next((tag for each in texts for tag in each), UNDETERMINED)


def _root(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    stated = None if language == UNDETERMINED else language
    return {
        "resourceType": "Questionnaire",
        "language": stated,
        "url": questionnaire.url,
        "version": questionnaire.version,
        "name": questionnaire.name,
        **wording.written("title", questionnaire.title, language),
        "status": questionnaire.status,
        **wording.written("copyright", questionnaire.copyright, language),
    }


def _item(item: Item, version: Version, language: str) -> dict[str, Any]:
    found = {
        "linkId": item.link_id,
        "definition": item.definition,
        "code": [values.coded(each) for each in item.code],
        **wording.written("prefix", item.prefix, language),
        **wording.written("text", item.text, language),
        **fhir_type(item, version),
        "enableWhen": [
            {
                "question": each.question,
                "operator": each.operator,
                **values.written(each.answer, "answer"),
            }
            for each in item.enable_when
        ],
        "enableBehavior": item.enable_behavior,
        "disabledDisplay": item.disabled_display,
        "required": item.required or None,
        "repeats": item.repeats or None,
        "readOnly": item.read_only or None,
        **elements(item, version, language),
        "extension": list(_extensions(item, version, language)),
    }
    if isinstance(item, QuestionBase):
        found["initial"] = [values.written(each) for each in item.initial]
    kept = _without_old_rendering(item, language)
    found = _for_version(
        merged(_rendered(found, item, language), kept), version, "Questionnaire.item"
    )
    inside = [*item.items, *_ends(item)]
    if inside:
        found["item"] = [_item(each, version, language) for each in inside]
    return _tidy(found)


def _rendered(found: dict[str, Any], item: Item, language: str) -> dict[str, Any]:
    """Add a formatted text that was not imported; an imported one is kept as it came."""
    if "_text" in item.kept or not item.formatted.root.get(language):
        return found
    rendering = {"url": extensions.XHTML, "valueString": item.formatted.root[language]}
    beside = found.get("_text", {})
    return {**found, "_text": {**beside, "extension": [*beside.get("extension", ()), rendering]}}


def _without_old_rendering(item: Item, language: str) -> Mapping[str, Any]:
    """Return what was kept, less how the text was formatted if it has been reworded since."""
    beside = item.kept.get("_text")
    if language in item.formatted.root or not isinstance(beside, Mapping):
        return item.kept
    every = beside.get("extension")
    if not isinstance(every, list | tuple):
        return item.kept
    left = [each for each in every if not _is_rendering(each)]
    return {**item.kept, "_text": {**beside, "extension": left}}


def _is_rendering(extension: Any) -> bool:
    if not isinstance(extension, Mapping):
        return False
    value = extension.get("valueString") or extension.get("valueMarkdown")
    return extension.get("url") in (extensions.XHTML, extensions.MARKDOWN) and isinstance(
        value, str
    )


def _ends(item: Item) -> Iterator[Display]:
    """Yield the texts at the ends of a scale, unless the item has them already."""
    there = {each.control for each in item.items if isinstance(each, Display)}
    for control, name in (("lower", "low"), ("upper", "high")):
        words = getattr(item, name, Text())
        if words and control not in there:
            yield Display(link_id=f"{item.link_id}.{control}", text=words, control=control)


def _extensions(item: Item, version: Version, language: str) -> Iterator[dict[str, Any]]:
    if item.hidden:
        yield {ROLE: "hidden", "url": extensions.HIDDEN[0], "valueBoolean": True}
    yield from extensions_of(item, language)
    if item.short_text:
        short = wording.written("valueString", item.short_text, language)
        yield {ROLE: "shortText", "url": extensions.SHORT_TEXT[0], **short}
    for role, urls, times in (
        ("minOccurs", extensions.MIN_OCCURS, item.min_occurs),
        ("maxOccurs", extensions.MAX_OCCURS, item.max_occurs),
    ):
        if times is not None:
            yield {ROLE: role, "url": urls[0], "valueInteger": times}
    for variable in item.variables:
        yield _expression("variable", extensions.VARIABLE, variable)
    for role, urls, expression in _expressions(item):
        if expression is not None:
            yield _expression(role, urls, expression)
    yield from _constraints(item.constraints, version, language)


def _expressions(item: Item) -> Iterator[tuple[str, tuple[str, ...], Expression | None]]:
    opened_by = item.enable_when_expression
    if item.condition is not None and opened_by is None:
        opened_by = Expression(expression=fhirpath(item.condition))
    yield "enableWhen", extensions.ENABLE_WHEN, opened_by
    if isinstance(item, QuestionBase):
        yield "initial", extensions.INITIAL, item.initial_expression
        yield "calculated", extensions.CALCULATED, item.calculated_expression


def _expression(role: str, urls: tuple[str, ...], given: Expression) -> dict[str, Any]:
    return {ROLE: role, "url": urls[0], "valueExpression": expressions.written(given)}


def _constraints(
    given: tuple[Constraint, ...], version: Version, language: str
) -> list[dict[str, Any]]:
    return [expressions.constraint_written(each, version, language) for each in given]


def _for_version(found: dict[str, Any], version: Version, path: str) -> dict[str, Any]:
    """Turn what R4 does not have into the extension that stands for it."""
    if version == "R5":
        return found
    inner = found.get("contained")
    if isinstance(inner, list):  # an item may have kept anything under that name
        found = {**found, "contained": [_older_inside(each) for each in inner]}
    return older(found, path)


def _older_inside(resource: Any) -> Any:
    if not isinstance(resource, dict):
        return resource
    return older(resource, str(resource.get("resourceType")))


def _tidy(found: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, and put the elements in the order FHIR lists them."""
    places = {name: number for number, name in enumerate(_ORDER)}
    end = len(places)
    last = dict.fromkeys(_LAST, end + 1)
    full = {name: value for name, value in found.items() if value not in (None, [], {})}
    return dict(sorted(full.items(), key=lambda pair: (places | last).get(pair[0], end)))
