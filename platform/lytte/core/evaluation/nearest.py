"""Which occurrence of a question a condition is about."""

from collections.abc import Iterable

from lytte.core.evaluation.places import At, Place, shared_rows
from lytte.core.evaluation.state import State, Values


def nearest(state: State, source: Place | None, asking: Place, at: At) -> Values:
    """Return the answers of the nearest occurrence of `source`, none when there is none.

    Row k sees row k, and what stands under an answer sees that answer alone. Seen
    from outside the rows it is R4's "nearest": the last answered one before the item,
    otherwise the first one after it.
    """
    if source is None:
        return ()
    shared = shared_rows(source, asking)
    if shared == len(source.rows):
        found = state.values(source, at[:shared])
        if shared < len(asking.rows) and asking.rows[shared] is source:
            return found[at[shared] : at[shared] + 1]
        return found
    near: Iterable[At] = state.under(source.rows, at[:shared])
    if source.number < asking.number:
        near = reversed(tuple(near))
    return next((found for each in near if (found := state.values(source, each))), ())
