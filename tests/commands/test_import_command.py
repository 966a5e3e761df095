"""`lytte import` of what is no questionnaire says so before it touches anything."""

from pathlib import Path

import pytest

from lytte.cli import main


def test_the_folder_one_stands_in_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["import", ".", "--hospital", "nord"]) == 1

    said = capsys.readouterr().err
    assert f"There is no instrument.toml in the folder {tmp_path.name}." in said
    assert "Name the folder of an instrument, or a file." in said
