"""How long an invented patient takes: longer questions longer, the old longer than the young."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from lytte.core.answered_form import CompiledForm
from lytte.core.answers import Answers, Key
from lytte.core.pace import Saved

READING = 14
"""Letters a second."""
LOOKED_OVER = timedelta(seconds=25)


@dataclass(frozen=True)
class Paced:
    """When the form was begun, and when each answer was saved."""

    begun: datetime
    saved: Mapping[tuple[str, Key], Saved]


def paced(
    random: Random, form: CompiledForm, given: Mapping[str, Answers], age: int, sent_at: datetime
) -> Paced:
    """Return the times of a form that was sent at `sent_at`, one question a page."""
    slowness = 0.6 + age / 90
    places = [(part.part.id, key) for part in form.parts for key in given.get(part.part.id, {})]
    letters = _letters(form)
    saved = {}
    at = sent_at - LOOKED_OVER
    for part, key in reversed(places):
        saved[part, key] = Saved(at)
        reads = 3 + letters.get((part, key.link_id), 40) / READING
        at -= timedelta(seconds=reads * slowness * random.lognormvariate(0, 0.45))
    return Paced(at, saved)


@cache
def _letters(form: CompiledForm) -> Mapping[tuple[str, str], int]:
    """Return how long each question is."""
    return {
        (part.part.id, item.link_id): len(item.text.read("nb"))
        for part in form.parts
        for item in part.part.questionnaire.every_item()
    }
