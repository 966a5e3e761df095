"""The embedded server against what happens to servers: kills, stale files, half-made folders."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lytte.storage.embedded import EmbeddedServer
from lytte.storage.programs import EmbeddedServerError

ATTACH = """
import sys, pathlib
from lytte.storage.embedded import EmbeddedServer
server = EmbeddedServer(pathlib.Path(sys.argv[1]), fast=True)
server.attach()
server.prepare()
print("attached", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    """One folder for the tests that leave it as they found it; making a server costs a second."""
    return folder / f"life-{os.getpid()}" / "postgres"


@pytest.fixture
def own_server(home: Path) -> Iterator[EmbeddedServer]:
    """A server that the test may kill."""
    server = EmbeddedServer(home, fast=True)
    server.attach()
    yield server
    server.detach()


@pytest.fixture
def another_process(home: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start processes that use the same server until they are killed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", ATTACH, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _answer(server: EmbeddedServer) -> object:
    with psycopg.connect(server.superuser()) as connection:
        row = connection.execute("select 41 + 1").fetchone()
        return row and row[0]


def _postmaster(server: EmbeddedServer) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def _is_up(server: EmbeddedServer) -> bool:
    try:
        return _answer(server) == 42
    except psycopg.OperationalError:
        return False


def test_a_new_folder_becomes_a_running_server(own_server: EmbeddedServer) -> None:
    assert _answer(own_server) == 42


def test_the_server_listens_on_no_network(own_server: EmbeddedServer) -> None:
    with psycopg.connect(own_server.superuser()) as connection:
        [listens] = connection.execute("show listen_addresses").fetchone() or [None]

    assert listens == ""


def test_a_killed_server_heals(own_server: EmbeddedServer) -> None:
    os.kill(_postmaster(own_server), signal.SIGKILL)

    own_server.heal()

    assert _answer(own_server) == 42


def test_what_was_committed_survives_a_kill(open_folder: Path) -> None:
    server = EmbeddedServer(open_folder / "postgres")  # fsync on, as in a hospital
    server.attach()
    with psycopg.connect(server.superuser(), autocommit=True) as connection:
        [fsync] = connection.execute("show fsync").fetchone() or [None]
        connection.execute("create table answer as select 7 as pain")
    os.kill(_postmaster(server), signal.SIGKILL)

    server.heal()

    with psycopg.connect(server.superuser()) as connection:
        kept = connection.execute("select pain from answer").fetchone()
    server.detach()
    assert (fsync, kept) == ("on", (7,))


def test_two_processes_at_once_share_one_server(
    home: Path, another_process: Callable[[], subprocess.Popen[str]]
) -> None:
    first, second = another_process(), another_process()

    said = [process.stdout.readline() for process in (first, second) if process.stdout]

    assert said == ["attached\n", "attached\n"]
    assert _is_up(EmbeddedServer(home, fast=True))


def test_a_killed_process_leaves_the_server_to_the_others(
    own_server: EmbeddedServer, another_process: Callable[[], subprocess.Popen[str]]
) -> None:
    other = another_process()
    assert other.stdout
    assert other.stdout.readline() == "attached\n"

    other.kill()
    other.wait()

    assert _is_up(own_server)


def test_the_last_one_out_stops_the_server(
    own_server: EmbeddedServer, another_process: Callable[[], subprocess.Popen[str]]
) -> None:
    other = another_process()
    assert other.stdout
    other.stdout.readline()

    own_server.detach()
    up_while_used = _is_up(own_server)
    other.communicate()  # its input ends, and so does it

    assert up_while_used
    assert not _is_up(own_server)


def test_a_pid_file_of_another_process_is_no_server(own_server: EmbeddedServer) -> None:
    pid_file = own_server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    _wait_until(lambda: not own_server._is_alive())
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    own_server.heal()

    assert _answer(own_server) == 42


def test_an_initdb_killed_half_way_is_begun_again(open_folder: Path) -> None:
    home = open_folder / "postgres"
    half_made = home / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    server = EmbeddedServer(home, fast=True)

    server.attach()

    assert _answer(server) == 42
    server.detach()


def test_a_folder_with_other_files_is_refused_and_kept(open_folder: Path) -> None:
    home = open_folder / "postgres"
    letter = home / "data" / "letter.txt"
    letter.parent.mkdir(parents=True)
    letter.write_text("keep me")
    server = EmbeddedServer(home, fast=True)

    with pytest.raises(EmbeddedServerError, match="holds files but no PostgreSQL database"):
        server.attach()

    assert letter.read_text() == "keep me"


@pytest.mark.parametrize(
    ("version", "named"), [("", "PG_VERSION"), ("\x00", "PG_VERSION"), ("18\n", "pg_control")]
)
def test_a_half_made_database_is_explained_and_kept(
    open_folder: Path, version: str, named: str
) -> None:
    server = EmbeddedServer(open_folder / "postgres", fast=True)
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text(version)

    with pytest.raises(EmbeddedServerError, match=rf"{named} is missing or.*from a backup"):
        server.attach()

    assert (server.data / "PG_VERSION").read_text() == version
    server.detach()


def test_a_database_of_another_version_says_what_to_do(open_folder: Path) -> None:
    server = EmbeddedServer(open_folder / "postgres", fast=True)
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9\n")
    (server.data / "global").mkdir()
    (server.data / "global" / "pg_control").write_text("control")

    with pytest.raises(EmbeddedServerError, match=r"made with PostgreSQL 9.*pg_dump"):
        server.attach()


def test_a_program_that_fails_is_quoted(own_server: EmbeddedServer) -> None:
    own_server.detach()
    settings = own_server.data / "postgresql.conf"
    sound = settings.read_text()
    settings.write_text("no_such_setting = 1\n")

    with pytest.raises(EmbeddedServerError, match=r"pg_ctl failed(.|\n)*no_such_setting"):
        own_server.attach()

    settings.write_text(sound)


def test_files_are_closed_to_everybody_else(own_server: EmbeddedServer) -> None:
    own_server.prepare()

    secrets = [own_server.folders.secret(name) for name in ("superuser", "passwords")]
    modes = {path.stat().st_mode & 0o777 for path in secrets}
    folders = {own_server.home, own_server.data, own_server.folders.socket}
    assert modes == {0o600}
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand the server to another user")
def test_root_runs_the_server_as_somebody_else(own_server: EmbeddedServer) -> None:
    owner = Path(f"/proc/{_postmaster(own_server)}").stat().st_uid

    assert owner not in (0, os.geteuid())


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
