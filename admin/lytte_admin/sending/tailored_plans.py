"""A clinic's plan for sending and the hospital's: follow it, fall back, take a newer version."""

from collections.abc import Sequence
from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.tailoring.planned import PLANS
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.inheriting import inheriting_plans
from lytte.services.inheriting.inheriting_plans import PlanUpgrade
from lytte.services.inheriting.inheriting_rules import FALLEN
from lytte_admin.inheriting.newer_versions import Chosen
from lytte_admin.inheriting.pieces import PiecesPage, asked_back
from lytte_admin.sending.plan_origins import PlanPieces
from lytte_admin.sending.scheduled import SchedulePage


class TailoredPlans(PiecesPage, SchedulePage):
    """What stands between the plans of two levels; the plan itself has its own page."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("schedules.index")

    @expose("/follow", methods=["POST"])
    def follow(self) -> ResponseReturnValue:
        """Let the clinic build on the hospital's plan; what it has written stays as it is."""
        try:
            inheriting_plans.follow(
                self.work, self.clinic.id, staff_id=self.person.staff_id,
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except NotFound:
            self.missing()
        except EditedMeanwhile as fault:
            return self.overtaken(fault.by)
        self.commit()
        said = self.say("The plan builds on the hospital's. Nothing is sent before you publish.")
        return self.leave("schedules.index", said=said)

    @expose("/back", methods=["POST"])
    def back(self) -> ResponseReturnValue:
        """Let a line or a setting be as the hospital has it again, or take in what was left out."""
        found = inheriting_plans.tailored(self.work, self.clinic.id)
        which = asked_back(PLANS, found, request.form.get("about", ""))
        if found is None or not which:
            self.missing()
        return self.keep(
            partial(PLANS.fallen_back, found.base, which),
            did=FALLEN,
            said=self.say("As the hospital has it again. “Undo” brings yours back."),
        )

    @expose("/newer", methods=["GET", "POST"])
    def newer(self) -> ResponseReturnValue:
        """Show what the hospital's newer plan brings and what has to be chosen; then lay it."""
        return self.take_newer(
            inheriting_plans.upgrade(self.work, self.clinic.id),
            inheriting_plans.move_up,
            self._page,
            home="schedules.index",
            said=lambda number: self.say(
                "The plan builds on the hospital's version {number}, with your changes on it. "
                "Nothing is sent otherwise before you publish.",
                number=number,
            ),
        )

    def _page(self, found: PlanUpgrade, chosen: Chosen, waiting: Sequence[str]) -> str:
        return self.draw(
            found,
            PlanPieces(self.called, self.say).entry,
            chosen,
            waiting,
            kind="plan",
            title=self.say("Sending"),
            home=url_for("schedules.index"),
            version=self.version,
        )
