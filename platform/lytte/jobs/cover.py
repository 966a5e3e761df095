"""Notice, in one hospital, which clinics have nobody in hours they promise."""

from lytte.services.rules import duties
from lytte.services.work import Work


def run(work: Work) -> int:
    """Ask again about cover, for the rules that are in force by now; return what changed."""
    return duties.watch(work)
