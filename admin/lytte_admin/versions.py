"""Every version of the clinic's limits and safety text: compared, planned, gone back to."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core import differences
from lytte.core.differences import Entry
from lytte.core.texts import direction
from lytte.services import drafting, published
from lytte.storage import tables
from lytte.web.filters import moment
from lytte_admin import labels, other_levels, settled
from lytte_admin.access import Page
from lytte_admin.contents import Contents

KINDS: dict[str, type[tables.Publication]] = {
    "rules": tables.RuleSetPublication,
    "safety": tables.SafetyText,
}
DRAFT = "draft"


class Versions(Page):
    """What was, is and will be in force at the clinic, besides its forms."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Begin with the limits."""
        return self.leave(".every", kind="rules")

    @expose("/<kind>")
    def every(self, kind: str) -> ResponseReturnValue:
        """Show every version, the newest first."""
        table = self._table(kind)
        found = published.versions(self.work, table, self.clinic.id)
        live = published.in_force(self.work, table, self.clinic.id)
        return self.render(
            "cms/kind_versions.html",
            kind=kind,
            versions=found,
            live=live,
            planned=published.planned(self.work, table, self.clinic.id),
            state=lambda row: published.state(row, live, self.work.now),
            numbers={row.id: row.number for row in found},
            people=published.names(self.work, found),
            comes=self.comes,
        )

    @expose("/<kind>/compare")
    def compare(self, kind: str) -> ResponseReturnValue:
        """Show two versions side by side, word by word; the address says which.

        One of them may be the hospital's, or another clinic's that the person reaches.
        """
        found = published.versions(self.work, self._table(kind), self.clinic.id)
        sides = self._sides(kind, found)
        if not sides:
            return self.leave(".every", kind=kind)
        elsewhere = {one.key: one for one in other_levels.of_kind(self, KINDS[kind])}
        names = dict(sides) | {key: one.name for key, one in elsewhere.items()}
        live = published.in_force(self.work, KINDS[kind], self.clinic.id)
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
        return settled.gone_back(self, self._row(kind, row_id), ".every", kind=kind)

    @expose("/<kind>/<uuid:row_id>/call-off", methods=["POST"])
    def call_off(self, kind: str, row_id: UUID) -> ResponseReturnValue:
        """Take back a plan before its day."""
        done = self.say("Called off. What is in force today stays in force.")
        return settled.called_off(self, self._row(kind, row_id), ".every", done=done, kind=kind)

    def _table(self, kind: str) -> type[tables.Publication]:
        if kind not in KINDS:
            self.missing()
        return KINDS[kind]

    def _row(self, kind: str, row_id: UUID) -> tables.Publication:
        found = published.decided(self.work, self._table(kind), row_id)
        if found is None or found.clinic_id != self.clinic.id:
            self.missing()
        return found

    def _sides(self, kind: str, found: list[tables.Publication]) -> list[tuple[str, str]]:
        live = published.in_force(self.work, KINDS[kind], self.clinic.id)
        draft = drafting.rules(self.work, self.clinic.id) if kind == "rules" else None
        made = []
        if draft is not None:
            saved = moment(draft.changed_at, self.zone)
            made = [(DRAFT, self.say("The draft, saved {moment}", moment=saved))]
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

    def _contents_of(self, row: tables.Publication) -> list[Entry]:
        """Return what another clinic's version says, by the names of what that clinic asks."""
        return Contents(self.work, row.clinic_id, self.say).of(row)

    def _entries(self, kind: str, found: list[tables.Publication], side: str) -> list[Entry]:
        if kind == "rules" and side == DRAFT:
            return self.contents.lines.rules(drafting.rule_set(self.work, self.clinic.id))
        return self.contents.of(next((one for one in found if str(one.number) == side), None))
