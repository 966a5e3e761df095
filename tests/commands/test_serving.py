"""`lytte serve` with its own gunicorn and its own embedded server."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
import pytest
from sqlalchemy.pool import NullPool

from lytte import wiring
from lytte.settings import Settings
from tests.forms_world import make_ready
from tests.services.versions_world import Shop
from tests.world import make_world

pytestmark = pytest.mark.slow

PATIENCE = 60.0


@dataclass(frozen=True)
class Served:
    """A running Lytte."""

    process: subprocess.Popen[bytes]
    address: str
    var: Path

    def status(self, path: str) -> int:
        """What an address answers; 0 when nobody does."""
        try:
            with urlopen(self.address + path, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                return refused.code
        except (URLError, ConnectionError):
            return 0

    def comes_to(self, path: str, wanted: int) -> bool:
        """Wait until an address answers as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.status(path) == wanted:
                return True
            time.sleep(0.2)
        return False

    @property
    def database(self) -> int:
        """The number of the server's process."""
        return int((self.var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    @property
    def workers(self) -> list[psutil.Process]:
        """The processes that answer; one that was just killed may still be listed."""
        found = []
        for one in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                if "gunicorn" in " ".join(one.cmdline()):
                    found.append(one)
        return found


@pytest.fixture
def lytte(open_folder: Path) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environ = {
        **os.environ,
        "LYTTE_VAR": str(open_folder),
        "PORT": str(port),
        "HOME": str(open_folder),
    }
    process = subprocess.Popen([sys.executable, "-m", "lytte.cli", "serve"], env=environ)
    served = Served(process, f"http://127.0.0.1:{port}", open_folder)
    try:
        assert served.comes_to("/readyz", 200)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)


def test_it_outlives_its_workers_and_its_database(lytte: Served) -> None:
    killed = lytte.workers
    for worker in killed:
        worker.kill()
    assert lytte.comes_to("/readyz", 200)
    assert not {one.pid for one in killed} & {one.pid for one in lytte.workers}

    psutil.Process(lytte.database).kill()

    assert lytte.comes_to("/readyz", 200)
    assert lytte.comes_to("/staff", 200)
    assert not (lytte.var / ".gunicorn").exists()


def test_nobody_sees_that_the_database_was_killed_and_started_again(lytte: Served) -> None:
    def ask(number: int) -> int:
        return lytte.status(("/staff", "/readyz", "/")[number % 3])

    with ThreadPoolExecutor(8) as people:
        before = Counter(people.map(ask, range(60)))  # the pools of both workers are full
        database = psutil.Process(lytte.database)
        database.kill()
        psutil.wait_procs([database], PATIENCE)
        after = Counter(people.map(ask, range(60)))

    assert (before, after) == ({200: 60}, {200: 60})


def test_the_database_ends_with_it(lytte: Served) -> None:
    number = lytte.database

    lytte.process.send_signal(signal.SIGINT)
    lytte.process.wait(PATIENCE)

    end = time.monotonic() + PATIENCE
    while psutil.pid_exists(number) and time.monotonic() < end:
        time.sleep(0.2)
    assert not psutil.pid_exists(number)


def test_ctrl_c_is_for_the_parent_alone(lytte: Served) -> None:
    """A terminal sends it to everyone, and two signals at once can lock a worker up."""
    workers = [one.pid for one in lytte.workers]
    assert [_hears(one, signal.SIGINT) for one in workers] == [False, False]
    assert _hears(lytte.process.pid, signal.SIGINT)

    for number in (lytte.process.pid, *workers):
        os.kill(number, signal.SIGINT)

    assert lytte.process.wait(PATIENCE) == 0


def _hears(number: int, given: signal.Signals) -> bool:
    status = Path(f"/proc/{number}/status").read_text()
    deaf = next(line for line in status.splitlines() if line.startswith("SigIgn:"))
    return not int(deaf.split()[1], 16) >> (given - 1) & 1


def test_it_puts_planned_versions_in_force_by_itself(lytte: Served) -> None:
    settings = Settings.from_environ(
        {"LYTTE_VAR": str(lytte.var), "PORT": lytte.address.rsplit(":", 1)[1]}
    )
    opened = wiring.open_sound_database(settings, poolclass=NullPool)
    now = datetime.now(UTC)
    shop = Shop.at(make_ready(make_world(opened), now=now))
    shop.publish("Planlagt", now, at=now + timedelta(seconds=1))

    end = time.monotonic() + PATIENCE
    while shop.row(2).state != "live" and time.monotonic() < end:
        time.sleep(0.5)

    assert shop.row(2).state == "live"
    assert shop.actions().count("form.in_force") == 1
