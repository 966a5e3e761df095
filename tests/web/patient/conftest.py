"""The patient's door as a browser meets it, on a real database."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from lytte.storage.database import Database
from lytte.web.ground import ground
from lytte.web.house import House
from lytte.web.patient.views import blueprint
from tests.forms_world import Ready, make_ready
from tests.patient_browser import Browser
from tests.site import chromium
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


@pytest.fixture(scope="module")
def chrome() -> Iterator[Chromium]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the patient's door is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
