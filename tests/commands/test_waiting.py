"""Whoever waits for a command is told that it works, and how far it has come."""

import json
import time

import pytest

from lytte import cli
from lytte.commands import check, demo, waiting
from tests.integrations.fhir.questionnaires import EXAMPLES

FORM = str(EXAMPLES / "conditions.json")
PATIENCE = 30.0
"""Seconds until a test that waits for a word says that none came."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds of silence become none: what is tested is that something is said."""
    monkeypatch.setattr(waiting, "FIRST", 0.0)
    monkeypatch.setattr(waiting, "THEN", 0.01)


def said_in_time(capsys: pytest.CaptureFixture[str], words: str) -> str:
    """Return what is said when it holds these words; another thread says it."""
    end = time.monotonic() + PATIENCE
    while words not in (said := capsys.readouterr().err):
        assert time.monotonic() < end, f"Nothing was told of: {words}"
        time.sleep(0.01)
    return said


def test_a_long_command_tells_which_file_it_is_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = check.check
    told: list[str] = []

    def slow(path: str, read: check.Read) -> check.Checked:
        """Take until the file at hand was told of."""
        said_in_time(capsys, f"lytte check: file {len(told) + 1} of 2 … (")
        told.append(path)
        return quick(path, read)

    monkeypatch.setattr(check, "check", slow)

    status = cli.main(["check", "--json", FORM, FORM])

    assert (status, len(told)) == (0, 2)


def test_what_a_program_reads_holds_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(waiting, "THEN", 0.0)

    cli.main(["check", "--json", FORM])

    assert [one["ok"] for one in json.loads(capfd.readouterr().out)] == [True]


def test_two_hospitals_that_load_side_by_side_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    def slow(_: object) -> int:
        """Take until something was told."""
        told.append(said_in_time(capsys, "lytte demo load"))
        return 0

    monkeypatch.setattr(demo, "run_load", slow)
    cli.main(["demo", "load"])
    cli.main(["demo", "load", "--hospital", "nordlys"])

    assert told[0].startswith("lytte demo load: starting")
    assert told[1].startswith("lytte demo load, nordlys: starting")


def test_a_quick_command_says_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(waiting, "FIRST", 600.0)

    cli.main(["check", FORM])

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["check", "db upgrade", "demo load", "bundle export", "sheet"])
def test_every_command_is_called_as_it_is_typed(command: str) -> None:
    given = {"check": ["x"], "sheet": ["x", "-o", "y"], "bundle export": ["--hospital", "x"]}

    parsed = cli._parser().parse_args([*command.split(), *given.get(command, [])])

    assert parsed.called == f"lytte {command}"
