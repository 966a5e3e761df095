"""The field for a question with more options than anybody reads through: some are looked for."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lytte.core.values import NativeValue
from lytte.web.forms.chosen import ChoiceField
from lytte.web.forms.shown import MOST_LISTED, MOST_ROWS, Shown, ShownOption

MOST_FOUND = 20
LONGEST_SEARCH = 60
# Fewer letters than this fit too much to be close to anything.
FEWEST_LETTERS = 3


class SearchField(ChoiceField):
    """Options that are looked for by some of their letters; what is chosen stays ticked.

    Whatever was written and not yet looked for is looked for, whichever button was
    pressed: nobody goes on believing that it was taken as an answer.
    """

    is_searched = True

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.find = self.sent(sent, ".find")[:LONGEST_SEARCH]
        is_new = self.find != self.sent(sent, ".was")
        self.looks = f"{self.name}.look" in sent or (bool(self.find) and is_new)
        return super().read(sent)

    @property
    def kept(self) -> Sequence[ShownOption]:
        """What is chosen and does not stand among what was found."""
        found = {option.value for option in self.found}
        return [
            option
            for option in self.shown.options
            if option.value in self.checked and option.value not in found
        ]

    @property
    def found(self) -> Sequence[ShownOption]:
        """What fits, the likeliest first."""
        return self._fitting[0][:MOST_FOUND]

    @property
    def told(self) -> str:
        """Say how much fits."""
        fitting, is_close = self._fitting
        _, find, number = self.words, self.find, len(fitting)
        if not fitting:
            return _("Nothing fits “{find}”. Try fewer letters, or another word.", find=find)
        if is_close:
            return _("Nothing fits “{find}” exactly. This is close:", find=find)
        if number > MOST_FOUND:
            told = "{number} fit “{find}”. Here are {shown}; write more letters to see the others."
            return _(told, number=number, find=find, shown=MOST_FOUND)
        return _.count("One fits “{find}”:", "{number} fit “{find}”:", number, find=find)

    @property
    def _fitting(self) -> tuple[Sequence[ShownOption], bool]:
        wanted = _plain(self.find)
        found = _fitting(self.shown.options, wanted)
        longest = len(wanted)
        is_close = False
        # Most slips are in the end of a word: what begins the same way may be it.
        while wanted and not found and longest > FEWEST_LETTERS:
            longest -= 1
            found, is_close = _fitting(self.shown.options, wanted[:longest].strip()), True
        return found, is_close


def is_searched(drawn: Shown) -> bool:
    """Tell whether a question has more options than can be shown to choose among."""
    return len(drawn.options) > (MOST_ROWS if drawn.item.repeats else MOST_LISTED)


def _fitting(options: Sequence[ShownOption], wanted: str) -> list[ShownOption]:
    """Return the options that hold every word; those that begin with them first."""
    pieces = wanted.split()
    if not pieces:
        return []
    found = [
        (_place(text, wanted, pieces[0]), option)
        for option in options
        for text in (_plain(option.text),)
        if all(piece in text for piece in pieces)
    ]
    return [option for _, option in sorted(found, key=lambda one: one[0])]


def _place(text: str, wanted: str, piece: str) -> int:
    if text.startswith(wanted):
        return 0
    return 1 if any(word.startswith(piece) for word in text.split()) else 2


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Return the text without capitals, accents or vowel signs, which nobody types alike."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
