"""What is gathered while a document is read: its language, and every problem met so far."""

from dataclasses import dataclass, field

from lytte.core.problems import Problem, error, note, warning

MOST_ITEMS = 2_500
"""Three times the largest seen in practice; more are not read within a second."""
MOST_OPTIONS = 10_000
"""In one questionnaire, value sets included."""
MOST_CONDITIONS = 5_000
MOST_EXPRESSIONS = 1_000
MOST_LETTERS = 100_000
"""Of all expressions together: each is read, proven and put in order before it is brought in.

The largest seen in practice has 120 of them, and 15,000 letters.
"""


@dataclass
class Reading:
    """One document being read: its language, and every problem met so far."""

    language: str = "und"
    version: str = "R4"
    problems: list[Problem] = field(default_factory=list)
    items: int = 0
    options_left: int = MOST_OPTIONS
    conditions_left: int = MOST_CONDITIONS
    expressions_left: int = MOST_EXPRESSIONS
    letters_left: int = MOST_LETTERS
    beyond: str | None = None
    """Where there came to be more expressions than can be dealt with."""

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

    def count_conditions(self, place: str, number: int) -> bool:
        """Count conditions read at `place`; False when there are more than can be dealt with."""
        if number > self.conditions_left >= 0:
            self.error(
                place,
                f"here the questionnaire comes to over {MOST_CONDITIONS:,} conditions",
                "Put what opens together in a group with one condition, or split the "
                "questionnaire.",
            )
        self.conditions_left -= number
        return self.conditions_left >= 0

    def count_expression(self, place: str, text: str) -> bool:
        """Count an expression read at `place`; False when there are more than can be dealt with.

        It is told by `tell_beyond`, for what is met inside an extension is forgiven.
        """
        self.expressions_left -= 1
        self.letters_left -= len(text)
        if min(self.expressions_left, self.letters_left) >= 0:
            return True
        if self.beyond is None:
            self.beyond = place
        return False

    def tell_beyond(self) -> None:
        """Tell of too many expressions, and not of each that was left unread."""
        self.problems = [each for each in self.problems if each.severity == "error"]
        self.error(
            self.beyond or "",
            f"here the questionnaire comes to over {MOST_EXPRESSIONS:,} expressions, or over "
            f"{MOST_LETTERS:,} letters of them",
            "Write what is repeated once, as a variable, or split the questionnaire.",
        )

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
