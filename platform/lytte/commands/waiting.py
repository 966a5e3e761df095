"""A word on the error stream while something takes long, so that nobody believes it hangs.

Whole lines, on a terminal too: results go to the output stream, and may come at any moment.
"""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

FIRST, THEN = 2.0, 5.0
"""Seconds of silence before the first word, and between the next ones."""

Each = TypeVar("Each")


class _Waiting:
    """What is being done, and since when nothing was heard of it."""

    def __init__(self) -> None:
        self.step = ""
        self.began = self.heard = 0.0
        self.words = 0
        self.over = threading.Event()

    def begin(self, command: str) -> threading.Thread:
        self.step, self.words, self.over = "starting", 0, threading.Event()
        self.began = self.heard = time.monotonic()
        return threading.Thread(target=self._watch, args=(command, self.over), daemon=True)

    def hear(self) -> None:
        self.heard = time.monotonic()

    def _watch(self, command: str, over: threading.Event) -> None:
        wait = FIRST
        while not over.wait(wait):
            now = time.monotonic()
            silence = THEN if self.words else FIRST
            wait = max(0.05, self.heard + silence - now)
            if now - self.heard >= silence:
                self._tell(command, now)
                wait = THEN

    def _tell(self, command: str, now: float) -> None:
        step = self.step or "still working"
        print(f"{command}: {step} … ({now - self.began:.0f} s)", file=sys.stderr, flush=True)
        self.words += 1
        self.heard = now


_waiting = _Waiting()


@contextmanager
def told(command: str, hospital: str | None = None) -> Iterator[None]:
    """Tell how far `command` has come for as long as it runs, once it has been silent.

    Two may run side by side, a hospital each: the hospital stands with its words.
    """
    thread = _waiting.begin(f"{command}, {hospital}" if hospital else command)
    thread.start()
    try:
        yield
    finally:
        over()
        thread.join()


def over() -> None:
    """Be silent from now on: what comes is meant to last."""
    _waiting.over.set()


def heard() -> None:
    """Take note that something was said just now."""
    _waiting.hear()


def doing(step: str) -> None:
    """Say what is being done now; it is told when it takes long."""
    _waiting.step = step


def counted(many: Sequence[Each], what: str) -> Iterator[Each]:
    """Yield each of `many`, and say which of them is at hand."""
    for number, one in enumerate(many, 1):
        doing(f"{what} {number:,} of {len(many):,}")
        yield one
