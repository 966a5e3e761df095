"""Write down that a version planned for now is in force; patients have it already."""

from lytte.services.publishing import taking_effect
from lytte.services.work import Work


def run(work: Work) -> int:
    """Settle the hospital's plans whose moment has come; return how many."""
    return taking_effect.settle(work)
