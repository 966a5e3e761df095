"""Items, each as the kind it is, with what Lytte does not use of it kept."""

from collections.abc import Mapping
from typing import Any

from lytte.core.checks.telling import quoted
from lytte.core.conditions import EnableWhen
from lytte.core.items.any_item import Item
from lytte.core.items.common import Expression
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.texts import Text
from lytte.core.values import NativeValue
from lytte.integrations.fhir import (
    expressions,
    extensions,
    formatting,
    unsupported,
    values,
    wording,
)
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.questions import QUESTIONS, item_control
from lytte.integrations.fhir.reading import Reading
from lytte.integrations.fhir.values import value_of

DEEPEST = 32
_OPEN = ("optionsOrString", "optionsOrType")
_MAY_HAVE_OPTIONS = {
    "date", "dateTime", "decimal", "integer", "quantity", "reference", "string", "text", "time",
    "url",
}  # fmt: skip
_OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}


def items(
    given: list[Mapping[str, Any]], reading: Reading, above: str = "", depth: int = 1
) -> tuple[Item, ...]:
    """Read a list of items and everything inside them."""
    if given and depth > DEEPEST:
        reading.error(
            above,
            f"items are nested more than {DEEPEST} deep below this one",
            "Flatten the groups.",
        )
        return ()
    found = []
    for number, each in enumerate(given):
        first = each.get("linkId")
        if not reading.count_item(first if isinstance(first, str) and first else above):
            break
        if (item := _item(each, reading, f"{above}/{number + 1}", depth)) is not None:
            found.append(item)
    return tuple(found)


def _item(given: Mapping[str, Any], reading: Reading, unnamed: str, depth: int) -> Item | None:
    link_id = given.get("linkId")
    place = link_id if isinstance(link_id, str) and link_id else unnamed
    element = Element(given, place, reading, _named(given))
    kind = _kind(element)
    named = _link_id(element, kind, unnamed)
    inside = items(element.objects("item"), reading, place, depth + 1)
    common = _common(element) | {"link_id": named, "items": inside}
    item = _of_kind(element, kind, common)
    if item is None:
        return None
    report_modifiers(element.peek("modifierExtension"), place, reading)
    # Last of all: what no reader took.
    kept = element.rest()
    unsupported.report(kept, item.type, element)
    return item.model_copy(update={"kept": kept})


def _named(given: Mapping[str, Any]) -> str:
    """Name an item by its words; the place beside a problem says which, when it has none."""
    text = given.get("text")
    if isinstance(text, str) and text.strip():
        return quoted(" ".join(text.split()))
    return {"group": "a group without text", "display": "a text without words"}.get(
        str(given.get("type")), "a question without text"
    )


def _link_id(element: Element, kind: str | None, unnamed: str) -> str:
    found = element.text("linkId")
    if found:
        return found
    if kind == "display":
        element.reading.unnamed.append((unnamed, element.named))
    else:
        element.reading.error(
            element.place,
            f"{element.named} has no linkId, so an answer to it cannot be named",
            "Give it a linkId that no other item has.",
        )
    return unnamed


def _of_kind(element: Element, kind: str | None, common: dict[str, Any]) -> Item | None:
    if kind == "group":
        return Group(**common, control=item_control(element))
    if kind == "display":
        return Display(**common, control=item_control(element))
    read = QUESTIONS.get(kind or "")
    if read is None:
        element.reading.error(
            element.place,
            f"{element.named}: “{kind[:40]}” is not a type of item"
            if kind
            else f"{element.named} has no type",
            f"Use one of group, display, {', '.join(sorted(QUESTIONS))}.",
        )
        return None
    return read(
        element,
        kind or "",
        common
        | {
            "initial": _initial(element),
            "initial_expression": _expression(element, "initial", extensions.INITIAL),
            "calculated_expression": _expression(element, "calculated", extensions.CALCULATED),
        },
    )


def _initial(element: Element) -> tuple[NativeValue, ...]:
    found = []
    for each in element.children("initial"):
        met = len(element.reading.problems)
        value = values.value(each)
        if value is None and len(element.reading.problems) == met:
            element.reading.error(
                element.place,
                f"{each.named}: there is no value that can be an answer",
                "Use valueBoolean, valueCoding, valueString, valueInteger or the like.",
            )
        if value is not None:
            found.append(value)
    return tuple(found)


