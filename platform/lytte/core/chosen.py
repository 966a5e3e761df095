"""Which of the answers that rules wait for were chosen."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from lytte.core.criteria import options_named
from lytte.core.forms import Form
from lytte.core.items.any_item import Item
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import Choice
from lytte.core.option_measures import option_key, option_measure, option_text, picked
from lytte.core.questionnaire import Questionnaire
from lytte.core.summary_measures import item_name
from lytte.core.thresholds import Rule
from lytte.core.values import NativeValue, value_from_json

# How many ways of answering one question are kept before they are forgotten.
MOST = 50_000


def chosen(
    rules: Iterable[Rule], answers: Mapping[str, tuple[NativeValue, ...]]
) -> dict[str, Decimal]:
    """Return each option that the rules wait for as a number, where its question is answered.

    `answers` are by `part/link_id`, every row of a repeating group together.
    """
    return {
        name: picked(option, given)
        for name, (question, option) in options_named(rules).items()
        if (given := answers.get(question))
    }


class Option(NamedTuple):
    """One answer that a question offers; yes and no have no text of the form's."""

    key: str
    text: str
    value: NativeValue


class Question(NamedTuple):
    """A question that is answered by choosing, and the answers it offers."""

    name: str
    options: tuple[Option, ...]

    @property
    def keys(self) -> set[str]:
        """What its answers are told apart by."""
        return {one.key for one in self.options}


class Picked(dict[str | None, str | None]):
    """The same for one option, of answers as they were kept: a JSON array, each read once."""

    def __init__(self, option: NativeValue) -> None:
        super().__init__({None: None})
        self.option = option

    def __missing__(self, written: str) -> str:
        if len(self) > MOST:
            self.clear()
            self[None] = None
        given = map(value_from_json, json.loads(written, parse_float=Decimal))
        found = self[written] = str(picked(self.option, given))
        return found


def questions(form: Form, language: str) -> dict[str, Question]:
    """Return every question of a form that a rule can wait for an answer to, by its address."""
    return {
        f"{part.id}/{item.link_id}": Question(item_name(item, language), options)
        for part in form.parts
        for item in part.questionnaire.every_item()
        if not item.hidden and (options := tuple(_options(part.questionnaire, item, language)))
    }


def every_option(form: Form) -> set[str]:
    """Return the address of each of their answers."""
    return {
        option_measure(address, option.value)
        for address, one in questions(form, "nb").items()
        for option in one.options
    }


def _options(questionnaire: Questionnaire, item: Item, language: str) -> Iterator[Option]:
    match item:
        case Boolean():
            yield from (Option(option_key(one), "", one) for one in (True, False))
        case Choice():
            for one in questionnaire.options(item):
                key = option_key(one.value)
                yield Option(key, one.text.read(language) or option_text(one.value), one.value)
        case _:
            return


def read_answers(
    measure: str, answers: Iterable[NativeValue], names: Mapping[str, str]
) -> tuple[bool | str, ...]:
    """Return chosen answers as they read; `names` has what each option says."""
    return tuple(
        one if isinstance(one, bool) else names.get(option_measure(measure, one)) or option_key(one)
        for one in answers
    )


def option_names(form: Form, language: str) -> dict[str, str]:
    """Return what each option says, by its address; yes and no are words of the reader's."""
    return {
        option_measure(address, option.value): option.text
        for address, one in questions(form, language).items()
        for option in one.options
        if option.text
    }
