"""A question of the clinic's own, and when a part of the form is asked."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from uuid import UUID

from flask import flash, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import composition_checks
from lytte.core.composition import Composition, LocalSlot, Slot
from lytte.core.conditions import Condition
from lytte.core.items.any_item import Item
from lytte.core.merging import slot_key
from lytte.core.problems import Problem
from lytte.core.sources import Source, code, sources
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing import composing, local_items, outline
from lytte_admin.editing.worded import Fault
from lytte_admin.forms import deviating
from lytte_admin.forms.insides import InsidePage
from lytte_admin.in_words import asked_when, labels


class Questions(InsidePage):
    """Pages that belong to one form."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>/new", methods=["GET", "POST"])
    def new(self, form_id: UUID) -> ResponseReturnValue:
        """Write a new question; its kind was chosen on the form's page."""
        draft = self.draft(form_id)
        kind = request.values.get("kind", "")
        if kind not in labels.QUESTION_KINDS:
            return self.leave("forms.edit", form_id=form_id, anchor="new")
        if request.method == "GET":
            return self._question(draft, kind, None)
        sheet = self.sheet()
        before = composing.written_on(self.seen(draft), sheet)
        if request.form.get("do") == "leave":
            change = partial(composing.without_question, sheet=sheet)
            return self.keep(draft, change, did=f"question:{sheet}")
        item = local_items.local_item(
            kind, request.form, before=before.questionnaire.items[0] if before else None
        )
        faults = self._faults(draft, kind)
        if item is None or faults:
            return self._refused(draft, kind, None, faults)
        inside = deviating.place(request.form.get("at", ""))
        if inside is not None and not request.form.get("by_itself"):
            return self.put_inside(draft, item, inside)
        change = partial(composing.with_question, item=item, at=self._place(), sheet=sheet)
        said = self.say("The question is in the form.")
        did, at = f"question:{sheet}", before.id if before else ""
        return self.keep(draft, change, did=did, said=said, at=at)

    @expose("/<uuid:form_id>/<slot_id>/<link_id>", methods=["GET", "POST"])
    def edit(self, form_id: UUID, slot_id: str, link_id: str) -> ResponseReturnValue:
        """Change a question's words; what was answered before goes on as the same series."""
        draft = self.draft(form_id)
        item = self._item(draft, slot_id, link_id)
        kind = local_items.kind_of(item)
        if request.method == "GET":
            return self._question(draft, kind, item)
        changed = local_items.local_item(kind, request.form, before=item)
        faults = self._faults(draft, kind)
        if changed is None or faults:
            return self._refused(draft, kind, item, faults)
        change = partial(composing.with_item, slot_id=slot_id, item=changed)
        did = f"words:{slot_id}"
        return self.keep(draft, change, did=did, said=self.say("Saved."), at=slot_id)

    @expose("/<uuid:form_id>/when/<int:number>")
    def when(self, form_id: UUID, number: int) -> ResponseReturnValue:
        """Show when a part is asked, and the fields of one more condition."""
        return self._when(self.draft(form_id), number)

    @expose("/<uuid:form_id>/when/<int:number>/change", methods=["POST"])
    def change_when(self, form_id: UUID, number: int) -> ResponseReturnValue:
        """Add a condition, take one away, or choose how they are joined."""
        draft = self.draft(form_id)
        made = self.seen(draft)
        slot = self._slot(made, number)
        parts = list(asked_when.each(slot.condition))
        together = request.form.get("together") or asked_when.together(slot.condition)
        what, _, at = request.form.get("do", "").partition(":")
        try:
            if what == "add":
                parts.append(self._one(made, number))
            elif what == "away" and at.isdecimal() and int(at) < len(parts):
                del parts[int(at)]
        except asked_when.Unreadable as fault:
            flash(str(fault))
            return self._when(draft, number), 422
        condition = asked_when.joined(parts, together=together)
        change = partial(composing.with_condition, number=number, condition=condition)
        then = url_for(".when", form_id=form_id, number=number)
        return self.keep(draft, change, did="when", said=self.say("Saved."), then=then)

    def _one(self, made: Composition, number: int) -> Condition:
        source = self._sources(made, number).get(request.form.get("looks_at", ""))
        if source is None:
            raise asked_when.Unreadable(self.say("Choose what it depends on."))
        chosen = request.form.getlist("option")
        return asked_when.condition(source, request.form, chosen, self.say)

    def _about(self, made: Composition, key: str) -> list[Problem]:
        """Return what keeps the form from being published because of when this part is asked."""
        found = composition_checks.problems(made, stocking.library(self.work))
        return [one for one in found if one.place.partition("/")[0] == key]

    def _sources(self, made: Composition, number: int | None = None) -> dict[str, Source]:
        library = stocking.library(self.work)
        return {one.address: one for one in sources(made, library, before=number)}

    def _grouped(self, found: Iterable[Source]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return addresses and names under the instrument; nothing for the clinic's own."""
        grouped = []
        for title, each in groupby(found, lambda one: one.of.read(self.say.language)):
            inside = list(each)
            names = asked_when.told_apart([one.name.read(self.say.language) for one in inside])
            grouped.append((title, [(s.address, n) for s, n in zip(inside, names, strict=True)]))
        return grouped

    def _slot(self, made: Composition, number: int) -> Slot:
        if number >= len(made.slots):
            self.missing()
        return made.slots[number]

    def _item(self, draft: tables.FormDraft, slot_id: str, link_id: str) -> Item:
        made = self.seen(draft)
        for slot in made.slots:
            if isinstance(slot, LocalSlot) and slot.id == slot_id:
                found = (one for one in slot.questionnaire.items if one.link_id == link_id)
                return next(found, None) or self.missing()
        return self.missing()

    def _faults(self, draft: tables.FormDraft, kind: str) -> list[Fault]:
        made = drafting.composition(self.work, draft)
        return local_items.faults(kind, request.form, made.languages[0], self.say)

    def _refused(
        self, draft: tables.FormDraft, kind: str, item: Item | None, faults: list[Fault]
    ) -> ResponseReturnValue:
        """Say all that is wrong, with what was typed still there; nothing is kept."""
        if request.form.get("by_itself"):
            return jsonify(said=" ".join(one.text for one in faults)), 422
        return self._question(draft, kind, item, faults), 422

    def _place(self) -> int | None:
        """Return where it is to stand: what was chosen here, or came with the way in."""
        at = (request.form if request.method == "POST" else request.args).get("at", "")
        return int(at) if at.isdecimal() else None

    def _question(
        self,
        draft: tables.FormDraft,
        kind: str,
        item: Item | None,
        faults: Sequence[Fault] = (),
    ) -> str:
        made = drafting.composition(self.work, draft)
        others = composing.without_question(made, self.sheet())
        library = stocking.library(self.work)
        return self.render(
            "cms/question.html",
            draft=draft,
            made=made,
            kind=kind,
            item=item,
            wrong=bool(faults),
            faults=faults,
            given=request.form,
            sheet=self.sheet(),
            place=self._place(),
            places=[outline.called(one, library, self.say.language) for one in others.slots],
            insides=self.insides(draft, made),
        )

    def _when(self, draft: tables.FormDraft, number: int) -> str:
        made = drafting.composition(self.work, draft)
        slot = self._slot(made, number)
        before, known = self._sources(made, number), self._sources(made)
        parts = asked_when.each(slot.condition)
        return self.render(
            "cms/when.html",
            draft=draft,
            number=number,
            key=slot_key(slot),
            name=outline.called(slot, stocking.library(self.work), self.say.language),
            parts=[
                (asked_when.sentence(one, known, self.say), asked_when.strip(one, before))
                for one in parts
            ],
            together=asked_when.together(slot.condition),
            problems=self._about(made, slot_key(slot)),
            before=before,
            groups=self._grouped(before.values()),
            source=before.get(request.values.get("looks_at", "")),
            given=request.form,
            code=code,
        )
