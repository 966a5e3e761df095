"""The texts of an instrument, file by language, and what is wrong with them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lytte.core.problems import Problem, error

Texts = Mapping[str, Mapping[str, Any]]
"""What stands in `texts/<language>.toml`, by language; the source language first."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class Wording:
    """Every text asked of it is found in all languages, or the fault is noted with its place.

    What was never asked for is a key that nothing in the instrument bears: a spelling
    mistake as a rule, so `unused` tells of it once everything has been read.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read: set[tuple[str, ...]] = set()
        self.problems: list[Problem] = []

    def text(self, *path: str, needed: bool = False) -> dict[str, str]:
        """Return the text at `path` by language, the source language first.

        A text that one language has, all must have; `needed` asks for it in any case.
        """
        self._read.add(path)
        found = {tag: self._look_up(tag, path) for tag in self._texts}
        written = {tag: text for tag, text in found.items() if text is not None}
        if written or needed:
            for tag in self._texts:
                if not (written.get(tag) or "").strip():
                    self._note(tag, path, "is missing", "write it, or leave the language out")
        self._compare_placeholders(path, written)
        return written

    def unused(self) -> Iterator[Problem]:
        """Yield a problem for each key that belongs to nothing in the instrument."""
        for tag in self._texts:
            for path in _leaves(self._texts[tag]):
                if path not in self._read:
                    yield _problem(tag, path, "belongs to nothing in instrument.toml")

    def _look_up(self, tag: str, path: tuple[str, ...]) -> str | None:
        here: Any = self._texts[tag]
        for name in path:
            if not isinstance(here, Mapping):
                return None
            here = here.get(name)
        if here is None or isinstance(here, str):
            return here
        self._note(tag, path, "must be a text in quotation marks")
        return None

    def _compare_placeholders(self, path: tuple[str, ...], written: Mapping[str, str]) -> None:
        """A number or an hour that one language is told, every language is told."""
        wanted: set[str] | None = None
        for tag, text in written.items():
            held = set(_PLACEHOLDER.findall(text))
            if wanted is None:
                wanted = held
            elif held != wanted:
                differ = ", ".join(f"{{{name}}}" for name in sorted(held ^ wanted))
                source = next(iter(written))
                self._note(tag, path, f"does not have the same placeholders as {source}: {differ}")

    def _note(self, tag: str, path: tuple[str, ...], message: str, way_out: str = "") -> None:
        self.problems.append(_problem(tag, path, message, way_out))


def _problem(tag: str, path: tuple[str, ...], message: str, way_out: str = "") -> Problem:
    return error(f"texts/{tag}.toml {'.'.join(path)}", message, way_out)


def _leaves(here: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inner in here.items():
        if isinstance(inner, Mapping) and inner:
            yield from _leaves(inner, (*above, name))
        else:
            yield (*above, name)
