"""How much work something is, counted: the same on a busy machine as on a quiet one.

Seconds are measured by `make bench`; a test that measured them would fail when others share
the machine.
"""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

Done = TypeVar("Done")

A_SECOND = 10_000_000
"""About as many calls as a quiet machine makes in a second, of Python and of C functions.

What happens inside one C function (a pattern being matched, a list being searched) counts as
one, however long it takes: that is seen in `make bench` alone.
"""


def soon(work: Callable[[], Done], most: int = A_SECOND) -> Done:
    """Return what `work` returns; fail as soon as it has made more than `most` calls."""
    made = 0

    def one_more(*_: Any) -> None:
        nonlocal made
        made += 1
        if made > most:
            pytest.fail(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(one_more)
    try:
        return work()
    finally:
        sys.setprofile(before)
