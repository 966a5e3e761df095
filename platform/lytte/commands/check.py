"""`lytte check FILE… [--json]`: what is wrong with a questionnaire, before it is brought in."""

import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from lytte.commands import waiting
from lytte.core.checks.gathering import gathered
from lytte.core.problems import Problem, stopping
from lytte.integrations.imported import Imported

Read = Callable[[str], tuple[Imported, bytes]]
_MARKS = {"error": "✗", "warning": "!", "note": "·"}


class Checked(NamedTuple):
    """What came of one file."""

    file: str
    kind: str
    items: int
    problems: Sequence[Problem]

    @property
    def ok(self) -> bool:
        return not stopping(list(self.problems))

    def json(self) -> dict[str, Any]:
        """Return the entry that `--json` prints."""
        problems = [
            {"severity": each.severity, "place": each.place, "message": sentence(each)}
            for each in self.problems
        ]
        return {
            "file": self.file,
            "ok": self.ok,
            "kind": self.kind,
            "items": self.items,
            "problems": problems,
        }


def check(path: str, read: Read) -> Checked:
    """Check a questionnaire in any format Lytte reads, or an instrument's or recipe's folder."""
    found, _ = read(path)
    return Checked(path, found.version or "unknown", found.items, found.problems)


def run_check(given: Namespace) -> int:
    """Print what came of each file; 0 when all can be imported, 1 when one cannot."""
    found = [check(each, given.read) for each in waiting.counted(given.files, "file")]
    if given.json:
        print(json.dumps([each.json() for each in found], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(shown(each) for each in found))
    return 0 if all(each.ok for each in found) else 1


def shown(found: Checked) -> str:
    """Return what came of a file as lines to read, errors first."""
    of_kind = f"{found.kind}, {found.items} items"
    verdict = "can be imported" if found.ok else "cannot be imported"
    lines = [f"{found.file}: {verdict} ({of_kind})"]
    order = list(_MARKS)
    for each in sorted(gathered(found.problems), key=lambda problem: order.index(problem.severity)):
        place = f"{each.place}: " if each.place else ""
        lines.append(f"  {_MARKS[each.severity]} {place}{each.message}")
        if each.way_out:
            lines.append(f"      {each.way_out}")
    return "\n".join(lines)


def sentence(problem: Problem) -> str:
    """The way out belongs to the message where there is only one place for both."""
    if not problem.way_out:
        return problem.message
    stop = "" if problem.message.endswith((".", "!", "?")) else "."
    return f"{problem.message}{stop} {problem.way_out}"
