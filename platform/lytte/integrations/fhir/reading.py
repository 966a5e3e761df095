"""What is gathered while a document is read: its language, and every problem met so far."""

from dataclasses import dataclass, field

from lytte.core.problems import Problem, error, note, warning

MOST_OPTIONS = 10_000
"""In one questionnaire, value sets included."""


@dataclass
class Reading:
    """One document being read: its language, and every problem met so far."""

    language: str = "und"
    version: str = "R4"
    problems: list[Problem] = field(default_factory=list)
    items: int = 0
    options_left: int = MOST_OPTIONS

    def count_options(self, place: str, number: int) -> bool:
        """Count options read at `place`; False when there are more than can be dealt with."""
        if number > self.options_left >= 0:
            self.error(
                place,
                f"here the questionnaire comes to over {MOST_OPTIONS:,} options",
                "Shorten the lists, or split the questionnaire.",
            )
        self.options_left -= number
        return self.options_left >= 0

    def error(self, place: str, message: str, way_out: str = "") -> None:
        self.problems.append(error(place, message, way_out))

    def warning(self, place: str, message: str, way_out: str = "") -> None:
        self.problems.append(warning(place, message, way_out))

    def note(self, place: str, message: str, way_out: str = "") -> None:
        self.problems.append(note(place, message, way_out))

    def forgive(self, start: int) -> None:
        """Make errors from number `start` on warnings: what an extension holds is kept."""
        self.problems[start:] = [
            each
            if each.severity != "error"
            else warning(each.place, f"{each.message}; it is kept, without effect", each.way_out)
            for each in self.problems[start:]
        ]
