"""Who changed and who saw what: read only, the newest first."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.services import looking_back
from lytte.services.looking_back import Done
from lytte.storage.audit import Deed
from lytte_admin.access import Page
from lytte_admin.in_words import labels

SIZE = 50


class History(Page):
    """The hospital's audit; nobody can change it, here or anywhere."""

    roles = "hospital_admin"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        before = request.args.get("before", type=int)
        rows = looking_back.page(self.work, before=before, size=SIZE)
        self.work.record(Deed("history.view", "audit_entry"))
        self.commit()
        return self.render(
            "cms/history.html",
            rows=rows,
            earlier=rows[-1].seq if len(rows) == SIZE else None,
            newest=before is None,
            who=self._who,
        )

    def _who(self, row: Done) -> str:
        kind = row.who.partition(":")[0]
        return self.say(labels.ACTORS[kind]) if kind in labels.ACTORS else row.who
