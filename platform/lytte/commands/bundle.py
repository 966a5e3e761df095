"""`lytte bundle`: a hospital's configuration out, beside another's, and in."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lytte.commands import waiting
from lytte.commands.opened import database, inside, say
from lytte.core.bundle import Bundle, written
from lytte.core.form_changes import FormChange
from lytte.core.forms import document
from lytte.core.problems import Problem
from lytte.services.bundles import bundle_reading, bundle_rules, bundling, bundling_out
from lytte.services.bundles.bundling import Difference
from lytte.services.faults import NotReady

KINDS = {
    "form": "form",
    "rules": "alert rules",
    "safety": "safety text",
    "plan": "plan for sending",
    "settings": "settings",
}
SIGNS = {
    "added": "+",
    "gone": "-",
    "changed": "~",
    "moved": "^",
    "texts": "~",
    "languages": "~",
    "instead": "~",
    "care": "~",
}


def run_export(given: argparse.Namespace) -> int:
    """Write the configuration to a file, or to the output."""
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        waiting.doing("gathering the configuration")
        found = bundling_out.export(work, as_made=given.drafts)
    text = written(found)
    if given.output:
        try:
            Path(given.output).write_text(text, encoding="utf-8")
        except OSError as fault:
            say(f"{given.output} cannot be written: {fault.strerror}")
            return 1
        say(f"{given.output}: {len(found.clinics)} clinics, {len(found.instruments)} instruments.")
    else:
        sys.stdout.write(text)
    say("Not in it:", *(f"  {one}" for one in found.left_behind))
    return 0


def run_diff(given: argparse.Namespace) -> int:
    """Say what taking a file in would change; 0 when nothing, 1 when something."""
    bundle = _read(given.file, given.clinic)
    if bundle is None:
        return 2
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        waiting.doing("comparing")
        renamed = _renamed(given.clinic)
        ours = bundling.all_here(work)
        told = bundling.problems(work, bundle, renamed=renamed)
        told += bundle_rules.deaf(work, bundle, ours, "nb", renamed=renamed)
        found = bundling.differences(work, bundle, "nb", renamed=renamed, ours=ours)
    _tell(told)
    _print(found)
    return 1 if found or told else 0


def run_import(given: argparse.Namespace) -> int:
    """Take a file in as drafts and proposals."""
    bundle = _read(given.file, given.clinic)
    if bundle is None:
        return 1
    settings, opened = database()
    with inside(settings, opened, given.hospital) as work:
        waiting.doing("taking the file in")
        renamed = _renamed(given.clinic)
        silent = bundle_rules.deaf(work, bundle, bundling.all_here(work), "nb", renamed=renamed)
        try:
            found = bundling.bring(work, bundle, renamed=renamed)
        except NotReady as fault:
            work.session.rollback()
            _tell(fault.problems)
            say("Nothing was changed.")
            return 1
    _print(found)
    _tell(silent)
    kinds = {one.kind for one in found}
    say(
        *(["Forms, rules and plans are drafts."] if kinds - {"safety", "settings"} else []),
        *(["Safety texts wait for a second person."] if "safety" in kinds else []),
        *(["Settings wait on their page."] if "settings" in kinds else []),
        "To be given here:",
        *(f"  {one}" for one in bundle.left_behind),
    )
    return 0


def _read(name: str, clinics: list[str] | None) -> Bundle | None:
    path = Path(name)
    if not path.is_file():
        say(f"There is no file {path}.")
        return None
    try:
        with path.open("rb") as file:
            # One byte more than is let in is enough to be refused.
            found = bundle_reading.read(file.read(bundle_reading.LARGEST + 1))
    except NotReady as fault:
        _tell(fault.problems)
        return None
    named = {one.partition("=")[0] for one in clinics or ()}
    if unknown := sorted(one for one in named if found.clinic(one) is None):
        there = ", ".join(one.slug for one in found.clinics)
        say(f"There is no clinic {', '.join(unknown)} in the file. It has: {there}.")
        return None
    return found.without({one[:-1] for one in clinics or () if one.endswith("=")})


def _renamed(given: list[str] | None) -> dict[str, str]:
    """Return which clinic here takes the place of which there, from THERE=HERE."""
    pairs = (one.partition("=") for one in given or ())
    return {there: here for there, _, here in pairs if here}


def _print(found: list[Difference]) -> None:
    for one in found:
        name = f" {one.name}" if one.name else ""
        print(f"{one.clinic}: {KINDS[one.kind]}{name}{' (new)' if one.is_new else ''}")
        for change in one.changes:
            print(f"  {SIGNS[change.kind]} {_said(change)}")
        if one.rebuilt:
            print("  = builds on the hospital's version here")
        for line in _values(one):
            print(f"  {line}")
    if not found:
        say("Nothing is different.")


def _values(one: Difference) -> Iterator[str]:
    """Yield each value of rules, a safety text or settings that is another: was, and is."""
    if one.now is None:
        return
    was, now = (dict(_leaves(document(side))) if side else {} for side in (one.was, one.now))
    for place in dict.fromkeys((*was, *now)):
        if place not in was:
            yield f"+ {place}: {now[place]}"
        elif place not in now:
            yield f"- {place}: {was[place]}"
        elif was[place] != now[place]:
            yield f"~ {place}: {was[place]} -> {now[place]}"


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each value with where it stands: what has an id is found by it, not by its number."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}/{name}" if place else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            name = inner.get("id", number) if isinstance(inner, dict) else number
            yield from _leaves(inner, f"{place}/{name}")
    elif value not in (None, ""):
        yield place, str(value)


def _said(change: FormChange) -> str:
    words = {
        "texts": "title, first words or length",
        "languages": "languages",
        "instead": "what is shown where a language has gaps",
        "care": "hours and limits",
    }
    moved = " (moved)" if change.kind == "moved" else ""
    return words.get(change.kind, change.name) + moved


def _tell(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for one in problems:
        say(f"{one.severity}: {one.place}: {one.message} {one.way_out}".rstrip())
