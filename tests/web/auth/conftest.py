"""A hospital whose people sign in, with a clock that the test moves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lytte.storage.database import Database
from tests.clinic_site import make_app
from tests.staff_door import Door, opened_door
from tests.world import World


@pytest.fixture(scope="session")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole platform but the CMS."""
    return make_app(database, Path(tmp_path_factory.mktemp("var")))


@pytest.fixture
def door(app: Flask, world: World) -> Iterator[Door]:
    """A clinician with a password."""
    with opened_door(app, world) as found:
        yield found
