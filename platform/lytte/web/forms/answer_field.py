"""What every answer field does: bind what the browser sent, keep it for showing again."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

from lytte.core.answers import Given, Missing
from lytte.core.values import NativeValue
from lytte.web.forms.shown import Shown
from lytte.wording.catalogue import Words

DECLINED = "no"


class Unreadable(ValueError):
    """What was typed is no answer to this question; the text says what would be."""


class AnswerField(Field):
    """One question. `given` is what it was answered with, None while it is open.

    The inputs of a question are called `<name>` and `<name>.<something>`; partials in
    `templates/items/` draw them, and a field never draws itself.
    """

    def __init__(self, shown: Shown, words: Words, **options: Any) -> None:
        super().__init__(**options)
        self.shown = shown
        self.words = words
        self.given: Given | None = None
        self.declined = False
        self.text_value = ""
        self.lines: Sequence[str] = ("",)
        self.checked: frozenset[str] = frozenset()
        self.own_words: str | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was stored before, or what the browser sent."""
        self.process_errors: list[str] = []
        if formdata is None:
            if data is not unset_value:
                self.given = data
                self.declined = data is Missing.DECLINED
                if data and not isinstance(data, Missing):
                    self.show(data)
            return
        self.declined = DECLINED in formdata.getlist(self.name) or f"{self.name}.no" in formdata
        try:
            values = tuple(self.read(formdata))
        except Unreadable as fault:
            self.process_errors.append(str(fault))
            return
        # Whoever wrote something and also declined has answered.
        self.given = values or (Missing.DECLINED if self.declined else None)

    looks = False
    """Whether the patient looks for an option: the page is shown again, with what was found."""
    find = ""
    """What is looked for."""
    is_chosen = False
    """Whether the answers are picked from what is shown, rather than written."""

    @property
    def how_many(self) -> str:
        """Say how many answers may be given, where it is not one; no more than the help says."""
        item, _ = self.shown.item, self.words
        least, most = item.min_occurs or 0, item.max_occurs
        if not item.repeats or most == 1:
            return ""
        if most is None:
            if least > 1:
                return _("Give at least {number} answers.", number=least)
            if self.is_chosen:
                return "" if self.shown.help else _("You may choose several.")
            return _("You may give several answers, one in each box.")
        if least < 2:
            return _("You may give up to {number} answers.", number=most)
        if least == most:
            return _("Give {number} answers.", number=most)
        return _("Give {least} to {most} answers.", least=least, most=most)

    def show(self, values: Sequence[NativeValue]) -> None:
        """Set what the inputs hold when these were answered."""
        raise NotImplementedError

    def read(self, sent: Any) -> Sequence[NativeValue]:
        """Return the answers in what was sent, none when the inputs are empty.

        Raises Unreadable; what was typed stays in the inputs.
        """
        raise NotImplementedError

    def sent(self, formdata: Any, suffix: str = "") -> str:
        """Return what one input holds, without space around it."""
        return str(formdata.get(self.name + suffix, "")).strip()
