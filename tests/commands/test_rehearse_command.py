"""`lytte rehearse`: a rule set tried on a clinic's own past, from the command line."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lytte import cli
from tests.services.rehearsed_world import Past, publish_form
from tests.world import World

PAIN = {
    "id": "pain",
    "severity": "red",
    "when": {"type": "at_least", "measure": "plager/pain", "value": 7},
}


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"rules": [PAIN]}))
    return str(path)


@pytest.fixture
def opened(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The test's hospital, found by the command as a hospital's own server would be."""
    for role in ("app", "patient", "sign_in", "worker"):
        name = "DATABASE_URL" if role == "app" else f"DATABASE_{role.upper()}_URL"
        url = getattr(world.database, role).url.render_as_string(hide_password=False)
        monkeypatch.setenv(name, url)
    monkeypatch.setenv("LYTTE_SECRET_KEY", "a key for tests only, long enough to pass")
    return world


def test_it_prints_what_the_page_needs(
    opened: World, rules: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened.open() as session:
        work = opened.work(session)
        past = Past(opened, publish_form(work, opened, opened.clinic_id))
        past.sent(past.patient(), datetime.now(UTC) - timedelta(days=3), pain="8")
        past.keep(work)
        session.commit()

    code = cli.main(
        ["rehearse", "--clinic", "bryst", "--hospital", opened.slug, "--rules", rules,
         "--days", "30", "--json"]
    )  # fmt: skip

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (found["responses"], found["draft"]["alerts"], found["in_force"]["alerts"]) == (1, 1, 0)
    assert [one["first"]["because"][0]["value"] for one in found["gained"]] == ["8"]
    assert sum(one["draft"] for one in found["weeks"]) == 1


def test_it_prints_words(opened: World, rules: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["rehearse", "--clinic", "bryst", "--hospital", opened.slug, "--rules", rules])

    told = capsys.readouterr()
    assert code == 0
    assert "0 responses from 0 patients. Nothing was changed." in told.out
    assert "The clinic has no responses in these days." in told.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--clinic", "nowhere"], "no clinic called 'nowhere'. There are: bryst."),
        (["--clinic", "bryst", "--days", "0"], "0 days is not between 1 and 1096."),
        (["--clinic", "bryst", "--rules", "nowhere.json"], "The file cannot be read: No such file"),
    ],
)
def test_what_cannot_be_rehearsed_is_said(
    opened: World, rules: str, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = ["rehearse", "--hospital", opened.slug, "--rules", rules, *arguments]

    assert cli.main(whole) == 1
    assert told in capsys.readouterr().err
