"""Time commands as they are typed: `python -m lytte.commands.bench_commands`.

Prints the CPU seconds of a quick command, start and end included, and of loading the demo's
year; what the database spends on the demo is not in it. The demo's clock is printed beside,
with how busy the machine is: it proves something only where nobody else works.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

TIMES = 7
MOST_START, MOST_DEMO = 0.5, 30.0
FORM = {
    "resourceType": "Questionnaire", "status": "active", "title": "Søvn", "language": "nb",
    "item": [{"linkId": "sleep", "text": "Sover du godt?", "type": "boolean"}],
}  # fmt: skip


def main() -> int:
    """Print the figures; 1 when one is over its limit."""
    folder = Path(tempfile.mkdtemp(prefix="lytte-bench-"))
    folder.chmod(0o711)  # as root the server is another user, who passes through
    try:
        file = folder / "form.json"
        file.write_text(json.dumps(FORM), "utf-8")
        asked = (("--help",), ("check", str(file)), ("evaluate", str(file)))
        over = [_start(*arguments) > MOST_START for arguments in asked]
        over.append(_demo(folder) > MOST_DEMO)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(any(over))


def _start(*arguments: str) -> float:
    spent = median(_seconds(*arguments) for _ in range(TIMES))
    print(f"lytte {arguments[0]}: {spent:.2f} s CPU (limit {MOST_START})", flush=True)
    return spent


def _demo(folder: Path) -> float:
    began = time.monotonic()
    spent = _seconds("demo", "load", LYTTE_VAR=str(folder), PORT="5986")
    clock, busy = time.monotonic() - began, os.getloadavg()[0]
    print(f"lytte demo load: {spent:.1f} s CPU (limit {MOST_DEMO:.0f}), {clock:.0f} s by the clock "
          f"on {os.cpu_count()} cores, load {busy:.1f}")  # fmt: skip
    return spent


def _seconds(*arguments: str, **environ: str) -> float:
    """Return the CPU seconds of a command and of what it starts and waits for."""
    before = _spent()
    subprocess.run(
        [sys.executable, "-m", "lytte.cli", *arguments],
        env={**os.environ, **environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=True,
    )  # fmt: skip
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
