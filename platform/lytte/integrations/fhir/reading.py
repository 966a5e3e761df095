"""What is gathered while a document is read: its language, and every problem met so far."""

from dataclasses import dataclass, field

from lytte.core.checks.telling import few
from lytte.core.problems import Problem, error, note, warning
from lytte.core.size import (
    MOST_CONDITIONS,
    MOST_EXPRESSIONS,
    MOST_ITEMS,
    MOST_LETTERS,
    MOST_OPTIONS,
    too_many_conditions,
    too_many_expressions,
    too_many_items,
    too_many_options,
)


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
    unnamed: list[tuple[str, str]] = field(default_factory=list)
    """The linkId that a text without one was given, and what the text is called."""
    beyond: str | None = None
    """Where there came to be more expressions than can be dealt with."""

    def count_item(self, place: str) -> bool:
        """Count an item read at `place`; False when there are more than can be dealt with."""
        self.items += 1
        if self.items == MOST_ITEMS + 1:
            self.problems.append(too_many_items(place))
        return self.items <= MOST_ITEMS

    def count_options(self, place: str, number: int) -> bool:
        """Count options read at `place`; False when there are more than can be dealt with."""
        if number > self.options_left >= 0:
            self.problems.append(too_many_options(place))
        self.options_left -= number
        return self.options_left >= 0

    def count_conditions(self, place: str, number: int) -> bool:
        """Count conditions read at `place`; False when there are more than can be dealt with."""
        if number > self.conditions_left >= 0:
            self.problems.append(too_many_conditions(place))
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

    def tell_unnamed(self) -> None:
        """Tell once of all texts that had no linkId; a form may have a hundred of them."""
        if not self.unnamed:
            return
        first, named = self.unnamed[0]
        shown = few([name for _, name in self.unnamed])
        self.warning(
            first,
            f"{named} has no linkId; it was given the linkId {first}"
            if len(self.unnamed) == 1
            else f"{len(self.unnamed)} texts have no linkId; each was given one by its place: "
            f"{shown}",
            "Give it a linkId that no other item has.",
        )

    def tell_beyond(self) -> None:
        """Tell of too many expressions, and not of each that was left unread."""
        self.problems = [each for each in self.problems if each.severity == "error"]
        self.problems.append(too_many_expressions(self.beyond or ""))

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
