"""What counts as worrying, in sentences; always approved by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.criteria import measures_of
from lytte.core.rehearsal import Rehearsal, RuleFigures
from lytte.core.thresholds import Rule, RuleSet, Silent
from lytte.services import published
from lytte.services.faults import ChangedMeanwhile
from lytte.services.inheriting import inheriting_rules
from lytte.services.publishing import publishing
from lytte.services.rules import rehearsal_runs, ruling, suggesting
from lytte.storage import tables
from lytte.web.house import house
from lytte_admin import coming
from lytte_admin.coming import NoSuchHour
from lytte_admin.editing import beside, kept
from lytte_admin.in_words import rule_words
from lytte_admin.rules import rule_fields, rule_lines, rule_strip
from lytte_admin.rules.rule_origins import origins
from lytte_admin.rules.rule_reading import Reader
from lytte_admin.rules.rule_strip import Cell
from lytte_admin.rules.ruled import Measures, RulesPage

KIND = tables.RuleSetPublication
TRIED_DAYS = 90
"""How far back a rule is tried while it is written."""


@dataclass(frozen=True)
class Group:
    """The rules that look at one measure, and what each of its answers sets off."""

    name: str
    rules: Sequence[Rule]
    cells: Sequence[Cell]
    said: str


class Thresholds(RulesPage):
    """The clinic's rules: a draft beside what is in force."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self._shown()

    def _shown(self, wrong: str = "", *, again: bool = False) -> str:
        rules, live = self.rules, published.live_rules(self.work, self.clinic.id)
        in_force = published.rules_in_force(self.work, self.clinic.id)
        names = self.item_names()
        return self.render(
            "cms/thresholds.html",
            rules=rules,
            origins=origins(self),
            live=live,
            version=self.version,
            names=names,
            sentence=lambda when: rule_words.sentence(when, names, self.say),
            problems=ruling.problems(self.work, self.clinic.id, rules),
            later_silent=rule_lines.deafened(self, rules),
            comes=self.comes,
            rule_names={
                one.id: one.name.read(self.say.language)
                or rule_words.sentence(one.when, names, self.say)
                for one in rules.rules
            },
            changed=rules != in_force,
            in_force={one.id: one for one in in_force.rules},
            now_in_force={one.id: one for one in in_force.emergencies},
            groups=self._groups(rules.rules, in_force.rules, names),
            left=sum(
                len(one.left) for one in suggesting.suggestions(self.work, self.clinic.id, rules)
            ),
            gone=[one for one in in_force.rules if one.id not in {r.id for r in rules.rules}],
            gone_now=[
                one
                for one in in_force.emergencies
                if one.id not in {kept.id for kept in rules.emergencies}
            ],
            **self._beside(rules, wrong, again=again),
        )

    def _beside(self, rules: RuleSet, wrong: str, *, again: bool) -> dict[str, Any]:
        """Return what stands beside the draft, and what of a press was refused."""
        found = beside.beside(self, KIND, self.clinic.id, again=again)
        waits = found.waits
        return {
            "beside": found,
            "sent": waits is not None and RuleSet.model_validate(waits.document) == rules,
            "wrong": wrong,
            "given": request.form if wrong else {},
        }

    @expose("/new", methods=["GET", "POST"])
    def new(self) -> ResponseReturnValue:
        """Write a new rule."""
        return self._edit(None)

    @expose("/<rule_id>", methods=["GET", "POST"])
    def edit(self, rule_id: str) -> ResponseReturnValue:
        """Change a rule of the draft; what is in force stays until the draft is approved."""
        rules = self.rules if request.method == "GET" else self.seen
        found = next((one for one in rules.rules if one.id == rule_id), None)
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
        in_force = published.rules_in_force(self.work, self.clinic.id)
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
        draft = self.standing()
        rules = draft.now
        if kept.sent_version() != draft.version:
            return self.overtaken(draft.by)
        if ruling.problems(self.work, self.clinic.id, rules):
            return self.leave(".index", said=self.say("It was not sent. See what is missing."))
        try:
            at = coming.wanted(request.form, self.work.now, self.zone, self.say)
        except NoSuchHour as fault:
            return self._shown(str(fault), again=True), 422
        inheriting_rules.begin(self.work, self.clinic.id, staff_id=self.person.staff_id)
        try:
            publishing.propose(
                self.work, KIND, self.clinic.id, rules, at=at, seen=beside.carried(),
                staff_id=self.person.staff_id,
                comment=request.form.get("comment", "").strip()[:400],
            )  # fmt: skip
        except ChangedMeanwhile:
            self.work.session.rollback()
            return self._shown(beside.overtaken(self, KIND, self.clinic.id)), 409
        self.commit()
        said = self.say("Sent. It is in force when someone else has approved it.")
        return self.leave("approvals.index", said=said)

    def _groups(
        self, rules: Sequence[Rule], in_force: Sequence[Rule], names: Mapping[str, str]
    ) -> list[Group]:
        """Return the rules by what they look at first: red beside amber of the same."""
        found: dict[str, list[Rule]] = {}
        for one in rules:
            found.setdefault(rule_words.first_measure(one.when), []).append(one)
        unknown, scale = self.say("something that is not asked"), self.measures().scale
        names = {"": self.say("No answer"), **names}
        groups = []
        for measure, group in found.items():
            cells = rule_strip.strip(rules, in_force, measure, scale.get(measure))
            said = rule_strip.said(cells, self.say)
            groups.append(Group(names.get(measure, unknown), group, cells, said))
        return groups

    def _edit(self, before: Rule | None) -> ResponseReturnValue:
        measures = self.measures()
        if request.method == "GET":
            return self._page(before, before, measures)
        reader = Reader(request.form, measures.worse, measures.scale, self.say, measures.answers)
        if request.form.get("do", "").startswith("answers"):
            return self._page(before, None, measures, reader)
        rule_id = before.id if before else f"local-{uuid4().hex[:8]}"
        made = reader.rule(rule_id, before)
        if made is None:
            return self._page(before, made, measures, reader), 422
        if request.form.get("do") == "look":
            return self._looked_at(before, made, measures, reader)
        return self.keep(
            lambda rules: rules.model_copy(update={"rules": _with(rules.rules, made)}),
            said=self.say("Saved in the draft."),
        )

    def _looked_at(
        self, before: Rule | None, made: Rule, measures: Measures, reader: Reader
    ) -> str:
        """Show what the rule would do: to each answer, and on the clinic's own last days."""
        rules = self.rules.model_copy(update={"rules": _with(self.rules.rules, made)})
        found = rehearsal_runs.rehearsed(
            self.work, self.clinic.id, rules, TRIED_DAYS, staff_id=self.person.staff_id
        )
        self.commit()
        if isinstance(found, tables.RehearsalRun):
            house().wake.set()
            return self._page(before, made, measures, reader, going=found)
        tried = next(one for one in found.rules if one.rule_id == made.id)
        return self._page(before, made, measures, reader, (found, tried))

    def _page(
        self,
        before: Rule | None,
        made: Rule | None,
        measures: Measures,
        reader: Reader | None = None,
        tried: tuple[Rehearsal, RuleFigures] | None = None,
        going: tables.RehearsalRun | None = None,
    ) -> str:
        named = self.item_names()
        in_force = published.rules_in_force(self.work, self.clinic.id)
        was = [one for one in in_force.rules if before and one.id == before.id]
        silence = _is_silence(before)
        fields = (
            reader.sentence() if reader else rule_fields.written(before.when if before else None)
        )
        if silence or (reader and "measure-1-1" not in request.form):
            fields = None
        return self.render(
            "cms/rule.html",
            rule=before,
            fields=fields,
            silence=silence,
            most=(rule_fields.MOST_GROUPS, rule_fields.MOST_CONDITIONS),
            sentence=rule_words.sentence(before.when, named, self.say) if before else "",
            strips=self._strips([made] if made else [], was, measures),
            measures=measures,
            version=self.version,
            faults=reader.faults if reader else (),
            asked=reader is not None,
            looked=request.form.get("do") == "look",
            tried=tried,
            going=going,
            given=request.form,
            suggested=self._suggested(before),
            speaks=ruling.languages(self.work, self.clinic.id),
        )

    def _strips(
        self, made: Sequence[Rule], was: Sequence[Rule], measures: Measures
    ) -> list[tuple[str, list[Cell], str]]:
        """Return for each measure of the rule its name, its strip, and the strip in words."""
        looked_at = sorted(set().union(*(measures_of(one.when) for one in made)))
        found = []
        for measure in looked_at:
            cells = rule_strip.strip(made, was, measure, measures.scale.get(measure))
            if cells:
                name = measures.names.get(measure, "")
                found.append((name, cells, rule_strip.said(cells, self.say)))
        return found

    def _suggested(self, before: Rule | None) -> str:
        """Return what an instrument suggests in this rule's place, when it is another limit."""
        names = self.item_names()
        for each in suggesting.suggestions(self.work, self.clinic.id, self.rules):
            for one in each.rules:
                if before and isinstance(one.rule, Rule) and one.rule.id == before.id:
                    same = one.state == "taken"
                    return "" if same else rule_words.sentence(one.rule.when, names, self.say)
        return ""


def _is_silence(rule: Rule | None) -> bool:
    if "hours" in request.form or request.args.get("kind") == "silence":
        return True
    return rule is not None and isinstance(rule.when, Silent)


def _with(rules: Sequence[Rule], made: Rule) -> tuple[Rule, ...]:
    """Put a rule in its place, or last when it is new."""
    if any(one.id == made.id for one in rules):
        return tuple(made if one.id == made.id else one for one in rules)
    return (*rules, made)
