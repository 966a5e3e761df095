"""Take away, in one hospital, what was kept for a few hours only."""

from lytte.services.previews import preview_links
from lytte.services.rules import rehearsal_runs
from lytte.services.work import Work


def run(work: Work) -> int:
    """Clear previews and rehearsals that are over; return how many went."""
    return preview_links.clear(work) + rehearsal_runs.clear(work)
