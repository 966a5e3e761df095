"""How the settings look to a patient: the first page of a form, light and dark.

The page is drawn whole and shown in a frame without scripts, so that what is not in
force yet can be looked at and nothing is stored.
"""

from dataclasses import dataclass

from flask import render_template, url_for

from lytte.core.foreign import reader
from lytte.core.forms import Form
from lytte.core.own_settings import Greeting, Laid
from lytte.core.texts import Text
from lytte.storage import tables
from lytte.web.patient.frame import Frame, Mark
from lytte.web.security import dress
from lytte.wording.catalogue import words

LIGHT, DARK = "not all", "all"
TITLE = {"nb": "Før timen din", "nn": "Før timen din", "en": "Before your visit", "ar": "قبل موعدك"}
NO_FORM = Form(title=Text(TITLE), parts=(), languages=tuple(TITLE))
"""What the page is the first of where no form is in use yet: it does not say how long it takes."""


@dataclass(frozen=True)
class Seen:
    """The page as it looks by day and by night, and what stands where nothing was written."""

    language: str
    light: str
    dark: str
    usual: str
    """Lytte's own words of what the answers are for."""


@dataclass(frozen=True)
class Example:
    """What the first page asks of whoever sits in front of it."""

    greeting: Greeting
    helped: bool = False

    @property
    def hospital(self) -> str:
        """The name patients know the hospital by."""
        return self.greeting.hospital


def seen(laid: Laid, clinic: tables.Clinic, hospital: str, language: str, form: Form) -> Seen:
    """Draw the first page of a form with these settings."""
    _ = words("patient", language)
    known_as = laid.hospital.name or hospital
    example = Example(Greeting(laid, clinic.name, known_as))
    drawn = {night: _drawn(example, language, night, form) for night in (LIGHT, DARK)}
    usual = _(
        "Those who treat you at {clinic} read them to prepare for your appointment and to follow "
        "you up. They become part of your record at {hospital}, as health law requires, and only "
        "those who need them may open them.",
        clinic=example.greeting.place,
        hospital=example.hospital,
    )
    return Seen(language, drawn[LIGHT], drawn[DARK], usual)


def _drawn(example: Example, language: str, night: str, form: Form) -> str:
    logo, tint = example.greeting.laid.logo, example.greeting.laid.tint
    mark = None
    if logo is not None:
        address = url_for("settings.logo", sha256=logo.sha256)
        mark = Mark(address, example.hospital, logo.width, logo.height)
    page = Frame(
        language=language, place=example.greeting.place, mark=mark, tint=tint, night=night,
    )  # fmt: skip
    dress(tint, night)
    read = reader(form, language)
    return render_template(
        "patient/start.html", page=page, sitting=example, _=words("patient", language),
        heading=read(form.title), introduction=read(form.introduction), minutes=form.minutes,
    )  # fmt: skip
