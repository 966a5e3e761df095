"""Forms that other hospitals share: looked at, copied, and remembered where they came from."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import InstrumentSlot, Library
from lytte.services import clinics
from lytte.services.faults import NotFound
from lytte.services.inheriting import sharing
from lytte.services.inheriting.sharing import Licensed, Offered
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing
from lytte.wording.catalogue import Words
from lytte_admin.access import Page
from lytte_admin.editing import outline
from lytte_admin.in_words.text_labels import own_words


@dataclass(frozen=True)
class Needed:
    """A licensed instrument and what of it the hospital has: its wording, an agreement."""

    instrument: Licensed
    on_shelf: bool
    agreed: bool


class Elsewhere(Page):
    """What others share."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.render("cms/elsewhere.html", offered=sharing.offered(self.work))

    @expose("/<uuid:shared_id>")
    def show(self, shared_id: UUID) -> ResponseReturnValue:
        """Show what the form asks, what comes along, and what the clinic needs itself."""
        found = self._found(shared_id)
        library = self._library(found)
        return self.render(
            "cms/elsewhere_form.html",
            own=partial(own_words, say=self.say),
            found=found,
            asked=[
                (outline.called(slot, library, self.say.language), slot)
                for slot in found.composition.slots
            ],
            needed=self._needed(found),
            contact=clinics.contact(self.work, self.clinic.id),
        )

    @expose("/<uuid:shared_id>/copy", methods=["POST"])
    def copy(self, shared_id: UUID) -> ResponseReturnValue:
        """Copy it to the chosen clinic."""
        copied = sharing.copy(
            self.work, self.clinic.id, self._found(shared_id), staff_id=self.person.staff_id
        )
        self.commit()
        said = self.say("Copied. It is your own form now; patients get it when you publish it.")
        said = " ".join((said, *(other_words(one, self.say) for one in copied.other_content)))
        return self.leave("forms.edit", said=said, form_id=copied.draft.id)

    def _found(self, shared_id: UUID) -> Offered:
        try:
            return sharing.one(self.work, shared_id)
        except NotFound:
            self.missing()

    def _library(self, found: Offered) -> Library:
        """Return the instruments to call its parts by: theirs that come along, and ours."""
        theirs = {(one.id, one.version): one for one in found.whole}
        return {**stocking.library(self.work), **theirs}

    def _needed(self, found: Offered) -> list[Needed]:
        shelf, held = stocking.library(self.work), licensing.held(self.work)
        asked = {
            (slot.instrument, slot.version)
            for slot in found.composition.slots
            if isinstance(slot, InstrumentSlot)
        }
        return [
            Needed(one, (one.id, one.version) in shelf, one.id in held)
            for one in found.licensed
            if (one.id, one.version) in asked
        ]


def other_words(name: str, say: Words) -> str:
    """Say that an instrument did not come along, because it is here in other words."""
    return say("{name} is here already with other words than theirs. Yours is asked.", name=name)
