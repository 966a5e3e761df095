"""The page's buttons for the summary sheet: each makes one layout out of another."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lytte.core.sheet_layout import HIDEABLE, KINDS, MOVED, SIZES, Kind, SheetLayout
from lytte.services.settings.arranging import Score
from lytte_admin.settings import settings_given

NUMBERS = re.compile(r"[1-9]")


def given(form: Mapping[str, str], before: SheetLayout) -> dict[str, Any]:
    """Return what the form says of a layout, to be checked; `before` where it says nothing."""
    kept = settings_given.kept_sheet(form.get("layout", ""))
    made: dict[str, Any] = dict(kept) if isinstance(kept, dict) else before.model_dump()
    for name in ("lines", "found"):
        if NUMBERS.fullmatch(said := form.get(name, "")):
            made[name] = int(said)
    if form.get("smallest") in SIZES:
        made["smallest"] = form["smallest"]
    if form.get("rows") in ("all", "news"):
        made["every_row"] = form["rows"] == "all"
    return made


def done(layout: SheetLayout, do: str, scores: Sequence[Score]) -> SheetLayout:
    """Return the layout after one button; the same where the button means nothing."""
    verb, _, what = do.partition(":")
    if verb in ("up", "down") and what in MOVED:
        # What the clinic's forms have no scores for is not on the page, and is stepped over.
        seen = [one for one in layout.order if one not in KINDS or _has(scores, one)]
        return _with(layout, order=(*_moved(seen, what, verb), *layout.order))
    if verb in ("hide", "show") and what in HIDEABLE:
        return _with(layout, hidden=_put(layout.hidden, what, there=verb == "hide"))
    if verb in ("rows", "smallest", "lines", "found"):
        return _with(layout, **given({verb: what}, layout))
    return _scored(layout, verb, {one.address: one for one in scores}.get(what), scores)


def _scored(
    layout: SheetLayout, verb: str, score: Score | None, scores: Sequence[Score]
) -> SheetLayout:
    """Return the layout with one score moved, drawn or not."""
    if score is None:
        return layout
    if verb in ("score-up", "score-down"):
        here = listed(layout, scores, score.kind)
        moved = _moved(here, score.address, verb.removeprefix("score-"))
        return _with(layout, scores=_all(layout, scores, score.kind, moved))
    if verb in ("leave", "draw"):
        left_out = _put(layout.left_out, score.address, there=verb == "leave")
        return _with(layout, left_out=left_out)
    return layout


def listed(layout: SheetLayout, scores: Sequence[Score], kind: Kind) -> list[str]:
    """Return the addresses of one table's scores, in the clinic's order."""
    return layout.placed((one.address, one.address) for one in scores if one.kind == kind)


def _all(
    layout: SheetLayout, scores: Sequence[Score], kind: Kind, moved: Sequence[str]
) -> list[str]:
    """Return the order of every score, with one table's as it was moved."""
    found: list[str] = []
    for one in KINDS:
        found += moved if one == kind else listed(layout, scores, one)
    return [*found, *(one for one in layout.scores if one not in found)]


def _put(things: Sequence[str], what: str, *, there: bool) -> tuple[str, ...]:
    rest = tuple(one for one in things if one != what)
    return (*rest, what) if there else rest


def _has(scores: Sequence[Score], kind: str) -> bool:
    return any(one.kind == kind for one in scores)


def _moved(things: Sequence[str], what: str, way: str) -> list[str]:
    found = list(things)
    if what not in found:
        return found
    here = found.index(what)
    there = here + (-1 if way == "up" else 1)
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def _with(layout: SheetLayout, **changed: Any) -> SheetLayout:
    return SheetLayout.model_validate({**layout.model_dump(), **changed})
