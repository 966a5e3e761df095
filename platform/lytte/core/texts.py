"""A text in its languages, and which one a reader gets."""

import re
from collections.abc import Mapping, Sequence

from pydantic import ConfigDict, RootModel

_BETWEEN_GROUPS = re.compile(r"(?<=\d) (?=\d)")
_ABROAD = re.compile(r"\+(?=\d)")
# Where the last part of a clinic's or hospital's name begins.
_LAST_PART = re.compile(
    r"(?<=\w{4})(?<!\w{4}poli)"
    r"(?=(?:poliklinikk|klinikk|avdeling|seksjon|senter|sykehus|sjukehus)\w{0,3}\b)"
)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})


class Text(RootModel[Mapping[str, str]]):
    """The same text by language (BCP 47 tag); the first one given is the source."""

    model_config = ConfigDict(frozen=True)
    root: Mapping[str, str] = {}

    def __bool__(self) -> bool:
        return any(self.root.values())

    def __hash__(self) -> int:
        return hash(tuple(self.root.items()))

    def read(self, language: str, fallback: Sequence[str] = ("nb", "en")) -> str:
        """Return the text for a reader of `language`.

        Exact tag first, then the language whatever its region, then the fallbacks,
        then whatever there is: a patient is never shown an empty question.
        """
        return self.found(language, fallback)[0]

    def found(self, language: str, fallback: Sequence[str] = ("nb", "en")) -> tuple[str, str]:
        """Return the text for a reader of `language`, and the language it is in."""
        for tag in (language, *fallback):
            if found := self._in(tag):
                return found, tag
        return next(((text, tag) for tag, text in self.root.items() if text), ("", language))

    def has(self, language: str) -> bool:
        """Tell whether the text is written in `language` itself, no fallback."""
        return bool(self._in(language))

    def _in(self, language: str) -> str:
        """Return the text in `language`: `nb` reads `nb-NO` and the other way round."""
        if found := self.root.get(language):
            return found
        primary = language.split("-")[0]
        return next(
            (said for tag, said in self.root.items() if said and tag.split("-")[0] == primary), ""
        )


def direction(language: str) -> str:
    """Return `rtl` or `ltr` for the `dir` attribute of a page in `language`."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def unbroken(text: str) -> str:
    """Return the text with every number held together, for telephones above all.

    116 117 stays on one line, and among letters that run from right to left its groups
    keep their order: with a plain space between them a reader of Arabic sees 117 116.
    """
    held = _BETWEEN_GROUPS.sub("\N{NO-BREAK SPACE}", text)
    return _ABROAD.sub("\N{LEFT-TO-RIGHT MARK}+", held)


def divided(name: str, language: str) -> str:
    """Return a name that a page in `language` may divide between its parts, and nowhere else.

    Brystkreft-klinikken: no browser knows the name, and not every one knows the language.
    Where the lines run from right to left, the hyphen would stand before the name.
    """
    if direction(language) == "rtl":
        return name
    return _LAST_PART.sub("\N{SOFT HYPHEN}", name)
