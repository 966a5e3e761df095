"""Who changed what in a form, when and why."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.services import telling
from lytte_admin.drafted import DraftPage
from lytte_admin.labels import ACTORS


class HistoryPages(DraftPage):
    """What a form has been through."""

    @expose("/<uuid:form_id>/history")
    def history(self, form_id: UUID) -> ResponseReturnValue:
        """Show every step, the newest first; only what was published, or one person's, if asked."""
        draft = self.draft(form_id)
        steps = telling.of_form(self.work, form_id)
        people = sorted({one.who for one in steps if not self._is_nobody(one.who)})
        who = request.args.get("who", "")
        what = request.args.get("what", "")
        shown = [
            one
            for one in steps
            if (who not in people or one.who == who)
            and (what != "published" or not one.is_draft)
            and (what != "draft" or one.is_draft)
        ]
        return self.render(
            "cms/form_history.html",
            draft=draft,
            steps=shown,
            people=people,
            who=who,
            what=what,
            named=self._named,
        )

    def _named(self, who: str) -> str:
        return self.say(ACTORS[who.partition(":")[0]]) if self._is_nobody(who) else who

    @staticmethod
    def _is_nobody(who: str) -> bool:
        return who.partition(":")[0] in ACTORS
