"""Numbers, days and hours as the reader writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from lytte.wording.catalogue import Words

# Day before month for everyone: the clinic is in Norway, whatever the reader's language.
_LOCALES = {"en": "en_GB"}

# From this span of a scale on, so many decimals are more than anybody measured.
PLACES = ((Decimal(50), 0), (Decimal(10), 1), (Decimal("2.001"), 2), (Decimal(0), 3))
# More decimals than these come of a division, not of somebody who wrote them.
MOST_WRITTEN = 4


@dataclass(frozen=True)
class Writing:
    """How one language writes; the patterns are words like any other."""

    words: Words

    @cached_property
    def locale(self) -> Locale:
        """Whose habits."""
        language = self.words.language
        return Locale.parse(_LOCALES.get(language, language).replace("-", "_"))

    def day(self, at: date | datetime) -> str:
        """The day without its year: `25.08`."""
        return format_date(at, self.words("dd/MM"), self.locale)

    def full_day(self, at: date | datetime) -> str:
        """The day with its year: `25.08.2026`."""
        return format_date(at, self.words("dd/MM/y"), self.locale)

    def weekday(self, at: date | datetime) -> str:
        """The name of the day."""
        return format_date(at, "EEEE", self.locale)

    def hour(self, at: datetime) -> str:
        """The time of day: `19.12`."""
        return format_time(at, self.words("HH:mm"), locale=self.locale)

    def moment(self, at: datetime) -> str:
        """Day and hour, `24.08 kl. 19.12`."""
        return self.words("{day} at {hour}", day=self.day(at), hour=self.hour(at))

    def number(self, value: Decimal, span: Decimal | None = None) -> str:
        """The number, with as many decimals as a scale of this span needs.

        66.6667 of 100 is 67, an index between 0 and 1 keeps three. Without a scale a number
        is whole as somebody wrote it, and has one decimal where it was divided. The minus
        sign is a hyphen, because the sheet's font has no other.
        """
        if span is None and _is_written(value):
            return self.exactly(value)
        places = next((most for least, most in PLACES if span is not None and span >= least), 1)
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return _plain(str(rounded), self.locale)

    def exactly(self, value: Decimal) -> str:
        """The number with every decimal it has; zeros at the end say nothing more."""
        whole = f"{value.normalize():f}"
        return _plain(whole, self.locale, "0." + "#" * len(whole))

    def language_name(self, language: str) -> str:
        """What the reader calls a language."""
        try:
            named = Locale.parse(language.replace("-", "_")).get_language_name(self.locale)
        except ValueError:
            return language
        return named or language

    def answers(self, chosen: Sequence[bool | str]) -> str:
        """What was chosen, in quotation marks."""
        _ = self.words
        said = [_("yes") if one is True else _("no") if one is False else one for one in chosen]
        return self.listed([_("“") + one + _("”") for one in said])

    def listed(self, parts: list[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(parts) < 2:
            return "".join(parts)
        last = self.words("and")
        return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _is_written(value: Decimal) -> bool:
    """Tell whether somebody may have written the number; a third has no end."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_WRITTEN


@lru_cache(maxsize=4096)
def _plain(number: str, locale: Locale, pattern: str = "0.###") -> str:
    """A sheet says the same few numbers many times, and reading a pattern takes its time."""
    text: str = format_decimal(Decimal(number), pattern, locale, group_separator=False)
    return text.replace("\u2212", "-")
