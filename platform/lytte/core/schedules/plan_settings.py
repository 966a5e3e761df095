"""What holds for everything a clinic sends, setting by setting."""

from collections.abc import Iterable, Mapping
from typing import Any

from lytte.core.forms import document
from lytte.core.frozen import Frozen
from lytte.core.schedules.plan import Care

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "quiet": ("quiet_from", "quiet_to"),
    "minutes": ("minutes_a_week",),
    "apart": ("apart",),
    "reuse": ("reuse",),
    "ask": ("ask_above",),
}
"""What belongs together in `Care`: each is one setting."""


class Setting(Frozen):
    """One thing that holds for everything a clinic sends."""

    id: str
    values: dict[str, Any] = {}
    """What is off is not here."""


def settings_of(care: Care) -> tuple[Setting, ...]:
    """Return every setting."""
    values = document(care)
    return tuple(
        Setting(id=name, values={each: values[each] for each in fields if each in values})
        for name, fields in SETTINGS.items()
    )


def with_settings(settings: Iterable[Setting]) -> Care:
    """Return what all of the settings come to."""
    return Care.model_validate(
        {name: said for one in settings for name, said in one.values.items()}
    )
