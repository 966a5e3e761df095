"""`lytte demo load` as it is typed: both hospitals, side by side, and where to go as whom."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import func, select

from lytte import cli
from lytte.demo.hospitals import HOSPITALS
from lytte.storage import tables
from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer
from lytte.storage.roles import OWNER
from tests.world import KEYS


@pytest.fixture
def _terminal(
    server: EmbeddedServer,
    fresh_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Set the environment to a database that nobody else has."""
    name = fresh_database.app.url.database or ""
    for role in ROLES:
        variable = "DATABASE_URL" if role == "app" else f"DATABASE_{role.upper()}_URL"
        monkeypatch.setenv(variable, server.url(f"lytte_{role}", name))
    monkeypatch.setenv("DATABASE_OWNER_URL", server.url(OWNER, name))
    monkeypatch.setenv("LYTTE_SECRET_KEY", KEYS.secret)
    monkeypatch.setenv("LYTTE_VAR", str(tmp_path))


@pytest.mark.slow
@pytest.mark.usefixtures("_terminal")
def test_both_hospitals_have_their_year_and_their_ways_in(
    fresh_database: Database, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As `make run` calls it, in a shell that would not find `lytte`.
    monkeypatch.setattr(sys, "argv", [".venv/bin/lytte"])
    monkeypatch.setenv("PATH", "/nowhere")

    status = cli.main(["demo", "load"])

    said = capfd.readouterr()
    assert status == 0, said.err
    assert "birth date" in said.out
    assert "`.venv/bin/lytte demo code E-MAIL`" in said.out
    for demo in HOSPITALS:
        with fresh_database.inside_named(demo.slug) as session:
            answered = session.exec(select(func.count()).select_from(tables.Response)).one()
        assert answered > 1_000
        assert f"{demo.name}: {sum(one.patients for one in demo.clinics)} invented" in said.err

    again = subprocess.run(
        [sys.executable, "-m", "lytte.cli", "demo", "load", "--hospital", "nordlys"],
        capture_output=True, text=True, check=True, env=os.environ,
    )  # fmt: skip
    assert "Nordlys sykehus (oppdiktet): no new appointments today" in again.stderr


@pytest.mark.usefixtures("_terminal")
def test_a_hospital_that_the_demo_has_not_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["demo", "load", "--hospital", "ingensteds"])

    assert status == 1
    assert "It has: fjordvik, nordlys." in capfd.readouterr().err


def test_the_roles_are_printed_as_operating_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["db", "roles"]) == 0

    printed = capsys.readouterr().out
    assert "lytte_owner" in printed
    assert "-- lytte_app: " in printed
