"""What the page for telephone and hours says, as it was typed, and on what it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Given:
    """What somebody typed on what they saw, and what another put in force meanwhile."""

    fields: Mapping[str, str]
    seen: Facts
    """What was in force when the page was opened."""
    now: Facts
    """What is in force."""

    @property
    def facts(self) -> Facts:
        """What is in the fields, normal where it can be; what somebody else changed is theirs."""
        mine, _ = clinic_facts.read(written(self.fields))
        return mine if self.seen == self.now else clinic_facts.merged(self.seen, self.now, mine)

    @property
    def changed(self) -> list[str]:
        """Which facts would be others than those in force."""
        return clinic_facts.changed(self.now, self.facts)

    @property
    def theirs(self) -> list[str]:
        """Which facts another has changed meanwhile."""
        return clinic_facts.changed(self.seen, self.now)

    @property
    def problems(self) -> list[Problem]:
        """Everything that keeps it from being put in force."""
        facts = self.facts
        _, found = clinic_facts.read(facts)
        again = self.fields.get("phone_again", "")
        same = clinic_facts.dialled(facts.phone) == clinic_facts.dialled(again)
        if (again or "phone" in self.changed) and not same:
            found.append(DIFFERENT)
        return found

    @property
    def retyped(self) -> list[list[str]]:
        """What has to be typed a second time."""
        return clinic_facts.to_retype(self.now, self.facts)

    @property
    def different(self) -> list[Problem]:
        """What was not the same the second time; both are said."""
        flat = clinic_facts.flat(self.facts)
        return [
            self._differs(one[0], flat[one[0]])
            for one in self.retyped
            if self._again(one[0]) != flat[one[0]]
        ]

    def _differs(self, name: str, once: tuple[str, ...]) -> Problem:
        place = f"again-{name}"
        if not any(self.fields.get(one, "").strip() for one in (place, f"{place}-until")):
            return error(place, "Nothing is written here.", "Type it once more.")
        first = "–".join(once)
        way_out = "Put it right here, or go back and put it right there."
        return error(place, f"The first time it was {first}.", way_out)

    def _again(self, name: str) -> tuple[str, ...]:
        """Return what was typed the second time, as it is kept."""
        said = self.fields.get(f"again-{name}", "")
        if name.startswith("hours-"):
            until = self.fields.get(f"again-{name}-until", "")
            return opening_hours.spell(said, until) or (said, until)
        if name == "read_by":
            return (opening_hours.closing(said) or said,)
        once = clinic_facts.flat(self.facts)[name]
        same = clinic_facts.dialled(said) == clinic_facts.dialled(once[0])
        return once if same else (said,)


def written(given: Mapping[str, str]) -> Facts:
    """Return what stands in the fields."""
    names = set(Facts.model_fields) - {"hours"}
    hours = {
        day: (given.get(f"opens-{day}", "")[:20], given.get(f"closes-{day}", "")[:20])
        for day in opening_hours.DAYS
    }
    return Facts(hours=hours, **{name: given.get(name, "")[:200] for name in names})
