"""A question asked for inside a locked instrument: warned, and offered a place beside it (C4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import re2
from flask import request
from flask.typing import ResponseReturnValue

from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.instrument import Instrument
from lytte.core.items.any_item import Item
from lytte.core.items.common import QuestionBase
from lytte.core.items.group import Group
from lytte.reports import paper_items
from lytte.services.drafts import comparing, drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing import composing
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.forms import deviating
from lytte_admin.forms.deviating import Place

SHEET = re2.compile(r"[0-9a-f]{6}")
OURS = ("csrf_token", "version", "at", "inside", "by", "reason", "sure")


@dataclass(frozen=True)
class Inside:
    """One instrument with the places inside it: after each of its questions but the last."""

    name: str
    places: list[tuple[str, str]]


class InsidePage(DraftPage):
    """A page where a question is given its place in the form."""

    def insides(self, draft: tables.FormDraft, made: Composition) -> list[Inside]:
        """Return the places inside the form's instruments, for whoever asks for one."""
        found = []
        form = comparing.as_patients_get_it(self.work, draft)
        numbers = paper_items.numbers(form) if form else {}
        for slot in made.slots:
            instrument = self._instrument(slot) if isinstance(slot, InstrumentSlot) else None
            if instrument is None:
                continue
            places = [
                (Place(instrument.id, one.link_id).value, self._after(one, instrument.id, numbers))
                for one in _seen(instrument)[:-1]
            ]
            if places:
                found.append(Inside(instrument.title.read(self.say.language), places))
        return found

    def _after(self, one: Item, part: str, numbers: Mapping[str, int]) -> str:
        """Say after what, by the number on paper where it has one."""
        name = one.text.read(self.say.language)
        if isinstance(one, Group):
            return self.say("After the whole of “{name}”", name=name)
        number = numbers.get(f"{part}/{one.link_id}")
        if number is None:
            return self.say("After “{name}”", name=name)
        return self.say("After {number}: “{name}”", number=number, name=name)

    def put_inside(self, draft: tables.FormDraft, item: Item, at: Place) -> ResponseReturnValue:
        """Warn first; put it inside only where the licence lets us and somebody answers for it."""
        made = composing.without_question(drafting.composition(self.work, draft), self.sheet())
        numbered = [
            (number, one)
            for number, one in enumerate(made.slots)
            if isinstance(one, InstrumentSlot) and one.instrument == at.slot
        ]
        number, slot = next(iter(numbered), (0, None))
        instrument = self._instrument(slot) if slot else None
        names = [one.link_id for one in _seen(instrument)] if instrument else []
        if slot is None or instrument is None or at.after not in names:
            self.missing()
        who = deviating.answerable(request.form)
        asked = bool(request.form.get("inside"))
        if not asked or who is None or not instrument.licence.permits_changes:
            page = self._warn(draft, slot, instrument, number, at, wrong=asked)
            return (page, 422) if asked else page

        def change(made: Composition) -> Composition:
            alone = composing.without_question(made, self.sheet())
            return deviating.put_inside(alone, item=item, at=at, who=who)

        said = self.say("It stands inside. Scores and sheets say that the instrument is modified.")
        return self.keep(draft, change, did="deviation", said=said, at=at.slot)

    def sheet(self) -> str:
        """Return what tells the page of this new question from every other."""
        given = request.form.get("sheet", "")
        return given if SHEET.fullmatch(given) else composing.new_sheet()

    def _instrument(self, slot: InstrumentSlot) -> Instrument | None:
        return stocking.library(self.work).get((slot.instrument, slot.version))

    def _warn(
        self,
        draft: tables.FormDraft,
        slot: InstrumentSlot,
        instrument: Instrument,
        number: int,
        at: Place,
        *,
        wrong: bool,
    ) -> str:
        seen = _seen(instrument)
        here = next(place for place, one in enumerate(seen) if one.link_id == at.after)
        next_ones = [one for one in seen[here + 1 :] if not isinstance(one, Group)][:1]
        said = [one.text.read(self.say.language) for one in (seen[here], *next_ones)]
        return self.render(
            "cms/inside.html",
            draft=draft,
            slot=slot,
            instrument=instrument,
            title=instrument.title.read(self.say.language),
            number=number,
            at=at.value,
            before=said[0],
            following=said[1] if len(said) > 1 else "",
            allowed=instrument.licence.permits_changes,
            wrong=wrong,
            given=request.form,
            fields=[
                (name, value) for name, value in request.form.items(multi=True) if name not in OURS
            ],
        )


def _seen(instrument: Instrument) -> list[Item]:
    """Return what a question may stand after, in order: each after what is inside it."""
    return list(_each(instrument.questionnaire.items))


def _each(items: Sequence[Item]) -> Iterator[Item]:
    """Yield no text to read: what helps with a question is not parted from it."""
    for one in items:
        if one.hidden:
            continue
        yield from _each(one.items)
        if isinstance(one, QuestionBase | Group) and one.text:
            yield one
