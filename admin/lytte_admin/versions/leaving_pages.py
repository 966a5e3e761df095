"""What of a form was, is and will be in use: go back, call a plan off, take out of use."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.services import published
from lytte.services.faults import ChangedMeanwhile, NotFound
from lytte.services.rules.hanging import Hanging, WouldStop
from lytte.services.versions import going_back
from lytte.storage import tables
from lytte_admin.editing import beside, settled
from lytte_admin.in_words import schedule_words
from lytte_admin.rules import rule_lines
from lytte_admin.versions.history_pages import HistoryPages

KIND = tables.FormPublication


class LeavingPages(HistoryPages):
    """Nothing that was published is deleted; what stops with a form is told first."""

    @expose("/<uuid:form_id>/versions")
    def versions(self, form_id: UUID) -> ResponseReturnValue:
        """Show every version, the newest first: used, in use, planned, waiting."""
        return self._versions(self.draft(form_id))

    def _versions(self, draft: tables.FormDraft, *, wrong: str = "") -> str:
        """Show them; `wrong` is why the form was not taken out of use."""
        form_id = draft.id
        found = published.versions(self.work, KIND, form_id)
        live = published.live_form(self.work, form_id)
        return self.render(
            "cms/versions.html",
            draft=draft,
            wrong=wrong,
            given=request.form,
            versions=found,
            live=live,
            planned=published.planned(self.work, KIND, form_id),
            beside=beside.beside(self, KIND, form_id),
            state=lambda row: published.state(row, live, self.work.now),
            numbers={row.id: row.number for row in found},
            people=published.names(self.work, found),
            comes=self.comes,
        )

    @expose("/<uuid:form_id>/versions/<uuid:publication_id>/restore", methods=["POST"])
    def restore(self, form_id: UUID, publication_id: UUID) -> ResponseReturnValue:
        """Go back: a new version, the same as an old one (C6); the draft stays as it is."""
        old = self._version(form_id, publication_id)
        try:
            return settled.gone_back(self, old, ".versions", form_id=form_id)
        except WouldStop as fault:
            return self._stops(form_id, fault.hanging, old), 422

    @expose("/<uuid:form_id>/versions/<uuid:publication_id>/call-off", methods=["POST"])
    def call_off(self, form_id: UUID, publication_id: UUID) -> ResponseReturnValue:
        """Take back a plan before its day."""
        row = self._version(form_id, publication_id)
        done = self.say("Called off. Patients get what they get today.")
        return settled.called_off(self, row, ".versions", done=done, form_id=form_id)

    @expose("/<uuid:form_id>/retire", methods=["POST"])
    def retire(self, form_id: UUID) -> ResponseReturnValue:
        """Take the form out of use; everything answered stays."""
        self.draft(form_id)
        try:
            going_back.retire(
                self.work, form_id, why=request.form.get("why", "").strip(),
                known=settled.known(), seen=beside.carried() or settled.UNSEEN,
            )  # fmt: skip
        except NotFound:
            said = self.say("It is not in use.")
            return self.leave(".versions", form_id=form_id, said=said)
        except ChangedMeanwhile:
            self.work.session.rollback()
            said = beside.overtaken(self, KIND, form_id)
            return self._versions(self.draft(form_id), wrong=said), 409
        except WouldStop as fault:
            return self._stops(form_id, fault.hanging, None), 422
        self.commit()
        said = self.say("Out of use. What was answered is kept, and any version can be used again.")
        return self.leave(".versions", form_id=form_id, said=said)

    def _stops(self, form_id: UUID, found: Hanging, old: tables.FormPublication | None) -> str:
        """Say what would stop, before anything does."""
        return self.render(
            "cms/stops.html",
            title=self.draft(form_id).title,
            versions=url_for(".versions", form_id=form_id),
            old=old,
            rules=rule_lines.told(self, found.rules),
            sendings=[schedule_words.when(one, self.say) for one in found.sendings],
            asked=found.asked,
            marks=sorted(found.marks),
            again=bool(settled.known()),
            given=request.form,
        )

    def _version(self, form_id: UUID, publication_id: UUID) -> tables.FormPublication:
        draft = self.draft(form_id)
        found = published.decided(self.work, KIND, publication_id)
        if found is None or found.form_id != draft.id:
            self.missing()
        return found
