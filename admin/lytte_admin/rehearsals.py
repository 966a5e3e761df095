"""The draft's rules tried on the clinic's own past: what it saves, and what that costs."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.rehearsal import Gained, Lost, Rehearsal
from lytte.core.thresholds import RuleSet
from lytte.services import published, rehearsing, setting
from lytte_admin import rule_words
from lytte_admin.ruled import RulesPage

DAYS = (30, 90, 365)
USUAL = 90
MOST_POSTS = 50
NAMED = 20
"""Patients named on the page; the rest are counted."""


class Rehearsals(RulesPage):
    """A rehearsal changes nothing; that somebody looked is written down."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        asked = request.args.get("days", "")
        days = int(asked) if asked in map(str, DAYS) else USUAL
        posts = min(max(request.args.get("posts", 1, type=int), 1), MOST_POSTS)
        budget = setting.budget(self.work, self.clinic.id)
        asking = rehearsing.Asked(days=days, posts=posts, budget=budget and budget * posts)
        found = rehearsing.rehearse(self.work, self.clinic.id, self.rules, asking)
        page = self.render(
            "cms/rehearsal.html",
            found=found,
            days=days,
            posts=posts,
            most_posts=MOST_POSTS,
            budget=budget,
            choices=DAYS,
            said=self._sentences(),
            lost=self._named(found.lost),
            gained=self._named(found.gained),
            highest=max((max(w.in_force, w.draft) for w in found.weeks), default=0) or 1,
            names=self.item_names(),
            softer=_share(found),
        )
        self.commit()
        return page

    def _sentences(self) -> dict[str, str]:
        """Return every rule of both sets as a sentence, the draft's words first."""
        names = self.item_names()
        live = published.live_rules(self.work, self.clinic.id)
        in_force = RuleSet.model_validate(live.document) if live else RuleSet()
        return {
            one.id: rule_words.sentence(one.when, names, self.say)
            for one in (*in_force.rules, *self.rules.rules)
        }

    def _named(
        self, patients: tuple[Lost, ...] | tuple[Gained, ...]
    ) -> list[tuple[rehearsing.Named, Lost | Gained]]:
        """Name the first patients, for someone who may read this clinic's sheets."""
        if not self.person.has("clinician", self.clinic.id):
            return []
        first = patients[:NAMED]
        by_id = {one.patient_id: one for one in first}
        named = rehearsing.names(self.work, self.clinic.id, first)
        return [(one, by_id[one.patient_id]) for one in named]


def _share(found: Rehearsal) -> int | None:
    """Return how many per cent fewer alerts the draft raises; None when there were none."""
    return round(100 * found.fewer / found.in_force.alerts) if found.in_force.alerts else None
