"""Every text of a form: where it stands, what it is, and how one of them is changed.

One walk reads them and writes them, so that what is counted, shown side by side, sent to
a translator and checked is the same set of texts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel

from lytte.core.items.any_item import Item
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.common import ItemBase
from lytte.core.items.display import Display
from lytte.core.items.group import Group
from lytte.core.questionnaire import Questionnaire, ValueSet
from lytte.core.texts import Text
from lytte.core.values import Coding

Kind = Literal[
    "title", "introduction", "question", "group", "display", "help", "prefix", "short", "low",
    "high", "own_words", "format", "option", "advice", "name", "call_now", "danger",
    "who_answers", "out_of_hours", "when_read", "information", "consent",
]  # fmt: skip

# A rendering (`formatted`) is in the language of the original and stands for its text.
FIELDS: Mapping[str, Kind] = {
    "text": "question",
    "prefix": "prefix",
    "short_text": "short",
    "low": "low",
    "high": "high",
    "open_label": "own_words",
    "entry_format": "format",
}

Origins = Mapping[str, Mapping[str, str]]
"""By address and language: the source wording that a translation was made from."""


class Wording(NamedTuple):
    """One text in its languages. The address is the same for as long as the text lives."""

    address: str
    kind: Kind
    text: Text
    within: str = ""
    """The part of the form it belongs to; empty for what belongs to the whole."""

    @property
    def is_words(self) -> bool:
        """Tell a text that has to be translated from a number or a mark that does not."""
        return any(letter.isalpha() for said in self.text.root.values() for letter in said)


Change = Callable[[Wording], Text]
Model = TypeVar("Model", bound=BaseModel)


def item_texts(item: Item) -> Iterator[tuple[str, Text]]:
    """Yield each text of the item itself by its field: not its options, not what is inside."""
    for name in _fields(type(item)):
        yield name, getattr(item, name)


@cache
def _fields(kind: type[ItemBase]) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if name in kind.model_fields)


def of_questionnaire(questionnaire: Questionnaire, part: str) -> list[Wording]:
    """Return every text of a part of a form that a patient can be shown, in order."""
    found: list[Wording] = []

    def note(wording: Wording) -> Text:
        found.append(wording)
        return wording.text

    reworded(questionnaire, part, note)
    return found


def reworded(questionnaire: Questionnaire, part: str, change: Change) -> Questionnaire:
    """Return the questionnaire with each of its texts as `change` returns it."""
    items = tuple(_item(item, part, change, inside=False) for item in questionnaire.items)
    sets = tuple(_value_set(one, part, change) for one in questionnaire.value_sets)
    return _with(questionnaire, items=items, value_sets=sets)


def reworded_item(item: Item, part: str, change: Change) -> Item:
    """Return one question with its texts, and those of what is inside it, changed."""
    return _item(item, part, change, inside=False)


def _item(item: Item, part: str, change: Change, *, inside: bool) -> Item:
    if item.hidden:
        return item
    place = f"{part}/{item.link_id}"
    made: dict[str, object] = {}
    for name, text in item_texts(item):
        kind = _kind(item, inside=inside) if name == "text" else FIELDS[name]
        made[name] = _text(Wording(f"{place}#{name}", kind, text, part), change)
    if isinstance(item, Choice):
        made["answer_options"] = _options(item.answer_options, f"{place}#", part, change)
    if made["text"] != item.text:
        made["formatted"] = _still(item, made["text"])
    within = not isinstance(item, Group)
    made["items"] = tuple(_item(one, part, change, inside=within) for one in item.items)
    return _with(item, **made)


def _still(item: Item, said: object) -> Text:
    """Return the renderings of what is still said in the same words."""
    kept = said.root if isinstance(said, Text) else {}
    same = {t: f for t, f in item.formatted.root.items() if kept.get(t) == item.text.root.get(t)}
    return Text.model_validate(same)


def _kind(item: Item, *, inside: bool) -> Kind:
    if isinstance(item, Group):
        return "group"
    if isinstance(item, Display):
        return "help" if inside else "display"
    return "question"


def _value_set(found: ValueSet, part: str, change: Change) -> ValueSet:
    return _with(found, options=_options(found.options, f"{part}/#{found.id}#", part, change))


def _options(
    options: Sequence[AnswerOption], place: str, part: str, change: Change
) -> tuple[AnswerOption, ...]:
    made = []
    for option in options:
        if not isinstance(option.value, Coding | str):
            made.append(option)
            continue
        address = f"{place}option={_code(option.value)}"
        text = _text(Wording(address, "option", option.text, part), change)
        prefix = _text(Wording(f"{address}#prefix", "prefix", option.prefix, part), change)
        made.append(_with(option, text=text, prefix=prefix))
    return tuple(made)


def _code(value: Coding | str) -> str:
    if isinstance(value, str):
        return value
    return "|".join(filter(None, (value.system, value.code)))


def _text(wording: Wording, change: Change) -> Text:
    return change(wording) if wording.text else wording.text


def _with(model: Model, **fields: object) -> Model:
    changed = {name: value for name, value in fields.items() if value != getattr(model, name)}
    return model.model_copy(update=changed) if changed else model


def source_tag(text: Text, source: str) -> str:
    """Return the language a text is translated from: `source`, or the first it is written in."""
    if text.has(source):
        return source
    return next((tag for tag, said in text.root.items() if said), source)


def is_stale(wording: Wording, language: str, source: str, origins: Origins) -> bool:
    """Tell whether the text in `language` was made from an earlier wording of its source."""
    tag = source_tag(wording.text, source)
    made_from = origins.get(wording.address, {}).get(language)
    if made_from is None or same_language(tag, language) or not wording.text.has(language):
        return False
    return not same_words(made_from, wording.text.read(tag))


def same_words(one: str, other: str) -> bool:
    """Tell whether two wordings differ in nothing but where lines are broken."""
    return one.split() == other.split()


def same_language(one: str, other: str) -> bool:
    """Tell whether two tags name one language: `nb` and `nb-NO` do."""
    return one.split("-")[0] == other.split("-")[0]


def without(text: Text, language: str) -> Text:
    """Return the text without what it says in `language`."""
    kept = {tag: said for tag, said in text.root.items() if not same_language(tag, language)}
    return Text.model_validate(kept)
