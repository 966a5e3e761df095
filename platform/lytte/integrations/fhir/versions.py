"""Every version of FHIR brought to one form before it is read: R4, with what R5 added.

STU3 is read and never written. What only R5 has goes into an R4 file as the
cross-version extension that HL7 defines for it, and comes back from there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lytte.core.problems import Problem, error
from lytte.integrations.fhir.later_elements import is_later, newer

_STU3_MARKS = ("option", "options")
_INITIAL = "initial"


def version(document: Mapping[str, Any]) -> str:
    """Tell which version a Questionnaire is written in, from what it says or how it looks."""
    if stated := _stated(document):
        return stated
    marks = {mark for item in every_item(document) for mark in _marks(item)}
    if "R5" in marks or any(is_later(name, "Questionnaire") for name in document):
        return "R5"
    return "STU3" if "STU3" in marks and "R4" not in marks else "R4"


def normal_form(document: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Return the questionnaire in the one form that is read."""
    found = newer(document, "Questionnaire")
    if (contained := _objects(found.get("contained"))) is not None:
        found["contained"] = [newer(each, str(each.get("resourceType"))) for each in contained]
    items = _objects(found.get("item"))
    if items is not None:
        found["item"] = [_normal_item(each, version) for each in items]
    return found


def refusal(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield why a document cannot be read as a FHIR questionnaire; nothing when it can."""
    if isinstance(document.get("group"), Mapping):
        yield error(
            "",
            "this is a DSTU2 questionnaire (group and question); Lytte reads STU3, R4, R4B and R5",
            "Convert it to R4 first.",
        )
        return
    found = next((mark for each in every_item(document) for mark in _first_class(each)), None)
    if found or isinstance(document.get("launchContext"), list):
        yield error(
            "",
            "this is written in Aidbox's own format (first-class extensions, such as "
            f"“{found or 'launchContext'}”), which is not FHIR",
            "Export it from Aidbox as FHIR: there the same things are extensions.",
        )


def _stated(document: Mapping[str, Any]) -> str | None:
    meta = document.get("meta")
    stated = [document.get("fhirVersion")]
    if isinstance(meta, Mapping) and isinstance(meta.get("profile"), list):
        stated += [
            each.rsplit("/", 1)[-1].removeprefix("Questionnaire|")
            for each in meta["profile"]
            if isinstance(each, str) and each.startswith(f"{_HL7}Questionnaire|")
        ]
    for each in stated:
        for start, known in (("3.0", "STU3"), ("4.0", "R4"), ("4.3", "R4"), ("5.0", "R5")):
            if isinstance(each, str) and each.startswith(start):
                return known
    return None


_HL7 = "http://hl7.org/fhir/StructureDefinition/"


def every_item(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each item of an unread questionnaire, at every depth."""
    waiting = list(reversed(_objects(document.get("item")) or []))
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(_objects(item.get("item")) or []))


def _marks(item: Mapping[str, Any]) -> Iterator[str]:
    kind = item.get("type")
    if kind == "coding" or any(is_later(name, "Questionnaire.item") for name in item):
        yield "R5"
    if any(name in item for name in _STU3_MARKS) or any(_is_stu3_initial(name) for name in item):
        yield "STU3"
    if "answerOption" in item or "answerValueSet" in item or "enableBehavior" in item:
        yield "R4"
    conditions = _objects(item.get("enableWhen")) or []
    for each in conditions:
        yield "R4" if "operator" in each else "STU3"
    # R5 allows options under any type of answer; R4 only under its two choices.
    if kind in ("string", "integer", "date", "time") and "answerOption" in item:
        yield "R5 options"


def _is_stu3_initial(name: str) -> bool:
    return name.startswith(_INITIAL) and name[len(_INITIAL) :][:1].isupper()


def _normal_item(item: Mapping[str, Any], version: str) -> dict[str, Any]:
    # Files of mixed versions are common; these names mean nothing else in any of them.
    found = _from_stu3(newer(item, "Questionnaire.item"))
    conditions = _objects(found.get("enableWhen"))
    if version == "STU3" and conditions:
        found["enableWhen"] = [{"operator": "=", **each} for each in conditions]
        if len(conditions) > 1:
            # Of several, any one opens the item (STU3, Questionnaire.item.enableWhen).
            found.setdefault("enableBehavior", "any")
    children = _objects(found.get("item"))
    if children is not None:
        found["item"] = [_normal_item(each, version) for each in children]
    return found


def _from_stu3(item: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in item.items():
        if name == "option":
            found["answerOption"] = value
        elif name == "options":
            found["answerValueSet"] = (
                value.get("reference") if isinstance(value, Mapping) else value
            )
        elif _is_stu3_initial(name):
            found[_INITIAL] = [{"value" + name.removeprefix(_INITIAL): value}]
        elif name == "enableWhen" and (conditions := _objects(value)) is not None:
            found[name] = [_stu3_condition(each) for each in conditions]
        else:
            found[name] = value
    return found


def _stu3_condition(given: Mapping[str, Any]) -> dict[str, Any]:
    if "hasAnswer" not in given:
        return dict(given)
    found = {name: value for name, value in given.items() if name != "hasAnswer"}
    return {"operator": "exists", **found, "answerBoolean": given["hasAnswer"]}


_FIRST_CLASS = (
    "hidden", "itemControl", "initialExpression", "calculatedExpression", "enableWhenExpression",
    "answerExpression", "itemPopulationContext", "preferredTerminologyServer", "choiceColumn",
    "subQuestionnaire", "unitOption", "sliderStepValue", "minOccurs", "maxOccurs", "macro",
)  # fmt: skip


def _first_class(item: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _FIRST_CLASS if name in item)
    if any("value" in each for each in _objects(item.get("answerOption")) or []):
        yield "answerOption.value"
    if any(
        isinstance(each.get("answer"), Mapping) for each in _objects(item.get("enableWhen")) or []
    ):
        yield "enableWhen.answer"


def _objects(given: Any) -> list[Mapping[str, Any]] | None:
    if isinstance(given, Mapping):
        return [given]  # one alone, written without its brackets
    if isinstance(given, list) and all(isinstance(each, Mapping) for each in given):
        return given
    return None
