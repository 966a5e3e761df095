"""A rehearsal's alerts over those on duty: dividing them needs no second rehearsal."""

from dataclasses import replace
from decimal import Decimal

from lytte.core import rehearsal_remarks as remarks
from lytte.core.rehearsal import Figures, Rehearsal, WeekFigures
from lytte.core.rehearsal_replay import rounded


def divided(found: Rehearsal, posts: int, budget: int | None) -> Rehearsal:
    """Return the same rehearsal for so many posts, against so many alerts a week for them all."""
    weeks = tuple(_week(one, budget) for one in found.weeks)
    in_force, draft = (
        _figures(one, found.days, posts, over)
        for one, over in (
            (found.in_force, [one.in_force_over for one in weeks]),
            (found.draft, [one.draft_over for one in weeks]),
        )
    )
    if budget is None:
        in_force, draft = (replace(one, weeks_over=None) for one in (in_force, draft))
    told = [one for one in found.problems if one.place != "budget"]
    burden = remarks.figures(found.responses, in_force, draft, budget)
    return replace(
        found,
        posts=posts,
        budget=budget,
        in_force=in_force,
        draft=draft,
        weeks=weeks,
        problems=(*told, *(one for one in burden if one.place == "budget")),
    )


def _week(week: WeekFigures, budget: int | None) -> WeekFigures:
    return replace(
        week,
        in_force_over=budget is not None and week.in_force > budget,
        draft_over=budget is not None and week.draft > budget,
    )


def _figures(figures: Figures, days: int, posts: int, over: list[bool]) -> Figures:
    each = rounded(Decimal(figures.alerts) * 7 / days / posts)
    return replace(figures, per_post=each, weeks_over=sum(over))
