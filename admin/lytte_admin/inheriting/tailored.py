"""What a clinic changes of what its hospital publishes, and back to the hospital's."""

from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition
from lytte.core.tailoring.falling import fallen_back
from lytte.services.inheriting import inheriting
from lytte.services.inheriting.inheriting import Tailored
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.inheriting.tailored_words import Teller

ALL = "all"
"""The button that lets everything fall back."""


class TailoredForms(DraftPage):
    """A form of the hospital's at a clinic."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/take", methods=["POST"])
    def take(self) -> ResponseReturnValue:
        """Begin a form on one of the hospital's."""
        wanted = request.form.get("publication_id", "")
        parent = next(
            (one for one in inheriting.offered(self.work, self.clinic.id) if str(one.id) == wanted),
            None,
        )
        if parent is None:
            self.missing()
        row = inheriting.take(self.work, self.clinic.id, parent.id, staff_id=self.person.staff_id)
        self.commit()
        said = self.say("Everything is as the hospital has it. What you change is yours alone.")
        return self.leave("forms.edit", said=said, form_id=row.id)

    @expose("/<uuid:form_id>")
    def show(self, form_id: UUID) -> ResponseReturnValue:
        """List everything the clinic changed, with the way back for each and for all."""
        draft = self.draft(form_id)
        found = self._tailored(draft)
        teller = Teller(found.base, found.made, stocking.library(self.work), self.say)
        return self.render(
            "cms/tailored.html",
            draft=draft,
            parent=found.parent,
            newer=inheriting.newer(self.work, draft),
            changes=teller.every(found.changes),
        )

    @expose("/<uuid:form_id>/back", methods=["POST"])
    def back(self, form_id: UUID) -> ResponseReturnValue:
        """Let one value, or all of them, be as the hospital has it again."""
        draft = self.draft(form_id)
        base = self._tailored(draft).base
        about = request.form.get("about", "")
        paths = None if about == ALL else [tuple(about.split("|"))]
        if not about:
            return self.leave(".show", form_id=form_id)
        change = partial(_back, base, paths=paths)
        said = self.say("As the hospital has it again. “Undo” brings yours back.")
        listed = request.form.get("from") == "list"
        return self.keep(
            draft, change, did="fallback", said=said, at=request.form.get("at", ""),
            then=url_for(".show", form_id=form_id) if listed else "",
        )  # fmt: skip

    def _tailored(self, draft: tables.FormDraft) -> Tailored:
        return inheriting.tailored(self.work, draft) or self.missing()


def _back(
    base: Composition, made: Composition, *, paths: list[tuple[str, ...]] | None
) -> Composition:
    return fallen_back(base, made, paths)
