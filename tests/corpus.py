"""Real questionnaires that other people published, where they lie beside the repository."""

from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"


def corpus(*parts: str) -> Path:
    """A folder or file of the corpus; the test that asks is skipped where it is absent."""
    path = CORPUS.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the corpus is not beside the repository: no {'/'.join(parts) or 'folder'}")
    return path.resolve()


def corpus_files(pattern: str, *parts: str) -> list[Path]:
    """Files for `parametrize`; empty where the corpus is absent, and the test shows as skipped."""
    return sorted(CORPUS.joinpath(*parts).glob(pattern))
