"""A rule set written in a file, to be tried before it is anybody's draft.

JSON or TOML with `rules` and `emergencies`, as a rule set is exported; in TOML also as
`[[rule]]` and `[[emergency]]`, with measures addressed as `part/name`.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from lytte.core.problems import Problem, error
from lytte.core.thresholds import RuleSet

MOST_CHARACTERS = 2_000_000
ONE_TO_MANY = {"rule": "rules", "emergency": "emergencies"}


def read_rules(written: str, *, toml: bool) -> tuple[RuleSet | None, list[Problem]]:
    """Return the rule set, or None with every fault in the file."""
    if len(written) > MOST_CHARACTERS:
        return None, [error("", f"The file is longer than {MOST_CHARACTERS:,} characters.")]
    try:
        whole = (
            tomllib.loads(written, parse_float=Decimal)
            if toml
            else json.loads(written, parse_float=Decimal)
        )
    except ArithmeticError:
        return None, [error("", "A number in the file has too large an exponent.")]
    except (ValueError, RecursionError) as fault:
        kind = "TOML" if toml else "JSON"
        return None, [error("", f"The file is not {kind}: {fault}")]
    if not isinstance(whole, Mapping):
        return None, [error("", "The file is not a table with rules and emergencies.")]
    named = {ONE_TO_MANY.get(name, name): value for name, value in whole.items()}
    try:
        found = RuleSet.model_validate(named)
    except ValidationError as fault:
        return None, [_said(one) for one in fault.errors(include_url=False)]
    problems = list(_twice(found))
    return (None if problems else found), problems


def _twice(rules: RuleSet) -> Iterator[Problem]:
    every = [rule.id for rule in rules.rules] + [one.id for one in rules.emergencies]
    for one, times in Counter(every).items():
        if times > 1:
            yield error(one, f"The id stands {times} times.", "Give each rule an id of its own.")


def _said(fault: Any) -> Problem:
    place = ""
    for step in fault["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f"{'.' if place else ''}{step}"
    if fault["type"] == "extra_forbidden":
        return error(place, "Rules know no such field.", "Check its name, or take it out.")
    if fault["type"] == "missing":
        return error(place, "This is missing.")
    if fault["type"].startswith("union_tag"):
        kinds = "at_least, below, answered, worsened, persisted or combined"
        return error(place, f"The type of a criterion is {kinds}.")
    return error(place, f"{fault['msg']}.")
