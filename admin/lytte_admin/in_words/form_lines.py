"""A form as entries to be compared: everything a patient meets, and all that is counted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from lytte.core.differences import Entry, Line
from lytte.core.form_changes import part_name
from lytte.core.forms import Form, Part, document
from lytte.core.frozen import Frozen
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.items.common import ItemBase
from lytte.core.questionnaire import Questionnaire
from lytte.core.scoring.scale import Scale
from lytte.core.sources import Source, sources_in
from lytte.core.texts import Text
from lytte.wording.catalogue import Words
from lytte_admin.in_words import asked_when, labels

TOLD = {*labels.WORDED, "link_id", "type", "items", "condition", "own_page", "required", "hidden"}
BLANK = Questionnaire()
OF_PART = {
    "id", "kind", "title", "version", "recall", "source", "questionnaire", "scales", "condition",
    "sha256", "modified",
}  # fmt: skip


def entries(form: Form, say: Words) -> list[Entry]:
    """Return the form as a whole, then each part with its questions, in order."""
    known = {one.address: one for part in form.parts for one in sources_in(part)}
    found = [Entry("form", say("The form as a whole"), tuple(_whole(form, say)))]
    number = 0
    for part in form.parts:
        asked = list(_every(part.questionnaire))
        made = [_item(part, item, inside, known, say) for item, inside in asked]
        numbered = [replace(one, place=number + place) for place, one in enumerate(made, 1)]
        about = _part(part, known, say)
        if part.kind == "local" and len(numbered) == 1:
            # A question of the clinic's own and its part are one thing to whoever reads.
            [only] = numbered
            numbered = [replace(only, lines=only.lines + about.lines)]
        else:
            found.append(replace(about, place=number + 1))
        found += numbered
        number += len(numbered)
    return found


def _whole(form: Form, say: Words) -> Iterator[Line]:
    yield from texts(say("Title"), form.title)
    yield from texts(say("First words"), form.introduction)
    languages = ", ".join(labels.LANGUAGES.get(tag, tag) for tag in form.languages)
    yield Line(say("Languages"), languages)
    yield Line(say("Minutes"), str(form.minutes or ""))
    for tag, shown in form.instead.items():
        gaps = say("Where {language} has gaps", language=say(labels.IN_LANGUAGE.get(tag, tag)))
        yield Line(gaps, labels.LANGUAGES.get(shown, shown))


def _part(part: Part, known: Mapping[str, Source], say: Words) -> Entry:
    lines = [
        *texts(say("Title"), part.title),
        *texts(say("Period it asks about"), part.recall),
        Line(say("Version"), part.version or ""),
        Line(say("Where it is from"), part.source, always=False, stored=True),
        Line(say("What it is"), say("Your own question") if part.kind == "local" else ""),
        *_when(part, known, say),
        *_modified(part, say),
        *(_scale(scale, say) for scale in part.scales),
        *rest(chosen(part.model_copy(update={"questionnaire": BLANK})), OF_PART, say),
        *rest(chosen(part.questionnaire.model_copy(update={"items": ()})), _said(part), say),
    ]
    return Entry(f"part {part.id}", part_name(part, say.language), tuple(lines))


def _said(part: Part) -> set[str]:
    """Return what the questionnaire says of itself that the part has said already."""
    asked = part.questionnaire
    return {
        name
        for name, same in (
            ("title", asked.title == part.title),
            ("version", asked.version == part.version),
        )
        if same
    }


def _item(part: Part, item: Item, inside: str, known: Mapping[str, Source], say: Words) -> Entry:
    kind = labels.ITEM_TYPES.get(item.type, item.type)
    if item.type == "numeric_rating":
        kind = say(kind, low=item.minimum, high=item.maximum)
    else:
        kind = say(kind)
    lines = [
        *(
            line
            for field, label in labels.WORDED.items()
            for line in texts(say(label), getattr(item, field, Text()))
        ),
        Line(say("How it is answered"), kind),
        *_options(part, item, say),
        *_when(item, known, say),
        Line(say("Begins a page"), say("yes") if item.own_page else ""),
        Line(say("Must be answered"), say("yes") if item.required else ""),
        *rest(_bare(item) | ({"inside": inside} if inside else {}), TOLD, say),
    ]
    name = item.short_text.read(say.language) or item.text.read(say.language) or item.link_id
    return Entry(f"{part.id}/{item.link_id}", name, tuple(lines))


def _options(part: Part, item: Item, say: Words) -> Iterator[Line]:
    if not isinstance(item, Choice):
        return
    options = part.questionnaire.options(item)
    for tag in in_order({tag for option in options for tag in option.text.root}):
        said = " · ".join(option.text.root.get(tag, "–") for option in options)
        yield Line(say("Answers"), said, tag)


def _when(asked: Part | Item, known: Mapping[str, Source], say: Words) -> Iterator[Line]:
    if isinstance(asked, ItemBase) and asked.hidden:
        yield Line(say("When it is asked"), say("never"))
    elif asked.condition is None:
        yield Line(say("When it is asked"), say("always"), always=False, stored=True)
    if asked.condition is not None:
        when = asked_when.sentence(asked.condition, known, say)
        yield Line(say("When it is asked"), say("only if {condition}", condition=when))


def _modified(part: Part, say: Words) -> Iterator[Line]:
    if found := part.modified:
        said = say("by {name}: {reason}", name=found.by, reason=found.reason)
        yield Line(say("Changed inside the instrument"), said)


def _scale(scale: Scale, say: Words) -> Line:
    """Return a score as it is reckoned; what has no words of ours stands as it is written."""
    told = document(scale)
    told.pop("title", None)
    return Line(
        say("Score “{name}”", name=scale.title.read(say.language) or scale.id),
        " · ".join(f"{name} {_flat(value)}" for name, value in sorted(told.items())),
        always=False,
        stored=True,
    )


def rest(stored: Mapping[str, Any], told: set[str], say: Words) -> Iterator[Line]:
    """Yield what has no line of its own, so that nothing that differs is hidden."""
    left = {name: value for name, value in stored.items() if name not in told}
    if left:
        text = " · ".join(f"{name} {_flat(value)}" for name, value in sorted(left.items()))
        yield Line(say("Settings"), text, always=False, stored=True)


def chosen(made: Frozen) -> dict[str, Any]:
    """Return a value as stored, without what is as it always is: where it differs, it stands."""
    usual = type(made).model_fields
    stored = document(made)
    return {
        name: value
        for name, value in stored.items()
        if name not in usual or getattr(made, name) != usual[name].get_default()
    }


def _bare(item: Item) -> dict[str, Any]:
    """Return an item as stored, without what is told in words."""
    stored = chosen(item.model_copy(update={"items": ()}))
    for option in stored.get("answer_options", ()):
        option.pop("text", None)
    return stored


def texts(label: str, text: Text, *, always: bool = True) -> Iterator[Line]:
    """Yield a text in each of its languages, in the order that languages have everywhere."""
    for tag in in_order(text.root):
        yield Line(label, text.root[tag], tag, always)


def in_order(tags: Iterable[str]) -> list[str]:
    """Return languages in the order in which the CMS shows them, others after."""
    known = list(labels.LANGUAGES)
    return sorted(tags, key=lambda tag: (known.index(tag) if tag in known else len(known), tag))


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _every(holder: Any, inside: str = "") -> Iterator[tuple[Item, str]]:
    waiting = [(item, inside) for item in reversed(holder.items)]
    while waiting:
        item, where = waiting.pop()
        yield item, where
        waiting.extend((one, item.link_id) for one in reversed(item.items))


def locked(form: Form | None) -> dict[str, tuple[str | None, Questionnaire | None]]:
    """Return the fingerprints of a form's instruments, and what is changed inside.

    A part that somebody changed keeps the fingerprint of what came in: it alone says nothing.
    """
    parts = form.parts if form else ()
    return {
        part.id: (part.sha256, part.questionnaire if part.modified else None)
        for part in parts
        if part.kind == "instrument"
    }
