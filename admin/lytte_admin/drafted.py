"""What every page about a form that is being made stands on: the draft, and saving a change."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from lytte.services import drafting
from lytte.services.faults import EditedMeanwhile
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.composing import Change


class DraftPage(Page):
    """A page about one form of the chosen clinic."""

    def draft(self, form_id: UUID) -> tables.FormDraft:
        """Return the clinic's draft; another clinic's does not exist here."""
        found = self.work.session.get(tables.FormDraft, form_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def keep(
        self, draft: tables.FormDraft, change: Change, *, said: str = "", at: str = ""
    ) -> ResponseReturnValue:
        """Save one change and go back to the form, unless somebody saved in between."""
        made = drafting.composition(self.work, draft)
        changed = change(made)
        if changed != made:
            try:
                drafting.save_form(
                    self.work, self.clinic.id, draft.slug, changed,
                    staff_id=self.person.staff_id,
                    expected=request.form.get("version", 0, type=int),
                )  # fmt: skip
                self.commit()
            except EditedMeanwhile as fault:
                return self.overtaken(draft.id, fault.by)
        return self.leave("forms.edit", said=said, at=at, form_id=draft.id)

    def overtaken(self, form_id: UUID, by: str) -> ResponseReturnValue:
        """Tell that somebody else saved first; nothing of theirs was overwritten (C16)."""
        self.work.session.rollback()
        flash(
            self.say(
                "{name} saved this form while you had it open. Nothing of theirs was overwritten; "
                "do your change again on what is here now.",
                name=by,
            )
        )
        return self.leave("forms.edit", form_id=form_id)
