"""How much slower than a quiet one this machine is right now, by work of a known size."""

import gc
import time
from collections.abc import Callable

QUIET = 0.08
"""Seconds of the processor's time that the work takes where nothing else runs."""


def slowness() -> float:
    """Return 1 on a quiet machine, more where others share its caches and its clock."""
    return max(1.0, min(_work() for _ in range(2)) / QUIET)


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of the processor's time that `work` takes, the least of three goes.

    What else happens meanwhile only ever adds, and what was in memory before is not this
    work's to tidy.
    """
    gc.collect()
    gc.freeze()
    try:
        return min(_once(work) for _ in range(3))
    finally:
        gc.unfreeze()


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _work() -> float:
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return time.process_time() - began
