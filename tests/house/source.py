"""The repository's own files, as the house rules read them."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE_ROOTS = ("platform", "admin")
NEVER_OURS = (".git", ".venv", "var", "__pycache__", "dist")


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, relative to the root.

    Without git (a copied folder) it is every file that is not obviously made
    by a tool, so that the rules hold there too.
    """
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
        found = (Path(name) for name in listed if name)
    else:
        found = (
            path.relative_to(ROOT)
            for path in ROOT.rglob("*")
            if not set(path.relative_to(ROOT).parts) & set(NEVER_OURS)
        )
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def python_files(*roots: str) -> Iterator[Path]:
    """Our Python files under `roots`, relative to the root; all of them when none is named."""
    for path in kept_files():
        if path.suffix == ".py" and (not roots or path.parts[0] in roots):
            yield path


def templates() -> Iterator[Path]:
    for path in kept_files():
        if path.parts[0] in SOURCE_ROOTS and path.suffix in (".html", ".svg", ".xml", ".jinja"):
            yield path


def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))
