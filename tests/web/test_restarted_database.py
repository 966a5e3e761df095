"""A database that was started again is seen by nobody who comes after it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from lytte.storage.database import ROLES, Database
from lytte.storage.embedded import EmbeddedServer
from tests.clinic_site import make_app
from tests.forms_world import make_ready
from tests.patient_browser import Browser
from tests.world import make_world

THREADS = 4
"""As many as a worker of `lytte serve` has: each leaves a connection in the pool."""


@pytest.fixture
def restart(server: EmbeddedServer, fresh_database: Database) -> Callable[[], None]:
    """Hang up on everybody in the test's database, as a restart does."""

    def hang_up() -> None:
        everybody = (
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = %s"
        )
        with psycopg.connect(server.superuser(), autocommit=True) as connection:
            gone = connection.execute(everybody, (fresh_database.app.url.database,)).fetchall()
        assert len(gone) >= THREADS

    return hang_up


def _at_once(do: Callable[[], Any]) -> None:
    """Do it in as many threads as a worker has, none ready before the last has begun."""
    together = threading.Barrier(THREADS)

    def one() -> None:
        together.wait(10)
        do()

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("role", ROLES)
def test_no_connection_of_the_pool_is_used_after_a_restart(
    fresh_database: Database, restart: Callable[[], None], role: str
) -> None:
    engine = getattr(fresh_database, role)
    held = [engine.connect() for _ in range(THREADS)]
    for one in held:
        one.close()

    restart()

    opened = [engine.connect() for _ in range(THREADS)]
    assert [one.execute(text("select 42")).scalar_one() for one in opened] == [42] * THREADS
    for one in opened:
        one.close()


def test_a_connection_that_nobody_hung_up_on_is_kept(fresh_database: Database) -> None:
    asked = text("select pg_backend_pid()")
    with fresh_database.patient.connect() as connection:
        before = connection.execute(asked).scalar_one()

    with fresh_database.patient.connect() as connection:
        assert connection.execute(asked).scalar_one() == before


def test_patients_and_staff_see_nothing_of_a_restart(
    fresh_database: Database, restart: Callable[[], None], tmp_path: Path
) -> None:
    app = make_app(fresh_database, tmp_path)
    browser = Browser(app, make_ready(make_world(fresh_database)))
    browser.enter()
    question, form = browser.url, browser.filled(q0_0="3")
    _at_once(lambda: browser.client.get(question))
    _at_once(lambda: app.test_client().get("/staff"))

    restart()

    assert app.test_client().get("/staff").status_code == 200
    assert browser.client.post(question, data=form).status_code == 303
    assert browser.client.get(question).status_code == 200
    assert app.test_client().get("/readyz").status_code == 200
