"""The plan tried on the clinic's own patients, put in force, and gone back from."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.problems import stopping
from lytte.core.schedules.plan import Plan
from lytte.core.schedules.tally import Tally
from lytte.services.faults import (
    AlreadyPlanned,
    ChangedMeanwhile,
    EditedMeanwhile,
    NotFound,
    NothingNew,
    NotReady,
)
from lytte.services.sending import scheduling, trying_plans
from lytte.services.sending.scheduling import ManyMessages
from lytte.storage import tables
from lytte_admin import coming
from lytte_admin.coming import NoSuchHour, chosen_plan
from lytte_admin.editing import beside
from lytte_admin.in_words import schedule_words
from lytte_admin.sending.scheduled import SchedulePage

KIND = tables.SchedulePublication
DAYS = (7, 14, 28)
SHOWN, MOST_SHOWN = 25, trying_plans.MOST_NAMES
"""Rows on the page at first, and when all are asked for."""


class Plans(SchedulePage):
    """Trying a plan sends nothing; that somebody looked is written down."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Show who would get what, when and by which way, and who would not and why."""
        asked = request.args.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else DAYS[0]
        found = trying_plans.try_plan(self.work, self.clinic.id, self.plan, days=days)
        most = MOST_SHOWN if request.args.get("all") else SHOWN
        going, kept_back = found.going[:most], found.kept_back[:most]
        page = self.render(
            "cms/dry_run.html",
            found=found,
            days=days,
            choices=DAYS,
            going=going,
            kept_back=kept_back,
            most=most,
            more=max(len(found.going), len(found.kept_back)) > most,
            named=self._named(going, kept_back),
            numbers=self._numbers(found),
            titles=self.called,
            words=schedule_words,
            names=self.names(),
            today=self._today,
        )
        self.commit()
        return page

    @expose("/publish", methods=["GET", "POST"])
    def publish(self) -> ResponseReturnValue:
        """Show what will happen; then put the draft in force, now or from a day on."""
        if request.method == "GET":
            return self._publishing(self.plan, None)
        try:
            at = coming.wanted(request.form, self.work.now, self.zone, self.say)
        except NoSuchHour as fault:
            return self._publishing(self.plan, None, wrong=str(fault)), 422
        try:
            row = scheduling.publish(
                self.work, self.clinic.id, staff_id=self.person.staff_id,
                comment=request.form.get("comment", "").strip()[:400],
                expected=request.form.get("version", 0, type=int),
                confirmed=self._typed(), at=at, plan=chosen_plan(request.form),
                seen=beside.carried(),
            )  # fmt: skip
        except NotFound:
            return self.leave("schedules.index")
        except EditedMeanwhile as fault:
            return self.overtaken(fault.by)
        except ChangedMeanwhile:
            return self._overtaken(None), 409
        except (NotReady, ManyMessages, AlreadyPlanned, NothingNew) as fault:
            self.work.session.rollback()
            return self._refused(fault, at), 422
        self.commit()
        return self.leave("schedules.index", said=self._said(row))

    def _overtaken(self, old: tables.SchedulePublication | None) -> str:
        """Show what came into force meanwhile beside what was to be put in force."""
        self.work.session.rollback()
        said = beside.overtaken(self, KIND, self.clinic.id)
        plan = Plan.model_validate(old.document) if old else self.plan
        return self._publishing(plan, old, wrong=said, again=False)

    def _refused(
        self, fault: NotReady | ManyMessages | AlreadyPlanned | NothingNew, at: datetime | None
    ) -> str:
        """Show why the draft was not put in force; nothing that was typed is lost."""
        match fault:
            case NotReady():
                return self._publishing(self.plan, None, refused=True, at=at)
            case ManyMessages():
                return self._publishing(self.plan, None, flood=fault, at=at)
            case AlreadyPlanned():
                return self._publishing(self.plan, None, wrong=self.refusal(fault), at=at)
            case NothingNew():
                same = beside.same(self, fault)
                return self._publishing(self.plan, None, wrong=same, at=at)

    def _said(self, row: tables.SchedulePublication) -> str:
        if row.state == "scheduled":
            return self.say(
                "Version {number} is planned: {when}.", number=row.number, when=self.comes(row)
            )
        return self.say("Version {number} is in force from now on.", number=row.number)

    @expose("/versions/<uuid:row_id>/restore", methods=["GET", "POST"])
    def restore(self, row_id: UUID) -> ResponseReturnValue:
        """Go back: a new version, the same as an old one (C6); the draft stays as it is."""
        old = self.work.session.get(tables.SchedulePublication, row_id)
        if old is None or old.clinic_id != self.clinic.id:
            self.missing()
        plan = Plan.model_validate(old.document)
        if request.method == "GET":
            return self._publishing(plan, old)
        try:
            row = scheduling.restore(
                self.work, old, staff_id=self.person.staff_id, confirmed=self._typed(),
                seen=beside.carried(),
            )  # fmt: skip
        except ChangedMeanwhile:
            return self._overtaken(old), 409
        except NotReady:
            return self._publishing(plan, old, refused=True), 422
        except ManyMessages as fault:
            return self._publishing(plan, old, flood=fault), 422
        self.commit()
        said = self.say(
            "Version {number} is in force from now on. It is the same as version {old}.",
            number=row.number,
            old=old.number,
        )
        return self.leave("versions.every", kind="plan", said=said)

    def _publishing(
        self,
        plan: Plan,
        old: tables.SchedulePublication | None,
        *,
        refused: bool = False,
        flood: ManyMessages | None = None,
        wrong: str = "",
        at: datetime | None = None,
        again: bool = True,
    ) -> str:
        live = scheduling.live(self.work, self.clinic.id)
        before = scheduling.in_force(self.work, self.clinic.id)
        gone, added = schedule_words.changes(before, plan, self.called, self.say)
        problems = scheduling.problems(self.work, self.clinic.id, plan, at)
        opens = scheduling.opens(self.work, self.clinic.id, plan) if stopping(problems) else None
        return self.render(
            "cms/plan_publish.html",
            old=old,
            live=live,
            moved=old is None and scheduling.differs(self.work, self.clinic.id),
            version=self.version,
            added=added if live else schedule_words.everything(plan, self.called, self.say),
            gone=gone if live else [],
            problems=problems,
            stopped=stopping(problems),
            opens=opens if old is None else None,
            refused=refused,
            flood=flood,
            wrong=wrong,
            beside=beside.beside(self, KIND, self.clinic.id, again=again),
            planned=scheduling.planned(self.work, self.clinic.id),
            comes=self.comes,
            today=self._today,
            words=schedule_words,
            **self._going_out(plan, at),
            given=request.form or self._from(opens),
        )

    def _going_out(self, plan: Plan, at: datetime | None) -> dict[str, Any]:
        """Return the busiest day that the plan would bring, and which days are asked about."""
        found = trying_plans.foreseen(self.work, self.clinic.id, plan, at)
        peak = found.peak()
        limit = scheduling.ask_above(self.work, self.clinic.id, plan)
        return {
            "peak": peak,
            "many": peak is not None and peak.messages > limit,
            "floods": [one for one in found.days if one.messages > limit],
            "limit": limit,
            "raised": plan.care.ask_above if plan.care.ask_above > limit else None,
            "begins": at.astimezone(self.zone).date() if at else None,
            "foreseen": trying_plans.FORESEEN,
        }

    def _from(self, opens: datetime | None) -> Mapping[str, str]:
        """Return the day and the hour as their fields hold them; none where none is known."""
        if opens is None:
            return {}
        here = opens.astimezone(self.zone)
        return {"when": "date", "day": here.date().isoformat(), "at": here.strftime("%H:%M")}

    def _typed(self) -> int | None:
        """Return the number as people write it, “10 000”; None for what is no number."""
        given = "".join(request.form.get("many", "").split())
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None

    def _named(self, *several: list[Any]) -> dict[UUID, trying_plans.Named]:
        """Name the patients on the page, for someone who may read this clinic's sheets."""
        if not self.person.has("clinician", self.clinic.id):
            return {}
        wanted = [one.patient for some in several for one in some]
        return dict(trying_plans.names(self.work, self.clinic.id, wanted))

    @staticmethod
    def _numbers(found: Tally) -> dict[UUID, int]:
        """Number the patients in the order they stand, for whoever does not see their names."""
        order = dict.fromkeys(one.patient for one in found.occasions)
        return {patient: number for number, patient in enumerate(order, 1)}

    @property
    def _today(self) -> date:
        return self.work.now.astimezone(self.zone).date()
