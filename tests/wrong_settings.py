"""Settings with everything wrong in them, for the tests of how problems are told."""

from lytte.commands.sheet_sample import sample
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem
from lytte.services import arranging
from lytte_admin import settings_given


def wrong_settings() -> list[Problem]:
    """Return every problem that settings can have."""
    given = {"colour": "own", "accent": "#f2c94c", "alerts_a_week": "many", "consent-nb": "Ja."}
    _, found = settings_given.values(given, OwnSettings(), ["nb", "nn"])
    return [
        *found,
        settings_given.NO_PICTURE,
        settings_given.LARGE_PICTURE,
        settings_given.MEANWHILE,
        arranging.too_full(sample().form),
    ]
