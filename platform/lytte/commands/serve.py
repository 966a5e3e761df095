"""`lytte serve`: gunicorn over wsgi.py."""

import argparse
import errno
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from lytte import wiring
from lytte.commands import waiting
from lytte.commands.opened import say
from lytte.settings import Settings

ROOT = Path(__file__).parents[3]


def run(given: argparse.Namespace) -> int:
    """Bring the tables up to date, and replace this process by gunicorn.

    The demo listens on the loopback address alone; production on every address of its
    machine, because a proxy that ends https stands before it. Whether it could listen is
    told first: before an hour's upgrade, or a year of invented patients.
    """
    settings = Settings.from_environ()
    bind = "127.0.0.1" if settings.environment == "demo" else "0.0.0.0"  # noqa: S104
    if _is_taken(bind, settings.port):
        waiting.over()
        say(
            f"Port {settings.port} is taken: another program listens there, or Lytte does already.",
            f"Another port: PORT={settings.port % 65535 + 1} make run",
        )
        return 1
    if given.look:
        return 0
    waiting.doing("bringing the database up to date")
    if settings.embedded:
        wiring.upgrade(settings)
    wiring.open_sound_database(settings)
    return _serve(settings, given, bind)


def _serve(settings: Settings, given: argparse.Namespace, bind: str) -> NoReturn:
    waiting.over()
    say(f"Lytte listens on {settings.base_url}. Stop it with Ctrl-C.")
    os.chdir(ROOT)
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "gunicorn", *options(settings, given, bind)]
    )


def _is_taken(bind: str, port: int) -> bool:
    """Another program has the port; gunicorn would try five times and say so in its own words."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((bind, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def options(settings: Settings, given: argparse.Namespace, bind: str) -> list[str]:
    """Return how gunicorn is run.

    The application is loaded before the workers are forked: the parent holds the
    embedded server for as long as it lives, however often workers come and go. A
    worker that is killed is replaced. Threads keep one slow telephone from holding
    up a whole worker.
    """
    # The patient's door alone can do no job: it has no way into a hospital but a patient's.
    config = "ending" if given.door == "patient" else "beside"
    return [
        f"wsgi:{given.door}",
        *("--config", f"python:lytte.commands.{config}"),
        *("--bind", f"{bind}:{settings.port}"),
        *("--workers", str(given.workers), "--worker-class", "gthread", "--threads", "4"),
        "--preload",
        # The heartbeat of a worker must not wait for a disk.
        *("--worker-tmp-dir", "/dev/shm"),  # noqa: S108
        *("--max-requests", "20000", "--max-requests-jitter", "2000"),
        *("--graceful-timeout", "20", "--timeout", "60"),
        # It would lie in the home folder, and nobody speaks to it.
        "--no-control-socket",
        *("--log-level", "warning"),
    ]
