"""The bounds that keep the house readable; `make check` runs them."""

import ast
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.source import ROOT, kept_files, python_files, templates, text, tree

MAY_IMPORT_LATE = ("platform/lytte/cli.py", "wsgi.py")
MAY_READ_THE_CLOCK = ("web", "jobs", "commands", "cli.py", "app.py")
# Item response theory: estimated parameters in, a score rounded to Decimal out.
MAY_USE_FLOATS = ("graded_response.py", "bank.py")
MAY_IMPORT_NUMPY = "graded_response.py"
# The one module that may declare markup safe: it draws it, and puts no text in it.
MAY_MARK_UP = Path("platform/lytte/web/qr.py")
# Where the one way to press lives.
MAY_CLICK = Path("tests/site.py")
# What writes the state down.
MAY_ASK_FOR_THE_STATE = ("publishing.py", "taking_effect.py")
OURS = ("platform", "admin", "tests", "migrations", ".ci", "wsgi.py")


def _room(path: Path) -> str:
    """`web` for platform/lytte/web/patient/views.py; empty outside the platform."""
    return path.parts[2] if path.parts[:2] == ("platform", "lytte") else ""


def _faults(paths: Iterable[Path], rule: Callable[[ast.Module], Iterator[str]]) -> list[str]:
    return [f"{path}: {fault}" for path in paths for fault in rule(tree(path))]


def _expect_none(faults: Iterable[str]) -> None:
    """Fail with every fault, a line each, and nothing else to read."""
    told = sorted(faults)
    if told:
        pytest.fail("\n".join(["", *told]), pytrace=False)


def test_the_source_roots_are_not_packages() -> None:
    """A package called `platform` would hide the standard library's module of that name."""
    for root in ("platform", "admin", "tests"):
        assert not (ROOT / root / "__init__.py").exists()
    assert not (ROOT / "tests" / "platform").exists()


def test_the_tests_have_no_packages() -> None:
    _expect_none(str(path) for path in python_files("tests") if path.name == "__init__.py")


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in python_files("tests") if path.name.startswith("test_")]

    _expect_none(name for name in set(names) if names.count(name) > 1)


def test_files_are_short() -> None:
    _expect_none(
        f"{path}: {fault}"
        for path in python_files(*OURS)
        for fault in rules.short_files(text(path))
    )


def test_functions_are_short() -> None:
    # A migration is a list of changes, read once from top to bottom.
    paths = (path for path in python_files(*OURS) if path.parts[0] != "migrations")

    _expect_none(_faults(paths, rules.short_functions))


def test_our_rooms_are_imported_at_the_top() -> None:
    paths = (path for path in python_files() if str(path) not in MAY_IMPORT_LATE)

    _expect_none(_faults(paths, rules.imports_at_the_top))


def test_exceptions_are_named_outside_jobs() -> None:
    paths = (path for path in python_files("platform", "admin", "wsgi.py") if _room(path) != "jobs")

    _expect_none(_faults(paths, rules.named_exceptions))


def test_nothing_below_web_and_jobs_reads_the_clock() -> None:
    paths = (path for path in python_files("platform") if _room(path) not in MAY_READ_THE_CLOCK)

    _expect_none(_faults(paths, rules.no_clock))


def test_no_score_is_a_float() -> None:
    scoring = Path("platform/lytte/core/scoring")
    paths = (path for path in python_files("platform") if path.is_relative_to(scoring))

    assert (
        _faults((path for path in paths if path.name not in MAY_USE_FLOATS), rules.no_floats) == []
    )


def test_the_core_imports_no_framework() -> None:
    paths = (
        path
        for path in python_files("platform")
        if _room(path) == "core" and path.name != MAY_IMPORT_NUMPY
    )

    _expect_none(_faults(paths, rules.pure_imports))


def test_nobody_takes_a_state_for_what_is_in_force() -> None:
    paths = (p for p in python_files("platform", "admin") if p.name not in MAY_ASK_FOR_THE_STATE)

    _expect_none(_faults(paths, rules.asks_the_clock))


def test_no_browser_test_reads_on_before_the_page_has_changed() -> None:
    paths = (path for path in python_files("tests") if path != MAY_CLICK)

    _expect_none(_faults(paths, rules.waited_presses))


