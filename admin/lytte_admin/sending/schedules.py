"""When forms are sent, in sentences; the dates they come to are seen before anything is sent."""

from functools import partial
from typing import Literal
from uuid import uuid4

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.problems import Problem
from lytte.core.schedules import plan_checks
from lytte.core.schedules.plan import Around, Care, Every, Plan, Rhythm, Sending
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting_plans
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte_admin.editing import settled
from lytte_admin.editing.worded import Fault
from lytte_admin.in_words import schedule_words
from lytte_admin.sending import plan_origins
from lytte_admin.sending.schedule_fields import Reader
from lytte_admin.sending.scheduled import SchedulePage


class Schedules(SchedulePage):
    """The clinic's plan: a draft beside what is in force."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        plan, live = self.plan, scheduling.live(self.work, self.clinic.id)
        in_force = scheduling.in_force(self.work, self.clinic.id)
        draft = scheduling.draft(self.work, self.clinic.id)
        kept = {one.id for one in plan.sendings}
        return self.render(
            "cms/schedules.html",
            plan=plan,
            live=live,
            planned=(coming := scheduling.planned(self.work, self.clinic.id)),
            amiss=self._amiss(coming),
            comes=self.comes,
            undecided=scheduling.waits(self.work, self.clinic.id),
            version=self.version,
            draft=draft,
            by=published.name(self.work, draft.changed_by) if draft else "",
            step=next(iter(drafting.standing_steps(self.work, draft)), None) if draft else None,
            in_force={one.id: one for one in in_force.sendings},
            gone=[one for one in in_force.sendings if one.id not in kept],
            care_changed=live is not None and plan.care != in_force.care,
            changed=scheduling.differs(self.work, self.clinic.id),
            origins=plan_origins.origins(self),
            followers=inheriting_plans.followers(self.work) if self.clinic.common else (),
            problems=self.problems(plan),
            place_of=self._place_of,
            titles=self.called,
            words=schedule_words,
            names=self.names(),
            **self.dates(plan, request.args),
        )

    @expose("/new", methods=["GET", "POST"])
    def new(self) -> ResponseReturnValue:
        """Write a new sentence."""
        return self._edit(None)

    @expose("/<sending_id>", methods=["GET", "POST"])
    def edit(self, sending_id: str) -> ResponseReturnValue:
        """Change a sentence of the draft; what is in force stays until the draft is published."""
        found = self.plan.sending(sending_id) or self.seen.sending(sending_id)
        if found is None:
            self.missing()
        return self._edit(found)

    @expose("/<sending_id>/change", methods=["POST"])
    def change(self, sending_id: str) -> ResponseReturnValue:
        """Move a sentence up or down, take it out, or put it back as it is in force."""
        say = self.say
        match request.form.get("do", ""):
            case "up":
                return self.keep(partial(_moved, sending_id, -1), did="move", said=say("Moved."))
            case "down":
                return self.keep(partial(_moved, sending_id, 1), did="move", said=say("Moved."))
            case "out":
                said = say("Taken out of the draft. It is in force until you publish that.")
                return self.keep(partial(_without, sending_id), did="out", said=said)
            case "back":
                found = scheduling.in_force(self.work, self.clinic.id).sending(sending_id)
                if found is None:
                    self.missing()
                said = say("As in force again.")
                return self.keep(partial(_with, found), did="back", said=said)
            case _:
                return self.leave(".index")

    @expose("/care", methods=["GET", "POST"])
    def care(self) -> ResponseReturnValue:
        """Change what holds for everything that is sent."""
        reader = Reader(request.form, self.say)
        if request.method == "POST":
            made = reader.care()
            if made is not None:
                reader.faults += self._more(made)
            if made is not None and not reader.faults:
                return self.keep(
                    lambda plan: plan.model_copy(update={"care": made}),
                    did="care", said=self.say("Saved in the draft."),
                )  # fmt: skip
        page = self.render(
            "cms/care.html", care=self.plan.care, faults=reader.faults, given=request.form,
            version=request.form.get("version", self.version, type=int),
            most=scheduling.above(self.work, self.clinic.id).minutes_a_week,
        )  # fmt: skip
        return page, 422 if reader.faults else 200

    def _more(self, made: Care) -> list[Fault]:
        """Return that it is more minutes a week than the hospital lets any clinic ask for."""
        above = scheduling.above(self.work, self.clinic.id)
        told = map(self.told, plan_checks.too_many_minutes(made, above))
        return [Fault("minutes", f"{one.message} {one.way_out}") for one in told]

    @expose("/undo", methods=["POST"])
    def undo(self) -> ResponseReturnValue:
        """Take back the latest change; what stood before it stands again."""
        draft = scheduling.draft(self.work, self.clinic.id)
        if draft is None:
            self.missing()
        return settled.taken_back(self, draft, ".index", self.overtaken)

    def _edit(self, before: Sending | None) -> ResponseReturnValue:
        titles = self.titles
        if before and before.form in (called := self.called):
            titles.setdefault(before.form, called[before.form])
        shown, reader = before or self._first(titles), Reader(request.form, self.say)
        if request.method == "POST":
            made = reader.sending(before.id if before else f"sending-{uuid4().hex[:8]}", before)
            shown = made or shown
            if made and request.form.get("do") != "look":
                said = self.say("Saved in the draft.")
                return self.keep(partial(_with, made), did="sentence", said=said)
        wrong = bool(reader.faults)
        page = self.render(
            "cms/sending.html",
            before=before,
            one=shown,
            kind=self._kind(shown, wrong),
            given=request.form if wrong else {},
            faults=reader.faults,
            titles=titles,
            version=request.form.get("version", self.version, type=int),
            words=schedule_words,
            names=self.names(),
            problems=[
                each for each in self.problems(Plan(sendings=(shown,), care=self.plan.care))
                if each.place == shown.id
            ] if not wrong and (request.method == "POST" or before) else [],
            **self.dates(self.plan if wrong else _with(shown, self.plan), request.values),
        )  # fmt: skip
        return page, 422 if wrong else 200

    def _first(self, titles: dict[str, str]) -> Sending:
        """Return what a new sentence begins as."""
        rhythm = request.values.get("kind") == "rhythm"
        return Sending(
            id="new",
            form=next(iter(titles), "-"),
            when=Rhythm(every=Every(number=3)) if rhythm else Around(days=2),
            # A letter may come after the appointment it is sent two days before.
            by=("sms", "letter") if rhythm else ("sms", "desk"),
            open_days=7 if rhythm else 1,
        )

    def _kind(self, shown: Sending, wrong: bool) -> Literal["rhythm", "around"]:
        asked = request.form.get("kind", "") if wrong else request.args.get("kind", "")
        return (
            "rhythm"
            if asked == "rhythm" or (not asked and shown.when.type == "rhythm")
            else "around"
        )

    def _amiss(self, coming: tables.SchedulePublication | None) -> list[Problem]:
        """Return what has become wrong with a planned version since it was planned."""
        if coming is None:
            return []
        plan = Plan.model_validate(coming.document)
        found = scheduling.problems(self.work, self.clinic.id, plan, coming.live_at)
        return [one for one in found if one.severity == "error"]

    def _place_of(self, problem: Problem) -> str:
        """Return where a problem is put right."""
        if problem.place == "care":
            return url_for(".care")
        if self.plan.sending(problem.place):
            return url_for(".edit", sending_id=problem.place)
        return ""


def _with(made: Sending, plan: Plan) -> Plan:
    """Put a sentence in its place, or last when it is new."""
    known = plan.sending(made.id) is not None
    kept = tuple(made if one.id == made.id else one for one in plan.sendings)
    return plan.model_copy(update={"sendings": kept if known else (*kept, made)})


def _without(sending_id: str, plan: Plan) -> Plan:
    kept = tuple(one for one in plan.sendings if one.id != sending_id)
    return plan.model_copy(update={"sendings": kept})


def _moved(sending_id: str, by: int, plan: Plan) -> Plan:
    order = list(plan.sendings)
    at = next((place for place, one in enumerate(order) if one.id == sending_id), None)
    if at is None or not 0 <= at + by < len(order):
        return plan
    order[at], order[at + by] = order[at + by], order[at]
    return plan.model_copy(update={"sendings": tuple(order)})
