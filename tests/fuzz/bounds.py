"""No input may take over a second or 300 MB, whatever it is."""

import re
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import slowness

SECONDS = 1.0
BYTES = 300_000_000

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
