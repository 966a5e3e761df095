"""A clinic's telephone, hours and duty: typed twice by one, confirmed by another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import clinic_facts, opening_hours
from lytte.core.clinic_facts import Facts
from lytte.core.duty import Hours
from lytte.services import clinics, published
from lytte.services.faults import (
    AlreadyDecided,
    ChangedMeanwhile,
    NotFound,
    SecondPersonNeeded,
)
from lytte.services.rules import duties
from lytte.storage import tables
from lytte_admin.access import Page, asked_id
from lytte_admin.in_words.labels import RECIPIENTS
from lytte_admin.texts import facts_given
from lytte_admin.texts.facts_given import Given


class Telephone(Page):
    """Facts, in force at once: what is typed is typed twice, and overwrites nobody's."""

    shown: Callable[..., str]
    """Draws the whole page that the telephone stands on."""

    @expose("/contact", methods=["POST"])
    def contact(self) -> ResponseReturnValue:
        """Put new facts in force, or say what is in the way, with all that was typed."""
        if self.clinic.common:
            self.missing()  # patients ring a clinic, never the hospital's own level
        row = clinics.contact(self.work, self.clinic.id)
        given = self._given(row)
        if (str(row.id) if row else "") != request.form.get("on", ""):
            return self.shown(**self.telephone(given, overtaken=True)), 409
        if request.form.get("do") == "back":
            return self.shown(**self.telephone(given))
        if given.problems:
            return self.shown(**self.telephone(given, refused=True)), 422
        if not given.changed:
            return self.leave(".index", said=self.say("Nothing was changed."))
        asked = request.form.get("do") == "twice"
        if given.retyped and (not asked or given.different):
            return self._once_more(given, asked=asked)
        return self._put(given, row)

    @expose("/confirm", methods=["POST"])
    def confirm(self) -> ResponseReturnValue:
        """Confirm that the number that was shown was rung, and that all of it is right."""
        try:
            row = self._looked_at("contact")
            if row is None:
                self.missing()
            clinics.confirm_contact(self.work, row.id, staff_id=self.person.staff_id)
            self.commit()
            said = self.say("Confirmed.")
        except SecondPersonNeeded:
            said = self.say("You typed this number yourself. Someone else has to confirm it.")
        except ChangedMeanwhile:
            said = self.say(
                "It was not confirmed: somebody has changed it since you opened the page. "
                "Ring the number below, and confirm that."
            )
        except AlreadyDecided:
            said = self.say("Somebody else has confirmed it already.")
        return self.leave(".index", said=said)

    @expose("/duty", methods=["POST"])
    def duty(self) -> ResponseReturnValue:
        """Say on which days each role is there, in all the hours that are promised."""
        if self.clinic.common or clinics.contact(self.work, self.clinic.id) is None:
            self.missing()
        days = {role: request.form.getlist(f"duty-{role}") for role in RECIPIENTS}
        seen = duties.Seen(asked_id("duty_on"), asked_id("hours_on"))
        try:
            duties.say(self.work, self.clinic.id, days, staff_id=self.person.staff_id, seen=seen)
        except ChangedMeanwhile:
            return self.shown(**self.telephone(), **self._both(days, seen)), 409
        duties.watch(self.work)
        self.commit()
        said = self.say("Saved. Rules are held against it when they are sent and approved.")
        return self.leave(".index", said=said, anchor="duty")

    def telephone(
        self, given: Given | None = None, *, refused: bool = False, overtaken: bool = False
    ) -> dict[str, Any]:
        """Return what the page shows of the telephone, with what was typed where something was."""
        row = clinics.contact(self.work, self.clinic.id)
        stored = _facts(row)
        hours = opening_hours.week(row.hours) if row else {}
        wrong = clinic_facts.read(clinics.facts(row))[1] if row else []
        return {
            "contact": row,
            "by": published.name(self.work, row.entered_by) if row else "",
            "until": clinics.confirmed_by(row, self.zone) if row else None,
            "late": bool(clinics.overdue(self.work, [self.clinic.id], self.zone)),
            "mine": row is not None and row.entered_by == self.person.staff_id,
            "facts": given.facts if given else stored,
            "wrong": given.problems if refused and given else [] if given else wrong,
            "refused": refused,
            "again": request.form.get("phone_again", ""),
            "facts_theirs": self._theirs(given) if overtaken and given else [],
            "overtaken": overtaken,
            "hours": hours,
            "there": self._there(hours),
            "duty_on": duties.seen_now(self.work, self.clinic.id).duty,
        }

    def _given(self, row: tables.ClinicContact | None) -> Given:
        return Given(request.form, _facts(self._looked_at("on")), _facts(row))

    def _looked_at(self, name: str) -> tables.ClinicContact | None:
        """Return the row that the page showed, one of this clinic's."""
        asked = asked_id(name)
        try:
            return clinics.earlier(self.work, self.clinic.id, asked) if asked else None
        except NotFound:
            return None

    def _there(self, hours: Hours) -> dict[str, list[str]]:
        """Return for each role the promised days it is there for."""
        said = duties.on_duty(self.work, self.clinic.id)
        gaps = {one: said.gaps(one, hours) for one in RECIPIENTS}
        return {one: [day for day in hours if day not in gaps[one]] for one in RECIPIENTS}

    def _both(self, mine: Mapping[str, Sequence[str]], seen: duties.Seen) -> dict[str, Any]:
        """Return what another said meanwhile, and the boxes with both people's changes."""
        row, said = (
            clinics.contact(self.work, self.clinic.id),
            duties.latest(self.work, self.clinic.id),
        )
        hours = opening_hours.week(row.hours) if row else {}
        theirs, rows, boxes = self._there(hours), [], {}
        for role in RECIPIENTS:
            was, now = set(request.form.getlist(f"was-{role}")), set(theirs[role])
            both = (now | (set(mine[role]) - was)) - (was - set(mine[role]))
            boxes[role] = [day for day in hours if day in both]
            if was != now:
                rows.append((role, sorted(was), sorted(now), boxes[role]))
        other = said if said and said.id != seen.duty else row
        return {
            "duty_theirs": rows,
            "boxes": boxes,
            "duty_row": other,
            "duty_by": published.name(self.work, other.entered_by if other else None),
        }

    def _once_more(self, given: Given, *, asked: bool) -> ResponseReturnValue:
        drawn = self.render(
            "cms/texts_again.html",
            given=given,
            fields={
                name: said
                for name, said in request.form.items()
                if name not in ("csrf_token", "do") and not name.startswith("again-")
            },
            wrong=given.different if asked else [],
        )
        return drawn, 422 if asked else 200

    def _put(self, given: Given, row: tables.ClinicContact | None) -> ResponseReturnValue:
        new = tables.ClinicContact(
            hospital_id=self.clinic.hospital_id,
            clinic_id=self.clinic.id,
            entered_at=self.work.now,
            **given.facts.model_dump(),
        )
        try:
            clinics.set_contact(
                self.work, new, staff_id=self.person.staff_id, made_on=row.id if row else None
            )
        except ChangedMeanwhile:
            given = self._given(clinics.contact(self.work, self.clinic.id))
            return self.shown(**self.telephone(given, overtaken=True)), 409
        duties.watch(self.work)
        self.commit()
        said = self.say("In force now, on every page. Ask a colleague to ring it and confirm.")
        return self.leave(".index", said=said)

    @staticmethod
    def _theirs(given: Given) -> list[tuple[str, ...]]:
        """Return each fact that another changed: before, theirs, and what is in the field now."""
        was, now, mine = (clinic_facts.flat(one) for one in (given.seen, given.now, given.facts))
        return [(name, *("–".join(one[name]) for one in (was, now, mine))) for name in given.theirs]


def _facts(row: tables.ClinicContact | None) -> Facts:
    return clinic_facts.read(clinics.facts(row))[0] if row else facts_given.BLANK
