"""What commands that touch data are typed at: a terminal, and a clinic at work."""

from pathlib import Path

import pytest

from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer
from lytte.storage.roles import OWNER
from tests.clinic_site import Clinic, make_app, make_clinic
from tests.terminal import Terminal
from tests.world import KEYS, World


@pytest.fixture
def terminal(
    server: EmbeddedServer,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    name = database.app.url.database or ""
    urls = {
        "DATABASE_URL" if role == "app" else f"DATABASE_{role.upper()}_URL": server.url(
            f"lytte_{role}", name
        )
        for role in ROLES
    }
    environ = {
        **urls,
        "DATABASE_OWNER_URL": server.url(OWNER, name),
        "LYTTE_SECRET_KEY": KEYS.secret,
        "LYTTE_VAR": str(tmp_path),
    }
    return Terminal(environ, monkeypatch, capsys)


@pytest.fixture
def clinic(database: Database, world: World, tmp_path: Path) -> Clinic:
    return make_clinic(make_app(database, tmp_path), world)
