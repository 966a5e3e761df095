"""What runs beside the pages in each of gunicorn's processes: the rounds of jobs.

Each process makes rounds, and whoever comes first does them. One that is killed is
replaced with its rounds; none needs a process, a queue or a clock of its own.
"""

from threading import Event, Thread
from typing import Any

from lytte.commands import ending
from lytte.jobs import rounds
from lytte.web.house import House

_stop = Event()


def post_worker_init(worker: Any) -> None:
    """Begin, in a process that gunicorn has just made."""
    ending.post_worker_init(worker)
    house: House = worker.wsgi.extensions["lytte"]
    Thread(
        target=rounds.keep_going,
        args=(house.database, house.keys, house.clock, _stop),
        kwargs={"wake": house.wake},
        name="rounds",
        daemon=True,
    ).start()


def worker_exit(server: Any, worker: Any) -> None:
    """Begin no further round; one under way is rolled back or done."""
    _stop.set()
    worker.wsgi.extensions["lytte"].wake.set()  # who waits for the next need not wait it out
