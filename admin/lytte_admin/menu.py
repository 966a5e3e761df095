"""The CMS's menu: which pages there are, and in which order."""

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin, AdminIndexView, expose
from flask_babel import Babel

from lytte.web import staff
from lytte_admin.access import Page


class Home(Page, AdminIndexView):  # type: ignore[misc]  # flask-admin has no types
    """What needs attention today."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.render("cms/home.html")

    @expose("/clinic", methods=["POST"])
    def choose(self) -> ResponseReturnValue:
        """Choose which clinic the CMS is about; only one the person reaches is kept."""
        asked = request.form.get("clinic", "")
        if any(str(one.id) == asked for one in self.clinics):
            session["clinic"] = asked
        return redirect(url_for("admin.index"), 303)


def add_cms(app: Flask) -> Admin:
    """Add every page of the CMS to the application, under /admin."""
    Babel(app, locale_selector=staff.language)
    admin = Admin(app, name="Lytte", index_view=Home(name="I dag", url="/admin"))
    return admin
