"""A file that is too large is refused by its first bytes, whichever command it is given to."""

import tracemalloc
from pathlib import Path

import pytest

from lytte.cli import main

SIZE = 60_000_000


@pytest.mark.parametrize(
    ("command", "most"),
    [
        (["export", "FILE", "--format", "fhir-r4"], "2,000,000"),
        (["import", "FILE", "--hospital", "nord"], "2,000,000"),
        (["bundle", "diff", "FILE", "--hospital", "nord"], "10,000,000"),
        (["bundle", "import", "FILE", "--hospital", "nord"], "10,000,000"),
        (["rehearse", "--clinic", "bryst", "--rules", "FILE"], "2,000,000"),
    ],
    ids=lambda given: "-".join(given[:2]) if isinstance(given, list) else "",
)
def test_what_is_too_large_is_not_read(
    command: list[str], most: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as made:
        made.write(b'{"lytte_bundle":')
        made.truncate(SIZE)
    tracemalloc.start()

    code = main([str(file) if each == "FILE" else each for each in command])

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code != 0
    assert most in capsys.readouterr().err
    assert peak < SIZE / 2
