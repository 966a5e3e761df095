"""Settings that came with one file, and another file that has others."""

from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, error
from lytte.services import published
from lytte.services.clinic_day import zone_of
from lytte.services.settings import setting
from lytte.services.work import Work
from lytte.storage import tables


def waits(
    work: Work, place: tables.Clinic, theirs: OwnSettings | None, named: str
) -> list[Problem]:
    """Refuse a file's settings that would take the place of others that came with a file."""
    waiting = setting.proposed(work, place.id)
    if waiting is None or theirs is None or theirs == setting.own(work, place.id).without("logo"):
        return []
    if OwnSettings.model_validate(waiting.document).without("logo") == theirs:
        return []
    by = published.name(work, waiting.author_id)
    day = waiting.created_at.astimezone(zone_of(work)).date()
    message = (
        f"Settings that {by} took in from a file on {day:%d.%m.%Y} wait at {place.name}, "
        "and this file has others."
    )
    way_out = "Put them in force or leave them first, on the page of settings there."
    return [error(f"clinics/{named}", message, way_out)]
