"""The house rules, each a generator of faults whose docstring is the rule."""

import ast
import re
import sys
from collections.abc import Iterator

FILE_LINES = 300
FUNCTION_LINES = 40
OUR_ROOMS = ("lytte", "lytte_admin")
CORE_MAY_IMPORT = {*sys.stdlib_module_names, "pydantic", "pydantic_core", "re2", "lytte"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def _imported(node: ast.AST) -> list[str]:
    """Full names of the modules that `node` imports; empty when it is no import."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def _name(node: ast.AST | None) -> str:
    """`datetime.now` as it is written; empty when the node is no dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return ""


def short_files(source: str) -> Iterator[str]:
    """A file is read in one sitting: at most 300 lines."""
    lines = len(source.splitlines())
    if lines > FILE_LINES:
        yield f"{lines} lines; {FILE_LINES} at most"


def short_functions(tree: ast.Module) -> Iterator[str]:
    """A function is seen at one glance: at most 40 lines, its docstring included."""
    for function in _functions(tree):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES:
            at_most = f"{FUNCTION_LINES} at most"
            yield f"line {function.lineno}: {function.name} has {lines} lines; {at_most}"


def imports_at_the_top(tree: ast.Module) -> Iterator[str]:
    """An import of our own rooms inside a function hides a circle."""
    for function in _functions(tree):
        for node in ast.walk(function):
            for module in _imported(node):
                if module.split(".")[0] in OUR_ROOMS:
                    yield f"{function.name} imports {module}; move it to the top of the file"


def named_exceptions(tree: ast.Module) -> Iterator[str]:
    """A handler names what it expects: no bare `except`, no `except Exception`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            for kind in caught:
                if kind is None or _name(kind) in ("Exception", "BaseException"):
                    yield f"line {node.lineno}: name the exception; only jobs catch everything"


def no_clock(tree: ast.Module) -> Iterator[str]:
    """`now` is an argument, so that last year's answers can be judged as they were."""
    clock = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)$")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and clock.search(_name(node.func)):
            yield f"line {node.lineno}: {_name(node.func)}(); take `now` as an argument"


def no_floats(tree: ast.Module) -> Iterator[str]:
    """A score is counted in Decimal: a float rounds a cut-off to the wrong side."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value!r} is a float; write Decimal"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield f"line {node.lineno}: float; use Decimal"


def pure_imports(tree: ast.Module) -> Iterator[str]:
    """The core stands on the standard library, pydantic and re2 alone."""
    for node in ast.walk(tree):
        for module in _imported(node):
            if module.split(".")[0] not in CORE_MAY_IMPORT:
                yield f"{module} does not belong in the core"


def asks_the_clock(tree: ast.Module) -> Iterator[str]:
    """What is in force is a matter of the hour: a planned version is, before a job says so."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        for side in (node.left, *node.comparators):
            if isinstance(side, ast.Constant) and side.value == "live":
                yield f"line {node.lineno}: asks for the state; ask services/published instead"


def waited_presses(tree: ast.Module) -> Iterator[str]:
    """A browser test waits for the page that a press leads to; a bare click does not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("click", "dblclick", "tap"):
            yield f"line {node.lineno}: .{node.attr}; use press or unfold from tests/site.py"


def no_stopwatch(tree: ast.Module) -> Iterator[str]:
    """A test counts; what it measured in seconds would depend on who shares the machine."""
    for node in ast.walk(tree):
        named = getattr(node, "attr", getattr(node, "name", ""))
        if named in ("process_time", "perf_counter", "thread_time"):
            yield f"{named}: use soon from tests/machine.py, or make bench"


def door_sign(tree: ast.Module) -> Iterator[str]:
    """A module says what it is for in its first line, as a sentence."""
    sign = ast.get_docstring(tree)
    if not sign:
        yield "no docstring"
    elif not sign.splitlines()[0].endswith((".", "?")):
        yield "the docstring's first line is no sentence"


def no_markup(tree: ast.Module) -> Iterator[str]:
    """Text from people is always escaped: nothing in the code declares it safe."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func).split(".")[-1] == "Markup":
            yield f"line {node.lineno}: Markup(...) switches escaping off"


def escaped_template(source: str) -> Iterator[str]:
    """A template escapes everything: no `|safe`, no autoescape block."""
    for pattern in (r"\|\s*safe\b", r"autoescape\s+false", r"\bMarkup\("):
        for found in re.finditer(pattern, source):
            yield f"{found.group()!r} switches escaping off"


def strict_template(source: str, *, may_style: bool) -> Iterator[str]:
    """A template obeys the content security policy, and its forms say where they go."""
    faults = {
        r"<[a-z][^<>]*\sstyle\s*=": "a style attribute; give it a class",
        r"<script(?![^>]*\ssrc=)[^>]*>": "a script within the page; put it in static/",
        r"<[a-z][^<>]*\son[a-z]+\s*=": "an event handler; use data- and a script in static/",
        r"javascript:": "a javascript: address",
        r"<form(?![^>]*\saction=)[^>]*>": "a form that does not say where it goes: after a link "
        "within the page, no error it comes back with would get the focus",
    }
    if not may_style:
        faults[r"<style\b"] = "a style element; only base and sheet templates have one"
    # What Jinja works out is not markup: `{% if chosen == one %}` is no handler called `one`.
    bare = re.sub(r"\{[#%{].*?[#%}]\}", _only_its_lines, source, flags=re.DOTALL)
    for pattern, fault in faults.items():
        for found in re.finditer(pattern, bare, re.IGNORECASE):
            line = bare[: found.start()].count("\n") + 1
            yield f"line {line}: {fault}"


def _only_its_lines(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def plain_requirements(source: str) -> Iterator[str]:
    """Pinned, hashed, and from wherever this machine is set to fetch: no URL, no index."""
    wanted = source.replace("\\\n", " ").splitlines()
    for line in (line for line in wanted if line.strip() and not line.lstrip().startswith("#")):
        name = line.split()[0]
        if "://" in line or line.lstrip().startswith("-") or " @ " in line:
            yield f"{name}: an address or an option; a name, a version and hashes are enough"
        elif "==" not in name or "--hash=sha256:" not in line:
            yield f"{name}: not pinned with a hash"


def no_machine_paths(source: str) -> Iterator[str]:
    """A file that we keep names no folder of the machine it was written on."""
    folders = ("work", "root", "Users", "home/[a-z]", "usr/local/lib/python")
    # After a bracket it is a step of a path inside a document: instance('x')/root/item.
    pattern = rf"(?<![\w.~}}$)])/(?:{'|'.join(folders)})\b[\w./-]*"
    for found in re.finditer(pattern, source):
        yield f"{found.group()!r} is a folder of one machine"
