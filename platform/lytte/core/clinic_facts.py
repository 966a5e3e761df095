"""Whom a patient can ring, and when: as somebody wrote it, and as it is kept."""

from collections.abc import Iterator, Mapping

import re2

from lytte.core import opening_hours
from lytte.core.frozen import Frozen
from lytte.core.problems import Problem, error

LONGEST = {"phone": 30, "out_of_hours_name": 80, "out_of_hours_phone": 30, "emergency_phone": 30}

CLOSED = ("", "")

_NUMBER = re2.compile(r"[(+]?[0-9()+./ -]+")


class Facts(Frozen):
    """A clinic's telephone facts; `hours` by weekday, a day that is empty is closed."""

    phone: str
    hours: Mapping[str, tuple[str, str]]
    out_of_hours_name: str
    out_of_hours_phone: str
    emergency_phone: str
    read_by: str


def read(written: Facts) -> tuple[Facts, list[Problem]]:
    """Return the facts as they are kept, and everything in them that cannot be understood.

    What cannot be stays as it is written. Every place is the name of a field.
    """
    said = {name: " ".join(getattr(written, name).split()) for name in LONGEST}
    hours = {day: _day(*pair) for day, pair in written.hours.items() if any(_words(*pair))}
    read_by = opening_hours.closing(written.read_by) or written.read_by
    made = Facts(**said, hours=hours, read_by=read_by)
    return made, [*_numbers(made), *_hours(made)]


def flat(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Return the facts one by one, `hours-1` for Monday; a day that is closed has two blanks."""
    said = {name: (getattr(facts, name),) for name in (*LONGEST, "read_by")}
    days = {f"hours-{day}": facts.hours.get(day, CLOSED) for day in opening_hours.DAYS}
    return {**said, **days}


def changed(before: Facts, after: Facts) -> list[str]:
    """Return which facts are others than before, by their names in `flat`."""
    was = flat(before)
    return [name for name, said in flat(after).items() if said != was[name]]


def merged(base: Facts, theirs: Facts, mine: Facts) -> Facts:
    """Return what was written on `base`, laid on what another has put in force since."""
    ours = flat(mine)
    found = flat(theirs) | {name: ours[name] for name in changed(base, mine)}
    said = {name: pair[0] for name, pair in found.items() if len(pair) == 1}
    days = {day: found[f"hours-{day}"] for day in opening_hours.DAYS}
    return Facts.model_validate({**said, "hours": days})


def to_retype(before: Facts, made: Facts) -> list[list[str]]:
    """Return what is typed a second time: days with the same hours only once.

    The clinic's own number is typed twice beside itself; a day that is closed has no hours.
    """
    said = flat(made)
    found: dict[tuple[str, ...], list[str]] = {}
    for name in changed(before, made):
        if name not in ("phone", "out_of_hours_name") and said[name] != CLOSED:
            found.setdefault(said[name] if len(said[name]) == 2 else (name,), []).append(name)
    return list(found.values())


def dialled(phone: str) -> str:
    """Return what is dialled, however the number is parted: two that are alike are the same."""
    return "".join(each for each in phone if each in "+0123456789")


def _numbers(made: Facts) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        said = getattr(made, name)
        if not said:
            yield _missing(name)
        elif len(said) > longest:
            yield error(
                name,
                f"It has {len(said):,} characters, and there is room for {longest}.",
                "Make it shorter.",
            )
        elif name != "out_of_hours_name" and not _rings(said):
            yield error(
                name,
                f"“{said}” is not a telephone number.",
                "Write it with digits only, as 22 00 00 00 or +47 22 00 00 00.",
            )


def _hours(made: Facts) -> Iterator[Problem]:
    for day, (opens, closes) in sorted(made.hours.items()):
        first, last = f"opens-{day}", f"closes-{day}"
        yield from _hour(first, opens, "It does not say when you open.")
        yield from _hour(last, closes, "It does not say when you close.")
        readable = opening_hours.hour(opens) and opening_hours.hour(closes)
        if readable and opening_hours.spell(opens, closes) is None:
            yield error(
                last,
                "You close before you have opened.",
                "Midnight is 24:00; hours after midnight are written on the next day.",
            )
    if not made.read_by.strip():
        yield _missing("read_by")
    else:
        yield from _hour("read_by", made.read_by, "")


def _hour(place: str, written: str, missing: str) -> Iterator[Problem]:
    if not written.strip():
        yield error(place, missing, "Write it, or leave both empty on a day you are closed.")
    elif opening_hours.hour(written) is None:
        yield error(place, f"“{written}” is not an hour.", "Write it as 8:00 or 15:30.")


def _day(opens: str, closes: str) -> tuple[str, str]:
    kept = opening_hours.spell(opens, closes)
    if kept is not None:
        return kept
    begins, stops = _words(opens, closes)
    return opening_hours.hour(begins) or begins, opening_hours.hour(stops) or stops


def _words(*said: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in said)


def _missing(place: str) -> Problem:
    return error(place, "Nothing is written here.", "Patients must always find a number to ring.")


def _rings(said: str) -> bool:
    digits = sum(each.isdigit() for each in said)
    return bool(_NUMBER.fullmatch(said)) and 3 <= digits <= 15 and "+" not in dialled(said)[1:]
