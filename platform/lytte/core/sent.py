"""What a patient sent, as the one document that is kept of it.

Only what was asked is in it: answers on branches that closed again stay behind. An item
that was shown and left open is there too, with the reason.
"""

from collections.abc import Mapping
from datetime import datetime

from lytte.core.answers import Answers, Given, Key, Missing
from lytte.core.frozen import Frozen
from lytte.core.pace import Saved, seconds
from lytte.core.values import NativeValue, Value


class SentAnswer(Frozen):
    """The answer to one occurrence of one item, or why there is none."""

    link_id: str
    at: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()
    missing: Missing | None = None
    saved_at: datetime | None = None
    seconds: int | None = None
    """How long the question took, where that can be told."""


class Sent(Frozen):
    """Every part of a form with its answers, in the order of the form."""

    parts: Mapping[str, tuple[SentAnswer, ...]] = {}

    def answers(self) -> dict[str, dict[Key, Given]]:
        """Return part -> occurrence -> what was given, as the engine reads it."""
        return {
            part: {Key(one.link_id, one.at): one.missing or one.values for one in answers}
            for part, answers in self.parts.items()
        }

    def by_address(self) -> dict[str, tuple[NativeValue, ...]]:
        """Return what was answered by `part/link_id`, every row of a repeating group together."""
        return by_address(self.answers())


def by_address(given: Mapping[str, Answers]) -> dict[str, tuple[NativeValue, ...]]:
    """Return what was answered by `part/link_id`, every row of a repeating group together."""
    found: dict[str, tuple[NativeValue, ...]] = {}
    for part, answers in given.items():
        for key, values in answers.items():
            if not isinstance(values, Missing):
                address = f"{part}/{key.link_id}"
                found[address] = (*found.get(address, ()), *values)
    return found


def sent(
    parts: Mapping[str, Answers],
    saved: Mapping[tuple[str, Key], Saved],
    begun: datetime | None = None,
) -> Sent:
    """Return the document of what was given; `saved` says when each answer was."""
    took = seconds(saved, begun)
    at = {place: one.at for place, one in saved.items()}
    return Sent(
        parts={
            part: tuple(
                SentAnswer(
                    link_id=key.link_id,
                    at=key.at,
                    values=() if isinstance(given, Missing) else given,
                    missing=given if isinstance(given, Missing) else None,
                    saved_at=at.get((part, key)),
                    seconds=took.get((part, key)),
                )
                for key, given in answers.items()
            )
            for part, answers in parts.items()
        }
    )
