"""`lytte check`: one answer a file, for people and for programs."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from lytte.commands import questionnaire_file
from lytte.commands.check import run_check, shown
from tests.evaluated import check
from tests.integrations.fhir.questionnaires import EXAMPLES, asked, document

INSTRUMENTS = Path(__file__).parents[2] / "instruments"


def file(folder: Path, content: str | bytes) -> str:
    path = folder / "given.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_sound_file_can_be_imported(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(EXAMPLES / "conditions.json")

    code = run_check(Namespace(files=[path], json=True, read=questionnaire_file.read))

    assert code == 0
    assert json.loads(capsys.readouterr().out) == [
        {"file": path, "ok": True, "kind": "fhir-r4", "items": 7, "problems": []}
    ]


@pytest.mark.parametrize(
    ("name", "kind", "items"),
    [("every-type", "fhir-r4", 16), ("r5", "fhir-r5", 5), ("stu3", "fhir-stu3", 3)],
)
def test_the_kind_and_the_items_at_all_depths_are_told(name: str, kind: str, items: int) -> None:
    found = check(str(EXAMPLES / f"{name}.json"))

    assert (found.kind, found.items, found.ok) == (kind, items, True)


def test_an_instrument_is_a_folder_or_the_file_in_it() -> None:
    for path in (INSTRUMENTS / "lytte-plager", INSTRUMENTS / "lytte-plager" / "instrument.toml"):
        found = check(str(path))

        assert (found.kind, found.ok) == ("lytte-toml", True)
        assert found.items > 10


def test_a_recipe_is_sound_and_says_that_its_wording_is_somebody_elses() -> None:
    found = check(str(INSTRUMENTS / "phq-9"))

    assert (found.kind, found.items, found.ok) == ("lytte-recipe", 9, True)
    assert "--recipe phq-9" in shown(found)


def test_everything_on_the_shelves_is_sound() -> None:
    folders = sorted(one.parent for one in INSTRUMENTS.glob("*/instrument.toml"))

    assert [one.name for one in folders if not check(str(one)).ok] == []


def test_one_bad_file_makes_the_answer_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = file(tmp_path, json.dumps(document(asked("a"), asked("a"))))

    code = run_check(
        Namespace(
            files=[str(EXAMPLES / "conditions.json"), bad], json=True, read=questionnaire_file.read
        )
    )

    assert code == 1
    good, refused = json.loads(capsys.readouterr().out)
    assert (good["ok"], refused["ok"]) == (True, False)
    [problem] = [each for each in refused["problems"] if each["severity"] == "error"]
    assert set(problem) == {"severity", "place", "message"}
    assert problem["place"] == "a"
    assert "Give each its own linkId." in problem["message"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01", "not a questionnaire that can be read"),
        (b"{\xff", "not UTF-8"),
        (b" " * 2_000_001, "over 2,000,000 bytes"),
        (b"survey,type\n", "not a questionnaire that can be read"),
        (b"PK\x03\x04 a letter", "not a questionnaire that can be read"),
        (b"<Questionnaire/>", "the file is XML"),
        (b"[1]", "not a FHIR resource"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes, why: str) -> None:
    found = check(file(tmp_path, content))

    assert (found.ok, found.kind, found.items) == (False, "unknown", 0)
    assert why in found.problems[0].message


@pytest.mark.parametrize("name", ["nowhere.json", "nowhere.toml", ""])
def test_what_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    found = check(str(tmp_path / name))

    assert not found.ok
    assert found.problems


def test_a_broken_instrument_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "instrument.toml").write_text("= nothing")

    assert not check(str(tmp_path)).ok


def test_people_read_errors_first(tmp_path: Path) -> None:
    text = shown(check(file(tmp_path, json.dumps(document(asked("a"), asked("a"), title="")))))

    head, first, *rest = text.splitlines()
    assert head.endswith("cannot be imported (fhir-r4, 2 items)")
    assert first.startswith("  ✗ a: 2 items have the linkId a")
    assert any(line.startswith("  ! ") for line in rest)


def test_a_fhir_file_does_not_wait_for_what_reads_tables_and_folders() -> None:
    said = """
import sys
from lytte.cli import main
assert main(["check", sys.argv[1]]) == main(["evaluate", sys.argv[1]]) == 0
print([one for one in sys.modules if "xlsform" in one or "redcap" in one or "folder" in one])
"""
    ended = subprocess.run(
        [sys.executable, "-c", said, str(EXAMPLES / "conditions.json")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_a_questionnaire_comes_through_a_pipe_as_from_a_file(command: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "lytte.cli", command, "/dev/stdin"],
        input=(EXAMPLES / "conditions.json").read_bytes(), capture_output=True,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout.decode()
