"""`lytte export` writes a questionnaire for another tool and says what is not in it."""

import json
from pathlib import Path

import pytest

from lytte.cli import _FORMATS, main
from lytte.services.instruments.exporting import FORMATS
from tests.evaluated import check


@pytest.mark.parametrize("kind", FORMATS)
def test_an_own_instrument_is_written_so_that_it_can_be_imported(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"own{FORMATS[kind].suffix}"

    assert main(["export", "lytte-plager", "--format", kind, "-o", str(file)]) == 0

    found = check(str(file))
    assert found.ok
    assert found.kind == {"toml": "lytte-toml"}.get(kind, kind)
    assert ("alert rules are not in the file" in capsys.readouterr().err) is (kind != "toml")


def test_a_file_is_printed_in_another_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "form.csv"
    file.write_text("field_name,field_type,field_label\na,text,How are you?\n")

    assert main(["export", str(file), "--format", "fhir-r5"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert printed["item"] == [{"linkId": "a", "text": "How are you?", "type": "string"}]


@pytest.mark.parametrize("content", [None, b"", b"{", b"\x00\x01"])
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "form.json", tmp_path / "out.csv"
    if content is not None:
        file.write_bytes(content)

    assert main(["export", str(file), "--format", "redcap", "-o", str(out)]) == 1

    assert "Nothing was exported." in capsys.readouterr().err
    assert not out.exists()


def test_the_command_line_offers_every_format_there_is() -> None:
    assert set(_FORMATS) == set(FORMATS)
