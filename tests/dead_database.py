"""A database that stays away, for tests of what people see meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from lytte.storage.database import ROLES, Database
from lytte.web.house import House


@contextmanager
def without_database(app: Flask) -> Iterator[None]:
    """Serve from a database that is not there."""
    alive: House = app.extensions["lytte"]
    nowhere = dict.fromkeys(ROLES, "postgresql+psycopg://nobody@/none?host=/nonexistent")
    app.extensions["lytte"] = replace(alive, database=Database.at(nowhere))
    try:
        yield
    finally:
        app.extensions["lytte"] = alive
