"""Every possible answer in a row, and what it sets off: now, and in the rules in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lytte.core.consequence import alerts_at
from lytte.core.criteria import measures_of
from lytte.core.rule_checks import Ends
from lytte.core.thresholds import Rule, Severity
from lytte.wording.catalogue import Words

MOST = 13


@dataclass(frozen=True)
class Cell:
    """One possible answer. `may`: it depends on earlier answers, or on others."""

    number: int
    state: Literal["on", "may", ""]
    severity: Severity | None
    was: bool


def strip(draft: Sequence[Rule], in_force: Sequence[Rule], measure: str, ends: Ends) -> list[Cell]:
    """Return the strip of one measure; empty for a scale too long to show every answer of."""
    if ends is None or ends[1] - ends[0] >= MOST or any(one % 1 for one in ends):
        return []
    now, before = _about(draft, measure), _about(in_force, measure)
    return [
        _cell(now, before, measure, answer, ends)
        for answer in range(int(ends[0]), int(ends[1]) + 1)
    ]


def _about(rules: Sequence[Rule], measure: str) -> list[Rule]:
    return [one for one in rules if measure in measures_of(one.when)]


def _cell(
    draft: Sequence[Rule],
    in_force: Sequence[Rule],
    measure: str,
    answer: int,
    ends: tuple[Decimal, Decimal],
) -> Cell:
    state, severity = _does(draft, measure, Decimal(answer), ends)
    before, _ = _does(in_force, measure, Decimal(answer), ends)
    return Cell(answer, state, severity, was=bool(before) and not state)


def _does(
    rules: Sequence[Rule], measure: str, answer: Decimal, ends: tuple[Decimal, Decimal]
) -> tuple[Literal["on", "may", ""], Severity | None]:
    found = [(alerts_at(one.when, measure, answer, ends), one.severity) for one in rules]
    for wanted, state in ((True, "on"), (None, "may")):
        loud = [severity for does, severity in found if does is wanted]
        if loud:
            return ("on" if state == "on" else "may"), "red" if "red" in loud else "amber"
    return "", None


def said(cells: Sequence[Cell], say: Words) -> str:
    """Return what a strip shows, in words, for whoever does not see it."""
    parts = (
        (say("A red alert at {answers}."), _alerted(cells, "red")),
        (say("An amber alert at {answers}."), _alerted(cells, "amber")),
        (
            say("Depends on earlier or other answers at {answers}."),
            [one.number for one in cells if one.state == "may"],
        ),
        (say("An alert before, not now, at {answers}."), [one.number for one in cells if one.was]),
    )
    return " ".join(
        text.replace("{answers}", ", ".join(map(str, answers)))
        for text, answers in parts
        if answers
    ) or say("No answer alerts by itself.")


def _alerted(cells: Sequence[Cell], severity: Severity) -> list[int]:
    return [one.number for one in cells if one.state == "on" and one.severity == severity]
