"""Read the words of one place in one language."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent
SOURCE = "en"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def thousands(number: int) -> str:
    """Return `120 000`, which no line break parts."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


class Words:
    """Call it with English to get the words of its language: `_("Next")`, `_.count(…)`."""

    def __init__(
        self, language: str, translations: NullTranslations, *, right_to_left: bool = False
    ) -> None:
        self.language = language
        self._translations = translations
        self._right_to_left = right_to_left

    def __call__(self, english: str, **values: object) -> str:
        """Return `english` in this language, with `{name}` replaced by each value."""
        return self._fill(self._translations.gettext(english), values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form that fits `number`, which stands at `{number}` as `10 000`."""
        text = self._translations.ngettext(one, many, number)
        return self._fill(text, {"number": thousands(number), **values})

    def _fill(self, text: str, values: dict[str, object]) -> str:
        # Not str.format: a translation must not be able to reach into an object.
        for name, value in values.items():
            text = text.replace("{" + name + "}", self._apart(str(value)))
        return text

    def _apart(self, value: str) -> str:
        """Hold a name of Latin letters apart in a line that runs from right to left.

        Otherwise a telephone number or a full stop after it is drawn on its wrong side.
        """
        held = self._right_to_left and _LATIN.search(value)
        return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if held else value


@cache
def words(place: str, language: str) -> Words:
    """Return the words of `place` in `language`, English where nothing is written.

    Nynorsk falls back to bokmål before English: a Norwegian reader keeps Norwegian.
    """
    found: NullTranslations = NullTranslations()
    for tag in ("nb",) if language == "nn" else ():
        found = _read(place, tag) or found
    own = None if language == SOURCE else _read(place, language)
    if own is not None:
        if isinstance(found, Translations):
            own.add_fallback(found)
        found = own
    return Words(language, found, right_to_left=own is not None and _runs_left(language))


def _runs_left(language: str) -> bool:
    return Locale.parse(language, sep="-").text_direction == "rtl"


def _read(place: str, language: str) -> Translations | None:
    path = FOLDER / place / f"{language}.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
