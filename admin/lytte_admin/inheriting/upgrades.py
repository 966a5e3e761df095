"""A newer version of a form: three columns, one choice at a time, nothing lost."""

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition
from lytte.core.tailoring.changes import Change
from lytte.core.tailoring.rebasing import Conflict
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.inheriting import inheriting, upgrading
from lytte.services.inheriting.upgrading import FormUpgrade
from lytte.services.instruments import stocking
from lytte.storage import tables
from lytte_admin.editing.drafted import DraftPage
from lytte_admin.inheriting import elsewhere
from lytte_admin.inheriting.newer_versions import Chosen, Line, NewerPage, ToSettle
from lytte_admin.inheriting.tailored_words import Said, Teller


class Upgrades(NewerPage, DraftPage):
    """A clinic's form beside a newer version of what it builds on, or was copied from."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return self.leave("forms.index")

    @expose("/<uuid:form_id>", methods=["GET", "POST"])
    def show(self, form_id: UUID) -> ResponseReturnValue:
        """Show what comes along by itself and what has to be chosen; then lay it."""
        draft = self.draft(form_id)
        found = upgrading.upgrade(self.work, draft)
        if found is None:
            if request.method == "GET" and inheriting.tailored(self.work, draft):
                said = self.say("There is no newer version from the hospital.")
                return self.leave("forms.edit", said=said, form_id=form_id)
            self.missing()
        other: tuple[str, ...] = ()

        def lay(chosen: Chosen, to: UUID, expected: int) -> None:
            nonlocal other
            other = upgrading.move_up(
                self.work, draft, chosen, to=to, staff_id=self.person.staff_id, expected=expected
            )

        def again() -> ResponseReturnValue:
            return self.leave(".show", form_id=form_id)

        left = self.settle(found, lay, partial(self._page, draft, found), again)
        if left is not None:
            return left
        return self.leave("forms.edit", said=self._laid(found, other), form_id=form_id)

    def _laid(self, found: FormUpgrade, other: Sequence[str]) -> str:
        """Say what was done, and which instruments are here in other words than theirs."""
        if not found.hospital:
            return self.say(
                "The form builds on the hospital's version {number}, with your changes on it. "
                "Patients get it when you publish.",
                number=found.after.number,
            )
        said = self.say(
            "Version {number} from {hospital} is laid under your changes. Patients get it when "
            "you publish. “Undo” brings back what you had.",
            number=found.after.number,
            hospital=found.hospital,
        )
        return " ".join((said, *(elsewhere.other_words(name, self.say) for name in other)))

    @expose("/<uuid:form_id>/abandon", methods=["POST"])
    def abandon(self, form_id: UUID) -> ResponseReturnValue:
        """Go back to the version the form built on before; nothing was published."""
        draft = self.draft(form_id)
        try:
            upgrading.abandon(
                self.work, draft, staff_id=self.person.staff_id,
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except NotFound:
            self.missing()
        except EditedMeanwhile as fault:
            return self.overtaken(form_id, fault.by)
        self.commit()
        said = self.say("The form builds on the version it did before. “Undo” brings this back.")
        return self.leave("forms.edit", said=said, form_id=form_id)

    def _page(
        self,
        draft: tables.FormDraft,
        found: FormUpgrade,
        chosen: Chosen,
        waiting: Sequence[str],
    ) -> str:
        settle = [self._to_settle(found, one) for one in found.sorted.conflicts]
        torn = {id(theirs) for one in found.sorted.conflicts for theirs in one.theirs}
        came = [one for one in found.sorted.theirs if id(one) not in torn]
        return self.render(
            "cms/upgrade.html",
            title=draft.title,
            home=url_for("forms.edit", form_id=draft.id),
            version=draft.version,
            found=found,
            settle=settle,
            came=self._said(found.old, found.new, came),
            ours=self._said(found.old, found.made, found.sorted.fits),
            same=self._said(found.old, found.made, found.sorted.same),
            chosen=chosen,
            waiting=waiting,
        )

    def _said(self, old: Composition, new: Composition, changes: Iterable[Change]) -> list[Said]:
        return Teller(old, new, stocking.library(self.work), self.say).every(changes)

    def _to_settle(self, found: FormUpgrade, conflict: Conflict) -> ToSettle:
        library = stocking.library(self.work)
        theirs = Teller(found.old, found.new, library, self.say)
        ours = Teller(found.old, found.made, library, self.say)
        both = {one.about: one for one in (*conflict.ours, *conflict.theirs)}
        title = ours.thing(conflict.ours[0])
        lines = [
            Line.of(
                ours.what(one, beneath=title) or theirs.what(one),
                ours.value(one, ours.base),
                theirs.value(one, theirs.made),
                ours.value(one, ours.made),
            )
            for one in ours.in_order(list(both.values()))
        ]
        return ToSettle(conflict.name, title or lines[0].what, lines)
