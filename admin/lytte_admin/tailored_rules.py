"""A clinic's alert rules and the hospital's: build on them, fall back, and take a newer version."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.differences import Entry
from lytte.core.differences import Line as Told
from lytte.core.tailoring.listed import Of
from lytte.core.tailoring.rebasing_listed import PieceConflict
from lytte.core.tailoring.ruled import LISTS, fallen_back
from lytte.core.thresholds import RuleSet
from lytte.services import drafting, inheriting_rules
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.inheriting_rules import RulesUpgrade, TailoredRules
from lytte_admin import labels, settled
from lytte_admin.content_lines import ContentLines
from lytte_admin.newer_versions import Chosen, Line, NewerPage, ToSettle
from lytte_admin.rule_origins import RuleTeller, entry
from lytte_admin.ruled import RulesPage

ALL_LEFT_OUT = "left-out"
"""The button that takes in every rule of the hospital's that is left out."""


class TailoredRuleSets(NewerPage, RulesPage):
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
        if found is None:
            self.missing()
        which = _which(found, request.form.get("about", ""))
        if not which:
            self.missing()
        return self.keep(
            partial(_fallen_back, found.base, which=which),
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
        found = inheriting_rules.upgrade(self.work, self.clinic.id)
        if found is None:
            said = self.say("There is no newer version from the hospital.")
            return self.leave("thresholds.index", said=said)

        def lay(chosen: Chosen, to: UUID, expected: int) -> None:
            inheriting_rules.move_up(
                self.work, self.clinic.id, chosen, to=to,
                staff_id=self.person.staff_id, expected=expected,
            )  # fmt: skip

        left = self.settle(found, lay, partial(self._page, found), partial(self.leave, ".newer"))
        if left is not None:
            return left
        said = self.say(
            "The rules build on the hospital's version {number}, with your changes on them. "
            "They are in force when they are sent and approved.",
            number=found.after.number,
        )
        return self.leave("thresholds.index", said=said)

    def _page(self, found: RulesUpgrade, chosen: Chosen, waiting: Sequence[str]) -> str:
        torn = {one.about for one in found.sorted.conflicts}
        came = [one for one in found.sorted.theirs if (one.of, one.id) not in torn]
        lines = self.contents.lines
        ours = RuleTeller(found.old, found.made, lines)
        return self.render(
            "cms/upgrade.html",
            rules=True,
            title=self.say("Alert rules"),
            home=url_for("thresholds.index"),
            version=self.version,
            found=found,
            settle=[self._to_settle(found, one, lines) for one in found.sorted.conflicts],
            came=RuleTeller(found.old, found.new, lines).every(came),
            ours=ours.every(found.sorted.fits),
            same=ours.every(found.sorted.same),
            chosen=chosen,
            waiting=waiting,
        )

    def _to_settle(
        self, found: RulesUpgrade, conflict: PieceConflict, lines: ContentLines
    ) -> ToSettle:
        sides = [
            entry(rules, *conflict.about, lines) for rules in (found.old, found.new, found.made)
        ]
        gone = self.say("Not there")
        before, theirs, ours = (_told(one) for one in sides)
        apart = [
            label
            for label in dict.fromkeys((*before, *theirs, *ours))
            if len({before.get(label), theirs.get(label), ours.get(label)}) > 1
        ]
        shown = [
            Line.of(
                label,
                before.get(label, "" if before else gone),
                theirs.get(label, "" if theirs else gone),
                ours.get(label, "" if ours else gone),
            )
            for label in apart
        ]
        return ToSettle(conflict.name, next((s.name for s in reversed(sides) if s), ""), shown)


def _fallen_back(base: RuleSet, made: RuleSet, *, which: set[tuple[Of, str]]) -> RuleSet:
    return fallen_back(base, made, which)


def _which(found: TailoredRules, about: str) -> set[tuple[Of, str]]:
    """Return what a button is about, by list and id; nothing when the hospital has none such."""
    theirs = {(of, one.id) for of in LISTS for one in getattr(found.base, of)}
    if about == ALL_LEFT_OUT:
        return theirs - {(of, one.id) for of in LISTS for one in getattr(found.made, of)}
    of, _, name = about.partition("|")
    return {one for one in theirs if one == (of, name)}


def _told(side: Entry | None) -> dict[str, str]:
    return {_label(one): one.text for one in side.lines if one.always} if side else {}


def _label(line: Told) -> str:
    tongue = labels.LANGUAGES.get(line.language, "")
    return f"{line.label} ({tongue})" if tongue else line.label
