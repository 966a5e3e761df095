"""Pieces of text as they stand on the sheet: whose language, how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lytte.core.summary_shape import Said, Verbatim
from lytte.core.texts import direction
from lytte.core.values import Date, DateTime, Time
from lytte.reports.measuring import lines, shortened
from lytte.reports.sheet_density import WIDE
from lytte.reports.sheet_words import SheetWords

# Letters that are printed of what people write; the screen has them all.
NAME_LETTERS, ITEM_LETTERS = 70, 60
TOPIC_LETTERS, WORDS_LETTERS, OTHER_LETTERS = 110, 300, 160


@dataclass(frozen=True)
class Piece:
    """A text in its language; `rest` says, in the reader's, where a cut text goes on."""

    text: str
    language: str
    rest: str = ""
    quoted: bool = False

    @property
    def direction(self) -> str:
        """Which way it is read."""
        return direction(self.language)

    @property
    def length(self) -> str:
        """All that is printed, to reckon its room."""
        return f"«{self.text}»{self.rest}" if self.quoted else self.text + self.rest


@dataclass(frozen=True)
class Scribe:
    """Turns what was said into pieces; `whole` cuts nothing, for the screen."""

    say: SheetWords
    whole: bool = False

    def quote(self, said: Verbatim, most: int, *, quoted: bool = True) -> Piece:
        """The person's own words, to `most` letters, saying where the rest is."""
        text = " ".join(said.text.split())
        if self.whole or len(text) <= most:
            return Piece(text, said.language, quoted=quoted)
        cut = shortened(text, most)
        rest = self.say.words("(whole text on screen)")
        return Piece(cut, said.language, f" {rest}", quoted=quoted)

    def name(self, text: str, most: int = ITEM_LETTERS) -> str:
        """A question's name in a list."""
        return text if self.whole else shortened(text, most)

    def answer(self, said: Said) -> Piece:
        """One answer that is no measure."""
        language, write = self.say.words.language, self.say.write
        match said:
            case Verbatim():
                return self.quote(said, OTHER_LETTERS)
            case bool():
                return Piece(self.say.words("yes") if said else self.say.words("no"), language)
            case Decimal():
                return Piece(write.exactly(said), language)
            case str():
                return Piece(self.name(said, OTHER_LETTERS), language)
            case Date() | DateTime() | Time():
                return Piece(self._time(said), language)

    def _time(self, said: Date | DateTime | Time) -> str:
        """A day as the reader writes days; what is only a month or a year stays as it is."""
        try:
            if isinstance(said, Date):
                return self.say.write.full_day(date.fromisoformat(said.text))
            if isinstance(said, DateTime) and len(said.text) > 10:
                at = datetime.fromisoformat(said.text)
                return f"{self.say.write.full_day(at)} {self.say.write.hour(at)}"
        except ValueError:
            return said.text
        return said.text

    def listed(self, parts: Sequence[str], most: int, between: str = ", ") -> str:
        """As many parts as fit in `most` letters, and how many more there are."""
        kept: list[str] = []
        for part in parts:
            if not self.whole and kept and len(between.join([*kept, part])) > most:
                break
            kept.append(part)
        left = len(parts) - len(kept)
        text = between.join(kept)
        return f"{text} {self.more(left)}" if left else text

    def more(self, left: int) -> str:
        """How many are not printed, and where they are."""
        return self.say.words.count(
            "and {number} more (on screen)", "and {number} more (on screen)", left
        )


def height(text: str, size: float, line: float, room: float = WIDE, *, bold: bool = False) -> float:
    """Return the millimetres that a paragraph takes; nothing when there is none."""
    return lines(text, size, room, bold=bold) * line if text else 0.0
