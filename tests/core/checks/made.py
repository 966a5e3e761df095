"""Questionnaires made on the spot, with nothing wrong but what a test puts in."""

from typing import Any

from lytte.core.conditions import EnableWhen, Operator
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import Expression
from lytte.core.items.free_text import FreeText
from lytte.core.items.group import Group
from lytte.core.items.number import Number
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding, NativeValue

WORDS = Text({"en": "Words"})
BOTH = Text({"en": "Words", "nb": "Ord"})


def whole(*items: Item, **more: Any) -> Questionnaire:
    """Return a questionnaire that no rule has anything to say about, apart from its items."""
    said = {"url": "u", "version": "1", "title": WORDS, "language": "en", "copyright": WORDS}
    return Questionnaire.model_validate({**said, "items": items, **more})


def ask(link_id: str, **more: Any) -> FreeText:
    return FreeText.model_validate({"link_id": link_id, "text": WORDS, **more})


def yes_no(link_id: str, **more: Any) -> Boolean:
    return Boolean.model_validate({"link_id": link_id, "text": WORDS, **more})


def number(link_id: str, **more: Any) -> Number:
    return Number.model_validate({"link_id": link_id, "text": WORDS, "type": "integer", **more})


def group(link_id: str, *items: Item, **more: Any) -> Group:
    return Group.model_validate({"link_id": link_id, "text": WORDS, "items": items, **more})


def pick(link_id: str, *codes: str, **more: Any) -> Choice:
    options = [option(code) for code in codes]
    return Choice.model_validate(
        {"link_id": link_id, "text": WORDS, "answer_options": options, **more}
    )


def option(code: str, **more: Any) -> AnswerOption:
    value = Coding(system="s", code=code, display=code.upper())
    return AnswerOption.model_validate({"value": value, "text": Text({"en": code}), **more})


def when(question: str, operator: Operator, answer: NativeValue) -> EnableWhen:
    return EnableWhen(question=question, operator=operator, answer=answer)


def code(of: str, system: str | None = "s") -> Coding:
    return Coding(system=system, code=of)


def fhirpath(text: str, name: str | None = None) -> Expression:
    return Expression(expression=text, name=name)


def opened(link_id: str, *conditions: EnableWhen, **more: Any) -> FreeText:
    return ask(link_id, enable_when=conditions, **more)
