"""A clinic at work behind a real address, for journeys that begin in the middle of its day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lytte.storage.database import Database
from lytte_admin.menu import add_cms
from tests.clinic_site import Clinic, make_app, make_clinic
from tests.served import served
from tests.world import World


@pytest.fixture(scope="module")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = make_app(database, Path(tmp_path_factory.mktemp("var")))
    add_cms(made)
    made.config["WTF_CSRF_ENABLED"] = True
    return made


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as found:
        yield found


@pytest.fixture
def clinic(app: Flask, world: World) -> Clinic:
    return make_clinic(app, world)
