"""Any bytes in an instrument's folder: an instrument, a recipe, or faults with their place."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from lytte.core.problems import stopping
from lytte.instruments import folder
from lytte.instruments.recipes import INSTRUMENTS, NotARecipe, read_recipe
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

# Which folder the bytes are laid into, and as which of its files.
PLACES = [
    ("lytte-plager", "instrument.toml"),
    ("lytte-plager", "texts/nb.toml"),
    ("lytte-plager", "thresholds.toml"),
    ("lytte-plager", "LICENCE.toml"),
    ("phq-9", "instrument.toml"),
    ("phq-9", "LICENCE.toml"),
    ("phq-9", "examples/by-hand.toml"),
    ("lytte-fatigue-bank", "instrument.toml"),
    ("pro-ctcae", "instrument.toml"),
    ("eq-5d-5l", "instrument.toml"),
]
SEEDS = [
    bytes([number]) + (INSTRUMENTS / name / file).read_bytes()
    for number, (name, file) in enumerate(PLACES)
]
WORDS = [
    b"[[item]]", b"[[item.items]]", b"[[scale]]", b"[[rule]]", b'type = "choice"', b"= []", b"= {}",
    b"= -1", b"= 1e400", b"= nan", b"= inf", b"= 2026-02-29", b"= 1979-05-27T07:32:00Z",
    b'type = "not"', b'of = { type = "at_least", item = "pain", value = 4 }', b"true",
    b'method = { type = "lookup", table = [[1, 2]] }', b'link_id = "pain"', b'id = "total"',
    b"[items.pain]", b'text = ""', b"{name}", b"0x10", b"0b1", b"1_000", b"'''", b'"""',
]  # fmt: skip

_SCRATCH = Path(tempfile.mkdtemp(prefix="lytte-fuzz-"))
for _name in {name for name, _ in PLACES}:
    shutil.copytree(INSTRUMENTS / _name, _SCRATCH / _name)


def attempt(document: bytes) -> None:
    """Put the bytes in place of one file, read the folder, and put the file back."""
    name, file = PLACES[document[0] % len(PLACES)] if document else PLACES[0]
    path = _SCRATCH / name / file
    path.write_bytes(document[1:])
    try:
        with within_bounds():
            _read(_SCRATCH / name)
    finally:
        shutil.copyfile(INSTRUMENTS / name / file, path)


def _read(path: Path) -> None:
    instrument, problems = folder.read(path)
    assert (instrument is None) == stopping(problems)
    assert all(one.place.startswith(path.name) and one.message for one in problems)
    with suppress(NotARecipe):
        read_recipe(path)


if __name__ == "__main__":
    guided.start("folders")
