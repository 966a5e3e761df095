"""The one base view of the CMS: who may come in, to which clinic, and how a page is drawn.

Every view of the CMS descends from `Page`, and a test says so: a view that does not
would be open to anyone, because that is Flask-Admin's own default.
"""

from datetime import datetime, timedelta
from typing import Any, NoReturn, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound as NoSuchPage

from lytte.core.problems import Problem
from lytte.services import clinic_day, clinics, levels, published
from lytte.services.faults import AlreadyPlanned, NotAllowed
from lytte.services.signing_in import Signed
from lytte.services.work import Work
from lytte.storage import tables
from lytte.web import staff
from lytte.wording.catalogue import Words
from lytte_admin import coming
from lytte_admin.coming import NoSuchHour
from lytte_admin.in_words import labels
from lytte_admin.in_words.contents import Contents
from lytte_admin.told import told

Draft = tables.FormDraft | tables.RuleSetDraft | tables.ScheduleDraft
STILL_AT_IT = timedelta(minutes=15)
"""How long somebody who saved is thought to be working on."""

ADMINS = "clinic_admin|hospital_admin"
BELONGS_TO = {
    "preview": "forms",
    "translation_files": "translations",
    "clinic_texts": "translations",
    "questions": "forms",
    "tailored": "forms",
    "upgrades": "forms",
    "deviations": "forms",
    "elsewhere": "forms",
    "shared": "forms",
    "emergencies": "thresholds",
    "tailored_rules": "thresholds",
    "rehearsals": "thresholds",
    "suggested": "thresholds",
    "plans": "schedules",
    "tailored_plans": "schedules",
}
"""Which entry of the menu a page without one of its own stands under."""


class Page(BaseView):  # type: ignore[misc]  # flask-admin has no types
    """A page for clinic and hospital admins, about the clinic that is chosen."""

    roles = ADMINS
    """Who may open it; a view for fewer says so here."""

    def is_accessible(self) -> bool:
        person = staff.signed_or_none()
        return person is not None and any(person.has(role) for role in self.roles.split("|"))

    def inaccessible_callback(self, name: str, **kwargs: Any) -> NoReturn:
        staff.signed()  # nobody signed in: the sign-in page
        raise NotAllowed

    @property
    def work(self) -> Work:
        """This request's work, for an admin of the chosen clinic."""
        return staff.work(self.roles, self.clinic.id)

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
        """The clinics the person is an admin of, by name; last the level the hospital shares."""
        if "admin_clinics" not in g:
            work = staff.work(self.roles)
            shared = levels.common(work) if self.reaches_common else None
            mine = clinics.reached(work, self._reach())
            g.admin_clinics = [*mine, shared] if shared else mine
        return cast(list[tables.Clinic], g.admin_clinics)

    @property
    def reaches_common(self) -> bool:
        """Whether the person decides for the whole hospital."""
        return self.person.has("hospital_admin") and self.person.roles["hospital_admin"] is None

    def _reach(self) -> frozenset[UUID] | None:
        held = [self.person.roles[role] for role in ADMINS.split("|") if self.person.has(role)]
        if None in held:
            return None
        return frozenset(one for some in held if some for one in some)

    def commit(self) -> None:
        """Make what this request did last."""
        staff.session().commit()

    def leave(
        self, endpoint: str, *, said: str = "", refused: bool = False, anchor: str = "",
        **values: Any,
    ) -> ResponseReturnValue:  # fmt: skip
        """Go to a page after a change, with a word of what was done, or why it was not."""
        if said:
            flash(said, "refused" if refused else "message")
        return redirect(url_for(endpoint, **values) + (f"#{anchor}" if anchor else ""), 303)

    def render(self, template: str, **values: Any) -> str:
        """Draw a page in the CMS frame, in the person's language."""
        drawn = super().render(
            template,
            _=self.say,
            person=self.person,
            clinic=self.clinic,
            clinics=self.clinics,
            may_share=self.reaches_common,
            zone=self.zone,
            here=self.here,
            labels=labels,
            waits=published.count_waiting(self.work, self.clinic.id, self.person.staff_id),
            told=self.told,
            colleague=self._colleague(),
            **values,
        )
        return str(drawn)

    @property
    def making(self) -> Draft | None:
        """The draft that the page is about, on pages about one."""
        return None

    def _colleague(self) -> tuple[str, datetime] | None:
        """Return who else saved the draft a moment ago, and when: they may still be at it (C16)."""
        draft = self.making
        if draft is None or draft.changed_by in (None, self.person.staff_id):
            return None
        if self.work.now - draft.changed_at > STILL_AT_IT:
            return None
        return published.name(self.work, draft.changed_by), draft.changed_at

    @property
    def here(self) -> str:
        """Which entry of the menu the page stands under."""
        return BELONGS_TO.get(self.endpoint, str(self.endpoint))

    def plain(self, template: str, **values: Any) -> str:
        """Draw a page without the CMS frame, as the preview's are."""
        return render_template(template, **values)

    @property
    def zone(self) -> ZoneInfo:
        """The hospital's clock."""
        return clinic_day.zone_of(self.work)

    @property
    def say(self) -> Words:
        """The CMS's words in the person's language."""
        return staff.wording("cms")

    @property
    def contents(self) -> Contents:
        """What the clinic's versions say, in the person's language."""
        return Contents(self.work, self.clinic.id, self.say)

    def comes(self, row: tables.Publication) -> str:
        """Say how long it is until a planned version is in force, and when that is."""
        return coming.told(row.live_at or row.created_at, self.work.now, self.zone, self.say)

    def refusal(self, fault: NoSuchHour | AlreadyPlanned) -> str:
        """Say why it cannot be in force at the hour that was wanted."""
        if isinstance(fault, NoSuchHour):
            return str(fault)
        when = coming.told(fault.at, self.work.now, self.zone, self.say)
        return self.say(
            "Version {number} is planned already: {when}. Only one can be planned at a time. "
            "Say below what becomes of it.",
            number=fault.number,
            when=when,
        )

    def told(self, problem: Problem) -> told.Told:
        """Say a problem in the person's language."""
        return told.problem(problem, self.say)

    @staticmethod
    def missing() -> NoReturn:
        """Say that there is no such thing here, the same whether or not it exists elsewhere."""
        raise NoSuchPage


def sent_again() -> list[tuple[str, str]]:
    """Return what was sent, for a form that sends it once more on another version."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "version")
    ]


def asked_id(name: str) -> UUID | None:
    """Return an id that the page carried along; None where it carried none."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None
