"""Fall back: a level's value gives way to what it inherits."""

from collections.abc import Collection, Iterator, Sequence

from lytte.core.composition import Composition
from lytte.core.tailoring.changes import AddPart, Change, Path
from lytte.core.tailoring.differing import difference
from lytte.core.tailoring.laying import lay


def fallen_back(
    base: Composition, made: Composition, paths: Collection[Path] | None = None
) -> Composition:
    """Return `made` without the changes that `paths` lead to, or within; None is all of them.

    A part of one's own is set aside, not lost: it can be put back.
    """
    changes = difference(base, made)
    return lay(base, tuple(_kept(changes, paths))).composition


def _kept(changes: Sequence[Change], paths: Collection[Path] | None) -> Iterator[Change]:
    for change in changes:
        about = change.about
        if paths is not None and not any(about[: len(path)] == path for path in paths):
            yield change
        elif isinstance(change, AddPart):
            yield change.model_copy(update={"aside": True, "after": None, "before": None})
