"""The draft's rules tried on the clinic's own past: what it saves, and what that costs."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from uuid import UUID

from babel.numbers import format_decimal
from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.criteria import asked_of
from lytte.core.rehearsal import Gained, Lost, Rehearsal
from lytte.core.rehearsal_posts import divided
from lytte.core.rehearsal_replay import rounded
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.rules import rehearsal_runs, rehearsing
from lytte.services.settings import setting
from lytte.storage import tables
from lytte.storage.tables.rehearsals import UNDER_WAY
from lytte.web.house import house
from lytte_admin.in_words import rule_words
from lytte_admin.rules.ruled import RulesPage
from lytte_admin.told import told

DAYS = (30, 90, 365)
USUAL = 90
MOST_POSTS = 50
NAMED = 20
"""Patients named on the page at first; the rest are counted."""


class Rehearsals(RulesPage):
    """A rehearsal changes nothing; that somebody looked is written down."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        asked = request.args.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else USUAL
        posts = min(max(request.args.get("posts", 1, type=int), 1), MOST_POSTS)
        found = rehearsal_runs.rehearsed(
            self.work, self.clinic.id, self.rules, days, staff_id=self.person.staff_id
        )
        if isinstance(found, tables.RehearsalRun):
            return self._going(found, posts)
        return self._told(found, posts)

    @expose("/<uuid:run_id>/stop", methods=["POST"])
    def stop(self, run_id: UUID) -> ResponseReturnValue:
        """Let a rehearsal go no further."""
        rehearsal_runs.stop(self.work, self.clinic.id, run_id)
        self.commit()
        return self._back()

    @expose("/<uuid:run_id>/again", methods=["POST"])
    def again(self, run_id: UUID) -> ResponseReturnValue:
        """Begin anew what was stopped."""
        rehearsal_runs.again(self.work, self.clinic.id, run_id, staff_id=self.person.staff_id)
        self.commit()
        return self._back()

    def _back(self) -> ResponseReturnValue:
        return self.leave(".index", days=request.args.get("days"), posts=request.args.get("posts"))

    def _going(self, run: tables.RehearsalRun, posts: int) -> str:
        """Show how far it has come; the page looks again by itself."""
        self.commit()
        house().wake.set()
        return self.render(
            "cms/rehearsal_going.html",
            run=run,
            under_way=run.state in UNDER_WAY,
            days=run.days,
            posts=posts,
            choices=DAYS,
        )

    def _told(self, rehearsal: Rehearsal, posts: int) -> str:
        budget = setting.budget(self.work, self.clinic.id)
        found = divided(rehearsal, posts, budget and budget * posts)
        names = self.item_names()
        before = self._sentences(published.rules_in_force(self.work, self.clinic.id), names)
        said = before | self._sentences(self.rules, names)
        busiest = max((max(w.in_force, w.draft) for w in found.weeks), default=0)
        page = self.render(
            "cms/rehearsal.html",
            found=found,
            days=found.days,
            posts=posts,
            most_posts=MOST_POSTS,
            budget=budget,
            choices=DAYS,
            said=said,
            before=before,
            urgent=[one for one in found.emergencies if one.change != "same"],
            urgent_names=self._urgent_names(),
            remarks=[(said[one.place], one) for one in found.problems if one.place in said],
            by_name=partial(told.problem, say=self.say, called=self._called(names)),
            lost=self._named(found.lost),
            gained=self._named(found.gained),
            busiest=busiest,
            highest=max(busiest, found.budget or 0) or 1,
            number_said=lambda measure, value: rule_words.number(measure, value, names, self.say),
            roles=self._roles(found),
            each=lambda alerts: format_decimal(
                rounded(Decimal(alerts) / posts), locale=self.say.language
            ),
        )
        self.commit()
        return page

    def _roles(self, found: Rehearsal) -> dict[str, tuple[int, int]]:
        """Return how many alerts each role gets: as in force, and as in the draft."""
        before = {
            one.id: one.recipient
            for one in published.rules_in_force(self.work, self.clinic.id).rules
        }
        after = {one.id: one.recipient for one in self.rules.rules}
        counted: dict[str, tuple[int, int]] = {}
        for one in found.rules:
            for role, was, will in (
                (before.get(one.rule_id), one.in_force, 0),
                (after.get(one.rule_id), 0, one.draft),
            ):
                if role and (was or will):
                    had, has = counted.get(role, (0, 0))
                    counted[role] = (had + was, has + will)
        return counted

    def _sentences(self, rules: RuleSet, names: Mapping[str, str]) -> dict[str, str]:
        """Return every rule of a set as a sentence."""
        return {one.id: rule_words.sentence(one.when, names, self.say) for one in rules.rules}

    def _called(self, names: Mapping[str, str]) -> dict[str, str]:
        """Return what is asked by its address: its name, or that it is asked no longer."""
        looked_at = {name for one in self.rules.rules for name in asked_of(one.when)}
        return dict.fromkeys(looked_at, self.say("something that is not asked")) | dict(names)

    def _urgent_names(self) -> dict[str, str]:
        """Return what each answer that cannot wait is called, the draft's words first."""
        every = (
            *published.rules_in_force(self.work, self.clinic.id).emergencies,
            *self.rules.emergencies,
        )
        return {one.id: one.name.read(self.say.language) for one in every}

    def _named(
        self, patients: tuple[Lost, ...] | tuple[Gained, ...]
    ) -> list[tuple[rehearsing.Named, Lost | Gained]]:
        """Name the first patients, for someone who may read this clinic's sheets."""
        if not self.person.has("clinician", self.clinic.id):
            return []
        first = patients if request.args.get("all") else patients[:NAMED]
        by_id = {one.patient_id: one for one in first}
        named = rehearsing.names(self.work, self.clinic.id, first)
        return [(one, by_id[one.patient_id]) for one in named]
