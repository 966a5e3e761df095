"""Settings with everything wrong in them, for the tests of how problems are told."""

from lytte.commands.sheet_sample import sample
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem
from lytte.services import clinics
from lytte.services.settings import arranging, setting, waiting_settings
from lytte_admin.settings import settings_given
from tests.cms_desk import Cms


def wrong_settings(cms: Cms) -> list[Problem]:
    """Return every problem that settings can have."""
    given = {"colour": "own", "accent": "#f2c94c", "alerts_a_week": "many", "consent-nb": "Ja."}
    _, found = settings_given.values(given, OwnSettings(), ["nb", "nn"])
    return [
        *found,
        *_two_files(cms),
        settings_given.NO_PICTURE,
        settings_given.LARGE_PICTURE,
        settings_given.MEANWHILE,
        arranging.too_full(sample().form),
    ]


def _two_files(cms: Cms) -> list[Problem]:
    """Return what is said of a file beside settings that came with another."""
    theirs = OwnSettings(accent="#005a30")
    with cms.world.open() as session:
        work = cms.work(session)
        here = clinics.by_id(work, cms.world.clinic_id)
        setting.propose(work, here.id, OwnSettings(), staff_id=None)
        return waiting_settings.waits(work, here, theirs, here.slug)
