"""Read the words of one place in one language."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent
SOURCE = "en"


class Words:
    """Call it with English to get the words of its language: `_("Next")`, `_.count(…)`."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def __call__(self, english: str, **values: object) -> str:
        """Return `english` in this language, with `{name}` replaced by each value."""
        return _fill(self._translations.gettext(english), values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form that fits `number`, which is available as `{number}`."""
        return _fill(self._translations.ngettext(one, many, number), {"number": number, **values})


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
    return Words(language, found)


def _read(place: str, language: str) -> Translations | None:
    path = FOLDER / place / f"{language}.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _fill(text: str, values: dict[str, object]) -> str:
    # Not str.format: a translation must not be able to reach into an object.
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
