"""Workbooks as Excel wrote them until 2003 (.xls), read in a process of their own.

The format has no directory that can be measured beforehand, so the process that reads it
has a bound on its memory and its time, and what it prints is all that comes of it.
"""

import json
import subprocess
import sys
from typing import Final

from lytte.integrations.xlsform.workbook import LARGEST_FILE, Row, Unreadable

_SIGNATURE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_SECONDS: Final = 10
_PROCESS: Final = "lytte.integrations.xlsform.old_workbook_process"


def is_old_workbook(document: bytes) -> bool:
    """Tell an old workbook by its first bytes."""
    return document.startswith(_SIGNATURE)


def old_sheets(document: bytes) -> dict[str, list[Row]]:
    """Return every sheet by its name. Raises Unreadable."""
    if len(document) > LARGEST_FILE:
        raise Unreadable(f"the file is over {LARGEST_FILE:,} bytes")
    try:
        done = subprocess.run(
            [sys.executable, "-m", _PROCESS],
            input=document,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise Unreadable("the workbook, of the old kind .xls, cannot be read")
    return {name: [Row(number, cells) for number, cells in rows] for name, rows in found.items()}
