"""Dates and hours as people write them, for templates."""

from datetime import date, datetime, tzinfo

from babel.dates import format_date
from flask import Flask


def install(app: Flask) -> None:
    """Give the templates their filters."""
    app.add_template_filter(hour)
    app.add_template_filter(moment)
    app.add_template_filter(full_day)
    app.add_template_filter(day_name)


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
    """Return `Tirsdag 24. november`."""
    said = format_date(on, "EEEE d. MMMM" if language != "en" else "EEEE d MMMM", locale=language)
    return said[:1].upper() + said[1:]
