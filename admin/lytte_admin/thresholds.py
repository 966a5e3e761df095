"""What counts as worrying, in sentences; always approved by a second person."""

from collections.abc import Callable
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.summary_measures import measured
from lytte.core.thresholds import Rule, RuleSet
from lytte.services import drafting, published, publishing
from lytte.services.faults import EditedMeanwhile
from lytte.storage import tables
from lytte.web import staff
from lytte_admin import rule_words
from lytte_admin.access import Page

Change = Callable[[tuple[Rule, ...]], tuple[Rule, ...]]


class Thresholds(Page):
    """The clinic's rules: a draft beside what is in force."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        draft = drafting.rules(self.work, self.clinic.id)
        rules = RuleSet.model_validate(draft.document) if draft else RuleSet()
        live = published.live_rules(self.work, self.clinic.id)
        names, _worse = self._measures()
        in_force = RuleSet.model_validate(live.document) if live else RuleSet()
        return self.render(
            "cms/thresholds.html",
            rules=rules,
            live=live,
            version=draft.version if draft else 0,
            names=names,
            kinds=rule_words.KINDS,
            sentence=lambda when: rule_words.sentence(when, names, self.say),
            gone=[one for one in rules.rules if not rule_words.measures_of(one.when) <= set(names)],
            changed=rules != in_force,
        )

    @expose("/add", methods=["POST"])
    def add(self) -> ResponseReturnValue:
        """Add the rule the sentence says."""
        _names, worse = self._measures()
        try:
            made = rule_words.rule(request.form, f"local-{uuid4().hex[:8]}", worse, self.say)
        except rule_words.Unreadable as fault:
            flash(str(fault))
            return redirect(url_for(".index") + "#new", 303)
        return self._save(lambda rules: (*rules, made))

    @expose("/<rule_id>/out", methods=["POST"])
    def out(self, rule_id: str) -> ResponseReturnValue:
        """Take a rule out of the draft; what is in force stays until the draft is approved."""
        return self._save(lambda rules: tuple(one for one in rules if one.id != rule_id))

    @expose("/<rule_id>/limit", methods=["POST"])
    def limit(self, rule_id: str) -> ResponseReturnValue:
        """Change the number of a simple rule."""
        try:
            value = rule_words.number(request.form.get("value", ""), self.say)
        except rule_words.Unreadable as fault:
            flash(str(fault))
            return redirect(url_for(".index"), 303)
        return self._save(lambda rules: tuple(_limited(one, rule_id, value) for one in rules))

    @expose("/propose", methods=["POST"])
    def propose(self) -> ResponseReturnValue:
        """Send the draft to a second person."""
        draft = drafting.rules(self.work, self.clinic.id)
        if draft is None:
            self.missing()
        rules = RuleSet.model_validate(draft.document)
        if lacking := [one for one in rules.rules if not one.deputy]:
            flash(
                self.say(
                    "{number} rules have no deputy. Say who steps in when the recipient is away.",
                    number=len(lacking),
                )
            )
            return redirect(url_for(".index"), 303)
        publishing.propose(
            self.work, tables.RuleSetPublication, self.clinic.id, rules,
            staff_id=self.person.staff_id, comment=request.form.get("comment", "")[:400],
        )  # fmt: skip
        self.commit()
        flash(self.say("Sent. It is in force when someone else has approved it."))
        return redirect(url_for("approvals.index"), 303)

    def _save(self, change: Change) -> ResponseReturnValue:
        draft = drafting.rules(self.work, self.clinic.id)
        before = RuleSet.model_validate(draft.document) if draft else RuleSet()
        after = before.model_copy(update={"rules": change(before.rules)})
        try:
            drafting.save_rules(
                self.work, self.clinic.id, after, staff_id=self.person.staff_id,
                expected=int(request.form.get("version", "0")) if draft else None,
            )  # fmt: skip
            self.commit()
        except EditedMeanwhile as fault:
            name = fault.by
            self.work.session.rollback()
            flash(
                self.say(
                    "{name} saved these rules while you had them open. Nothing of theirs was "
                    "overwritten; do your change again on what is here now.",
                    name=name,
                )
            )
        return redirect(url_for(".index"), 303)

    def _measures(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the name and the bad direction of each number the clinic's forms give."""
        names: dict[str, str] = {}
        worse: dict[str, str] = {}
        for form in published.live_forms(self.work, self.clinic.id):
            for one in measured(form, staff.language()):
                names[one.address] = one.name
                worse[one.address] = one.worse or "up"
        return names, worse


def _limited(one: Rule, rule_id: str, value: object) -> Rule:
    if one.id != rule_id or not hasattr(one.when, "value"):
        return one
    when = one.when.model_copy(update={"value": value})
    return one.model_copy(update={"when": when, "local": True})
