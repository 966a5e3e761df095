"""Saving a change of a draft that others change, too: nobody's is overwritten unseen (C16).

Both changes are kept where they do not touch the same thing; where they do, whoever pressed
last sees both and decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request
from flask.typing import ResponseReturnValue

from lytte.core.merging import Conflict
from lytte.services.faults import EditedMeanwhile
from lytte_admin.access import Page, sent_again

Made = TypeVar("Made")
TRIES = 5


@dataclass(frozen=True)
class Standing(Generic[Made]):
    """A draft as it stands at this moment, and how a change of it is kept."""

    version: int
    by: str
    """Who saved last; nobody when it was never saved."""
    now: Made
    at: Callable[[int], Made | None]
    """Gives what an earlier version said; None when that is not kept."""
    merged: Callable[[Made, Made, Made], Made]
    """Puts mine and theirs together on what both began with; Conflict where both changed it."""
    save: Callable[[Made], object]

    def seen(self) -> Made | None:
        """Return what stood on the page that was sent; None when that is not kept."""
        return self.at(sent_version())


class Overtaken(Exception):
    """Somebody else saved first, and what this person saw is not kept to compare with."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(by)


def sent_version() -> int:
    """Return which version of the draft stood on the page that was sent."""
    return request.form.get("version", 0, type=int)


def save(page: Page, look: Callable[[], Standing[Made]], change: Callable[[Made], Made]) -> str:
    """Save one change; return who else changed the draft since the page was drawn, or nobody.

    Conflict when both changed the same, Overtaken when it cannot be told.
    """
    by = ""
    for _ in range(TRIES):
        draft = look()
        try:
            return _saved(page, draft, change)
        except EditedMeanwhile as fault:
            by = fault.by
            page.work.session.rollback()
    raise Overtaken(by)


def _saved(page: Page, draft: Standing[Made], change: Callable[[Made], Made]) -> str:
    between = sent_version() != draft.version
    base = draft.seen() if between else draft.now
    if base is None:
        raise Overtaken(draft.by)
    made = draft.merged(base, change(base), draft.now)
    if made == draft.now:
        return ""
    draft.save(made)
    page.commit()
    return draft.by if between else ""


def both_kept(page: Page, said: str, by: str) -> str:
    """Return `said`, with the word that somebody else's change is kept beside this one."""
    if not by:
        return said
    also = page.say("{name} changed something else meanwhile. Both changes are kept.", name=by)
    return f"{said} {also}".strip()


def both(
    page: Page,
    draft: Standing[Made],
    change: Callable[[Made], Made],
    fault: Conflict,
    *,
    name: Callable[[str, Made, Made], str],
    says: Callable[[str, Made], Iterable[str]],
    title: str,
    home: str,
) -> ResponseReturnValue:
    """Show what the other wrote beside what this person wrote; a press decides.

    `name` gives what a place is called, from mine and theirs; `says` what is there, line by line.
    """
    theirs, mine = draft.now, change(draft.seen() or draft.now)
    pieces = [
        (name(at, mine, theirs), *_apart(list(says(at, theirs)), list(says(at, mine))))
        for at in fault.places
    ]
    shown = page.render(
        "cms/both.html", title=title, home=home, version=draft.version, by=draft.by,
        pieces=pieces, address=request.full_path.rstrip("?"), fields=sent_again(),
    )  # fmt: skip
    return shown, 409


def _apart(theirs: list[str], mine: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines that only one of them has; all of both where one has nothing but the same.

    An order is the same lines otherwise, and stays whole.
    """
    only_theirs = [line for line in theirs if line not in mine]
    only_mine = [line for line in mine if line not in theirs]
    return (only_theirs, only_mine) if only_theirs and only_mine else (theirs, mine)
