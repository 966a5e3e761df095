"""How each of gunicorn's processes ends: when its parent says so."""

import signal
from typing import Any


def post_worker_init(_: Any) -> None:
    """Leave Ctrl-C to the parent, in a process that gunicorn has just made.

    A terminal sends it to all of them, and the parent passes it on: the second signal met
    the worker in the middle of its ending, where it waited for itself until it was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
