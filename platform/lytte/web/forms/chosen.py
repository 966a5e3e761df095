"""Fields answered by choosing: a rating, yes or no, one option or several."""

from collections.abc import Sequence
from typing import Any

from lytte.core.items.choice import Choice
from lytte.core.values import Coding, NativeValue
from lytte.web.forms.answer_field import DECLINED, AnswerField, Unreadable
from lytte.web.forms.shown import FEW_ROWS, MOST_ROWS, OWN_WORDS, text_of

LONGEST_OWN_WORDS = 400


class RatingField(AnswerField):
    """One cell of a numbered row."""

    def show(self, values: Sequence[NativeValue]) -> None:
        self.text_value = text_of(values[0])

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.text_value = self.sent(sent)
        if self.text_value in ("", DECLINED):
            return ()
        if self.text_value not in self.shown.numbers:
            raise Unreadable(self.words("Choose one of the numbers."))
        return (int(self.text_value),)


class YesNoField(AnswerField):
    """Yes or no."""

    def show(self, values: Sequence[NativeValue]) -> None:
        self.text_value = "1" if values[0] is True else "0"

    def read(self, sent: Any) -> Sequence[NativeValue]:
        self.text_value = self.sent(sent)
        if self.text_value in ("", DECLINED):
            return ()
        return (self.text_value == "1",)


class ChoiceField(AnswerField):
    """One option, or several; an open choice also takes own words."""

    is_chosen = True
    is_searched = False

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        item = self.shown.item
        assert isinstance(item, Choice)  # noqa: S101  one field a kind; mypy is told
        self.several = item.repeats
        # A short list is shown whole even when its author asked for a drop-down: patients
        # read all of it, and a row is easier to hit than a menu.
        wants_list = item.control in ("drop-down", "autocomplete")
        most = FEW_ROWS if wants_list else MOST_ROWS
        self.listed = not item.repeats and len(self.shown.options) > most
        if item.type == "open-choice":
            self.own_words = ""

    def show(self, values: Sequence[NativeValue]) -> None:
        found = set()
        for value in values:
            for option in self.shown.options:
                if _same(option.answer, value):
                    found.add(option.value)
                    break
            else:
                self.own_words = text_of(value)
        self.checked = frozenset(found)

    def read(self, sent: Any) -> Sequence[NativeValue]:
        known = self.shown.chosen
        picked = [one for one in dict.fromkeys(sent.getlist(self.name)) if one in known]
        self.checked = frozenset(picked)
        words = ""
        if self.own_words is not None:
            words = self.own_words = self.sent(sent, f".{OWN_WORDS}")
        if len(words) > LONGEST_OWN_WORDS:
            raise Unreadable(self.words("At most {number} characters.", number=LONGEST_OWN_WORDS))
        answers: list[NativeValue] = [known[one].answer for one in sorted(picked, key=int)]
        self._one_of_a_kind(picked, words)
        # Own words beside a single choice are what was meant: they took more effort.
        return (*answers, words) if words and self.several else (words,) if words else answers

    def _one_of_a_kind(self, picked: Sequence[str], words: str) -> None:
        alone = [self.shown.chosen[one] for one in picked if self.shown.chosen[one].exclusive]
        if alone and (len(picked) > 1 or words):
            raise Unreadable(
                self.words("“{option}” cannot stand beside others.", option=alone[0].text)
            )
        if len(picked) > 1 and not self.several:
            raise Unreadable(self.words("Choose one."))
        most = self.shown.item.max_occurs
        if self.several and most is not None and len(picked) + bool(words) > most:
            raise Unreadable(self.words("Choose at most {number}.", number=most))


def _same(one: NativeValue, other: NativeValue) -> bool:
    if isinstance(one, Coding) and isinstance(other, Coding):
        return (one.system, one.code) == (other.system, other.code)
    return type(one) is type(other) and one == other