def test_no_test_holds_a_stopwatch() -> None:
    paths = (path for path in python_files("tests") if path.name.startswith("test_"))

    _expect_none(_faults(paths, rules.no_stopwatch))


def test_every_room_has_a_sign_at_its_door() -> None:
    _expect_none(_faults(python_files("platform", "admin", "wsgi.py"), rules.door_sign))
    folders = {path.parent for path in python_files("platform", "admin")}
    _expect_none(
        f"{folder}: no __init__.py to say what it is for"
        for folder in folders
        if not (ROOT / folder / "__init__.py").exists()
    )


def test_nothing_switches_escaping_off() -> None:
    paths = (path for path in python_files("platform", "admin") if path != MAY_MARK_UP)

    _expect_none(_faults(paths, rules.no_markup))
    _expect_none(
        f"{path}: {fault}" for path in templates() for fault in rules.escaped_template(text(path))
    )


def test_templates_obey_the_content_security_policy() -> None:
    _expect_none(
        f"{path}: {fault}"
        for path in templates()
        for fault in rules.strict_template(
            text(path), may_style=path.name.startswith(("base", "sheet"))
        )
    )


def test_requirements_name_no_address() -> None:
    locks = [path for path in kept_files() if path.match("requirements*.txt")]

    assert len(locks) == 2
    _expect_none(
        f"{path}: {fault}" for path in locks for fault in rules.plain_requirements(text(path))
    )


def test_no_file_names_a_folder_of_one_machine() -> None:
    # This file and its neighbours hold examples of what is refused.
    paths = (path for path in kept_files() if path.parts[:2] != ("tests", "house"))
    faults = []
    for path in paths:
        try:
            source = text(path)
        except UnicodeDecodeError:
            continue  # a picture or a font
        faults += [f"{path}: {fault}" for fault in rules.no_machine_paths(source)]

    _expect_none(faults)


LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 40


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        (rules.short_functions, LONG_FUNCTION),
        (rules.imports_at_the_top, "def f():\n    from lytte.core import answers"),
        (rules.named_exceptions, "try:\n    f()\nexcept (KeyError, Exception):\n    pass"),
        (rules.named_exceptions, "try:\n    f()\nexcept:\n    pass"),
        (rules.no_clock, "import datetime\ndatetime.datetime.now(datetime.UTC)"),
        (rules.no_clock, "date.today()"),
        (rules.no_floats, "half = 0.5"),
        (rules.no_floats, "mean = float(total)"),
        (rules.pure_imports, "import flask"),
        (rules.waited_presses, "page.locator('button').first.click()"),
        (rules.no_stopwatch, "began = time.process_time()"),
        (rules.no_stopwatch, "from time import perf_counter"),
        (rules.door_sign, "x = 1"),
        (rules.door_sign, '"""No sentence"""'),
        (rules.no_markup, "markupsafe.Markup(text)"),
    ],
)
def test_each_code_rule_can_fail(rule: Callable[[ast.Module], Iterator[str]], broken: str) -> None:
    assert list(rule(ast.parse(broken)))


def test_each_text_rule_can_fail() -> None:
    inline = (
        '<p style="color: red">',
        "<script>go()</script>",
        '<a\n onclick="go()">',
        '<a href="javascript:go()">',
        "<style>",
        '<form method="post">',
    )
    refused = chain.from_iterable(rules.strict_template(one, may_style=False) for one in inline)

    assert len(list(refused)) == len(inline)
    assert list(rules.short_files("x\n" * 301))
    assert list(rules.escaped_template("{{ name | safe }}"))
    assert list(rules.plain_requirements("a==1 --hash=sha256:0\n--index-url x\nb==1\nc"))
    assert list(rules.no_machine_paths("see /" + "work/main"))


def test_good_forms_are_left_alone() -> None:
    page = '{# <style> #}<script src="/static/a.js"></script><p class="on" data-on="1">'

    assert not list(rules.strict_template(page, may_style=False))
    assert not list(rules.plain_requirements("a==1 \\\n    --hash=sha256:0\n    # via b\n"))
    assert not list(rules.no_machine_paths("https://host/work/ and ./root/"))
