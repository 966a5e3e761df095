"""How much worse is worse: the change of each measure that counts when a patient is followed."""

from collections.abc import Iterable
from decimal import Decimal

from lytte.core.answered_form import is_measured
from lytte.core.forms import Form
from lytte.core.summary_measures import RATING, SMALL_RATING, SMALL_SHARE, measured


def steps(forms: Iterable[Form]) -> dict[str, Decimal | None]:
    """Return every measure of the forms with the least change that counts as worse.

    2 on a rating of 0 to 10, otherwise a tenth of the range, so 10 on 0 to 100; None,
    any change at all, where the range is not known.
    """
    found: dict[str, Decimal | None] = {}
    for form in forms:
        for part in form.parts:
            for item in part.questionnaire.every_item():
                if is_measured(item):
                    found.setdefault(f"{part.id}/{item.link_id}", None)
        for one in measured(form, "nb"):
            found[one.address] = _step(one.ends)
    return found


def _step(ends: tuple[Decimal, Decimal] | None) -> Decimal | None:
    if ends is None:
        return None
    return SMALL_RATING if ends == RATING else (ends[1] - ends[0]) * SMALL_SHARE / 100
