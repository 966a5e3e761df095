"""What the readers of files can say is wrong, found where it is written.

Every call that tells of a fault is looked at: the sentence and the way out, each with a gap
(`{}`) for whatever is filled in. What is handed on from a parameter is met at the call that
gave it.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.wording.msgids import ROOT

LYTTE = ROOT / "platform" / "lytte"
CHECKS = sorted((LYTTE / "core" / "checks").glob("*.py"))
_WRITERS = {"write.py", "write_questions.py", "logic_written.py", "xpath_written.py", "cells.py",
            "saying.py", "workbook_written.py", "conditions_written.py", "responses.py",
            "following.py", "reading_fhirpath.py", "telling_when.py"}  # fmt: skip
"""What writes a file for another tool, or reads answers: nobody meets it when importing."""
READERS = [
    path
    for folder in ("fhir", "redcap", "xlsform", "logic")
    for path in sorted((LYTTE / "integrations" / folder).glob("*.py"))
    if path.name not in _WRITERS
]
SERVICES = [
    LYTTE / "integrations" / "any_format.py",
    LYTTE / "instruments" / "one_file.py",
    LYTTE / "core" / "recipe_matching.py",
    LYTTE / "core" / "size.py",
    *(
        LYTTE / "services" / "instruments" / f"{name}.py"
        for name in ("importing", "importing_table", "laying")
    ),
]
PARSER = [
    LYTTE / "core" / "expressions" / f"{name}.py"
    for name in ("lexer", "parser", "paths", "types", "expression")
]
CIRCLES = LYTTE / "core" / "evaluation" / "circles.py"
IMPORTING = [*CHECKS, CIRCLES, *READERS, *SERVICES]
AT_A_PLACE = ("error", "warning", "note", "_fault")
"""Called with the place first; the others with the sentence."""
WITH_A_WAY_OUT = ("fault", "warn", "NotJson", "Unreadable")
INNER = ("NotUnderstood", "NotExpressible", "ExpressionError", "Unresolved", "Circle")
"""Why something cannot be used: part of a sentence that has its way out itself."""


@dataclass(frozen=True)
class Said:
    """One call: where it is, what it tells, and the way out."""

    where: str
    kind: str
    message: tuple[str, ...]
    way_out: tuple[str, ...]
    passed: bool
    """The way out is a name or an attribute that another call or a table has filled."""

    def __iter__(self) -> Iterator[str]:
        return iter((*self.message, *self.way_out))


def said(paths: Iterable[Path]) -> Iterator[Said]:
    """Yield every call that tells of a fault."""
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = _assigned(tree)
        for scope in _scopes(tree):
            known = everywhere | _assigned(scope)
            for call in _calls(scope):
                yield _told(call, known, f"{path.name}:{call.lineno}")


def _told(call: ast.Call, known: dict[str, list[ast.expr]], where: str) -> Said:
    kind = _name(call.func)
    given = call.args[1:] if kind in AT_A_PLACE else call.args
    named = {each.arg: each.value for each in call.keywords}
    way_out = given[1] if len(given) > 1 else named.get("way_out")
    return Said(
        where,
        kind,
        tuple(_sentences(given[0], known)) if given else (),
        tuple(_sentences(way_out, known)) if way_out is not None else (),
        isinstance(way_out, ast.Name | ast.Attribute | ast.Call | ast.Subscript),
    )


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    yield tree
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Walk through a function, not into those inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own(child)


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    told = (*AT_A_PLACE, *WITH_A_WAY_OUT, *INNER)
    for node in _own(scope):
        if isinstance(node, ast.Call) and _name(node.func) in told and len(node.args) < 4:
            yield node


def _assigned(scope: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in _own(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _sentences(given: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Yield what an expression can come to, a gap for whatever is filled in."""
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}"
                          for v in given.values)  # fmt: skip
        case ast.IfExp():
            yield from _sentences(given.body, known)
            yield from _sentences(given.orelse, known)
        case ast.Name(id=name):
            for each in known.get(name, []):
                yield from _sentences(each, known if isinstance(each, ast.JoinedStr) else {})
        case _:
            # A call or a table: what it holds is looked at where it is written.
            return
