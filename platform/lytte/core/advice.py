"""Which of the clinic's approved advice a patient is shown after sending."""

from collections.abc import Collection, Sequence

from lytte.core.criteria import measures_of
from lytte.core.texts import Text
from lytte.core.thresholds import Rule

MOST = 5
"""More than this is not read by somebody who is ill; the worst come first."""


def advice(rules: Sequence[Rule], raised: Collection[str]) -> tuple[Text, ...]:
    """Return the advice of the rules that were raised, red before amber, each text once.

    Where a red and an amber rule look at the same thing, the red one's advice stands
    alone: the milder would contradict it.
    """
    held = [rule for rule in rules if rule.id in raised]
    red = [rule for rule in held if rule.severity == "red"]
    covered = {measure for rule in red for measure in measures_of(rule.when)}
    amber = [
        rule for rule in held if rule.severity == "amber" and not measures_of(rule.when) <= covered
    ]
    texts = dict.fromkeys(rule.advice for rule in (*red, *amber) if rule.advice)
    return tuple(texts)[:MOST]
