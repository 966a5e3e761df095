"""The CMS's menu: which pages there are, and in which order."""

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin, AdminIndexView, expose
from flask_babel import Babel
from jinja2 import ChoiceLoader, PackageLoader

from lytte.services import clinics, drafting, published
from lytte.storage import tables
from lytte.web import staff
from lytte_admin.access import Page
from lytte_admin.approvals import KINDS, Approvals
from lytte_admin.forms import Forms
from lytte_admin.history import History
from lytte_admin.instruments import Instruments
from lytte_admin.licences import Licences
from lytte_admin.texts import Texts
from lytte_admin.thresholds import Thresholds


class Home(Page, AdminIndexView):  # type: ignore[misc]  # flask-admin has no types
    """What needs attention today."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        live = published.publications(self.work, self.clinic.id)
        contact = clinics.contact(self.work, self.clinic.id)
        return self.render(
            "cms/home.html",
            waiting=[
                (kind, row)
                for kind, table in KINDS.items()
                for row in published.waiting(self.work, table, self.clinic.id)
            ],
            drafts=drafting.drafts(self.work, self.clinic.id),
            live={one.form_id: one for one in live if one.state == "live"},
            contact=contact,
            text=published.in_force(self.work, tables.SafetyText, self.clinic.id),
            rules=published.live_rules(self.work, self.clinic.id),
        )

    @expose("/clinic", methods=["POST"])
    def choose(self) -> ResponseReturnValue:
        """Choose which clinic the CMS is about; only one the person reaches is kept."""
        asked = request.form.get("clinic", "")
        if any(str(one.id) == asked for one in self.clinics):
            session["clinic"] = asked
        return redirect(url_for("admin.index"), 303)


def add_cms(app: Flask) -> None:
    """Add every page of the CMS to the application, under /admin."""
    Babel(app, locale_selector=staff.language)
    admin = Admin(app, name="Lytte", index_view=Home(name="Home", url="/admin"))
    for view in (
        Forms(name="Forms", endpoint="forms", url="/admin/forms"),
        Instruments(name="Instruments", endpoint="instruments", url="/admin/instruments"),
        Texts(name="Texts", endpoint="texts", url="/admin/texts"),
        Thresholds(name="Thresholds", endpoint="thresholds", url="/admin/thresholds"),
        Approvals(name="Approvals", endpoint="approvals", url="/admin/approvals"),
        Licences(name="Licences", endpoint="licences", url="/admin/licences"),
        History(name="History", endpoint="history", url="/admin/history"),
    ):
        admin.add_view(view)
    loaders = [one for one in (app.jinja_loader, PackageLoader("lytte_admin")) if one]
    app.jinja_loader = ChoiceLoader(loaders)
