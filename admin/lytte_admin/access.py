"""The one base view of the CMS: who may come in, to which clinic, and how a page is drawn.

Every view of the CMS descends from `Page`, and a test says so: a view that does not
would be open to anyone, because that is Flask-Admin's own default.
"""

from typing import Any, NoReturn
from uuid import UUID

from flask import request, session, url_for
from flask_admin import BaseView
from werkzeug.exceptions import NotFound as NoSuchPage

from lytte.services import clinics
from lytte.services.faults import NotAllowed
from lytte.services.signing_in import Signed
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.wording.catalogue import Words

ADMINS = "clinic_admin|hospital_admin"


class Page(BaseView):  # type: ignore[misc]  # flask-admin has no types
    """A page for clinic and hospital admins, about the clinic that is chosen."""

    def is_accessible(self) -> bool:
        person = staff.signed_or_none()
        return person is not None and any(person.has(role) for role in ADMINS.split("|"))

    def inaccessible_callback(self, name: str, **kwargs: Any) -> NoReturn:
        staff.signed()  # nobody signed in: the sign-in page
        raise NotAllowed

    @property
    def work(self) -> Work:
        """This request's work, for an admin of the chosen clinic."""
        return staff.work(ADMINS, self.clinic.id)

    @property
    def person(self) -> Signed:
        return staff.signed()

    @property
    def clinic(self) -> tables.Clinic:
        """The clinic the person chose, among those they are an admin of."""
        mine = self.clinics
        if not mine:
            raise NotAllowed
        chosen = session.get("clinic")
        return next((one for one in mine if str(one.id) == chosen), mine[0])

    @property
    def clinics(self) -> list[tables.Clinic]:
        reach: frozenset[UUID] | None = frozenset()
        for role in ADMINS.split("|"):
            if role in self.person.roles:
                more = self.person.roles[role]
                reach = None if more is None or reach is None else reach | more
        return clinics.reached(staff.work(ADMINS), reach)

    def commit(self) -> None:
        """Make what this request did last."""
        staff.session().commit()

    def render(self, template: str, **values: Any) -> str:
        """Draw a page in the CMS frame, in the person's language."""
        from_here = {"_": staff.wording("cms"), "person": self.person, "clinic": self.clinic}
        drawn = super().render(
            template, clinics=self.clinics, here=self.endpoint, back=request.path,
            url=url_for, **{**from_here, **values},
        )  # fmt: skip
        return str(drawn)

    @property
    def say(self) -> Words:
        """The CMS's words in the person's language."""
        return staff.wording("cms")

    @staticmethod
    def missing() -> NoReturn:
        """Say that there is no such thing here, the same whether or not it exists elsewhere."""
        raise NoSuchPage
