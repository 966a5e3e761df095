"""What whoever tunes the rules should notice in a rehearsal, in words."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from lytte.core.criteria import measures_of, options_named
from lytte.core.problems import Problem, note, warning
from lytte.core.rehearsal import Figures, changes
from lytte.core.thresholds import RuleSet


def measures(
    draft: RuleSet, responses: int, answered: Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    """Tell of rules on a measure that no response has: they could raise nothing."""
    if not responses:
        return
    for rule in draft.rules:
        asked = {name: one for name, (one, _) in options_named([rule]).items()}
        missing = measures_of(rule.when).difference(answered)
        for name in sorted({asked.get(one, one) for one in missing}):
            yield warning(
                rule.id,
                f"No response of the period has {name}, so the rule raised nothing by it.",
                _meant(name, known),
            )


def figures(
    responses: int, in_force: Figures, draft: Figures, budget: int | None
) -> Iterator[Problem]:
    """Tell of what makes the figures say less than they seem to, and of the burden."""
    if not responses:
        yield warning(
            "responses",
            "The clinic has no responses in these days.",
            "Rehearse over more days, or publish and rehearse again when answers have come.",
        )
    if in_force.number is None:
        yield note("rules in force", "The clinic has no rules in force: everyone counts as gained.")
    if budget is not None and draft.weeks_over:
        yield warning(
            "budget",
            f"The draft is above {budget} alerts in {draft.weeks_over} "
            f"{'week' if draft.weeks_over == 1 else 'weeks'}; "
            f"the rules in force in {in_force.weeks_over}.",
            "An alert nobody has time for protects nobody: raise a limit, or plan more posts.",
        )


def emergencies(in_force: RuleSet, draft: RuleSet) -> Iterator[Problem]:
    """Tell of emergencies that differ: their alerts are counted apart from the rules'."""
    before = {one.id: one for one in in_force.emergencies}
    after = {one.id: one for one in draft.emergencies}
    told = {
        "removed": "The draft leaves this emergency out: nobody is told to call for it.",
        "changed": "The draft changes this emergency.",
        "added": "The draft adds this emergency.",
    }
    for one, change in changes(before, after).items():
        if change != "same":
            yield warning(one, told[change], "See how often it is set off, and ask a colleague.")


def _meant(name: str, known: Collection[str]) -> str:
    if name in known:
        return "The clinic's forms have it, but nobody was asked or answered."
    near = get_close_matches(name, known, 1)
    if near:
        return f"Is {near[0]} meant?"
    return "None of the clinic's forms has it."
