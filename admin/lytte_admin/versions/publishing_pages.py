"""From draft to patients: publish now or on a date, and compare any two versions."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import differences
from lytte.core.differences import Entry
from lytte.core.forms import Form
from lytte.core.problems import Problem
from lytte.core.texts import direction
from lytte.services import published
from lytte.services.drafts import comparing, drafting
from lytte.services.faults import (
    AlreadyPlanned,
    ChangedMeanwhile,
    EditedMeanwhile,
    NothingNew,
    NotReady,
)
from lytte.services.publishing import publishing
from lytte.services.rules import house_rules, ruling
from lytte.services.rules.hanging import WouldStop, marked
from lytte.services.versions import telling
from lytte.storage import tables
from lytte.web.filters import moment
from lytte_admin import coming
from lytte_admin.coming import NoSuchHour, chosen_plan
from lytte_admin.editing import beside, put_right, settled
from lytte_admin.in_words import form_lines, labels
from lytte_admin.in_words.contents import moment_of
from lytte_admin.rules import rule_lines
from lytte_admin.versions import other_levels
from lytte_admin.versions.leaving_pages import LeavingPages

KIND = tables.FormPublication


class PublishingPages(LeavingPages):
    """What of a form is, was, and will be in use."""

    @expose("/<uuid:form_id>/publish", methods=["GET", "POST"])
    def publish(self, form_id: UUID) -> ResponseReturnValue:
        """Show what will happen; then make the draft what the next patients get."""
        draft = self.draft(form_id)
        if request.method == "GET":
            return self._publishing(draft, publishing.form_problems(self.work, draft))
        try:
            row = publishing.publish_form(
                self.work, draft.id, staff_id=self.person.staff_id,
                comment=request.form.get("comment", "").strip()[:400],
                expected=request.form.get("version", 0, type=int),
                at=coming.wanted(request.form, self.work.now, self.zone, self.say),
                plan=chosen_plan(request.form), seen=beside.carried(),
                known=settled.known(),
            )  # fmt: skip
        except NotReady as fault:
            return self._publishing(draft, list(fault.problems), refused=True), 422
        except EditedMeanwhile as fault:
            return self.overtaken(draft.id, fault.by)
        except NothingNew as fault:
            return self.leave(".versions", form_id=form_id, said=beside.same(self, fault))
        except (NoSuchHour, AlreadyPlanned, ChangedMeanwhile, WouldStop) as fault:
            return self._not_now(form_id, fault)
        self.commit()
        if row.state == "in_review":
            said = self.say("Sent. It is in use when someone else has approved it.")
            return self.leave("approvals.show", kind="forms", row_id=row.id, said=said)
        return self.leave(".versions", form_id=form_id, said=self._said(row))

    def _not_now(
        self, form_id: UUID, fault: NoSuchHour | AlreadyPlanned | ChangedMeanwhile | WouldStop
    ) -> ResponseReturnValue:
        """Say what stands in the way, with all that was typed."""
        self.work.session.rollback()
        draft = self.draft(form_id)
        if isinstance(fault, ChangedMeanwhile):
            said = beside.overtaken(self, KIND, form_id)
            return self._publishing(draft, [], wrong=said, again=False), 409
        if isinstance(fault, WouldStop):
            return self._publishing(draft, [], wrong=settled.look_first(self)), 422
        return self._publishing(draft, [], wrong=self.refusal(fault)), 422

    @expose("/<uuid:form_id>/compare")
    def compare(self, form_id: UUID) -> ResponseReturnValue:
        """Show two versions side by side, word by word; the address says which.

        One of them may be the hospital's, or another clinic's that the person reaches.
        """
        draft = self.draft(form_id)
        elsewhere = other_levels.forms(self, draft)
        found = published.versions(self.work, KIND, form_id)
        live = published.live_form(self.work, form_id)
        sides = [*self._sides(draft, found), *((one.key, one.name) for one in elsewhere)]
        names = dict(sides)
        usual = self._usual(draft, found, live)
        left, right = (request.args.get(*one) for one in zip(("from", "to"), usual, strict=True))
        own = [key for key, _ in sides[: len(found) + 1]]
        left = left if left in names else own[-1]
        right = right if right in names else own[0]
        rows_of = {str(one.number): one for one in found}
        forms = {one.key: one.form for one in elsewhere}
        before, after = (forms.get(s) or self._form(draft, rows_of, s) for s in (left, right))
        moments = [moment_of(rows_of.get(side), self.work.now) for side in (left, right)]
        rows = differences.compare(self._entries(before), self._entries(after))
        first = (self.say("Questions"), rows)
        alone = self.clinic.common or not {left, right} <= set(own)
        around = [] if alone else self.contents.around(*moments)
        return self.render(
            "cms/compare.html",
            draft=draft,
            sides=sides,
            left=left,
            right=right,
            left_name=names[left],
            right_name=names[right],
            differences=sum(len(differences.changes(one)) for _, one in (first, *around)),
            alone=alone,
            unchanged=form_lines.locked(before) == form_lines.locked(after) != {},
            sections=[first, *around],
            direction=direction,
        )

    def _usual(
        self, draft: tables.FormDraft, found: list[tables.FormPublication],
        live: tables.FormPublication | None,
    ) -> tuple[str, str]:  # fmt: skip
        """Return which two are asked about first: where nothing is drafted, the last change."""
        before = [one for one in found if live and one.number < live.number]
        if live and before and not comparing.differs(self.work, draft, live):
            return str(before[0].number), str(live.number)
        return str(live.number) if live else "", "draft"

    def _entries(self, form: Form | None) -> list[Entry]:
        return form_lines.entries(form, self.say) if form else []

    def _sides(
        self, draft: tables.FormDraft, found: list[tables.FormPublication]
    ) -> list[tuple[str, str]]:
        """Return what can be chosen: the draft, and every version, the newest first."""
        saved = moment(draft.changed_at, self.zone)
        made = [("draft", self.say("The draft, saved {moment}", moment=saved))]
        live = published.live_form(self.work, draft.id)
        return made + [
            (
                str(row.number),
                self.say(
                    "Version {number}, {state}",
                    number=row.number,
                    state=self.say(labels.STATES[published.state(row, live, self.work.now)]),
                ),
            )
            for row in found
        ]

    def _form(
        self, draft: tables.FormDraft, rows: Mapping[str, tables.FormPublication], side: str
    ) -> Form | None:
        if side == "draft":
            return comparing.as_patients_get_it(self.work, draft)
        return Form.model_validate(rows[side].document)

    def _said(self, row: tables.FormPublication) -> str:
        if row.state == "scheduled" and row.live_at:
            return self.say(
                "Version {number} is planned: {when}.", number=row.number, when=self.comes(row)
            )
        return self.say("Version {number} is in use from now on.", number=row.number)

    def _publishing(
        self,
        draft: tables.FormDraft,
        problems: list[Problem],
        *,
        refused: bool = False,
        wrong: str = "",
        again: bool = True,
    ) -> str:
        live = published.live_form(self.work, draft.id)
        changes = comparing.changes(self.work, draft, live, self.say.language)
        unheard = ruling.unheard(self.work, draft)
        return self.render(
            "cms/publish.html",
            draft=draft,
            problems=problems,
            place_of=partial(put_right.address, draft.id, drafting.composition(self.work, draft)),
            refused=refused,
            wrong=wrong,
            given=request.form,
            live=live,
            beside=beside.beside(self, KIND, draft.id, again=again),
            planned=published.planned(self.work, KIND, draft.id),
            second=house_rules.decided(self.work).forms_need_second,
            changes=changes,
            unheard=rule_lines.told(self, unheard),
            marks=sorted(marked(unheard)),
            kept=telling.answered(self.work, draft.id, [one.part for one in changes if one.part]),
            today=self.work.now.astimezone(self.zone).date(),
            comes=self.comes,
        )
