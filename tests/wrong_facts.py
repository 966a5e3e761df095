"""Telephone and hours with everything wrong in them, for the tests of how problems are told."""

from lytte.core.problems import Problem
from lytte_admin.texts.facts_given import BLANK, Given

WRONG = {
    "phone": "x", "phone_again": "22 00 00 00", "out_of_hours_name": " ",
    "out_of_hours_phone": "116 117", "emergency_phone": "113", "read_by": "tidlig",
    "opens-1": "8", "closes-1": "", "closes-2": "15", "opens-3": "15:00", "closes-3": "8",
}  # fmt: skip
TWICE = {"opens-1": "8", "closes-1": "15:30", "opens-2": "9", "closes-2": "15:30",
         "again-hours-1": "8", "again-hours-1-until": "15"}  # fmt: skip


def wrong_facts() -> list[Problem]:
    """Return every problem that a telephone and hours can have."""
    return [*Given(WRONG, BLANK, BLANK).problems, *Given(TWICE, BLANK, BLANK).different]
