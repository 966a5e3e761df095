"""What needs the clinic's admins today, and what is in use."""

from flask import request, session
from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView, expose

from lytte.core.thresholds import RuleSet
from lytte.services import clinics, levels, published
from lytte.services.drafts import comparing, drafting
from lytte.services.inheriting import (
    inheriting,
    inheriting_plans,
    inheriting_rules,
    inheriting_texts,
    sharing,
)
from lytte.services.publishing import licensing
from lytte.services.rules import duties
from lytte.services.sending import scheduling
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.rules import rule_lines
from lytte_admin.versions.approvals import kind_of

COMMON = "common"
"""What the chooser calls the hospital's own level before it is there."""


class Home(Page, AdminIndexView):  # type: ignore[misc]  # flask-admin has no types
    """The first page."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        work, clinic_id = self.work, self.clinic.id
        live = {one.form_id: one for one in published.live_publications(work, clinic_id)}
        drafts = drafting.drafts(work, clinic_id)
        waiting = [(kind_of(row), row) for row in published.all_waiting(work, clinic_id)]
        back = published.sent_back(work, clinic_id)
        return self.render(
            "cms/home.html",
            sent_back=[(kind_of(row), row, published.name(work, row.approver_id)) for row in back],
            uncovered=duties.uncovered(work, clinic_id),
            uncovered_too=[one for one in self.clinics if one.uncovered_at and one.id != clinic_id],
            waiting=waiting,
            later_silent=rule_lines.deafened(self, published.rules_in_force(work, clinic_id)),
            comes=self.comes,
            people=published.names(work, [row for _, row in waiting]),
            drafts=drafts,
            behind=inheriting.behind(work, clinic_id),
            elsewhere={one.id for one in drafts if one.origin and sharing.newer(work, one)},
            newer_rules=inheriting_rules.newer(work, clinic_id),
            newer_plan=inheriting_plans.newer(work, clinic_id),
            newer_text=inheriting_texts.newer(work, clinic_id),
            changed=[one for one in drafts if comparing.differs(work, one, live.get(one.id))],
            live=live,
            licences=licensing.running_out(work, clinic_id, work.now.date()),
            contact=(contact := clinics.contact(work, clinic_id)),
            until=clinics.confirmed_by(contact, self.zone) if contact else None,
            overdue={one.clinic_id: one for one in self._overdue()},
            text=published.in_force(work, tables.SafetyText, clinic_id),
            rules=published.live_rules(work, clinic_id),
            rules_draft=self._unsent_rules(),
            plan_draft=scheduling.draft(work, clinic_id),
            plan_live=scheduling.live(work, clinic_id),
            plan_waits=scheduling.waits(work, clinic_id),
            today=work.now.astimezone(self.zone).date(),
        )

    def _unsent_rules(self) -> tables.RuleSetDraft | None:
        """Return the draft of the rules while it is neither in force, planned nor sent."""
        work, clinic_id, kind = self.work, self.clinic.id, tables.RuleSetPublication
        draft = drafting.rules(work, clinic_id)
        if draft is None:
            return None
        planned = published.planned(work, kind, clinic_id)
        sent = [*published.waiting(work, kind, clinic_id), *([planned] if planned else [])]
        there = [RuleSet.model_validate(one.document) for one in sent]
        there.append(published.rules_in_force(work, clinic_id))
        return None if drafting.rule_set(work, clinic_id) in there else draft

    def _overdue(self) -> list[tables.ClinicContact]:
        """Return the telephones that somebody should have confirmed by now, here and elsewhere."""
        return clinics.overdue(self.work, [one.id for one in self.clinics], self.zone)

    @expose("/clinic", methods=["POST"])
    def choose(self) -> ResponseReturnValue:
        """Choose which clinic the CMS is about; only one the person reaches is kept."""
        asked = request.form.get("clinic", "")
        if asked == COMMON and self.reaches_common:
            asked = str(levels.make_common(self.work).id)
            self.commit()
            session["clinic"] = asked
        elif any(str(one.id) == asked for one in self.clinics):
            session["clinic"] = asked
        return self.leave("admin.index")
