"""What was answered, and where an answer is missing: why."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from lytte.core.values import NativeValue


class Missing(StrEnum):
    """Why there is no answer. Missing is a value with its reason, never 0 and never an error."""

    NOT_SHOWN = "not_shown"
    SKIPPED = "skipped"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    UNREADABLE = "unreadable"


class Key(NamedTuple):
    """Which occurrence of which item.

    `at` holds one row number (from 0) for each repeating ancestor, outermost first:
    a row of a repeating group, or the answer of a repeating question that the item
    stands under. A plain item has `()`.
    """

    link_id: str
    at: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.link_id + ("@" + ".".join(map(str, self.at)) if self.at else "")


Given = tuple[NativeValue, ...] | Missing
Answers = Mapping[Key, Given]
