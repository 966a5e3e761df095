"""What is different between two plans for sending, sentence by sentence."""

from collections.abc import Iterator, Mapping

from lytte.core.form_changes import FormChange
from lytte.core.schedules.plan import BLANK, Plan
from lytte.core.tailoring.order import placements


def between(before: Plan | None, after: Plan, titles: Mapping[str, str]) -> list[FormChange]:
    """Return what changes from `before` (None: nothing was written) to `after`.

    A sentence is called as its form; `titles` are the forms' by slug.
    """
    return list(_between(before or BLANK, after, titles))


def _between(before: Plan, after: Plan, titles: Mapping[str, str]) -> Iterator[FormChange]:
    old = {one.id: one for one in before.sendings}
    new = {one.id: one for one in after.sendings}
    for gone in before.sendings:
        if gone.id not in new:
            yield FormChange("gone", titles.get(gone.form, gone.form), gone.id)
    moved = {one.key for one in placements([one for one in old if one in new], list(new))}
    for made in after.sendings:
        name = titles.get(made.form, made.form)
        if made.id not in old:
            yield FormChange("added", name)
            continue
        if made != old[made.id]:
            yield FormChange("changed", name)
        if made.id in moved:
            yield FormChange("moved", name)
    if before.care != after.care:
        yield FormChange("care")
