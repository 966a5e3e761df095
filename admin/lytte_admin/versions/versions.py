"""Every version of a clinic's rules, texts, plan and settings: compared, told, gone back to."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import differences
from lytte.core.differences import Entry
from lytte.core.texts import direction
from lytte.core.thresholds import RuleSet
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.published import Version
from lytte.services.rules.hanging import Hanging, WouldStop
from lytte.services.sending import scheduling
from lytte.services.versions import telling, versioned
from lytte.storage import tables
from lytte.web.filters import moment
from lytte_admin.access import Page
from lytte_admin.editing import settled
from lytte_admin.in_words import labels
from lytte_admin.in_words.contents import Contents
from lytte_admin.rules import rule_lines
from lytte_admin.versions import history_pages, other_levels

DRAFT = "draft"
MADE_ON = {
    "rules": "thresholds.index",
    "safety": "texts.index",
    "plan": "schedules.index",
    "settings": "settings.index",
}
"""The page where each kind is written."""


class Versions(Page):
    """What was, is and will be in force at the clinic, besides its forms."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Begin with the limits."""
        return self.leave(".every", kind="rules")

    @expose("/<kind>")
    def every(self, kind: str) -> ResponseReturnValue:
        """Show every version, the newest first."""
        found = self._every(kind)
        live = versioned.in_force(self.work, kind, self.clinic.id)
        return self.render(
            "cms/kind_versions.html",
            kind=kind,
            crumbs=self._crumbs(kind)[:1],
            versions=found,
            live=live,
            planned=versioned.planned(self.work, kind, self.clinic.id),
            state=lambda row: published.state(row, live, self.work.now),
            numbers={row.id: row.number for row in found},
            people=published.names(self.work, found),
            comes=self.comes,
        )

    @expose("/<kind>/history")
    def history(self, kind: str) -> ResponseReturnValue:
        """Show who changed what, when and why, drafts included."""
        self._every(kind)
        steps = telling.of_clinic(self.work, kind, self.clinic.id)
        title = self.say(labels.VERSIONED[kind])
        return history_pages.told(self, steps, title, self._crumbs(kind))

    @expose("/<kind>/compare")
    def compare(self, kind: str) -> ResponseReturnValue:
        """Show two versions side by side, word by word; the address says which.

        One of them may be the hospital's, or another clinic's that the person reaches.
        """
        found = self._every(kind)
        sides = self._sides(kind, found)
        if not sides:
            return self.leave(".every", kind=kind)
        elsewhere = {one.key: one for one in other_levels.of_kind(self, kind)}
        names = dict(sides) | {key: one.name for key, one in elsewhere.items()}
        live = versioned.in_force(self.work, kind, self.clinic.id)
        left = request.args.get("from", str(live.number) if live else "")
        left = left if left in names else sides[-1][0]
        right = request.args.get("to", "")
        right = right if right in names else sides[0][0]
        rows = differences.compare(
            *(
                self._contents_of(elsewhere[side].row)
                if side in elsewhere
                else self._entries(kind, found, side)
                for side in (left, right)
            )
        )
        return self.render(
            "cms/kind_compare.html",
            kind=kind,
            crumbs=self._crumbs(kind),
            sides=list(names.items()),
            left=left,
            right=right,
            left_name=names[left],
            right_name=names[right],
            differences=len(differences.changes(rows)),
            rows=rows,
            direction=direction,
        )

    @expose("/<kind>/<uuid:row_id>/restore", methods=["POST"])
    def restore(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Go back: what two people stood behind once takes one to use again (C6)."""
        old = self._row(kind, row_id, USED_HERE)
        try:
            return settled.gone_back(self, old, ".every", kind=kind)
        except WouldStop as fault:
            return self._stops(kind, old, fault.hanging), 422

    def _stops(self, kind: str, old: tables.Publication, found: Hanging) -> str:
        """Say which planned form leaves rules with nothing to look at, before anything is done."""
        return self.render(
            "cms/stops.html",
            title=self.say(labels.VERSIONED[kind]),
            versions=url_for(".every", kind=kind),
            old=old,
            rules=found.rules,
            later_silent=rule_lines.deafened(self, RuleSet.model_validate(old.document)),
            comes=self.comes,
            marks=sorted(found.marks),
            given=request.form,
        )

    @expose("/<kind>/<uuid:row_id>/call-off", methods=["POST"])
    def call_off(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Take back a plan before its day."""
        done = self.say("Called off. What is in force today stays in force.")
        row = self._row(kind, row_id, CALLED_OFF_HERE)
        return settled.called_off(self, row, ".every", done=done, kind=kind)

    @property
    def here(self) -> str:
        """The entry of the menu where the kind is written."""
        return MADE_ON[(request.view_args or {})["kind"]].partition(".")[0]

    def _every(self, kind: str) -> Sequence[Version]:
        if kind not in versioned.KINDS:
            self.missing()
        return versioned.every(self.work, kind, self.clinic.id)

    def _crumbs(self, kind: str) -> list[tuple[str, str]]:
        return [
            (url_for(MADE_ON[kind]), self.say(labels.VERSIONED[kind])),
            (url_for(".every", kind=kind), self.say("Versions")),
        ]

    def _row(
        self, kind: str, row_id: UUID, here: Mapping[str, type[tables.Publication]]
    ) -> tables.Publication:
        """Return a version that is used again, or called off, here; others have their page."""
        table = here.get(kind)
        found = published.decided(self.work, table, row_id) if table else None
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def _sides(self, kind: str, found: Sequence[Version]) -> list[tuple[str, str]]:
        live = versioned.in_force(self.work, kind, self.clinic.id)
        return self._draft(kind) + [
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

    def _draft(self, kind: str) -> list[tuple[str, str]]:
        match versioned.draft(self.work, kind, self.clinic.id):
            case None:
                return []
            case tables.LevelSettings():
                return [(DRAFT, self.say("What came with a file"))]
            case draft:
                saved = moment(draft.changed_at, self.zone)
                return [(DRAFT, self.say("The draft, saved {moment}", moment=saved))]

    def _contents_of(self, row: Version) -> list[Entry]:
        """Return what another clinic's version says, by the names of what that clinic asks."""
        return Contents(self.work, row.clinic_id, self.say).of(row)

    def _entries(self, kind: str, found: Sequence[Version], side: str) -> list[Entry]:
        if side != DRAFT:
            return self.contents.of(next((one for one in found if str(one.number) == side), None))
        match versioned.draft(self.work, kind, self.clinic.id):
            case tables.RuleSetDraft():
                return self.contents.lines.rules(drafting.rule_set(self.work, self.clinic.id))
            case tables.ScheduleDraft():
                return self.contents.plan(scheduling.plan(self.work, self.clinic.id))
            case waiting:
                return self.contents.of(waiting)


USED_HERE: dict[str, type[tables.Publication]] = {
    "rules": tables.RuleSetPublication,
    "safety": tables.SafetyText,
}
CALLED_OFF_HERE: dict[str, type[tables.Publication]] = {
    **USED_HERE,
    "plan": tables.SchedulePublication,
}
"""A plan says first what it would send, and settings are put in force on their own page."""
