"""What every request reaches: the database, the keys, the clock, the address we are known by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from flask import current_app

from lytte.services.keys import Keys
from lytte.storage.database import Database


@dataclass(frozen=True)
class House:
    """Made once by `create_app`, read by every door."""

    database: Database
    keys: Keys
    base_url: str
    secure: bool
    clock: Callable[[], datetime]
    demo: bool = False
    wake: Event = field(default_factory=Event)
    """Set when somebody waits for what the rounds of jobs do: one is made at once."""


def house() -> House:
    """Return the house that serves this request."""
    found: House = current_app.extensions["lytte"]
    return found
