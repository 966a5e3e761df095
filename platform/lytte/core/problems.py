"""What is wrong, where, and the way out: told to a person, all at once."""

from typing import Literal

from lytte.core.frozen import Frozen

Severity = Literal["error", "warning", "note"]


class Problem(Frozen):
    """One fault in a questionnaire, a recipe or a response.

    `place` is the linkId (of a response: the occurrence, `age@1`) or the path
    inside the document, empty for the whole of it. An error stops publishing or
    sending; a warning is for the author to judge; a note says what was done.
    `way_out` is what to do about it, empty where the message already says it.
    """

    severity: Severity
    place: str
    message: str
    way_out: str = ""


def error(place: str, message: str, way_out: str = "") -> Problem:
    """Return a problem that stops what was being done."""
    return Problem(severity="error", place=place, message=message, way_out=way_out)


def warning(place: str, message: str, way_out: str = "") -> Problem:
    """Return a problem for the author to judge."""
    return Problem(severity="warning", place=place, message=message, way_out=way_out)


def note(place: str, message: str, way_out: str = "") -> Problem:
    """Return what was done, so that nobody is surprised by it."""
    return Problem(severity="note", place=place, message=message, way_out=way_out)


def stopping(problems: list[Problem]) -> bool:
    """Tell whether one of the problems is an error."""
    return any(each.severity == "error" for each in problems)
