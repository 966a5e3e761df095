"""The day's clinic on paper: a list in time order, then one sheet each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lytte.core.summary_given import SummaryInput
from lytte.reports import summary_sheet
from lytte.reports.merging import merged
from lytte.reports.pdf import environment
from lytte.reports.pdf import pdf as written
from lytte.reports.writing import Writing
from lytte.wording.catalogue import Words, words

STYLE = "clinic_day.css"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One appointment, on the clinic's clock. `state` is answered, begun, waiting or none."""

    starts_at: datetime
    name: str
    birth_date: date
    state: str
    red: int = 0
    amber: int = 0
    emergency: bool = False


@dataclass(frozen=True)
class _Printed:
    """A line as it is printed: initials and birth year, because lists are left lying about."""

    hour: str
    who: str
    state: str
    flags: str
    urgent: bool


def cover(clinic: str, on: date, lines: Sequence[Line], language: str) -> bytes:
    """Return the day's list alone, as a tagged PDF."""
    _ = words("sheet", language)
    write = Writing(_)
    day = f"{write.weekday(on)} {write.full_day(on)}"
    return written(
        environment.get_template("clinic_day.html").render(
            language=language,
            title=_("Clinic of {day}", day=day),
            clinic=clinic,
            counted=_counted(lines, _),
            heads=(_("Time"), _("Patient"), _("Answers"), _("Flags"), _("Sheet in hand")),
            lines=[_printed(line, _, write) for line in lines],
            note=_("Initials and birth year only. Shred it after the day."),
        ),
        [STYLE],
    )


def pdf(
    clinic: str, on: date, lines: Sequence[Line], sheets: Iterable[SummaryInput], language: str
) -> bytes:
    """Return the list and every sheet as one document, tagged as each of them is.

    One document each first: that is what keeps a day of forty patients small.
    """
    return merged(cover(clinic, on, lines, language), map(summary_sheet.pdf, sheets))


def _printed(line: Line, _: Words, write: Writing) -> _Printed:
    initials = "".join(f"{name[0].upper()}." for name in line.name.replace("-", " ").split())
    states = {
        "answered": _("answered"),
        "begun": _("begun, not sent"),
        "waiting": _("not answered"),
        "none": _("no form"),
    }
    flags = [
        _("urgent") if line.emergency else "",
        _.count("{number} red", "{number} red", line.red) if line.red else "",
        _.count("{number} amber", "{number} amber", line.amber) if line.amber else "",
    ]
    told = ", ".join(flag for flag in flags if flag)
    if not told:
        # No flag says something only of a form that was answered.
        told = _("none raised") if line.state == "answered" else "–"
    return _Printed(
        hour=write.hour(line.starts_at),
        who=f"{initials} {line.birth_date.year}",
        state=states.get(line.state, line.state),
        flags=told,
        urgent=line.emergency,
    )


def _counted(lines: Sequence[Line], _: Words) -> str:
    answered = sum(line.state == "answered" for line in lines)
    return _("{answered} of {all} have answered", answered=answered, all=len(lines))
