"""Numbers of people too few to print: under five somebody may know who they are (C17)."""

from collections.abc import Sequence

FEWEST = 5
"""A smaller number of people is not shown."""


def shown(counts: Sequence[int], *, with_total: bool = True) -> list[int | None]:
    """Return the counts of one row or column, None for each that must not be shown.

    With a total beside them, one hidden count could be found by subtraction. So as many
    of the smallest others are hidden too until at least two are, and together they are
    `FEWEST` people or more. A count of nobody at all is shown where nothing is hidden.
    """
    hidden = {number for number, count in enumerate(counts) if 0 < count < FEWEST}
    if not hidden or not with_total:
        return [None if number in hidden else count for number, count in enumerate(counts)]
    rest = sorted((count, number) for number, count in enumerate(counts) if number not in hidden)
    for _, number in rest:
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST:
            break
        hidden.add(number)
    return [None if number in hidden else count for number, count in enumerate(counts)]


def share(part: int, of: int) -> int | None:
    """Return how many per cent `part` is of `of`; None where either group is too small to tell."""
    return None if of < FEWEST else round(100 * part / of)