def _common(element: Element) -> dict[str, Any]:
    text = wording.text(element, "text")
    return {
        "text": text,
        "formatted": _formatted(element),
        "prefix": wording.text(element, "prefix"),
        "short_text": wording.extended_text(element, "shortText", extensions.SHORT_TEXT),
        "code": tuple(values.coding(each) for each in element.children("code")),
        "definition": element.text("definition"),
        "enable_when": _enable_when(element),
        "enable_behavior": _one_of(element, "enableBehavior", ("all", "any")),
        "enable_when_expression": _expression(element, "enableWhen", extensions.ENABLE_WHEN),
        "disabled_display": _one_of(element, "disabledDisplay", ("hidden", "protected")),
        "required": element.flag("required") or False,
        "hidden": _extension(element, "hidden", extensions.HIDDEN, "Boolean") or False,
        "read_only": element.flag("readOnly") or False,
        "repeats": element.flag("repeats") or False,
        "min_occurs": _extension(element, "minOccurs", extensions.MIN_OCCURS, "Integer"),
        "max_occurs": _extension(element, "maxOccurs", extensions.MAX_OCCURS, "Integer"),
        "variables": expressions.variables(element),
        "constraints": expressions.constraints(element),
    }


def _kind(element: Element) -> str | None:
    """Tell the type, with options counting as a choice: R5 has no type of its own for it."""
    kind = element.text("type")
    if kind == "question":
        kind = "group"
        element.reading.warning(
            element.place,
            f"{element.named}: the type “question” says nothing about the answer; read as a group",
            "Give it the type of its answer.",
        )
    elif kind == "coding" or (kind in _MAY_HAVE_OPTIONS and "answerOption" in element):
        kind = "open-choice" if element.peek("answerConstraint") in _OPEN else "choice"
    return kind


def _extension(element: Element, role: str, urls: tuple[str, ...], kind: str) -> Any:
    return element.extension(role, urls, value_of("value", kind))


def _expression(element: Element, role: str, urls: tuple[str, ...]) -> Expression | None:
    return expressions.one(element, role, urls)


def _one_of(element: Element, name: str, allowed: tuple[str, ...]) -> str | None:
    given = element.text(name)
    if given is None or given in allowed:
        return given
    element.reading.error(
        element.place,
        f"{element.named}: “{name}” is “{given[:40]}”",
        f"Write it as {', '.join(allowed)}.",
    )
    return None


def _formatted(element: Element) -> Text:
    """Return the text's rendering, which is kept as it came for export."""
    beside = element.part("_text")
    if beside is None:
        return Text()
    for url, read in ((extensions.XHTML, _xhtml), (extensions.MARKDOWN, _markdown)):
        given = beside.extension_peeked(url) or {}
        rendering = given.get("valueString") or given.get("valueMarkdown")
        if isinstance(rendering, str):
            return Text({element.reading.language: read(element, rendering)})
    return Text()


def _xhtml(element: Element, given: str) -> str:
    if dropped := formatting.dropped(given):
        element.reading.note(
            element.place,
            f"{element.named}: the formatted text is shown without {', '.join(dropped)[:200]}",
        )
    return formatting.sanitised(given)


def _markdown(_: Element, given: str) -> str:
    return formatting.from_markdown(given)


def _enable_when(element: Element) -> tuple[EnableWhen, ...]:
    given = element.children("enableWhen")
    may = element.reading.count_conditions(element.place, len(given))
    return tuple(filter(None, map(_condition, given))) if may else ()


def _condition(given: Element) -> EnableWhen | None:
    question, operator = given.text("question"), given.text("operator")
    reading, place = given.reading, given.place
    met = len(reading.problems)
    answer = values.value(given, "answer")
    was_told = len(reading.problems) > met
    if not question:
        reading.error(
            place,
            f"{given.named}: it does not say which question it depends on",
            "Add “question” with the linkId of that question.",
        )
    if operator is None and answer is not None:
        reading.warning(
            place, f"{given.named}: there is no operator; read as “=”", "Add “operator”."
        )
        operator = "="
    if operator not in _OPERATORS:
        reading.error(
            place,
            f"{given.named}: “{operator[:40]}” is not an operator"
            if operator
            else f"{given.named}: there is no operator",
            f"Use one of {' '.join(sorted(_OPERATORS))}.",
        )
    if answer is None and not was_told:
        reading.error(
            place,
            f"{given.named}: it does not say which answer opens the item",
            "Add answerBoolean, answerCoding, answerInteger or the like.",
        )
    if not question or operator not in _OPERATORS or answer is None:
        return None
    return EnableWhen.model_validate({"question": question, "operator": operator, "answer": answer})


def report_modifiers(given: Any, place: str, reading: Reading) -> None:
    """Refuse what changes the meaning of an element in a way Lytte does not know."""
    for each in given if isinstance(given, list) else []:
        url = each.get("url") if isinstance(each, Mapping) else None
        if url == extensions.STYLE_SENSITIVE:
            reading.warning(
                place,
                "the author says that the style of a text carries meaning; it is not shown",
                "Look at the preview, and say in words what the style meant.",
            )
        elif url == extensions.CRITICAL:
            named = each.get("valueCanonical") or each.get("valueUri")
            reading.warning(
                place,
                f"the author says that “{named}” must be understood to show the form",
                "Look at the preview and compare with the original.",
            )
        else:
            reading.error(
                place,
                f"the modifier extension “{url}” changes the meaning in a way Lytte does not know",
                "Remove it if the questionnaire can do without.",
            )
