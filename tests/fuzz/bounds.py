"""No input may take over a second or 300 MB, whatever it is."""

import gc
import re
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 1.0
BYTES = 300_000_000
QUIET = 0.042
"""Seconds of the processor's time that `_work` takes where nothing else runs."""

_PAGE = resource.getpagesize()
_STATM = Path("/proc/self/statm")
_STATUS = Path("/proc/self/status")


class OverBounds(AssertionError):
    """One input took longer, or more memory, than any input may."""


@contextmanager
def within_bounds() -> Iterator[None]:
    """Raise OverBounds when what is done inside takes too much; the process's own time counts."""
    highest, held = _highest(), _held()
    began = time.process_time()
    yield
    spent = time.process_time() - began
    if spent > SECONDS and spent > SECONDS * slowness():
        raise OverBounds(f"{spent:.2f} s")
    # The mark is the process's: it moves only when this input went higher than all before.
    if _highest() > highest and _highest() - held > BYTES:
        raise OverBounds(f"{(_highest() - held) / 1e6:.0f} MB")


def slowness() -> float:
    """Return 1 on a quiet machine, more where others share its caches and its clock."""
    return max(1.0, min(_work() for _ in range(2)) / QUIET)


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


def _highest() -> int:
    # Linux hands `ru_maxrss` on to a program that is started; VmHWM is the program's own.
    if _STATUS.exists():
        told = re.search(r"VmHWM:\s*(\d+) kB", _STATUS.read_text())
        if told:
            return int(told[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _held() -> int:
    if not _STATM.exists():  # Only Linux tells; elsewhere the mark itself is the start.
        return _highest()
    return int(_STATM.read_text().split()[1]) * _PAGE
