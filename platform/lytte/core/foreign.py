"""Words in another language than those around them: they say so wherever they are written."""

from collections.abc import Callable, Sequence
from html import escape

from lytte.core.forms import Form
from lytte.core.texts import Text, direction
from lytte.core.wordings import same_language

Read = Callable[[Text], str]


class Foreign(str):
    """Words in `language`, on a page in another one.

    A template writes them as any other words, and they come out with their language and
    their direction, so that they are read aloud and set as they should be. As part of a
    longer text they are words alone.
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> "Foreign":
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __html__(self) -> str:
        tag = escape(self.language)
        return f'<span lang="{tag}" dir="{direction(self.language)}">{escape(str(self))}</span>'


def reader(form: Form, language: str) -> Read:
    """Return what reads the form's texts to a reader of `language`, gaps and all."""
    after = form.after(language)

    def read(text: Text) -> str:
        words, tag = text.found(language, after)
        return marked(words, tag, language)

    return read


def marked(words: str, tag: str, language: str) -> str:
    """Return words in the language `tag` as they stand on a page in `language`."""
    return words if same_language(tag, language) or not _is_words(words) else Foreign(words, tag)


def together(words: Sequence[str], between: str = " ") -> str:
    """Return words one after the other, in their language where they share another one."""
    tongues = {one.language if isinstance(one, Foreign) else "" for one in words if _is_words(one)}
    joined = between.join(filter(None, words))
    tongue = next(iter(tongues), "")
    return Foreign(joined, tongue) if len(tongues) == 1 and tongue else joined


def _is_words(text: str) -> bool:
    """Tell words from a number or a mark, which is in every language."""
    return any(letter.isalpha() for letter in text)
