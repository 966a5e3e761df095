"""When a patient who was asked has been silent for too long."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from lytte.core.thresholds import Silent

At = TypeVar("At", int, datetime)


def silent_at(silent: Silent, due_at: datetime, sent_at: datetime | None) -> datetime | None:
    """Return the moment at which silence is a reason to ring; None when it was broken in time.

    The moment may lie ahead: whoever asks compares it with now.
    """
    moment = due_at + timedelta(hours=silent.hours)
    return moment if sent_at is None or sent_at > moment else None


def in_order(heard: Iterable[tuple[At, str]]) -> list[tuple[At, list[str]]]:
    """Return one patient's silences, the earliest first, whatever order they are found in.

    Each is a moment and the rule that speaks of it; rules that speak of the same moment are
    one silence. The live engine and a rehearsal both ask here which one came first.
    """
    rules: dict[At, list[str]] = {}
    for at, rule in heard:
        rules.setdefault(at, []).append(rule)
    return [(at, sorted(rules[at])) for at in sorted(rules)]
