"""Texts and their translations, as FHIR carries them beside the text."""

from typing import Any

from lytte.core.texts import Text
from lytte.integrations.fhir import extensions
from lytte.integrations.fhir.element import Element

UNDETERMINED = "und"
"""The language of a text in a questionnaire that does not say (BCP 47)."""

_NOTHING = Text()


def text(element: Element, name: str) -> Text:
    """Take a text with its translations from `_name`."""
    return translated(element, name, element.text(name))


def translated(element: Element, name: str, plain: str | None) -> Text:
    """Return `plain` with the translations that stand in `_name`."""
    if f"_{name}" not in element:
        return _NOTHING if plain is None else Text({element.reading.language: plain})
    found = {} if plain is None else {element.reading.language: plain}
    beside = None if isinstance(element.peek(f"_{name}"), list) else element.child(f"_{name}")
    if beside is not None:

        def read(extension: Element) -> bool | None:
            language = extension.extension("lang", ("lang",), _plain)
            content = extension.extension("content", ("content",), _plain)
            if not language or content is None or language in found:
                return None
            if language == element.reading.language:
                return None
            found[language] = content
            return True

        beside.extensions("translation", extensions.TRANSLATION, read)
    return Text(found)


def extended_text(element: Element, role: str, urls: tuple[str, ...]) -> Text:
    """Take an extension whose value is a text, with its translations."""

    def read(extension: Element) -> Text | None:
        name = next(iter(extension.names("value")), "")
        return (text(extension, name) or None) if name in ("valueString", "valueMarkdown") else None

    return element.extension(role, urls, read) or _NOTHING


def written(name: str, given: Text, language: str) -> dict[str, Any]:
    """Write a text and its translations: `{text: …, _text: …}`."""
    found: dict[str, Any] = {}
    if language in given.root:
        found[name] = given.root[language]
    others = [
        {
            "$role": "translation",
            "extension": [
                {"$role": "lang", "url": "lang", "valueCode": tag},
                {"$role": "content", "url": "content", "valueString": content},
            ],
            "url": extensions.TRANSLATION[0],
        }
        for tag, content in given.root.items()
        if tag != language
    ]
    if others:
        found[f"_{name}"] = {"extension": others}
    return found


def _plain(extension: Element) -> str | None:
    for name in ("valueCode", "valueString", "valueMarkdown"):
        if name in extension:
            return extension.text(name)
    return None
