"""What the hospital itself shares with others: for those who decide for the whole hospital."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import sharing as core
from lytte.services import published
from lytte.services.drafts import based
from lytte.services.faults import NotFound, NotReady
from lytte.services.inheriting import sharing
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing.drafted import DraftPage


class Shared(DraftPage):
    """One form of the chosen clinic, shared or not."""

    roles = "hospital_admin"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>")
    def show(self, form_id: UUID) -> ResponseReturnValue:
        """Show which version others may copy, and what of the form goes along."""
        return self._page(self.draft(form_id))

    @expose("/<uuid:form_id>/share", methods=["POST"])
    def share(self, form_id: UUID) -> ResponseReturnValue:
        """Share the version in use."""
        draft = self.draft(form_id)
        live = published.live_form(self.work, draft.id) or self.missing()
        try:
            sharing.share(self.work, live, comment=request.form.get("comment", "").strip()[:400])
        except NotReady:
            return self._page(draft, refused=True), 422
        except NotFound:
            self.missing()
        self.commit()
        said = self.say("Shared. Other hospitals may look at it and copy it.")
        return self.leave(".show", said=said, form_id=form_id)

    @expose("/<uuid:form_id>/withdraw", methods=["POST"])
    def withdraw(self, form_id: UUID) -> ResponseReturnValue:
        """Share the form no more, in any version."""
        draft = self.draft(form_id)
        for row in sharing.mine(self.work, draft.id).values():
            sharing.withdraw(self.work, row)
        self.commit()
        said = self.say("No longer shared. What others have copied stays theirs.")
        return self.leave(".show", said=said, form_id=form_id)

    def _page(self, draft: tables.FormDraft, *, refused: bool = False) -> str:
        live = published.live_form(self.work, draft.id)
        composition = core.without_names(based.composition_of(live)) if live else None
        whole, named = (
            core.instruments(composition, stocking.library(self.work)) if composition else ([], [])
        )
        return self.render(
            "cms/shared.html",
            draft=draft,
            live=live,
            mine=sharing.mine(self.work, draft.id),
            problems=core.problems(composition) if composition else [],
            whole=whole,
            named=named,
            refused=refused,
        )
