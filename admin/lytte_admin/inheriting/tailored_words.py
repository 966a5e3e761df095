"""A clinic's changes of its hospital's form in words: as the hospital has it, as it is here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from lytte.core.composition import Composition, InstrumentSlot, Library, LocalSlot, Slot
from lytte.core.items.any_item import Item
from lytte.core.items.choice import Choice
from lytte.core.merging import slot_key
from lytte.core.sources import Source, code, sources
from lytte.core.tailoring.changes import (
    AddItem,
    AddPart,
    Branch,
    Change,
    Deviate,
    HideItem,
    HidePart,
    Last,
    MoveItem,
    MovePart,
    Offer,
    OfForm,
    Path,
    Present,
    RedoItem,
    RedoPart,
    Require,
    Reword,
    Speak,
    UseVersion,
    name_of,
    part_of,
)
from lytte.core.tailoring.laying import keyed
from lytte.core.tailoring.translated import MadeFrom, ShowInstead
from lytte.wording.catalogue import Words
from lytte_admin.editing import outline
from lytte_admin.in_words import asked_when, labels

Kind = Literal["added", "out", "moved", "changed"]


@dataclass(frozen=True)
class Said:
    """One change. `name` is how a button names it; `part` is what to open to see it."""

    name: str
    kind: Kind
    what: str
    was: str
    now: str
    part: str


@dataclass(frozen=True)
class Side:
    """One of the forms that are seen together, with what its conditions can look at."""

    form: Composition
    parts: Mapping[str, Slot]
    known: Mapping[str, Source]


def side(form: Composition, library: Library) -> Side:
    """Return a form ready to be spoken of."""
    known = {one.address: one for one in sources(form, library)}
    return Side(form, keyed((*form.slots, *form.set_aside)), known)


class Teller:
    """Says changes in one language, from a base to what was made of it."""

    def __init__(self, base: Composition, made: Composition, library: Library, say: Words) -> None:
        self.base, self.made = side(base, library), side(made, library)
        self.library = library
        self.say = say

    def every(self, changes: Iterable[Change]) -> list[Said]:
        """Say each change; what a translation was made from is nobody's change to take back."""
        told = [one for one in changes if not isinstance(one, MadeFrom)]
        return [self.one(change) for change in self.in_order(told)]

    def in_order(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes as they were, but a text's languages in the order of the form's."""
        tongues = list(self.made.form.languages)
        first: dict[Path, int] = {}

        def place(numbered: tuple[int, Change]) -> tuple[int, int]:
            number, change = numbered
            if not isinstance(change, Reword):
                return number, 0
            tag = change.language
            at = tongues.index(tag) if tag in tongues else len(tongues)
            return first.setdefault(change.about[:-1], number), at

        keys = {number: place((number, change)) for number, change in enumerate(changes)}
        return [changes[number] for number in sorted(keys, key=keys.__getitem__)]

    def one(self, change: Change) -> Said:
        """Say one change."""
        return Said(
            name=name_of(change),
            kind=_kind(change),
            what=self.what(change),
            was=self.value(change, self.base),
            now=self.value(change, self.made),
            part=part_of(change),
        )

    def what(self, change: Change, *, beneath: str = "") -> str:
        """Return what a change is about, by the names people see.

        `beneath` is the heading that it stands under: what that says is not said again.
        """
        part = self._called(part_of(change))
        match change:
            case Speak() | Last() | ShowInstead() | MadeFrom():
                return self._about_form(change)
            case Reword():
                said = self._worded(change, part)
                tongue = labels.LANGUAGES.get(change.language, change.language)
                if len(self.made.form.languages) < 2:
                    return said
                return tongue if said == beneath else f"{said} ({tongue})"
            case Branch():
                return self.say("When “{name}” is asked", name=part)
            case UseVersion():
                return self.say("Version of {name}", name=part)
            case Deviate():
                return self.say("What is changed inside {name}", name=part)
            case Require(item=item) | Present(item=item) | Offer(item=item):
                return self._item_name(change.part, item) or part
            case _:
                return part

    def thing(self, change: Change) -> str:
        """Return what a change is about without its language: one choice is for all of them."""
        if not isinstance(change, Reword):
            return self.what(change)
        return self._worded(change, self._called(change.part))

    def _about_form(self, change: OfForm) -> str:
        match change:
            case Speak():
                return self.say("Languages")
            case Last():
                return self.say("Length")
            case ShowInstead(language=language) | MadeFrom(language=language):
                missing = self.say("If a text is missing")
                return f"{missing} ({labels.LANGUAGES.get(language, language)})"

    def value(self, change: Change, of: Side) -> str:
        """Return what one of the forms has where the change is."""
        match change:
            case Speak() | Last() | ShowInstead() | MadeFrom():
                return self._of_form(change, of.form)
            case Reword(part=""):
                return str(getattr(of.form, change.field).root.get(change.language, "–"))
            case AddPart() | HidePart() | RedoPart():
                there = any(slot_key(one) == change.part for one in of.form.slots)
                return self._called(change.part, of) if there else self.say("Not asked")
            case MovePart() | MoveItem():
                return self._place(change.part, of)
            case _:
                slot = of.parts.get(change.part)
                return self._in_part(change, slot, of) if slot else self.say("Not asked")

    def _of_form(self, change: OfForm, form: Composition) -> str:
        match change:
            case Speak():
                return ", ".join(labels.LANGUAGES.get(tag, tag) for tag in form.languages)
            case Last():
                return self.say("{number} minutes", number=form.minutes) if form.minutes else "–"
            case ShowInstead(language=language):
                tag = form.instead.get(language, language)
                name = self.say(labels.IN_LANGUAGE.get(tag, tag))
                if language in form.fallbacks:
                    return self.say("Show the text in {language}", language=name)
                return self.say("Do not publish in {language}", language=name)
            case MadeFrom(address=address, language=language):
                return form.translated_from.get(address, {}).get(language, "–")

    def _in_part(self, change: Change, slot: Slot, of: Side) -> str:
        match change:
            case UseVersion():
                return slot.version if isinstance(slot, InstrumentSlot) else "–"
            case Deviate():
                return self._deviation(slot)
            case Branch():
                return self.condition(slot, of)
            case Reword(item="", field=field, language=language):
                return str(getattr(slot, field).root.get(language, "–"))
            case _:
                found = _item(slot, change)
                return self._in_item(change, found) if found else self.say("Not asked")

    def _in_item(self, change: Change, item: Item) -> str:
        match change:
            case Reword(option="", field=field, language=language):
                return str(getattr(item, field).root.get(language, "–"))
            case Reword():
                return _option_text(item, change)
            case Require():
                return self.say("Asked about again") if item.required else self.say("May be left")
            case Present():
                return self.say("A page of its own") if item.own_page else self.say("With others")
            case Offer():
                options = item.answer_options if isinstance(item, Choice) else ()
                return " · ".join(one.text.read(self.say.language) for one in options)
            case _:
                return item.text.read(self.say.language)

    def condition(self, slot: Slot, of: Side) -> str:
        """Return when a part is asked."""
        if slot.condition is None:
            return self.say("Always asked")
        said = asked_when.sentence(slot.condition, of.known, self.say)
        return f"{self.say('Asked only if')} {said}"

    def _deviation(self, slot: Slot) -> str:
        deviating = slot.deviating if isinstance(slot, InstrumentSlot) else None
        if deviating is None:
            return self.say("Whole and as it is")
        return self.say.count(
            "{number} change inside, by {name}: {reason}",
            "{number} changes inside, by {name}: {reason}",
            len(deviating.steps), name=deviating.by, reason=deviating.reason,
        )  # fmt: skip

    def _place(self, part: str, of: Side) -> str:
        order = [slot_key(one) for one in of.form.slots]
        if part not in order:
            return self.say("Not asked")
        at = order.index(part)
        if at == 0:
            return self.say("First")
        return self.say("After “{name}”", name=self._called(order[at - 1], of))

    def _called(self, part: str, of: Side | None = None) -> str:
        for one in (of,) if of else (self.made, self.base):
            if part in one.parts:
                return outline.called(one.parts[part], self.library, self.say.language)
        return ""

    def _item_name(self, part: str, item: str) -> str:
        for one in (self.made, self.base):
            slot = one.parts.get(part)
            for found in slot.questionnaire.items if isinstance(slot, LocalSlot) else ():
                if found.link_id == item:
                    return found.text.read(self.say.language)
        return ""

    def _worded(self, change: Reword, part: str) -> str:
        name = self._item_name(change.part, change.item) if change.item else part
        if not change.part:
            title = change.field == "title"
            return self.say("Title") if title else self.say("First words")
        if change.option:
            return self.say("An answer to “{name}”", name=name)
        if change.field in ("low", "high"):
            return self.say("An end of “{name}”", name=name)
        return name


def _kind(change: Change) -> Kind:
    match change:
        case AddPart() | AddItem():
            return "added"
        case HidePart() | HideItem():
            return "out"
        case MovePart() | MoveItem():
            return "moved"
        case (
            Speak() | Last() | Reword() | UseVersion() | Branch() | Deviate() | Require()
            | Present() | Offer() | RedoItem() | RedoPart() | MadeFrom() | ShowInstead()
        ):  # fmt: skip
            return "changed"
        case _:
            assert_never(change)


def _item(slot: Slot, change: Change) -> Item | None:
    wanted = getattr(change, "item", None)
    name = wanted if isinstance(wanted, str) else getattr(wanted, "link_id", "")
    items = slot.questionnaire.items if isinstance(slot, LocalSlot) else ()
    return next((one for one in items if one.link_id == name), None)


def _option_text(item: Item, change: Reword) -> str:
    options = item.answer_options if isinstance(item, Choice) else ()
    found = (getattr(one, change.field) for one in options if code(one) == change.option)
    return next((str(text.root.get(change.language, "–")) for text in found), "–")
