"""A clinic's alert rules and the hospital's: build on them, fall back, and take a newer version."""

from collections.abc import Sequence
from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.tailoring.ruled import RULES
from lytte.services.drafts import drafting
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.inheriting import inheriting_rules
from lytte.services.inheriting.inheriting_rules import RulesUpgrade
from lytte_admin.editing import settled
from lytte_admin.inheriting.newer_versions import Chosen
from lytte_admin.inheriting.pieces import PiecesPage, asked_back
from lytte_admin.rules.rule_origins import entry
from lytte_admin.rules.ruled import RulesPage


class TailoredRuleSets(PiecesPage, RulesPage):
    """What stands between the rules of two levels; the rules themselves have their own page."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("thresholds.index")

    @expose("/take", methods=["POST"])
    def take(self) -> ResponseReturnValue:
        """Let rules that stand alone build on the hospital's; nothing of them changes."""
        try:
            inheriting_rules.build_on(
                self.work, self.clinic.id, staff_id=self.person.staff_id,
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except NotFound:
            self.missing()
        except EditedMeanwhile as fault:
            return self.overtaken(fault.by)
        self.commit()
        return self.leave(
            "thresholds.index",
            said=self.say("The rules build on the hospital's. All of yours are as they were."),
        )

    @expose("/back", methods=["POST"])
    def back(self) -> ResponseReturnValue:
        """Let a rule be as the hospital has it again, or take in what was left out."""
        found = inheriting_rules.tailored(self.work, self.clinic.id)
        which = asked_back(RULES, found, request.form.get("about", ""))
        if found is None or not which:
            self.missing()
        return self.keep(
            partial(RULES.fallen_back, found.base, which),
            said=self.say("As the hospital has it again. “Undo” brings yours back."),
            did=inheriting_rules.FALLEN,
        )

    @expose("/undo", methods=["POST"])
    def undo(self) -> ResponseReturnValue:
        """Take the latest step back when it was one between the levels."""
        draft = drafting.rules(self.work, self.clinic.id)
        if draft is None or inheriting_rules.can_undo(self.work, self.clinic.id) is None:
            return self.leave("thresholds.index", said=self.say("There is nothing to take back."))
        return settled.taken_back(self, draft, "thresholds.index", self.overtaken)

    @expose("/newer", methods=["GET", "POST"])
    def newer(self) -> ResponseReturnValue:
        """Show what the hospital's newer rules bring and what has to be chosen; then lay it."""
        return self.take_newer(
            inheriting_rules.upgrade(self.work, self.clinic.id),
            inheriting_rules.move_up,
            self._page,
            home="thresholds.index",
            said=lambda number: self.say(
                "The rules build on the hospital's version {number}, with your changes on them. "
                "They are in force when they are sent and approved.",
                number=number,
            ),
        )

    def _page(self, found: RulesUpgrade, chosen: Chosen, waiting: Sequence[str]) -> str:
        return self.draw(
            found,
            partial(entry, self.contents.lines),
            chosen,
            waiting,
            kind="rules",
            title=self.say("Alert rules"),
            home=url_for("thresholds.index"),
            version=self.version,
        )
