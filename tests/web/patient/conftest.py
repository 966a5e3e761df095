"""The patient's door as a browser meets it, on a real database."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from lytte.storage.database import Database
from lytte.web.ground import ground
from lytte.web.house import House
from lytte.web.patient.views import blueprint
from tests.forms_world import Ready, make_ready
from tests.patient_browser import Browser
from tests.world import KEYS, World


@pytest.fixture(scope="session")
def app(database: Database) -> Flask:
    """The patient's door served apart, on this worker's database."""
    house = House(
        database=database,
        keys=KEYS,
        base_url="http://localhost:5000",
        secure=False,
        clock=lambda: datetime.now(UTC),
    )
    made = ground(house)
    made.register_blueprint(blueprint)
    return made


@pytest.fixture
def ready(world: World) -> Ready:
    """A patient with a form to fill in."""
    return make_ready(world)


@pytest.fixture
def browser(app: Flask, ready: Ready) -> Browser:
    """A browser that has not been here before."""
    return Browser(app, ready)


@pytest.fixture
def another(app: Flask, ready: Ready) -> Callable[[], Browser]:
    """Give a further browser for the same form."""
    return lambda: Browser(app, ready)
