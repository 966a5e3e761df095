"""`make bench`: every published figure, measured on this machine, one after the other.

CPU time, because these machines are shared; each part prints its own limits. The exit
status says whether all of them held.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The sheet is compared with this drawing where it lies beside the repository.
MOCK = ROOT.parent / "shared" / "design" / "mocks" / "mock_sheet.html"
PARTS = {
    "Patient pages and sending, one gunicorn worker beside a bare Flask": [
        "lytte.commands.bench_pages"
    ],
    "The summary sheet": ["lytte.commands.bench_sheet", *([str(MOCK)] if MOCK.exists() else [])],
    "The questionnaire engine": ["lytte.commands.bench_engine"],
    "The worst questionnaires to read, and real ones": ["tests.bench.inputs"],
    "The form editor, a form of 200 items": ["lytte.commands.bench_editor"],
    "Rehearsal of a rule set": ["lytte.commands.bench_rehearsal"],
    "Commands, from start to end": ["lytte.commands.bench_commands"],
}


def main() -> int:
    """Run each part in a process of its own; return 1 when a limit was passed."""
    # Without compiled modules every start is three times slower, and none of it is ours.
    quiet = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    passed = []
    for title, (module, *arguments) in PARTS.items():
        print(f"\n{title}", flush=True)
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=quiet, check=False)
        passed.append(done.returncode == 0)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
