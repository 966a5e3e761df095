"""What stands around every patient page: language, text size, help now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from uuid import UUID

from babel.dates import format_date
from flask import request, url_for

from lytte.core.colours import LYTTE, Tint
from lytte.core.safety import SafetyLines
from lytte.core.texts import direction, unbroken
from lytte.services.answers.help_now import Answering, HelpNow
from lytte.services.answers.sitting import Sitting
from lytte.services.pinned import Shelf
from lytte.web.house import house
from lytte.web.patient import door
from lytte.web.security import dress
from lytte.wording.catalogue import Words, words

NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English", "ar": "العربية"}
SIZES = {"": "A", "l": "A+", "xl": "A++"}
# Shown as it is until somebody who knows the language has read it.
MACHINE_DRAFTED = ("ar",)
OUT_OF_HOURS = "116117"
EMERGENCY = "113"


@dataclass(frozen=True)
class Help:
    """One telephone in the safety box."""

    name: str
    number: str
    words: str = ""
    status: str = ""
    """Whether it is answered now, where that is known."""

    @property
    def shown(self) -> str:
        """The number as it is read."""
        return unbroken(self.number)

    @property
    def said(self) -> str:
        """The words beside it, which may hold a number of their own."""
        return unbroken(self.words)

    @property
    def href(self) -> str:
        """The address a phone dials."""
        return "tel:" + "".join(c for c in self.number if c.isdecimal() or c == "+")


@dataclass(frozen=True)
class Mark:
    """The hospital's logo: its address, what it says to who does not see it, its pixels."""

    address: str
    says: str
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """A page's frame; `place` is the clinic, `settings` where language and size are chosen."""

    language: str
    size: str = ""
    place: str = ""
    settings: str = ""
    help: tuple[Help, ...] = ()
    when_read: str = ""
    key: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    mark: Mark | None = None
    tint: Tint = LYTTE
    night: str = ""
    """Which screens get the dark colours, where a preview decides it."""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


_last: Shelf[Frame] = Shelf(2000)


def chosen_language() -> str:
    """Return the language that was chosen in this browser, empty when none was."""
    return request.cookies.get(door.cookie("language"), "")


def language_of(offered: Sequence[str], usual: str = "") -> str:
    """Return the language to show: chosen here, else the usual one, else the browser's."""
    for wanted in (chosen_language(), usual):
        if wanted in offered:
            return wanted
    return request.accept_languages.best_match(offered) or offered[0]


def frame(offered: Sequence[str] = tuple(NAMES), settings: str = "", key: str = "") -> Frame:
    """Return the frame of a page that knows no clinic yet: the national numbers."""
    language = language_of(offered)
    _ = words("patient", language)
    return Frame(
        language=language,
        size=_size(),
        settings=settings or url_for("patient.settings"),
        help=(Help(_("Out-of-hours doctor"), "116 117"), Help(_("Danger to life"), EMERGENCY)),
        key=key,
        notes=_notes(_, demo=house().demo),
    )


def sitting_frame(sitting: Sitting, page: str) -> Frame:
    """Return the frame of a page of a form, with whom to ring at this hour."""
    language = language_of(sitting.form.form.languages, sitting.language)
    _ = words("patient", language)
    found = sitting.help()
    lines = sitting.lines(language)
    made = Frame(
        language=language,
        size=_size(),
        place=sitting.greeting.place,
        settings=url_for("patient.settings", assessment=sitting.assessment_id, page=page),
        help=_help(found, sitting, _),
        when_read=reading_time(lines, found, _),
        key=door.form_key(door.token()),
        notes=_notes(_, demo=sitting.demo),
        mark=_mark(sitting),
        tint=sitting.settings.tint,
    )
    dress(made.tint)
    _last.put(str(sitting.assessment_id), made)
    return made


def remembered(assessment: UUID | None) -> Frame:
    """Return the frame this process drew last for a form, for when the database is away."""
    plain = frame()
    if assessment is None:
        return plain
    known = _last.get(str(assessment), lambda: plain)
    # Without the hours: they may have changed since.
    numbers = tuple(Help(one.name, one.number) for one in known.help)
    return replace(plain, place=known.place, help=numbers, when_read=known.when_read)


def reading_time(lines: SafetyLines, found: HelpNow | None, _: Words) -> str:
    """Say when answers are read; not what the clinic promises while nobody is there for it."""
    if found is not None and found.contact.uncovered:
        return _("We cannot say for certain when your answers are read. Ring if it cannot wait.")
    read_by = found.contact.read_by if found else ""
    return lines.when_read.replace("{read_by}", read_by.replace(":", "."))


def opening(answering: Answering, today: HelpNow, _: Words) -> str:
    """Say whether a telephone is answered now, and when that changes."""
    if answering.now and answering.until == time.max:
        return _("Answers now, until midnight.")
    if answering.now and answering.until:
        return _("Answers now, until {hour}.", hour=f"{answering.until:%H.%M}")
    if answering.opens is None:
        return ""
    hour, day = f"{answering.opens:%H.%M}", answering.opens.date()
    if day == today.today:
        return _("Closed now. Opens at {hour}.", hour=hour)
    if (day - today.today).days == 1:
        return _("Closed now. Opens tomorrow at {hour}.", hour=hour)
    weekday = format_date(day, "EEEE", locale=_.language)
    return _("Closed now. Opens {day} at {hour}.", day=weekday, hour=hour)


def _help(found: HelpNow | None, sitting: Sitting, _: Words) -> tuple[Help, ...]:
    lines = sitting.lines(_.language)
    if found is None:
        return (Help(_("Out-of-hours doctor"), "116 117"), Help(_("Danger to life"), EMERGENCY))
    contact = found.contact
    status = opening(found.answering, found, _)
    told = " ".join(filter(None, (status, lines.who_answers)))
    return (
        Help(found.clinic, contact.phone, told, status),
        Help(contact.out_of_hours_name, contact.out_of_hours_phone, lines.out_of_hours),
        Help(_("Danger to life"), contact.emergency_phone, lines.danger),
    )


def _mark(sitting: Sitting) -> Mark | None:
    logo = sitting.settings.logo
    if logo is None:
        return None
    address = url_for("patient.logo", sha256=logo.sha256)
    return Mark(address, sitting.hospital, logo.width, logo.height)


def _size() -> str:
    chosen = request.cookies.get(door.cookie("size"), "")
    return chosen if chosen in SIZES else ""


def _notes(_: Words, *, demo: bool) -> tuple[str, ...]:
    found = []
    if demo:
        found.append(_("Demonstration: nobody here is real, and nobody reads the answers."))
    if _.language in MACHINE_DRAFTED:
        found.append(_("A machine drafted this translation; nobody has approved it yet."))
    return tuple(found)
