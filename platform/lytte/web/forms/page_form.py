"""The form of one page: a field for each question on it."""

from collections.abc import Mapping
from typing import Any, assert_never

from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from lytte.core.answers import Given
from lytte.core.form_pages import Spot
from lytte.core.items.attachment import AttachmentItem
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.items.date import DateItem
from lytte.core.items.display import Display
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.items.quantity import QuantityItem
from lytte.core.items.reference import ReferenceItem
from lytte.core.items.url import Url
from lytte.core.items.visual_analogue import VisualAnalogue
from lytte.web.forms.answer_field import AnswerField
from lytte.web.forms.chosen import ChoiceField, RatingField, YesNoField
from lytte.web.forms.days import DateField
from lytte.web.forms.searched import SearchField, is_searched
from lytte.web.forms.shown import Shown
from lytte.web.forms.typed import AmountField, NumberField, WordsField
from lytte.wording.catalogue import Words


class PageForm(BaseForm):
    """The questions of one page by the names of their inputs."""

    def question(self, name: str) -> AnswerField:
        """Return the field of a question; KeyError when it is not answered on this page."""
        found = self[name]
        if not isinstance(found, AnswerField):
            raise KeyError(name)
        return found

    @property
    def looks(self) -> bool:
        """Whether the patient looks for an option in any of the questions."""
        return any(isinstance(one, AnswerField) and one.looks for one in self)

    @property
    def finds(self) -> Mapping[str, str]:
        """What is looked for, by question: what was found before stays when more is."""
        return {one.name: one.find for one in self if isinstance(one, AnswerField) and one.find}


def field_name(spot: Spot) -> str:
    """Return what the inputs of a question are called."""
    return f"q{spot.name}"


def page_form(
    questions: Mapping[str, Shown],
    words: Words,
    *,
    sent: Any = None,
    stored: Mapping[str, Given] | None = None,
) -> PageForm:
    """Return fields by name, bound to what was sent, or showing what was stored."""
    fields = {
        name: UnboundField(kind, drawn, words, label="")
        for name, drawn in questions.items()
        if (kind := field_kind(drawn)) is not None
    }
    made = PageForm(fields)
    made.process(sent, data=None if sent is not None else stored)
    return made


def field_kind(drawn: Shown) -> type[AnswerField] | None:
    """Return the field that binds an item; None for what the patient does not answer."""
    match drawn.item:
        case Boolean():
            return YesNoField
        case Choice():
            return SearchField if is_searched(drawn) else ChoiceField
        case NumericRating() | Number() | VisualAnalogue():
            return RatingField if drawn.numbers else NumberField
        case QuantityItem():
            return AmountField
        case DateItem():
            return DateField
        case FreeText() | Url():
            return WordsField
        case Display() | Group() | AttachmentItem() | ReferenceItem():
            return None
        case _:
            assert_never(drawn.item)
