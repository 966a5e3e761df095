"""The licence register: what the hospital may use, and until when."""

from datetime import date
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.instrument import Instrument
from lytte.services import clinics, published
from lytte.services.faults import EditedMeanwhile
from lytte.services.instruments import stocking
from lytte.services.publishing import licensing
from lytte.services.publishing.licensing import Limits
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.in_words import labels


def covered(page: Page, row: tables.Licence) -> list[str]:
    """Say what an agreement covers: clinics, languages, ways of answering; each or every one."""
    limits, say = licensing.limits_of(row), page.say
    names = {one.id: one.name for one in clinics.reached(page.work, None)}
    each = (
        ([names[one] for one in limits.clinics if one in names], say("every clinic")),
        ([say(labels.IN_LANGUAGE[one]) for one in limits.languages], say("every language")),
        ([say(labels.MODES[one]) for one in limits.modes], say("every way of answering")),
    )
    return [", ".join(found) or every for found, every in each]


class Licences(Page):
    """Each instrument whose wording is somebody's, with the hospital's right to use it."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        needed = {
            row.instrument_id: Instrument.model_validate(row.document)
            for row in stocking.shelf(self.work)
        }
        return self.render(
            "cms/licences.html",
            uses=licensing.uses(self.work),
            recorded=licensing.recorded,
            people=self._people(),
            soon=self.work.now.date() + licensing.WARNED_BEFORE,
            needed=[one for one in needed.values() if one.licence.required],
            held=licensing.held(self.work),
            covered=partial(covered, self),
            places=[(str(one.id), one.name) for one in clinics.reached(self.work, None)],
            today=self.work.now.date(),
        )

    @expose("/record", methods=["POST"])
    def record(self) -> ResponseReturnValue:
        """Write down the hospital's agreement."""
        given = {
            name: request.form.get(name, "").strip()
            for name in ("instrument", "owner", "scope", "evidence", "expires_on")
        }
        if not all(given[name] for name in ("instrument", "owner", "scope", "evidence")):
            said = self.say("Say who owns it, what you may use it for, and where the agreement is.")
            return self.leave(".index", said=said, refused=True)
        try:
            expires = date.fromisoformat(given["expires_on"]) if given["expires_on"] else None
        except ValueError:
            said = self.say("Write the date as year-month-day, or leave it empty.")
            return self.leave(".index", said=said, refused=True)
        try:
            licensing.record(
                self.work, given["instrument"], owner=given["owner"], scope=given["scope"],
                evidence=given["evidence"], limits=self._limits(), expires_on=expires,
                staff_id=self.person.staff_id,
                seen=request.form.get("seen"),
            )  # fmt: skip
        except EditedMeanwhile as fault:
            said = self.say(
                "{name} recorded this licence while you had it open. Look at what stands here "
                "now; nothing of theirs was overwritten.",
                name=fault.by,
            )
            return self.leave(".index", said=said, refused=True)
        self.commit()
        return self.leave(".index", said=self.say("Recorded."))

    def _limits(self) -> Limits:
        """Return what was ticked; nothing ticked is no limit."""
        places = {str(one.id) for one in clinics.reached(self.work, None)}
        known = {"clinics": places, "languages": set(labels.LANGUAGES), "modes": set(labels.MODES)}
        ticked = {name: tuple(request.form.getlist(name)) for name in known}
        if any(not set(found) <= known[name] for name, found in ticked.items()):
            self.missing()  # Only a form that was tampered with.
        return Limits.model_validate(ticked)

    def _people(self) -> dict[str, str]:
        """Return who recorded each licence."""
        return {
            name: published.name(self.work, row.recorded_by)
            for name, row in licensing.held(self.work).items()
        }
