"""`lytte serve`: gunicorn over wsgi.py."""

import argparse
import os
import sys
from pathlib import Path

from lytte import wiring
from lytte.commands.opened import say
from lytte.settings import Settings

ROOT = Path(__file__).parents[3]


def run(given: argparse.Namespace) -> int:
    """Replace this process by gunicorn on the loopback address, or on LYTTE_BIND."""
    settings = Settings.from_environ()
    wiring.upgrade(settings)
    say(f"Lytte listens on {settings.base_url}. Stop it with Ctrl-C.")
    bind = "127.0.0.1" if settings.environment == "demo" else "0.0.0.0"  # noqa: S104
    os.chdir(ROOT)
    os.execv(  # noqa: S606
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "wsgi:application",
            "--bind",
            f"{bind}:{settings.port}",
            "--workers",
            str(given.workers),
            "--worker-tmp-dir",
            "/dev/shm",  # noqa: S108  the heartbeat of a worker must not wait for a disk
            "--max-requests",
            "20000",
            "--max-requests-jitter",
            "2000",
            "--graceful-timeout",
            "20",
        ],
    )
