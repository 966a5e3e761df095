"""What is left open: told once on its page and once before sending, and never forced."""

from collections.abc import Iterator
from dataclasses import dataclass

from lytte.core.evaluation.too_few import too_few
from lytte.core.form_pages import FormPage, Spot
from lytte.services.answers.sitting import Sitting
from lytte.web.patient.spots import answerable


@dataclass(frozen=True)
class Few:
    """A question, or a group with rows, with fewer answers than are asked for."""

    spot: Spot
    page: str
    count: int
    least: int


def unanswered(sitting: Sitting, page: FormPage) -> list[Spot]:
    """Return the questions of a page that nobody has met yet."""
    return [spot for spot in answerable(page) if sitting.saved(spot) is None]


def few(sitting: Sitting) -> Iterator[Few]:
    """Yield what has too few answers, and the page where more can be given.

    A group's is the page that offers a further row. What another session answered is
    not counted out here (P1).
    """
    where = {
        (spot.part, spot.key): page.id
        for page in sitting.pages
        for spot in (*page.spots, *page.adds)
    }
    for number, part in enumerate(sitting.answered.values()):
        for one in too_few(part.evaluation) if part.evaluation else ():
            spot = Spot(number, one.place, one.key)
            saved = sitting.saved(spot)
            if (number, one.key) in where and (saved is None or saved.mine):
                yield Few(spot, where[number, one.key], one.count, one.least)
