"""What waits for a second person: shown beside what is in force, approved with one button."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import differences
from lytte.core.differences import Entry
from lytte.core.forms import Form
from lytte.core.safety import SafetyText
from lytte.core.texts import direction
from lytte.core.thresholds import Emergency, RuleSet
from lytte.core.values import Coding
from lytte.services import house_rules, published, publishing, ruling, taking_effect
from lytte.services.faults import (
    AlreadyDecided,
    AlreadyPlanned,
    ChangedMeanwhile,
    NotReady,
    SecondPersonNeeded,
)
from lytte.storage import tables
from lytte.web import staff
from lytte.web.house import house
from lytte_admin import asked_when, form_lines, labels, rule_words
from lytte_admin.access import Page
from lytte_admin.coming import chosen_plan

KINDS: dict[str, type[tables.Publication]] = {
    "forms": tables.FormPublication,
    "rules": tables.RuleSetPublication,
    "safety": tables.SafetyText,
}


def kind_of(row: tables.Publication) -> str:
    """Return what a version is called in addresses."""
    return next(kind for kind, table in KINDS.items() if isinstance(row, table))


class Approvals(Page):
    """What an author has sent: thresholds, safety texts, and forms where the hospital asks."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        waiting = [(kind_of(row), row) for row in published.all_waiting(self.work, self.clinic.id)]
        return self.render(
            "cms/approvals.html",
            waiting=waiting,
            people=published.names(self.work, [row for _, row in waiting]),
            second=house_rules.decided(self.work).forms_need_second,
        )

    @expose("/forms-need-two", methods=["POST"])
    def forms_need_two(self) -> ResponseReturnValue:
        """Say whether a form takes two people; the hospital admin's to say."""
        work = staff.work("hospital_admin")
        needed = request.form.get("needed") == "1"
        house_rules.let_forms_need_second(work, needed, staff_id=self.person.staff_id)
        self.commit()
        said = (
            self.say("From now on a form is in use when a second person has approved it.")
            if needed
            else self.say("From now on one person may put a form in use.")
        )
        return self.leave(".index", said=said)

    @expose("/<kind>/<uuid:row_id>")
    def show(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Show what changes, line by line."""
        return self._page(kind, self._row(kind, row_id))

    @expose("/<kind>/<uuid:row_id>/decide", methods=["POST"])
    def decide(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Approve, send back with a reason, or take back what one sent oneself."""
        row = self._row(kind, row_id)
        try:
            said = self._decided(row)
        except SecondPersonNeeded:
            self.work.session.rollback()
            flash(self.say("You wrote this yourself. Someone else has to approve it."))
            return redirect(url_for(".show", kind=kind, row_id=row_id), 303)
        except AlreadyDecided:
            self.work.session.rollback()
            flash(self.say("This was decided already."))
            return redirect(url_for(".index"), 303)
        except ChangedMeanwhile:
            self.work.session.rollback()
            flash(self.say("Something else came into force while you had this open. Look again."))
            return redirect(url_for(".show", kind=kind, row_id=row_id), 303)
        except AlreadyPlanned as fault:
            self.work.session.rollback()
            return self._page(kind, row, wrong=self.refusal(fault)), 422
        except NotReady as fault:
            self.work.session.rollback()
            told = " ".join(self.told(one).message for one in fault.problems)
            return self._page(kind, row, wrong=told), 422
        if not said:
            flash(self.say("Write why, so that the author knows what to change."))
            return redirect(url_for(".show", kind=kind, row_id=row_id), 303)
        self.commit()
        flash(said)
        return redirect(url_for(".index"), 303)

    def _decided(self, row: tables.Publication) -> str:
        """Do what was pressed and return what to say; empty when a reason is wanting."""
        why = request.form.get("why", "").strip()
        pressed = request.form.get("do")
        if pressed == "take_back" and row.author_id == self.person.staff_id:
            publishing.take_back(self.work, row)
            return self.say("Taken back.")
        if pressed == "approve":
            publishing.approve(
                self.work, row, staff_id=self.person.staff_id, said=why,
                seen=_seen(request.form.get("against")), plan=chosen_plan(request.form),
            )  # fmt: skip
            if row.state == "scheduled":
                return self.say("Approved. It is planned: {when}.", when=self.comes(row))
            return self.say("Approved. It is in force from now on.")
        if why:
            publishing.reject(self.work, row, staff_id=self.person.staff_id, why=why)
            return self.say("Sent back to the author.")
        return ""

    def _page(self, kind: str, row: tables.Publication, *, wrong: str = "") -> str:
        owner_id = taking_effect.owner_of(row)
        live = published.in_force(self.work, type(row), owner_id)
        old, new = self._lines(kind, live), self._lines(kind, row)
        forms = isinstance(row, tables.FormPublication)
        later = row.live_at is not None and row.live_at > self.work.now
        return self.render(
            "cms/approval.html",
            kind=kind,
            row=row,
            wrong=wrong,
            rows=differences.compare(self._entries(live), self._entries(row)) if forms else (),
            direction=direction,
            live=live,
            later=later,
            comes=self.comes,
            planned=published.planned(self.work, type(row), owner_id),
            added=[one for one in new if one not in old],
            gone=[one for one in old if one not in new],
            same=[one for one in new if one in old],
            mine=row.author_id == self.person.staff_id,
            people=published.names(self.work, [row]),
            letter=self._letter(row),
        )

    def _entries(self, row: tables.Publication | None) -> list[Entry]:
        return form_lines.entries(Form.model_validate(row.document), self.say) if row else []

    def _letter(self, row: tables.Publication) -> str:
        """Return an e-mail that asks a colleague, with the address and no patient in it."""
        text = self.say(
            "Can you look at this, and approve it or send it back? {address}",
            address=f"{house().base_url}{url_for('.show', kind=kind_of(row), row_id=row.id)}",
        )
        subject = self.say("Waits for you in Lytte")
        return f"mailto:?{urlencode({'subject': subject, 'body': text}, quote_via=quote)}"

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
        if kind == "forms":
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


def _seen(against: str | None) -> publishing.Seen | None:
    """Return what the page compared with; nothing was, when the page is not ours."""
    if against is None:
        return None
    try:
        return publishing.Seen(UUID(against) if against else None)
    except ValueError:
        return None
