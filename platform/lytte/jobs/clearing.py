"""Take away, in one hospital, what was kept for a few hours only."""

from lytte.services import preview_links, rehearsal_runs
from lytte.services.work import Work


def run(work: Work) -> int:
    """Clear previews and rehearsals that are over; return how many went."""
    return preview_links.clear(work) + rehearsal_runs.clear(work)
