"""What the page for telephone and hours says, as it was typed."""

from collections.abc import Mapping

from lytte.core import clinic_facts, opening_hours
from lytte.core.clinic_facts import Facts
from lytte.core.problems import Problem, error

DIFFERENT = error(
    "phone_again",
    "The two telephone numbers are not the same.",
    "Look at both, and put the wrong one right.",
)
BLANK = Facts(
    phone="", hours={}, out_of_hours_name="Legevakt", out_of_hours_phone="116 117",
    emergency_phone="113", read_by="12:00",
)  # fmt: skip
"""What stands in the page of a clinic that has written nothing."""


def written(given: Mapping[str, str]) -> Facts:
    """Return what stands in the fields."""
    names = set(Facts.model_fields) - {"hours"}
    hours = {
        day: (given.get(f"opens-{day}", "")[:20], given.get(f"closes-{day}", "")[:20])
        for day in opening_hours.DAYS
    }
    return Facts(hours=hours, **{name: given.get(name, "")[:200] for name in names})


def problems(given: Mapping[str, str]) -> list[Problem]:
    """Return everything that keeps it from being put in force."""
    _, found = clinic_facts.read(written(given))
    once, again = (given.get(name, "") for name in ("phone", "phone_again"))
    if clinic_facts.dialled(once) != clinic_facts.dialled(again):
        found.append(DIFFERENT)
    return found
