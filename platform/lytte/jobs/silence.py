"""Hear who has gone silent, in one hospital."""

from lytte.services.alerts import listening
from lytte.services.work import Work


def run(work: Work) -> int:
    """Raise what is due by the work's clock; return how many alerts are new."""
    return listening.listen(work)
