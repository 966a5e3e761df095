"""The patient's door and the staff's door, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lytte.storage.database import ROLES
from lytte.storage.embedded import EmbeddedServer

ROOT = Path(__file__).parents[2]
ASK = """
import json, sys, wsgi
app = getattr(wsgi, sys.argv[1])
client = app.test_client()
pages = {path: client.get(path).status_code for path in sys.argv[2:]}
print(json.dumps({"pages": pages, "loaded": sorted(sys.modules), "rules": sorted(
    rule.endpoint for rule in app.url_map.iter_rules())}))
"""
# The frozen list of the public door: a new address is a decision, made here.
PATIENT_RULES = {
    "health.alive", "health.ready", "static",
    "patient.front", "patient.enter_by_code", "patient.arrive", "patient.entry",
    "patient.enter_by_link", "patient.settings", "patient.choose", "patient.start",
    "patient.begin", "patient.review", "patient.send", "patient.thanks", "patient.call",
    "patient.reply", "patient.later", "patient.question", "patient.resume", "patient.save",
    "patient.logo",
}  # fmt: skip


def _ask(server: EmbeddedServer, template: str, door: str, *paths: str) -> dict[str, object]:
    names = {"app": "DATABASE_URL"} | {
        role: f"DATABASE_{role.upper()}_URL" for role in ROLES if role != "app"
    }
    environ = {
        **os.environ,
        **{name: server.url(f"lytte_{role}", template) for role, name in names.items()},
        "LYTTE_SECRET_KEY": "a key for tests only, long enough to pass",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, door, *paths],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def patient_door(server: EmbeddedServer, template: str) -> dict[str, object]:
    return _ask(
        server, template, "patient", "/", "/readyz", "/staff", "/clinic/", "/admin/",
        "/%2561dmin/", "/static/staff.css/../../../pyproject.toml",
    )  # fmt: skip


def test_the_patients_process_has_no_page_for_staff(patient_door: dict[str, object]) -> None:
    assert set(patient_door["rules"]) == PATIENT_RULES  # type: ignore[call-overload]
    assert patient_door["pages"] == {
        "/": 200, "/readyz": 200, "/staff": 404, "/clinic/": 404, "/admin/": 404,
        "/%2561dmin/": 404, "/static/staff.css/../../../pyproject.toml": 404,
    }  # fmt: skip


def test_the_patients_process_has_not_even_loaded_them(patient_door: dict[str, object]) -> None:
    loaded = patient_door["loaded"]
    assert isinstance(loaded, list)
    forbidden = ("lytte_admin", "flask_admin", "lytte.web.clinician", "lytte.web.auth")

    assert [one for one in loaded if one.startswith(forbidden)] == []


def test_the_staffs_process_has_no_page_for_patients(server: EmbeddedServer, template: str) -> None:
    door = _ask(server, template, "staff", "/", "/staff", "/a/token", "/entry", "/clinic/")

    assert door["pages"] == {
        "/": 302, "/staff": 200, "/a/token": 404, "/entry": 404, "/clinic/": 303,
    }  # fmt: skip


def test_a_door_nobody_made_is_told_by_name(server: EmbeddedServer, template: str) -> None:
    with pytest.raises(AssertionError, match="AttributeError: kitchen"):
        _ask(server, template, "kitchen")
