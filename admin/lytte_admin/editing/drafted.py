"""What every page about a form that is being made stands on: the draft, and saving a change."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lytte.core.composition import Composition, InstrumentSlot, LocalSlot
from lytte.core.composition_checks import slot_name
from lytte.core.merging import Conflict, merged_form, slot_key
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.editing import kept
from lytte_admin.editing.composing import Change


class DraftPage(Page):
    """A page about one form of the chosen clinic."""

    @property
    def making(self) -> tables.FormDraft | None:
        """The form's draft, where the page's address names one."""
        form_id = (request.view_args or {}).get("form_id")
        return self.draft(form_id) if form_id else None

    def draft(self, form_id: UUID) -> tables.FormDraft:
        """Return the clinic's draft; another clinic's does not exist here."""
        found = self.work.session.get(tables.FormDraft, form_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def seen(self, draft: tables.FormDraft) -> Composition:
        """Return the form as it was on the page that was sent; as it is when that is not kept."""
        version = request.form.get("version", draft.version, type=int)
        return drafting.form_at(self.work, draft, version) or drafting.composition(self.work, draft)

    def keep(
        self, draft: tables.FormDraft, change: Change, *, did: str, said: str = "", at: str = "",
        held: str = "", then: str = "",
    ) -> ResponseReturnValue:  # fmt: skip
        """Save one change and go back to the form, with `at` the part that is chosen there.

        `held` names the button that keeps the focus, so that it can be pressed again; `then`
        is the address of another page to go on with.
        """
        form_id = draft.id
        look, added = partial(self._standing, form_id, did), [""]

        def changed(base: Composition) -> Composition:
            made, had = change(base), {slot_key(one) for one in base.slots}
            added[:] = [key for one in made.slots if (key := slot_key(one)) not in had] or [""]
            return made

        try:
            by = kept.save(self, look, changed)
        except kept.Overtaken as fault:
            return self.overtaken(form_id, fault.by)
        except Conflict as fault:
            return self._both(look(), form_id, change, fault)
        return self._answer(form_id, said, by, then, at=at or added[0], held=held)

    def _standing(self, form_id: UUID, did: str) -> kept.Standing[Composition]:
        draft = self.draft(form_id)
        return kept.Standing(
            draft.version,
            published.name(self.work, draft.changed_by),
            drafting.composition(self.work, draft),
            partial(drafting.form_at, self.work, draft),
            merged_form,
            partial(
                drafting.save_form, self.work, self.clinic.id, draft.slug,
                staff_id=self.person.staff_id, expected=draft.version, did=did,
            ),
        )  # fmt: skip

    def _answer(
        self, form_id: UUID, said: str, by: str, then: str, **where: str
    ) -> ResponseReturnValue:
        said = kept.both_kept(self, said, by)
        if request.form.get("by_itself"):
            draft = self.draft(form_id)
            saved = self.say("Saved at {moment}.", moment=self._clock(draft.changed_at))
            return jsonify(version=draft.version, said=f"{saved} {said if by else ''}".strip())
        if then:
            if said:
                flash(said)
            return redirect(then, 303)
        shown: dict[str, Any] = {name: value for name, value in where.items() if value}
        return self.leave("forms.edit", said=said, form_id=form_id, **shown)

    def _clock(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime("%H.%M")

    def _both(
        self, draft: kept.Standing[Composition], form_id: UUID, change: Change, fault: Conflict
    ) -> ResponseReturnValue:
        if request.form.get("by_itself"):
            said = self.say("{name} changed the same. Press Save to see both.", name=draft.by)
            return jsonify(said=said), 409
        return kept.both(
            self, draft, change, fault, name=self._piece_name, says=self._piece,
            title=self.draft(form_id).title, home=url_for("forms.edit", form_id=form_id),
        )  # fmt: skip

    def _piece_name(self, place: str, mine: Composition, theirs: Composition) -> str:
        for slot in (*theirs.slots, *mine.slots):
            if slot_key(slot) == place:
                return self._named(slot)
        names = {
            "title": self.say("Title"),
            "introduction": self.say("First words"),
            "languages": self.say("Languages"),
            "minutes": self.say("Length"),
            "order": self.say("The order"),
        }
        return names.get(place, place)

    def _piece(self, place: str, made: Composition) -> Iterator[str]:
        """Say what one piece of the form holds, a line at a time."""
        if place == "order":
            yield from map(self._named, made.slots)
            return
        slot = next((one for one in made.slots if slot_key(one) == place), None)
        if slot is None:
            value = getattr(made, place, None)
            yield self._value(value) if value is not None else self.say("Taken out")
        elif slot.type == "instrument":
            yield f"{self._named(slot)} ({slot.version})"
        else:
            for item in slot.questionnaire.items:
                yield from item.text.root.values()
                for option in getattr(item, "answer_options", ()):
                    yield "– " + " / ".join(option.text.root.values())

    def _named(self, slot: InstrumentSlot | LocalSlot) -> str:
        return slot_name(slot, stocking.library(self.work), self.say.language)

    def _value(self, value: object) -> str:
        texts = getattr(value, "root", None)
        if texts is not None:
            return " / ".join(texts.values())
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def overtaken(self, form_id: UUID, by: str) -> ResponseReturnValue:
        """Tell that somebody else saved first; nothing of theirs was overwritten (C16)."""
        self.work.session.rollback()
        said = self.say(
            "{name} saved this form while you had it open. Nothing of theirs was overwritten; "
            "do your change again on what is here now.",
            name=by,
        )
        if request.form.get("by_itself"):
            return jsonify(said=said), 409
        return self.leave("forms.edit", form_id=form_id, said=said, refused=True)
