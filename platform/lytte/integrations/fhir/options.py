"""Answer options, one by one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lytte.core.items.choice import AnswerOption, OptionsToggle
from lytte.core.texts import Text
from lytte.core.values import Coding, NativeValue, value_to_json
from lytte.integrations.fhir import expressions, extensions, values, wording
from lytte.integrations.fhir.element import Element
from lytte.integrations.fhir.values import value_of


def options(element: Element) -> tuple[AnswerOption, ...]:
    """Take the answer options of an item; each keeps what Lytte does not use of it."""
    listed = element.objects("answerOption")
    if not element.reading.count_options(element.place, len(listed)):
        return ()
    found = (
        _option(Element(given, element.place, element.reading, f"{element.named}, option {number}"))
        for number, given in enumerate(listed, 1)
    )
    return tuple(each for each in found if each is not None)


def toggles(element: Element) -> tuple[OptionsToggle, ...]:
    """Take the expressions that say when options are offered."""
    return element.extensions("toggle", extensions.TOGGLE, _toggle)


def weight(extension: Element) -> Decimal | None:
    """Take the number an option counts; a number written as text is one too."""
    for name in ("valueDecimal", "valueInteger", "valueString"):
        if name in extension:
            return extension.number(name)
    return None


def written(option: AnswerOption, version: str, language: str) -> dict[str, Any]:
    """Write an option without what was kept of it."""
    found = values.written(option.value)
    [name] = found
    translations = Text({tag: text for tag, text in option.text.root.items() if tag != language})
    if isinstance(option.value, Coding):
        words = option.text.root.get(language)
        if words and option.value.display is None and words != option.value.code:
            found[name]["display"] = words
        found[name] |= wording.written("display", translations, language)
    else:
        found |= wording.written(name, translations, language)
    if option.initial_selected:
        found["initialSelected"] = True
    if added := _extensions(option, version, language):
        found["extension"] = added
    return found


def toggle_written(toggle: OptionsToggle) -> dict[str, Any]:
    """Write when some of the options are offered."""
    parts = [
        {"$role": "option", "url": "option", **values.written(each)} for each in toggle.options
    ]
    when = {"valueExpression": expressions.written(toggle.expression)}
    parts.append({"$role": "expression", "url": "expression", **when})
    return {"$role": "toggle", "extension": parts, "url": extensions.TOGGLE[0]}


def _option(element: Element) -> AnswerOption | None:
    met = len(element.reading.problems)
    found = _value(element)
    if found is None and len(element.reading.problems) > met:
        return None
    if found is None:
        element.reading.error(
            element.place,
            f"{element.named}: there is nothing to choose",
            "Give it a valueCoding, valueString, valueInteger, valueDate, valueTime or "
            "valueReference.",
        )
        return None
    given, text, of_coding = found
    return AnswerOption(
        value=given,
        text=text,
        prefix=wording.extended_text(element, "optionPrefix", extensions.OPTION_PREFIX),
        weight=_weight(element, of_coding),
        exclusive=element.extension(
            "optionExclusive", extensions.OPTION_EXCLUSIVE, value_of("value", "Boolean")
        )
        or False,
        initial_selected=element.flag("initialSelected") or False,
        kept=element.rest(),
    )


def _value(element: Element) -> tuple[NativeValue, Text, Element | None] | None:
    if "valueCoding" in element:
        coding = element.child("valueCoding")
        if coding is None:
            return None
        shown = coding.peek("display")
        given = values.coding(coding)
        words = wording.translated(coding, "display", _plain(shown, given.code))
        # Named and empty is as good as not there: it could be neither shown nor written.
        return None if given == Coding() and not words else (given, words, coding)
    name = next(iter(element.names("value")), "")
    plain = values.value(element)
    if plain is None:
        return None
    [shown] = value_to_json(plain).values()
    return plain, wording.translated(element, name, _plain(shown, None)), None


def _plain(shown: Any, code: str | None) -> str | None:
    if isinstance(shown, dict):
        shown = shown.get("display") or shown.get("reference")
    return code if shown is None or shown == "" else str(shown)


def _weight(element: Element, coding: Element | None) -> Decimal | None:
    found = element.extension("weight", extensions.WEIGHT, weight)
    if found is None and coding is not None:
        # lforms and Helsenorge put it on the coding; it is written on the option.
        return coding.extension("weight", extensions.WEIGHT, weight)
    return found


def _toggle(extension: Element) -> OptionsToggle | None:
    when = extension.extension("expression", ("expression",), expressions.expression)
    read: Callable[[Element], NativeValue | None] = values.value
    offered: tuple[NativeValue, ...] = extension.extensions("option", ("option",), read)
    if when is None or not offered:
        return None
    return OptionsToggle(options=offered, expression=when)


def _extensions(option: AnswerOption, version: str, language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if option.prefix:
        url = extensions.OPTION_PREFIX[0]
        text = wording.written("valueString", option.prefix, language)
        found.append({"$role": "optionPrefix", "url": url, **text})
    if option.weight is not None:
        url = extensions.WEIGHT_R5 if version == "R5" else extensions.WEIGHT[0]
        found.append({"$role": "weight", "url": url, "valueDecimal": option.weight})
    if option.exclusive:
        url = extensions.OPTION_EXCLUSIVE[0]
        found.append({"$role": "optionExclusive", "url": url, "valueBoolean": True})
    return found
