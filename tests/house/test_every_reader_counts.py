"""Whoever reads responses and scores leaves out what was corrected, or says here why not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, python_files

CONDITIONS = ("counts", "counted")
IN_SQL = re.compile(r"\b(?:from|join)\s+(?:response|score)\b", re.IGNORECASE)
IN_ORM = ("Response", "Score")

# Where a response is known already, or what was corrected is what is asked for.
EXEMPT = {
    "storage/corrections.py:counts": "It is the condition.",
    "storage/corrections.py:counted": "It is the condition.",
    "services/sheets/summarising.py:_measures": "The scores of one response, which holds.",
    "services/sheets/tracing.py:traced": "Tells of both, and which of them holds.",
    "services/paper/correcting.py:opened": "One response, to be corrected; asked whether it holds.",
    "services/alerts/agreeing.py:_stood": "Of an alert that is open: a corrected one's are closed.",
    "services/alerts/alerting.py:listed": "A closed alert is shown with the paper that raised it.",
    "services/paper/judging_again.py:_closed_by_correction": "Asks whether somebody corrected.",
    "demo/pathways.py:keep": "Writes.",
    "commands/bench_rehearsal.py:_AGAIN": "Copies invented rows, none of them corrected.",
}

Top = ast.FunctionDef | ast.Assign


def _parts(tree: ast.Module) -> Iterator[tuple[str, Top]]:
    """Yield each function and each assignment of the module, with its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
    for one in tree.body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            yield one.targets[0].id, one


def _reads(part: Top) -> int:
    """Return how many times a part reads: each in SQL, and once for all that the ORM does."""
    told = [ast.unparse(part.args)] if isinstance(part, ast.FunctionDef) else []
    in_sql = in_orm = 0
    made = {id(node.func) for node in ast.walk(part) if isinstance(node, ast.Call)}
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            in_sql += len(IN_SQL.findall(node.value))
        elif isinstance(node, ast.Attribute) and node.attr in IN_ORM and id(node) not in made:
            in_orm += ast.unparse(node) == f"tables.{node.attr}"
    if isinstance(part, ast.FunctionDef):
        told.append(ast.unparse(part.returns) if part.returns else "")
        in_orm -= " ".join(told).count("tables.Response") + " ".join(told).count("tables.Score")
    return in_sql + (in_orm > 0)


def _conditions(part: Top) -> int:
    called = (node.func for node in ast.walk(part) if isinstance(node, ast.Call))
    return sum(ast.unparse(one).rpartition(".")[2] in CONDITIONS for one in called)


def _faults(path: Path, tree: ast.Module) -> Iterator[str]:
    for name, part in _parts(tree):
        if _reads(part) > _conditions(part):
            yield f"{path}:{name}"


def test_every_reader_leaves_out_what_was_corrected() -> None:
    found = {
        fault.removeprefix("platform/lytte/")
        for path in python_files("platform", "admin")
        for fault in _faults(path, ast.parse((ROOT / path).read_text()))
    }

    assert found == set(EXEMPT), "Ask storage/corrections, or say here why not"


@pytest.mark.parametrize(
    "broken",
    [
        'READ = "select count(*) from response where id = 1"',
        'READ = f"select r.id from response r where {counts(x)} union select id from response"',
        "def read(work):\n    return work.session.get(tables.Response, 1)",
        "def read(work: tables.Response):\n    kind = tables.Score\n    return select(kind)",
    ],
)
def test_a_reader_that_does_not_ask_is_found(broken: str) -> None:
    assert list(_faults(Path("x.py"), ast.parse(broken)))


def test_a_reader_that_asks_is_none() -> None:
    asks = 'READ = f"select r.id from response r where {corrections.counts(x)}"'

    assert list(_faults(Path("x.py"), ast.parse(asks))) == []
