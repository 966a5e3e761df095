"""What a service refuses, in words; `web/errors.py` and the command line say it on."""

from collections.abc import Sequence
from datetime import datetime

from lytte.core.problems import Problem
from lytte.core.texts import Text


class NotFound(Exception):
    """There is no such thing in this hospital, or it is not this person's to see."""


class NotAllowed(Exception):
    """The person's role does not reach this."""


class NotReady(Exception):
    """It cannot be published as it stands; `problems` says everything that is missing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{one.place}: {one.message} {one.way_out}" for one in problems))


class NotCovered(Exception):
    """The licences for what a form asks, `titles`, do not cover answering it by `mode`."""

    def __init__(self, mode: str, titles: Sequence[Text]) -> None:
        self.mode = mode
        self.titles = tuple(titles)
        super().__init__(mode)


class SecondPersonNeeded(Exception):
    """Whoever wrote it cannot approve it: thresholds and safety texts take two (C6)."""


class EditedMeanwhile(Exception):
    """Someone else saved it first; nothing was overwritten (C16)."""

    def __init__(self, by: str, version: int) -> None:
        self.by = by
        self.version = version
        super().__init__(by)


class AlreadyDecided(Exception):
    """It was approved, rejected or retired before this."""


class ChangedMeanwhile(Exception):
    """What was compared with is in force no longer: look again before deciding."""


class AlreadyPlanned(Exception):
    """Another version is planned, and nobody has said what becomes of it."""

    def __init__(self, number: int, at: datetime) -> None:
        self.number = number
        self.at = at
        super().__init__(f"{number}")


class NothingNew(Exception):
    """A version with the same content, that `by` made, is in force, planned or waits already."""

    def __init__(self, number: int, by: str, at: datetime) -> None:
        self.number = number
        self.by = by
        self.at = at
        super().__init__(f"{number}")
