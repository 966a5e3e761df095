"""`make` and `.ci/run`: what a newcomer types first."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT, text

# Steps of the others, which nobody types.
WITHIN = {"set-up", "set-up-tests", "python", "style", "imports", "types", "bounds"}
SET_UP = ROOT / ".ci" / "set_up.py"


def test_help_names_every_target_that_people_use() -> None:
    makefile = text(Path("Makefile"))
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    people_use = set(phony.split()) - {"help", *WITHIN}

    said = subprocess.run(
        [shutil.which("make") or "make"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert people_use <= set(re.findall(r"make ([a-z-]+)", said))


def test_ci_is_a_fresh_environment_the_checks_and_the_tests() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert re.findall(r"^make \w+$", script.read_text(), re.MULTILINE) == [
        "make check",
        "make test",
    ]


def test_set_up_refuses_words_it_does_not_know() -> None:
    done = subprocess.run(
        [sys.executable, SET_UP, "everything"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "choose from" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as somebody who may not install")
@pytest.mark.skipif(not shutil.which("apt-get"), reason="no apt-get on this system")
def test_who_may_not_install_is_told_what_to_type(open_folder: Path) -> None:
    python = Path("/usr/bin/python3")
    if not python.exists():
        pytest.skip("no Python that another user may run")
    nobody = pwd.getpwnam("nobody")
    open_folder.chmod(0o755)
    shutil.copy(SET_UP, open_folder)  # where it lies may be closed to him
    attempt = "import set_up; set_up._install(['fonts-noto-core', 'chromium'])"

    done = subprocess.run(
        [python, "-c", attempt],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        cwd=open_folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "sudo apt-get update && sudo apt-get install --yes" in done.stderr
    assert "fonts-noto-core chromium" in done.stderr


def test_every_task_that_is_promised_has_a_journey() -> None:
    promised = set(re.findall(r"^\| (\d+) \|", text(Path("docs/tasks.md")), re.MULTILINE))
    journeys = list((ROOT / "tests" / "journeys").glob("test_*.py"))
    walked = " ".join(f"{one.name} {one.read_text()}" for one in journeys)

    assert len(promised) == 20
    assert {one for one in promised if f"test_task_{one}_" not in walked} == set()
