"""Who changed what, when and why."""

from collections.abc import Sequence
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.services.versions import telling
from lytte.services.versions.telling import Step
from lytte_admin.access import Page
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.in_words.labels import ACTORS
from lytte_admin.in_words.text_labels import SUBJECTS

MANY = 100
"""Steps that are seen at once; the older ones are a press away."""

Crumbs = Sequence[tuple[str, str]]
"""The pages above, by address and name."""


def told(page: Page, steps: Sequence[Step], title: str, crumbs: Crumbs) -> str:
    """Show every step, the newest first; only what was published, or one person's, if asked."""
    people = sorted({one.who for one in steps if not _is_nobody(one.who)})
    who, what = request.args.get("who", ""), request.args.get("what", "")
    shown = [
        one
        for one in steps
        if (who not in people or one.who == who)
        and (what != "published" or not one.is_draft)
        and (what != "draft" or one.is_draft)
    ]
    many = max(1, request.args.get("many", MANY, type=int))
    return page.render(
        "cms/steps.html",
        title=title,
        crumbs=crumbs,
        steps=shown[:many],
        more=many + MANY if len(shown) > many else None,
        of=lambda one: page.say(SUBJECTS[one.of]) if one.of in SUBJECTS else one.of,
        people=people,
        who=who,
        what=what,
        named=lambda one: page.say(ACTORS[one.partition(":")[0]]) if _is_nobody(one) else one,
    )


class Changes(Page):
    """What a clinic has been through, all of it together: for the clinic's own admins too."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        steps = telling.of_all(self.work, self.clinic.id)
        return told(self, steps, self.clinic.name, [])


class HistoryPages(DraftPage):
    """What a form has been through."""

    @expose("/<uuid:form_id>/history")
    def history(self, form_id: UUID) -> ResponseReturnValue:
        """Show who changed what in a form, when and why."""
        draft = self.draft(form_id)
        crumbs = [
            (url_for(".edit", form_id=form_id), draft.title),
            (url_for(".versions", form_id=form_id), self.say("Versions")),
        ]
        return told(self, telling.of_form(self.work, form_id), draft.title, crumbs)


def _is_nobody(who: str) -> bool:
    return who.partition(":")[0] in ACTORS
