"""What came of writing a questionnaire for another tool: the file, and what it cannot say."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lytte.core.problems import Problem, note, warning

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SHOWN = 6


class Written(NamedTuple):
    """A file, and what of the questionnaire is not in it."""

    content: bytes
    problems: list[Problem]


class Losses:
    """What a format cannot say, gathered so that each thing is told once with its items."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, bool], dict[str, None]] = defaultdict(dict)

    def add(self, link_id: str, what: str, way_out: str = "", *, matters: bool = False) -> None:
        """Note that `what` of an item is left out; `matters` when patients would notice."""
        self._found[what, way_out, matters][link_id] = None

    def problems(self) -> Iterator[Problem]:
        """Yield each loss, those that matter first."""
        ordered = sorted(self._found.items(), key=lambda pair: not pair[0][2])
        for (what, way_out, matters), items in ordered:
            named = [each for each in items if each]
            shown = ", ".join(named[:_SHOWN])
            more = f" … (+{len(named) - _SHOWN})" if len(named) > _SHOWN else ""
            message = f"{what}: {shown}{more}" if named else what
            yield (warning if matters else note)("", message, way_out)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a space is put before it."""
    if cell.startswith(_DANGEROUS) and not _NUMBER.fullmatch(cell):
        return f" {cell}"
    return cell
