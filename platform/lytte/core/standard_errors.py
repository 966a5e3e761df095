"""How exact the estimates of a form's item response scales are."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from lytte.core.answered_form import answer_form
from lytte.core.answers import Answers
from lytte.core.evaluation.surroundings import Surroundings
from lytte.core.form_pages import paged, with_initial
from lytte.core.forms import Form


class Estimate(NamedTuple):
    """The number of one scale by its address `part/scale`, and its standard error."""

    address: str
    value: Decimal | None
    se: Decimal


def estimates(
    form: Form, answers: Mapping[str, Answers], around: Surroundings
) -> Iterator[Estimate]:
    """Yield every estimate of a response, worked out again.

    `around` is what surrounded the answers when they were judged. Whoever keeps another
    number than this comes to has no use for its error.
    """
    scales = [
        (part.id, scale.id)
        for part in form.parts
        for scale in part.scales
        if scale.method.type == "item_response"
    ]
    if not scales:
        return
    ready = paged(form)
    answered = answer_form(ready.compiled, with_initial(ready, answers, around), around)
    for part, scale in scales:
        found = answered[part].scales.get(scale)
        if found is not None and found.se is not None:
            yield Estimate(f"{part}/{scale}", found.value, found.se)
