"""What to tell an author whose items depend on one another in a circle."""

from collections.abc import Sequence

from lytte.core.evaluation.places import Place
from lytte.core.evaluation.steps import Step
from lytte.core.problems import Problem, error

_SHOWN = 6


def circle_problem(steps: Sequence[Step]) -> Problem:
    """Return the fault with every item in the circle named, by linkId and text."""
    found = list(dict.fromkeys(step.place for step in steps if step.place is not None))
    names = [_name(place) for place in found[:_SHOWN]]
    if len(found) > _SHOWN:
        names.append(f"… (+{len(found) - _SHOWN})")
    first = found[0].item.link_id if found else ""
    if len(found) == 1:
        message = f"{names[0]} depends on its own answer"
    else:
        message = f"these depend on one another in a circle: {', '.join(names)}"
    return error(first, message, "Remove one condition or calculation of the circle.")


def _name(place: Place) -> str:
    text = place.item.text.read(next(iter(place.item.text.root), ""))
    shown = text if len(text) <= 40 else text[:39] + "…"
    return f"“{shown}” ({place.item.link_id})" if shown else place.item.link_id
