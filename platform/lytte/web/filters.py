"""Dates and hours as people write them, for templates."""

from datetime import date, datetime, tzinfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import Flask

from lytte.core.texts import direction, divided
from lytte.wording.catalogue import thousands

PATTERN = {"en": "EEEE d MMMM"}
USUAL = "EEEE d. MMMM"


def install(app: Flask) -> None:
    """Give the templates their filters."""
    for one in (
        hour,
        moment,
        full_day,
        day_name,
        day_in_text,
        month_name,
        language_name,
        direction,
        divided,
        thousands,
    ):
        app.add_template_filter(one)


def hour(at: datetime, zone: tzinfo) -> str:
    """Return `09.20` on the hospital's clock."""
    return f"{at.astimezone(zone):%H.%M}"


def moment(at: datetime, zone: tzinfo) -> str:
    """Return `24.08.2026 19.12` on the hospital's clock."""
    return f"{at.astimezone(zone):%d.%m.%Y %H.%M}"


def full_day(on: date) -> str:
    """Return `24.08.2026`."""
    return f"{on:%d.%m.%Y}"


def day_name(on: date, language: str) -> str:
    """Return `Tirsdag 24. november`, as a heading."""
    said = day_in_text(on, language)
    return said[:1].upper() + said[1:]


def day_in_text(on: date, language: str) -> str:
    """Return `tirsdag 24. november`, inside a sentence."""
    return format_date(on, PATTERN.get(language, USUAL), locale=language)


def month_name(on: date, language: str) -> str:
    """Return `Mars 2027`, as a heading."""
    said = format_date(on, "LLLL y", locale=language)
    return said[:1].upper() + said[1:]


def language_name(tag: str, language: str) -> str:
    """Return what a reader of `language` calls the language `tag`: `nb` is bokmål."""
    try:
        said = Locale.parse(tag.replace("-", "_")).get_language_name(language)
    except (UnknownLocaleError, ValueError):
        return tag
    said = said or tag
    return said[:1].upper() + said[1:]
