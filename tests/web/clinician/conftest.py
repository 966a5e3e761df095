"""A clinic at work, on a real database."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lytte.storage.database import Database
from tests.clinic_site import Clinic, make_app, make_clinic
from tests.world import World


@pytest.fixture(scope="session")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole platform but the CMS."""
    return make_app(database, Path(tmp_path_factory.mktemp("var")))


@pytest.fixture
def clinic(app: Flask, world: World) -> Clinic:
    """One patient has answered, one form waits."""
    return make_clinic(app, world)


@pytest.fixture
def nurse(clinic: Clinic) -> FlaskClient:
    """A browser of a clinician of the clinic."""
    return clinic.nurse()
