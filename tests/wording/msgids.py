"""Every English sentence that a place asks its catalogue for, found in templates and code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

ROOT = Path(__file__).parents[2]
CALLED = {"_", "say", "words"}
_JINJA = jinja2.Environment(autoescape=True)


def in_template(path: Path, called: set[str] = CALLED) -> Iterator[str]:
    """Yield the sentences of one template: `_("…")` and both forms of `_.count("…", "…", n)`."""
    for call in _JINJA.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        name, strings = call.node, 1
        if isinstance(name, nodes.Getattr) and name.attr == "count":
            name, strings = name.node, 2
        if isinstance(name, nodes.Name) and name.name in called:
            for given in call.args[:strings]:
                yield from _constants(given)


def _constants(given: nodes.Expr) -> Iterator[str]:
    """A choice between two sentences is both of them."""
    if isinstance(given, nodes.Const) and isinstance(given.value, str):
        yield given.value
    if isinstance(given, nodes.CondExpr):
        yield from _constants(given.expr1)
        if given.expr2 is not None:
            yield from _constants(given.expr2)


def in_module(path: Path, called: set[str] = CALLED) -> Iterator[str]:
    """Yield the sentences of one module: `say("…")`, `self.say("…")`, `say.count("…", "…", n)`."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name, strings = call.func, 1
        if isinstance(name, ast.Attribute) and name.attr == "count":
            name, strings = name.value, 2
        last = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if last in called:
            for given in call.args[:strings]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value
