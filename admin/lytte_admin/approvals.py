"""What waits for a second person: shown beside what is in force, approved with one button."""

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.safety import SafetyText
from lytte.core.thresholds import Emergency, RuleSet
from lytte.core.values import Coding
from lytte.services import published, publishing, ruling
from lytte.services.faults import AlreadyDecided, SecondPersonNeeded
from lytte.storage import tables
from lytte.web import staff
from lytte_admin import asked_when, labels, rule_words
from lytte_admin.access import Page

KINDS: dict[str, type[tables.Publication]] = {
    "rules": tables.RuleSetPublication,
    "safety": tables.SafetyText,
}


class Approvals(Page):
    """Thresholds and safety texts that an author has sent."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        waiting = [
            (kind, row)
            for kind, table in KINDS.items()
            for row in published.waiting(self.work, table, self.clinic.id)
        ]
        return self.render(
            "cms/approvals.html",
            waiting=waiting,
            people=published.names(self.work, [row for _, row in waiting]),
        )

    @expose("/<kind>/<uuid:row_id>")
    def show(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Show what changes, line by line."""
        row = self._row(kind, row_id)
        before = published.in_force(self.work, type(row), self.clinic.id)
        old, new = self._lines(kind, before), self._lines(kind, row)
        return self.render(
            "cms/approval.html",
            kind=kind,
            row=row,
            added=[one for one in new if one not in old],
            gone=[one for one in old if one not in new],
            same=[one for one in new if one in old],
            mine=row.author_id == self.person.staff_id,
            people=published.names(self.work, [row]),
        )

    @expose("/<kind>/<uuid:row_id>/decide", methods=["POST"])
    def decide(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Approve, or send back with a reason."""
        row = self._row(kind, row_id)
        try:
            if request.form.get("do") == "approve":
                publishing.approve(self.work, row, staff_id=self.person.staff_id)
                flash(self.say("Approved. It is in force from now on."))
            else:
                why = request.form.get("why", "").strip()
                if not why:
                    flash(self.say("Write why, so that the author knows what to change."))
                    return redirect(url_for(".show", kind=kind, row_id=row_id), 303)
                publishing.reject(self.work, row, staff_id=self.person.staff_id, why=why)
                flash(self.say("Sent back to the author."))
        except SecondPersonNeeded:
            flash(self.say("You wrote this yourself. Someone else has to approve it."))
            return redirect(url_for(".show", kind=kind, row_id=row_id), 303)
        except AlreadyDecided:
            flash(self.say("This was decided already."))
            return redirect(url_for(".index"), 303)
        self.commit()
        return redirect(url_for(".index"), 303)

    def _row(self, kind: str, row_id: UUID) -> tables.Publication:
        if kind not in KINDS:
            self.missing()
        found = published.decided(self.work, KINDS[kind], row_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def _lines(self, kind: str, row: tables.Publication | None) -> list[str]:
        if row is None:
            return []
        if kind == "safety":
            text = SafetyText.model_validate(row.document)
            return [
                f"{tag}: {line}"
                for tag, lines in text.languages.items()
                for line in lines.model_dump().values()
            ]
        return self._rule_lines(RuleSet.model_validate(row.document))

    def _rule_lines(self, rules: RuleSet) -> list[str]:
        names = rule_words.names_of(ruling.forms(self.work, self.clinic.id), staff.language())
        say = self.say
        return [
            say(
                "{severity} alert to {recipient} (deputy {deputy}) when {when}",
                severity=say("Red") if one.severity == "red" else say("Amber"),
                recipient=say(labels.ROLES.get(one.recipient, one.recipient)),
                deputy=say(labels.ROLES.get(one.deputy, one.deputy)) if one.deputy else "–",
                when=rule_words.sentence(one.when, names, say),
            )
            for one in rules.rules
        ] + [line for one in rules.emergencies for line in self._emergency_lines(one)]

    def _emergency_lines(self, one: Emergency) -> Iterator[str]:
        """Yield what sets it off, and what the patient reads in each language."""
        name = one.name.read(self.say.language)
        answers = self._answers(one)
        yield self.say(
            "“Call us now” for {name}, when the answer is {answers}", name=name, answers=answers
        )
        for tag, text in (*one.call_now.root.items(), *one.danger.root.items()):
            yield f"{labels.LANGUAGES.get(tag, tag)}, {name}: {text}"

    def _answers(self, one: Emergency) -> str:
        texts = ruling.option_texts(self.work, self.clinic.id, one.item, self.say.language)
        said = []
        for value in one.triggers:
            if isinstance(value, bool):
                said.append(self.say("yes") if value else self.say("no"))
            else:
                code = value.code if isinstance(value, Coding) else str(value)
                said.append(texts.get(code or "", code or ""))
        return asked_when.either(said, self.say)
