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
    "Patient pages and sending, one gunicorn worker beside a bare Flask": ["bench_pages"],
    "The summary sheet": ["bench_sheet", *([str(MOCK)] if MOCK.exists() else [])],
    "The questionnaire engine": ["bench_engine"],
    "The form editor, a form of 200 items": ["bench_editor"],
    "Rehearsal of a rule set": ["bench_rehearsal"],
    "Commands, from start to end": ["bench_commands"],
}


def main() -> int:
    """Run each part in a process of its own; return 1 when a limit was passed."""
    # Without compiled modules every start is three times slower, and none of it is ours.
    quiet = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    passed = []
    for title, (module, *arguments) in PARTS.items():
        if not (ROOT / "platform" / "lytte" / "commands" / f"{module}.py").exists():
            continue
        print(f"\n{title}", flush=True)
        command = [sys.executable, "-m", f"lytte.commands.{module}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=quiet, check=False)
        passed.append(done.returncode == 0)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
