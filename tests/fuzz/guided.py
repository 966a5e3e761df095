"""Start a fuzz target again, under a fuzzer that sees which lines it reaches."""

import os
import sys


def start(target: str) -> None:
    """Replace this process by `python -m tests.fuzz TARGET`, with the same options.

    The fuzzer has to be there before Lytte is imported, and here it is imported already.
    """
    again = [sys.executable, "-m", "tests.fuzz", target, *sys.argv[1:]]
    os.execv(sys.executable, again)
