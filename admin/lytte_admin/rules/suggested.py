"""What the instruments suggest: see what is taken, changed and left, and take it with a button."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.thresholds import Emergency, Rule
from lytte.services.rules import suggesting
from lytte_admin.in_words import rule_words
from lytte_admin.rules.ruled import RulesPage


class SuggestedLimits(RulesPage):
    """Suggestions change nothing until they are taken, and then only the draft."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        names = self.item_names()
        return self.render(
            "cms/suggested.html",
            suggestions=suggesting.suggestions(self.work, self.clinic.id, self.rules),
            mine={one.id: one for one in self.rules.rules},
            version=self.version,
            sentence=lambda when: rule_words.sentence(when, names, self.say),
        )

    @expose("/take", methods=["POST"])
    def take(self) -> ResponseReturnValue:
        """Put one suggestion, or all that are left of an instrument, into the draft."""
        wanted = self._wanted()
        if not wanted:
            self.missing()
        said = self.say.count(
            "{number} suggested limit is in the draft.",
            "{number} suggested limits are in the draft.",
            len(wanted),
        )
        return self.keep(lambda rules: suggesting.taken(rules, wanted), said=said)

    def _wanted(self) -> list[Rule | Emergency]:
        found = suggesting.suggestions(self.work, self.clinic.id, self.rules)
        one, every = request.form.get("rule", ""), request.form.get("instrument", "")
        if every:
            return [s.rule for each in found if each.instrument.id == every for s in each.left]
        return [
            s.rule
            for each in found
            for s in (*each.rules, *each.emergencies)
            if s.rule.id == one and s.state != "taken"
        ]
