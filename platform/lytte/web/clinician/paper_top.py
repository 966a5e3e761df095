"""The top of a paper: when the patient was born, the day it was filled in, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lytte.services.paper.typing_in import Paper
from lytte.web.forms.dates import readings
from lytte.wording.catalogue import Words

# Who fills it in, by the box on the paper; none is crossed: as on screen, the patient alone.
WHO = {"1": ("self", False), "2": ("self", True), "3": ("proxy", True), "b": ("self", False)}
NOT_WRITTEN = ("b", "u")
OLDEST = timedelta(days=365)
# From this age on the review says how old the paper is.
OLD = timedelta(days=14)


@dataclass(frozen=True)
class Top:
    """What was typed of it, what it says, and what is amiss by field."""

    born: str
    on: str
    who: str
    day: date | None
    answered_by: str
    helped: bool
    faults: Mapping[str, str]

    @property
    def born_is_written(self) -> bool:
        """Whether the paper itself says whose it is."""
        return self.born.lower() not in NOT_WRITTEN


def top(
    paper: Paper, sent: Mapping[str, str], today: date, _: Words, *, before: date | None = None
) -> Top:
    """Read the top of a paper; `before` is its day as it was typed in, however long ago."""
    born, on, who = (str(sent.get(name, "")).strip() for name in ("born", "on", "who"))
    day, fault = (before, "") if before in readings(on) else _day(on, today, _)
    faults = {"on": fault, "born": _born(paper, born, _)}
    if who.lower() not in WHO:
        faults["who"] = _("Who fills it in: type 1, 2 or 3, or B when no box is crossed.")
    answered_by, helped = WHO.get(who.lower(), WHO["b"])
    told = {name: one for name, one in faults.items() if one}
    return Top(born, on, who, day, answered_by, helped, told)


def _born(paper: Paper, born: str, _: Words) -> str:
    if not born:
        return _(
            "Born: type the date on the paper, or B when it is blank, U when it cannot be read."
        )
    if born.lower() in NOT_WRITTEN or paper.patient.birth_date in readings(born):
        return ""
    return _(
        "The birth date is not {name}'s. Look at the name on the paper before you go on.",
        name=paper.patient.name,
    )


def _day(written: str, today: date, _: Words) -> tuple[date | None, str]:
    found = _readings(written, today)
    if not found:
        return None, _("Date: type the day on the paper, for example 2411 or 24.11.2026.")
    past = [one for one in found if one <= today]
    if not past:
        return None, _(
            "The date has not come yet. Is it wrong on the paper? Type the day you got it."
        )
    day = max(past)
    if today - day > OLDEST:
        return None, _(
            "The date is more than a year ago. Is it wrong on the paper? Type the day you got it."
        )
    return day, ""


def _readings(written: str, today: date) -> tuple[date, ...]:
    """Return what the date may be; day and month alone are the last time that day was."""
    found = readings(written)
    if found:
        return found
    pieces = written.replace(".", " ").replace("/", " ").split()
    short = "".join(piece.rjust(2, "0") for piece in pieces)
    if len(short) != len("2411") or not short.isdecimal():
        return ()
    both = (readings(f"{short}{year}") for year in (today.year, today.year - 1))
    years = [day for found in both for day in found]
    return tuple([day for day in years if day <= today][:1] or years[:1])
