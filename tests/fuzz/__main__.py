"""Coverage-guided fuzzing: `python -m tests.fuzz.importer -max_total_time=60`.

Options are libFuzzer's; a file as the last argument is tried once. `--plain FILE …` tries
files without the fuzzer, which is several times slower than Lytte alone: what takes too
long there and not here is no finding. What is found lies under `var/fuzz/TARGET/`.
"""

import importlib
import sys
from pathlib import Path

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
    folder = FOUND / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.SEEDS):
        (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    (folder / "words").write_text("\n".join(map(_quoted, target.WORDS)))
    given = [*USUAL, f"-artifact_prefix={folder}/", f"-dict={folder}/words", *options]
    if not any(Path(one).is_file() for one in options):
        given.append(str(folder / "corpus"))
    atheris.Setup([sys.argv[0], *given], target.attempt)
    atheris.Fuzz()
    return 0


def _quoted(word: bytes) -> str:
    """Write a word as libFuzzer's dictionary wants it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"'


if __name__ == "__main__":
    sys.exit(main())
