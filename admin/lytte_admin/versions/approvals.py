"""What waits for a second person: shown beside what is in force, approved with one button."""

from urllib.parse import quote, urlencode
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import differences
from lytte.core.problems import Problem
from lytte.core.texts import direction
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.faults import (
    AlreadyDecided,
    AlreadyPlanned,
    ChangedMeanwhile,
    NotReady,
    SecondPersonNeeded,
)
from lytte.services.publishing import publishing, taking_effect
from lytte.services.rules import hanging, house_rules
from lytte.services.rules.hanging import Hanging, WouldStop
from lytte.storage import tables
from lytte.web import staff
from lytte.web.house import house
from lytte_admin.access import Page, asked_id
from lytte_admin.coming import chosen_plan
from lytte_admin.editing import settled
from lytte_admin.rules import rule_lines

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
        except WouldStop:
            self.work.session.rollback()
            return self._page(kind, row, wrong=settled.look_first(self)), 422
        except NotReady as fault:
            self.work.session.rollback()
            told = " ".join(self._said(one) for one in fault.problems)
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
                known=settled.known(),
            )  # fmt: skip
            if row.state == "scheduled":
                return self.say("Approved. It is planned: {when}.", when=self.comes(row))
            return self.say("Approved. It is in force from now on.")
        if why:
            publishing.reject(self.work, row, staff_id=self.person.staff_id, why=why)
            return self.say("Sent back to the author.")
        return ""

    def _page(self, kind: str, row: tables.Publication, *, wrong: str = "") -> str:
        owner_id = published.owner_of(row)
        live = published.in_force(self.work, type(row), owner_id)
        later = row.live_at is not None and row.live_at > self.work.now
        stops = hanging.on(self.work, row) if row.state == "in_review" else Hanging()
        return self.render(
            "cms/approval.html",
            kind=kind,
            row=row,
            wrong=wrong,
            rows=differences.compare(self.contents.of(live), self.contents.of(row)),
            direction=direction,
            live=live,
            later=later,
            comes=self.comes,
            planned=published.planned(self.work, type(row), owner_id),
            mine=row.author_id == self.person.staff_id,
            people=published.names(self.work, [row]),
            letter=self._letter(row),
            unheard=rule_lines.told(self, stops.rules),
            marks=sorted(stops.marks),
            later_silent=self._later(row),
            tried=self._is_draft(row),
            given=request.form,
        )

    def _later(self, row: tables.Publication) -> list[rule_lines.Planned]:
        """Return which planned forms leave rules that wait with nothing to look at."""
        if not isinstance(row, tables.RuleSetPublication) or row.state != "in_review":
            return []
        return rule_lines.deafened(self, RuleSet.model_validate(row.document))

    def _is_draft(self, row: tables.Publication) -> bool:
        """Tell whether rules that wait are the draft, which is what the rehearsal tries."""
        if not isinstance(row, tables.RuleSetPublication) or row.state != "in_review":
            return False
        made = drafting.rule_set(self.work, row.clinic_id)
        return made == RuleSet.model_validate(row.document)

    def _letter(self, row: tables.Publication) -> str:
        """Return an e-mail that asks a colleague, with the address and no patient in it."""
        text = self.say(
            "Can you look at this, and approve it or send it back? {address}",
            address=f"{house().base_url}{url_for('.show', kind=kind_of(row), row_id=row.id)}",
        )
        subject = self.say("Waits for you in Lytte")
        return f"mailto:?{urlencode({'subject': subject, 'body': text}, quote_via=quote)}"

    def _said(self, problem: Problem) -> str:
        told = self.told(problem)
        return f"{told.message} {told.way_out}"

    def _row(self, kind: str, row_id: UUID) -> tables.Publication:
        if kind not in KINDS:
            self.missing()
        found = published.decided(self.work, KINDS[kind], row_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found


def _seen(against: str | None) -> taking_effect.Seen | None:
    """Return what the page compared with; nothing was, when the page is not ours."""
    if against is None:
        return None
    try:
        return taking_effect.Seen(
            UUID(against) if against else None, planned=asked_id("planned_on")
        )
    except ValueError:
        return None
