"""Make the virtual environment and see to the system libraries; quick when nothing changed.

    python3 .ci/set_up.py run  --venv .venv     what Lytte needs
    python3 .ci/set_up.py test --venv .venv     and what its tests need besides

Only the standard library is used: this runs before anything is installed.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"run": ("requirements.txt",), "test": ("requirements.txt", "requirements-dev.txt")}
OLDEST = (3, 11)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    parser = argparse.ArgumentParser(description="Set up what Lytte needs.")
    parser.add_argument("purpose", choices=LOCKS)
    parser.add_argument("--venv", type=Path, default=Path(".venv"))
    given = parser.parse_args()
    if sys.version_info < OLDEST:
        return _stop(f"Lytte needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        _system_packages(given.purpose)
        _virtual_environment((ROOT / given.venv).absolute(), given.purpose)
    except Unable as reason:
        return _stop(str(reason))
    except subprocess.CalledProcessError as failed:
        command = " ".join(map(str, failed.cmd))
        return _stop(f"`{command}` ended with status {failed.returncode}; its words are above.")
    return 0


class Unable(Exception):
    """Set-up needs something that only the person at the keyboard can do; the text says what."""


def _virtual_environment(venv: Path, purpose: str) -> None:
    stamp = venv / "lytte-installed-for"
    wanted = {name: _fingerprint(venv, locks) for name, locks in LOCKS.items()}
    installed = stamp.read_text().splitlines() if stamp.exists() else []
    if wanted[purpose] in installed and (venv / "bin" / "lytte").exists():
        return
    python = venv / "bin" / "python"
    if not python.exists() or subprocess.run([python, "-c", ""], check=False).returncode:
        _require_venv()
        print(f"Making a virtual environment in {venv} with Python {sys.version.split()[0]}.")
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
    # What the environment was set up for before stays in it: `make run` after
    # `make test` takes nothing away.
    purposes = [purpose] if purpose == "test" or not installed else list(LOCKS)
    lock = LOCKS[purposes[-1]][-1]
    print(f"Installing {lock}, every file checked against its hash (about a minute).")
    # Errors alone: an index that lacks one file of many would fill the screen with warnings.
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    done = LOCKS if lock == LOCKS["test"][-1] else {purpose}
    stamp.write_text("".join(f"{wanted[name]}\n" for name in LOCKS if name in done))


def _fingerprint(venv: Path, locks: tuple[str, ...]) -> str:
    """Changes when anything that is installed changes; moving the repository changes it too."""
    parts = [str(venv), str(ROOT), sys.version]
    parts += [(ROOT / name).read_text() for name in (*locks, "pyproject.toml")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _require_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _install([f"python{version}-venv"])


def _system_packages(purpose: str) -> None:
    """Install the system's own libraries that are missing, by the names that Debian gives them."""
    needed: dict[str, Callable[[], bool]] = {
        "libpango-1.0-0": lambda: _loads("libpango-1.0.so.0"),
        "libpangoft2-1.0-0": lambda: _loads("libpangoft2-1.0.so.0"),
        # Without it a PDF is drawn just the same, in three times the time.
        "libharfbuzz-subset0": lambda: _loads("libharfbuzz-subset.so.0"),
        "fonts-noto-core": lambda: any(Path("/usr/share/fonts").rglob("NotoSans-Regular.*")),
    }
    if purpose == "test":
        needed["chromium"] = lambda: any(shutil.which(name) for name in CHROMIUM)
        needed["poppler-utils"] = lambda: bool(shutil.which("pdftoppm"))
    missing = [package for package, is_there in needed.items() if not is_there()]
    if missing:
        _install(missing)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install(packages: list[str]) -> None:
    """By apt-get where we may; otherwise say exactly what to type."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Unable(
            f"These are missing, by Debian's names: {' '.join(packages)}.\n"
            "Install them with this system's package manager, then try again."
        )
    before = _as_root()
    if before is None:
        raise Unable(
            f"Missing on this system: {' '.join(packages)}. Type\n\n"
            f"    sudo apt-get update && sudo {' '.join(command)}\n\nand try again."
        )
    print(f"Installing {' '.join(packages)} for the whole system.")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "--quiet"], command):
        subprocess.run([*before, *step], check=True, env=quiet, stdout=subprocess.DEVNULL)


def _as_root() -> list[str] | None:
    """What to write before a command to run it as root; None when that needs a password."""
    if os.geteuid() == 0:
        return []
    asks_nothing = ["sudo", "-n"]
    if shutil.which("sudo") and not subprocess.run([*asks_nothing, "true"], check=False).returncode:
        return asks_nothing
    return None


def _stop(reason: str) -> int:
    print(f"\nSet-up stopped.\n{reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
