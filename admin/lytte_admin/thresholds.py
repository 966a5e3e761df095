"""What counts as worrying, in sentences; always approved by a second person."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.thresholds import AtLeast, Rule, RuleSet
from lytte.services import inheriting_rules, published, publishing, ruling
from lytte.storage import tables
from lytte_admin import coming, rule_words
from lytte_admin.asked_when import Cell, Unreadable
from lytte_admin.coming import NoSuchHour
from lytte_admin.rule_origins import origins
from lytte_admin.ruled import Measures, RulesPage


class Thresholds(RulesPage):
    """The clinic's rules: a draft beside what is in force."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        rules, live = self.rules, published.live_rules(self.work, self.clinic.id)
        in_force = RuleSet.model_validate(live.document) if live else RuleSet()
        names = self.item_names()
        waiting = published.waiting(self.work, tables.RuleSetPublication, self.clinic.id)
        return self.render(
            "cms/thresholds.html",
            rules=rules,
            origins=origins(self),
            live=live,
            version=self.version,
            names=names,
            sentence=lambda when: rule_words.sentence(when, names, self.say),
            problems=ruling.problems(self.work, self.clinic.id, rules),
            changed=rules != in_force,
            in_force={one.id: one for one in in_force.rules},
            now_in_force={one.id: one for one in in_force.emergencies},
            groups=self._groups(rules.rules, names),
            gone=[one for one in in_force.rules if one.id not in {r.id for r in rules.rules}],
            gone_now=[
                one
                for one in in_force.emergencies
                if one.id not in {kept.id for kept in rules.emergencies}
            ],
            waiting=waiting[0] if waiting else None,
            sent=any(RuleSet.model_validate(one.document) == rules for one in waiting),
        )

    @expose("/new", methods=["GET", "POST"])
    def new(self) -> ResponseReturnValue:
        """Write a new rule."""
        return self._edit(None)

    @expose("/<rule_id>", methods=["GET", "POST"])
    def edit(self, rule_id: str) -> ResponseReturnValue:
        """Change a rule of the draft; what is in force stays until the draft is approved."""
        found = next((one for one in self.rules.rules if one.id == rule_id), None)
        if found is None:
            self.missing()
        return self._edit(found)

    @expose("/<rule_id>/out", methods=["POST"])
    def out(self, rule_id: str) -> ResponseReturnValue:
        """Take a rule out of the draft."""
        return self.keep(
            lambda rules: rules.model_copy(
                update={"rules": tuple(one for one in rules.rules if one.id != rule_id)}
            ),
            said=self.say("Taken out of the draft. It is in force until someone approves that."),
        )

    @expose("/<rule_id>/back", methods=["POST"])
    def back(self, rule_id: str) -> ResponseReturnValue:
        """Put back a rule that is in force and was taken out, or changed, in the draft."""
        live = published.live_rules(self.work, self.clinic.id)
        in_force = RuleSet.model_validate(live.document) if live else RuleSet()
        found = next((one for one in in_force.rules if one.id == rule_id), None)
        if found is None:
            self.missing()
        return self.keep(
            lambda rules: rules.model_copy(update={"rules": _with(rules.rules, found)}),
            said=self.say("As in force again."),
        )

    @expose("/propose", methods=["POST"])
    def propose(self) -> ResponseReturnValue:
        """Send the draft to a second person, when nothing is missing."""
        rules = self.rules
        if request.form.get("version", 0, type=int) != self.version:
            return self.overtaken(self.say("Somebody"))
        if ruling.problems(self.work, self.clinic.id, rules):
            return self.leave(".index", said=self.say("It was not sent. See what is missing."))
        try:
            at = coming.wanted(request.form, self.work.now, self.zone, self.say)
        except NoSuchHour as fault:
            return self.leave(".index", said=str(fault))
        inheriting_rules.begin(self.work, self.clinic.id, staff_id=self.person.staff_id)
        publishing.propose(
            self.work, tables.RuleSetPublication, self.clinic.id, rules, at=at,
            staff_id=self.person.staff_id, comment=request.form.get("comment", "").strip()[:400],
        )  # fmt: skip
        self.commit()
        said = self.say("Sent. It is in force when someone else has approved it.")
        return self.leave("approvals.index", said=said)

    def _groups(
        self, rules: Sequence[Rule], names: Mapping[str, str]
    ) -> list[tuple[str, list[Rule]]]:
        """Return the rules by what they look at first: red beside amber of the same."""
        found: dict[str, list[Rule]] = {}
        for one in rules:
            found.setdefault(rule_words.first_measure(one.when), []).append(one)
        unknown = self.say("something that is not asked")
        names = {"": self.say("No answer"), **names}
        return [(names.get(measure, unknown), group) for measure, group in found.items()]

    def _edit(self, before: Rule | None) -> ResponseReturnValue:
        measures = self.measures()
        if request.method == "GET":
            return self._page(before, measures)
        rule_id = before.id if before else f"local-{uuid4().hex[:8]}"
        try:
            made = rule_words.rule(request.form, rule_id, measures.worse, self.say, before)
        except Unreadable as fault:
            return self._page(before, measures, wrong=str(fault)), 422
        return self.keep(
            lambda rules: rules.model_copy(update={"rules": _with(rules.rules, made)}),
            said=self.say("Saved in the draft."),
        )

    def _page(self, before: Rule | None, measures: Measures, *, wrong: str = "") -> str:
        return self.render(
            "cms/rule.html",
            rule=before,
            halves=rule_words.halves(before.when if before else None),
            sentence=rule_words.sentence(before.when, self.item_names(), self.say)
            if before
            else "",
            strip=_cells(before),
            measures=measures,
            version=self.version,
            wrong=wrong,
            given=request.form,
            speaks=ruling.languages(self.work, self.clinic.id),
        )


def _with(rules: Sequence[Rule], made: Rule) -> tuple[Rule, ...]:
    """Put a rule in its place, or last when it is new."""
    if any(one.id == made.id for one in rules):
        return tuple(made if one.id == made.id else one for one in rules)
    return (*rules, made)


def _cells(rule: Rule | None) -> list[Cell]:
    """Return the answers 0 to 10 of a plain limit on a rating, with those that alert."""
    if rule is None or not isinstance(rule.when, AtLeast) or not 0 <= rule.when.value <= 10:
        return []
    return [Cell(answer, answer >= rule.when.value) for answer in range(11)]
