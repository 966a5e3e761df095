"""The hospital has a newer version: three columns, one choice at a time, nothing lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from lytte.core.composition import Composition
from lytte.core.tailoring.changes import Change
from lytte.core.tailoring.rebasing import Choice, Conflict
from lytte.core.word_changes import Run, word_changes
from lytte.services import inheriting, stocking, upgrading
from lytte.services.faults import EditedMeanwhile, NotFound
from lytte.services.upgrading import Upgrade
from lytte.storage import tables
from lytte_admin.drafted import DraftPage
from lytte_admin.tailored_words import Said, Teller


@dataclass(frozen=True)
class Line:
    """One thing in three columns: before, the hospital's now, ours; each against before."""

    what: str
    before: str
    theirs: tuple[Run, ...]
    ours: tuple[Run, ...]


@dataclass(frozen=True)
class ToSettle:
    """One conflict as the page shows it."""

    name: str
    title: str
    lines: list[Line]


class Upgrades(DraftPage):
    """A clinic's form beside the hospital's newer version."""

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
        if request.method == "GET":
            return self._page(draft, found, {})
        chosen = chosen_of(found.sorted.conflicts)
        try:
            upgrading.move_up(
                self.work, draft, chosen, to=version_asked(), staff_id=self.person.staff_id,
                expected=request.form.get("version", 0, type=int),
            )  # fmt: skip
        except upgrading.Unsettled as fault:
            return self._page(draft, found, chosen, waiting=fault.names), 422
        except EditedMeanwhile as fault:
            return self._meanwhile(form_id, fault.by)
        self.commit()
        said = self.say(
            "The form builds on the hospital's version {number}, with your changes on it. "
            "Patients get it when you publish.",
            number=found.after.number,
        )
        return self.leave("forms.edit", said=said, form_id=form_id)

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

    def _meanwhile(self, form_id: UUID, by: str) -> ResponseReturnValue:
        """Show the comparison anew: the form or the hospital's version moved under it."""
        self.work.session.rollback()
        said = self.say("Something changed while you looked at this. Nothing was done; look again.")
        return self.leave(".show", said=said, form_id=form_id)

    def _page(
        self,
        draft: tables.FormDraft,
        found: Upgrade,
        chosen: dict[str, Choice],
        *,
        waiting: tuple[str, ...] = (),
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

    def _to_settle(self, found: Upgrade, conflict: Conflict) -> ToSettle:
        library = stocking.library(self.work)
        theirs = Teller(found.old, found.new, library, self.say)
        ours = Teller(found.old, found.made, library, self.say)
        both = {one.about: one for one in (*conflict.ours, *conflict.theirs)}
        lines = [
            Line(
                what=ours.what(one) or theirs.what(one),
                before=(was := ours.value(one, ours.base)),
                theirs=word_changes(was, theirs.value(one, theirs.made)),
                ours=word_changes(was, ours.value(one, ours.made)),
            )
            for one in ours.in_order(list(both.values()))
        ]
        return ToSettle(conflict.name, ours.thing(conflict.ours[0]) or lines[0].what, lines)


class Named(Protocol):
    """A conflict, whatever it is about."""

    @property
    def name(self) -> str: ...


def chosen_of(conflicts: Sequence[Named]) -> dict[str, Choice]:
    """Return the side that was chosen for each conflict there is."""
    chosen: dict[str, Choice] = {}
    for number, one in enumerate(conflicts):
        match request.form.get(f"choice-{number}"):
            case "ours":
                chosen[one.name] = "ours"
            case "theirs":
                chosen[one.name] = "theirs"
            case _:
                continue
    return chosen


def version_asked() -> UUID:
    """Return the hospital's version that was looked at; one that is none fits nothing."""
    try:
        return UUID(request.form.get("to", ""))
    except ValueError:
        return UUID(int=0)
