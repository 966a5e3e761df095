"""What if a locked instrument has to be changed: said beforehand, named, and marked ever after."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import InstrumentSlot
from lytte.core.deviations import Deviating, LeaveOut, SayOtherwise, Shift, inside
from lytte.core.forms import document, sha256
from lytte.core.instrument import Instrument
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.forms import deviating
from lytte_admin.in_words.text_labels import own_words


class Deviations(DraftPage):
    """One instrument in one form."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>/<slot_id>", methods=["GET", "POST"])
    def show(self, form_id: UUID, slot_id: str) -> ResponseReturnValue:
        """Show what the instrument is and what is changed in it; then change it."""
        draft = self.draft(form_id)
        slot, instrument = self._found(draft, slot_id)
        if request.method == "GET":
            return self._page(draft, slot, instrument, _given(slot.deviating))
        if request.form.get("do") == "whole":
            change = partial(deviating.whole, slot_id=slot_id)
            said = self.say("The instrument is whole and as it is again.")
            return self.keep(draft, change, did="deviation", said=said, at=slot_id)
        if not instrument.licence.permits_changes:
            return self._page(draft, slot, instrument, request.form, wrong=True), 422
        steps = list(deviating.steps(request.form, instrument.questionnaire, slot.deviating))
        who = deviating.answerable(request.form)
        if who is None:
            return self._page(draft, slot, instrument, request.form, wrong=True), 422
        change = partial(deviating.with_steps, slot_id=slot_id, steps=steps, who=who)
        said = self.say("Changed. Scores and sheets say that the instrument is modified.")
        if not steps:
            said = self.say("The instrument is whole and as it is again.")
        return self.keep(draft, change, did="deviation", said=said, at=slot_id)

    def _found(self, draft: tables.FormDraft, slot_id: str) -> tuple[InstrumentSlot, Instrument]:
        library = stocking.library(self.work)
        for slot in drafting.composition(self.work, draft).slots:
            if isinstance(slot, InstrumentSlot) and slot.instrument == slot_id:
                instrument = library.get((slot.instrument, slot.version))
                return (slot, instrument) if instrument else self.missing()
        return self.missing()

    def _page(
        self,
        draft: tables.FormDraft,
        slot: InstrumentSlot,
        instrument: Instrument,
        given: Mapping[str, str],
        *,
        wrong: bool = False,
    ) -> str:
        among = {
            item.link_id: [one for one in siblings if one.link_id != item.link_id]
            for siblings in deviating.families(instrument.questionnaire)
            for item in siblings
        }
        return self.render(
            "cms/deviation.html",
            terms=own_words(instrument.licence.terms, say=self.say),
            draft=draft,
            slot=slot,
            instrument=instrument,
            items=[one for one in instrument.questionnaire.every_item() if not one.hidden],
            numbers={
                one.link_id: number
                for number, one in enumerate(instrument.questionnaire.every_item())
            },
            among=among,
            own=inside(slot.deviating),
            speaks=drafting.composition(self.work, draft).languages,
            mark=sha256(document(instrument.questionnaire)),
            given=given,
            wrong=wrong,
        )


def _given(before: Deviating | None) -> dict[str, str]:
    """Return the steps that stand as the fields that said them."""
    if before is None:
        return {}
    found = {"by": before.by, "reason": before.reason}
    for step in before.steps:
        match step:
            case LeaveOut(item=item):
                found[f"left-{item}"] = "1"
            case Shift(item=item, after=after):
                found[f"after-{item}"] = after or "first:"
            case SayOtherwise(item=item, language=tag, text=text):
                found[f"said-{item}-{tag}"] = text
            case _:
                found[f"keep-{step.item.link_id}"] = "1"
    return found
