"""The languages of a form, and its texts in them."""

import html
import re

from babel import Locale
from babel.core import UnknownLocaleError

from lytte.core.items.any_item import Item
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.integrations.xlsform.columns import DEFAULT

_SIMPLE = (
    (re.compile(r"<(strong|b)>(.*?)</\1>", re.DOTALL), r"**\2**"),
    (re.compile(r"<(em|i)>(.*?)</\1>", re.DOTALL), r"*\2*"),
    (re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL), r"[\2](\1)"),
    (re.compile(r"<br ?/?>"), "\n"),
    (re.compile(r"</p>\s*<p>"), "\n\n"),
    (re.compile(r"</?p>"), ""),
)
_TAG = re.compile(r"<[^>]*>")


def heading(text: str, tag: str) -> str:
    """Return the heading of a text in a language: `label::norsk bokmål (nb)`."""
    return text if tag == DEFAULT else f"{text}::{named(tag)}"


def named(tag: str) -> str:
    """Return the name of a language with its tag."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return tag.removeprefix("x-") if tag.startswith("x-") else tag
    return f"{locale.get_language_name(locale.language) or tag} ({tag})"


class Tongues:
    """The languages a questionnaire is written in, its own first."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        found: dict[str, None] = {}
        if questionnaire.language:
            found[questionnaire.language] = None
        for item in questionnaire.every_item():
            for text in (item.text, item.formatted, item.prefix):
                found |= dict.fromkeys(text.root)
            for option in questionnaire.options(item):
                found |= dict.fromkeys(option.text.root)
        self.tags = list(found) or [DEFAULT]

    @property
    def first(self) -> str:
        """The language that stands where nothing else is said."""
        return self.tags[0]

    def named(self, tag: str) -> str:
        """Return the name of a language as the headings have it."""
        return named(tag)

    def cells(
        self, column: str, text: Text, formatted: Text | None = None, *, prefix: Text | None = None
    ) -> dict[str, str]:
        """Return a text in its languages, by heading."""
        found = {}
        for tag, words in text.root.items():
            marked = formatted.root.get(tag) if formatted is not None else None
            said = _marked_down(marked) if marked else words
            before = prefix.root.get(tag) if prefix is not None else None
            if said:
                found[heading(column, tag)] = f"{before} {said}" if before else said
        return found

    def ends(self, item: Item) -> dict[str, str]:
        """Return what the lowest and the highest number of a scale mean, as a hint."""
        low, high = getattr(item, "low", Text()), getattr(item, "high", Text())
        found = {}
        for tag in self.tags:
            said = [
                f"{limit} = {words}"
                for limit, text in ((_end(item, "minimum"), low), (_end(item, "maximum"), high))
                if (words := text.root.get(tag))
            ]
            if said:
                found[heading("hint", tag)] = ", ".join(said)
        return found


def _end(item: Item, name: str) -> str:
    found = getattr(item, name, None)
    return "" if found is None else str(found)


def _marked_down(markup: str) -> str:
    """Return formatted text as ODK writes it, as far as it can."""
    found = markup
    for pattern, mark in _SIMPLE:
        found = pattern.sub(mark, found)
    return html.unescape(_TAG.sub("", found)).strip()
