"""One real PostgreSQL for a test run: started once, shared by xdist's workers, gone afterwards."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import hypothesis
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from lytte.settings import NAMES
from lytte.storage import migrate, roles
from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer
from tests.cms_desk import Cms, open_cms
from tests.site import Site, chromium, running_site
from tests.world import World, make_world

FOLDER = "LYTTE_TEST_FOLDER"
PREFIX = "lytte-test-"
TEMPLATE = "lytte_template"
A_MINUTE = 60  # a younger folder may belong to a run that is just starting

RUN = pytest.StashKey[IO[str]]()

# Machines are shared, so a clock proves nothing here; what may take how long is `make bench`'s.
hypothesis.settings.register_profile(
    "shared machine",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("shared machine")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder, before xdist starts the workers that inherit its name."""
    for name in NAMES:
        os.environ.pop(name, None)  # what the developer's own Lytte is set to
    if hasattr(config, "workerinput"):
        return
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _clear_away(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # as root the server is another user, who passes through
    config.stash[RUN] = _held(folder)
    os.environ[FOLDER] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder; the last worker has stopped the server in it."""
    if RUN in config.stash:
        config.stash[RUN].close()
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@pytest.fixture(scope="session")
def folder() -> Path:
    """The run's own folder, which the server's system user can reach."""
    return Path(os.environ[FOLDER])


@pytest.fixture
def open_folder(folder: Path) -> Iterator[Path]:
    """A test's folder that the system user can reach; pytest's own `tmp_path` is closed to him."""
    made = Path(tempfile.mkdtemp(dir=folder))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[EmbeddedServer]:
    """The run's PostgreSQL, with its roles."""
    server = EmbeddedServer(folder / "postgres", fast=True)
    server.attach()
    server.prepare(TEMPLATE)
    with _superuser(server) as connection:  # who tidies the template stands in a copy's way
        connection.execute("alter system set autovacuum = off")
        connection.execute("select pg_reload_conf()")
    yield server
    server.detach()


@pytest.fixture(scope="session")
def template(server: EmbeddedServer, folder: Path) -> str:
    """The name of a database with every migration, made by the first worker that asks."""
    done = folder / "template.done"
    with _alone(folder):
        if not done.exists():
            migrate.upgrade(server.url(roles.OWNER, TEMPLATE))
            done.touch()
    return TEMPLATE


@pytest.fixture(scope="session")
def clone(server: EmbeddedServer, template: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Make a migrated, empty database and return its name; 60 ms each."""
    made: list[str] = []

    def make() -> str:
        name = f"lytte_{os.getpid()}_{len(made)}"
        create = sql.SQL("create database {} template {} owner {}")
        with _alone(folder), _superuser(server) as connection:
            connection.execute(create.format(*map(sql.Identifier, (name, template, roles.OWNER))))
            roles.open_database(connection, name)
        made.append(name)
        return name

    yield make
    with _superuser(server) as connection:
        for name in made:
            drop = sql.SQL("drop database if exists {} with (force)")
            connection.execute(drop.format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def database(server: EmbeddedServer, clone: Callable[[], str]) -> Iterator[Database]:
    """This worker's database; what a test commits stays, so a test makes its own hospital."""
    with _opened(server, clone()) as opened:
        yield opened


@pytest.fixture
def fresh_database(server: EmbeddedServer, clone: Callable[[], str]) -> Iterator[Database]:
    """A migrated database that no other test has seen."""
    with _opened(server, clone()) as opened:
        yield opened


@pytest.fixture
def cms(database: Database, tmp_path: Path) -> Cms:
    """The CMS of a hospital of this test's own."""
    return open_cms(database, tmp_path)


@contextmanager
def _opened(server: EmbeddedServer, name: str) -> Iterator[Database]:
    opened = Database.at({role: server.url(f"lytte_{role}", name) for role in ROLES})
    try:
        yield opened
    finally:
        opened.dispose()


@contextmanager
def _superuser(server: EmbeddedServer) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.superuser(), autocommit=True) as connection:
        yield connection


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _held(folder: Path) -> IO[str]:
    """The run's lock; the kernel drops it when the run ends, however it ends."""
    lock = (folder / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise
    return lock


def _clear_away(left: Path) -> None:
    """Stop and remove what a killed run left behind; leave alone what somebody still uses."""
    try:
        if left.stat().st_uid != os.geteuid() or time.time() - left.stat().st_mtime < A_MINUTE:
            return
        with _held(left):
            server = EmbeddedServer(left / "postgres", fast=True)
            if (server.home / "server.lock").exists():
                server.attach()
                server.detach()
            shutil.rmtree(left)
    except (BlockingIOError, FileNotFoundError):
        return


@pytest.fixture
def world(database: Database) -> World:
    """A hospital of this test's own, in the worker's database."""
    return make_world(database)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for the tests of a file."""
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        yield opened
        opened.close()


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Site]:
    """Lytte on a port, with a hospital of this test's own and nothing published."""
    with running_site(database, tmp_path) as running:
        yield running
