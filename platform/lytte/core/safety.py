"""What every page tells a patient about help now: required fields, never prose alone (P7)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from lytte.core import plain_words
from lytte.core.frozen import Frozen
from lytte.core.problems import Problem, error
from lytte.core.wordings import Kind

Line = Annotated[str, Field(max_length=300)]


class SafetyLines(Frozen):
    """The lines in one language. Numbers and hours are facts and are filled in beside them."""

    who_answers: Line = ""
    """Who picks up the clinic's telephone."""
    out_of_hours: Line = ""
    """Whom to ring when the clinic is closed."""
    danger: Line = ""
    """When to ring the emergency number at once."""
    when_read: Line = ""
    """When answers are read; `{read_by}` is the hour."""


class SafetyText(Frozen):
    """A clinic's safety text in every language its forms are in."""

    languages: Mapping[str, SafetyLines] = {}

    def read(self, language: str) -> SafetyLines:
        """Return the lines for a reader of `language`; the first language when it is missing."""
        if language in self.languages:
            return self.languages[language]
        return next(iter(self.languages.values()), SafetyLines())


NAMES = {
    "who_answers": "who answers the telephone",
    "out_of_hours": "whom to ring when the clinic is closed",
    "danger": "when to ring the emergency number",
    "when_read": "when answers are read",
}
HOUR = "{read_by}"


def problems(text: SafetyText, languages: Sequence[str]) -> list[Problem]:
    """Return each line that is missing in each language the clinic's forms are in."""
    return [
        error(f"safety/{language}/{name}", f"It does not say {said}.", "Write the line.")
        for language in languages
        for name, said in NAMES.items()
        if not getattr(text.languages.get(language, SafetyLines()), name).strip()
    ]


def unfit(line: Kind, said: str, place: str) -> Iterator[Problem]:
    """Yield what keeps one line, as it was written, from being shown on every page."""
    yield from plain_words.faults(said, line, place)
    if found := plain_words.NUMBER.search(said):
        yield error(
            place,
            f"“{found.group()}” stands in the text.",
            "Leave numbers out: they are filled in beside it, and are then the same everywhere.",
        )
    gaps = set(plain_words.GAP.findall(said))
    for gap in sorted(gaps - ({HOUR} if line == "when_read" else set())):
        yield error(place, f"Nothing is filled in for {gap} here.", "Take it out.")
    if line == "when_read" and said.strip() and HOUR not in gaps:
        yield error(place, "It does not say by which hour.", f"Write {HOUR} where the hour stands.")
