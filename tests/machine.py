"""How much slower than a quiet one this machine is right now, by work of a known size."""

import gc
import time
from collections.abc import Callable

QUIET = 0.042
"""Seconds of the processor's time that the work takes where nothing else runs."""
GOES = 4


def slowness() -> float:
    """Return 1 on a quiet machine, more where others share its caches and its clock."""
    return max(1.0, min(_work() for _ in range(2)) / QUIET)


def spent(work: Callable[[], object]) -> float:
    """Return the seconds of a quiet machine's processor that `work` takes.

    The least of some goes, each judged by how slow the machine is around it: what else
    happens only ever adds. What was in memory before is not this work's to tidy.
    """
    gc.collect()
    gc.freeze()
    try:
        return min(_once(work) for _ in range(GOES))
    finally:
        gc.unfreeze()


def _once(work: Callable[[], object]) -> float:
    before = slowness()
    began = time.process_time()
    work()
    taken = time.process_time() - began
    return taken / max(before, slowness())


def _work() -> float:
    """Make and walk many small objects, as our own work does: caches count, not only the clock."""
    gc.disable()  # what else is in memory is no mark of the machine's
    try:
        began = time.process_time()
        made = [{"next": [str(number)]} for number in range(120_000)]
        sum(len(one["next"]) for one in reversed(made))
        return time.process_time() - began
    finally:
        gc.enable()
