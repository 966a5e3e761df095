"""What every request reaches: the database, the keys, the clock, the address we are known by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

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


def house() -> House:
    """Return the house that serves this request."""
    found: House = current_app.extensions["lytte"]
    return found
