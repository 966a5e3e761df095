"""How much slower than a quiet one this machine is right now, by work of a known size."""

import time

QUIET = 0.08
"""Seconds of the processor's time that the work takes where nothing else runs."""


def slowness() -> float:
    """Return 1 on a quiet machine, more where others share its caches and its clock."""
    return max(1.0, min(_work() for _ in range(2)) / QUIET)


def _work() -> float:
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return time.process_time() - began
