"""Coverage-guided fuzzing: `python -m tests.fuzz.importer -max_total_time=60`.

Options are libFuzzer's; a file as the last argument is tried once. `--plain FILE …` tries
files without the fuzzer, which is several times slower than Lytte alone: what takes too
long there and not here is no finding. What is found lies under `var/fuzz/TARGET/`.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.fuzz.json_changes import JsonChanges

try:
    import atheris
except ImportError:
    atheris = None

FOUND = Path("var") / "fuzz"
USUAL = ("-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1")


def main() -> int:
    """Run one target until its time is up or it breaks."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    name, options = sys.argv[1], sys.argv[2:]
    if options[:1] == ["--plain"]:
        attempt = importlib.import_module(f"tests.fuzz.{name}").attempt
        for file in options[1:]:
            attempt(Path(file).read_bytes())
            print(f"{file}: nothing broke")
        return 0
    if atheris is None:
        print("Coverage-guided fuzzing needs atheris (Linux): pip install atheris.")
        return 2
    with atheris.instrument_imports(include=["lytte"]):
        target = importlib.import_module(f"tests.fuzz.{name}")
    atheris.Setup([sys.argv[0], *_prepared(name, target, options)], target.attempt, **_own(target))
    atheris.Fuzz()
    return 0


def _prepared(name: str, target: ModuleType, options: list[str]) -> list[str]:
    """Lay the seeds and words out for libFuzzer and return all it is told."""
    folder = FOUND / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.SEEDS):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    given = [*USUAL, f"-artifact_prefix={folder}/", *options]
    if target.WORDS:
        (folder / "words").write_text("\n".join(map(_quoted, target.WORDS)))
        given.append(f"-dict={folder}/words")
    if not any(Path(one).is_file() for one in options):
        given.append(str(folder / "corpus"))
    return given


def _own(target: ModuleType) -> dict[str, Any]:
    """Where the input is JSON, most changes leave it JSON."""
    if not hasattr(target, "JSON_STARTS"):
        return {}
    changes = JsonChanges(target.SEEDS, target.JSON_STARTS)

    def changed(document: bytes, most: int, number: int) -> bytes:
        return changes.change(document, most, number, atheris.Mutate)

    return {"custom_mutator": changed}


def _quoted(word: bytes) -> str:
    """Write a word as libFuzzer's dictionary wants it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


if __name__ == "__main__":
    sys.exit(main())
