"""What needs the clinic's admins today, how it goes, and what is in use."""

from collections.abc import Iterator

from flask import request, session, url_for
from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView, expose

from lytte.services import levels, published
from lytte.services.versions import versioned
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.first_page import set_up, urgent, waiting
from lytte_admin.first_page.going import going
from lytte_admin.first_page.things import Finder
from lytte_admin.in_words import labels, weeks

COMMON = "common"
"""What the chooser calls the hospital's own level before it is there."""


class Home(Page, AdminIndexView):  # type: ignore[misc]  # flask-admin has no types
    """The first page."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        found, goes = Finder(self), going(self)
        return self.render(
            "cms/home.html",
            urgent=list(urgent.things(found)),
            things=list(waiting.things(found)),
            with_time=list(waiting.with_time(found, goes)),
            going=goes,
            weeks=weeks.named(goes.weeks, self.say) if goes else [],
            alert_weeks=weeks.named(goes.alert_weeks, self.say) if goes else [],
            drafts=found.drafts,
            live=found.live,
            planned=list(_planned(found)),
            contact=found.contact,
            rules=found.rules,
            set_up=list(set_up.cards(found, goes)),
            plan_live=found.plan_live,
            today=found.today,
        )

    @expose("/clinic", methods=["POST"])
    def choose(self) -> ResponseReturnValue:
        """Choose which clinic the CMS is about; only one the person reaches is kept."""
        asked = request.form.get("clinic", "")
        if asked == COMMON and self.reaches_common:
            asked = str(levels.make_common(self.work).id)
            self.commit()
            session["clinic"] = asked
        elif any(str(one.id) == asked for one in self.clinics):
            session["clinic"] = asked
        return self.leave("admin.index")


def _planned(found: Finder) -> Iterator[tuple[str, str, int, str]]:
    """Yield what comes into force later: its name, the way to it, its version and when."""
    for row in published.everything_planned(found.work, found.clinic.id):
        if isinstance(row, tables.FormPublication):
            title, href = row.title, url_for("forms.versions", form_id=row.form_id)
        else:
            kind = next(kind for kind, table in versioned.KINDS.items() if isinstance(row, table))
            title, href = found.say(labels.BUNDLED[kind]), url_for("versions.every", kind=kind)
        yield title, href, row.number, found.page.comes(row)
