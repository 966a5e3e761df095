"""What every page about a newer version has in common: see it, choose, lay it, or look again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue

from lytte.core.tailoring.rebasing import Choice
from lytte.core.word_changes import Run, word_changes
from lytte.services.faults import EditedMeanwhile
from lytte.services.inheriting.newer import Named, Unsettled, Upgrade
from lytte_admin.access import Page

Chosen = Mapping[str, Choice]


@dataclass(frozen=True)
class Line:
    """One thing in three columns: before, theirs now, ours; each against before."""

    what: str
    before: str
    theirs: tuple[Run, ...]
    ours: tuple[Run, ...]

    @classmethod
    def of(cls, what: str, before: str, theirs: str, ours: str) -> "Line":
        """Mark in both what is other than before, word by word."""
        return cls(what, before, word_changes(before, theirs), word_changes(before, ours))


@dataclass(frozen=True)
class ToSettle:
    """One conflict as the page shows it."""

    name: str
    title: str
    lines: Sequence[Line]


class NewerPage(Page):
    """A page where a newer version is laid under what one has changed."""

    def settle(
        self,
        found: Upgrade[Any, Any],
        lay: Callable[[Chosen, UUID, int], object],
        draw: Callable[[Chosen, Sequence[str]], str],
        again: Callable[[], ResponseReturnValue],
    ) -> ResponseReturnValue | None:
        """Lay what was chosen; return the page to go on with, or None when it is laid.

        `draw` shows it, with what is chosen and the conflicts that wait; `again` is where
        it is looked at anew, because something moved meanwhile.
        """
        if request.method == "GET":
            return draw({}, ())
        chosen = _chosen(found.sorted.conflicts)
        try:
            lay(chosen, _version_asked(), request.form.get("version", 0, type=int))
        except Unsettled as fault:
            return draw(chosen, fault.names), 422
        except EditedMeanwhile:
            self.work.session.rollback()
            flash(
                self.say(
                    "Something changed while you looked at this. Nothing was done; look again."
                )
            )
            return again()
        self.commit()
        return None


def _chosen(conflicts: Sequence[Named]) -> dict[str, Choice]:
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


def _version_asked() -> UUID:
    """Return the version that was looked at; one that is none fits nothing."""
    try:
        return UUID(request.form.get("to", ""))
    except ValueError:
        return UUID(int=0)
