"""`lytte rehearse`: try a rule set on a clinic's own past, and change nothing."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlmodel import select

from lytte.commands import waiting
from lytte.commands.opened import database, inside, say
from lytte.core.problems import Problem, error
from lytte.core.rehearsal import FOLLOWED_DAYS, Rehearsal, document
from lytte.core.rehearsal_rules import MOST_CHARACTERS, read_rules
from lytte.core.thresholds import RuleSet
from lytte.services import clinics
from lytte.services.drafts import drafting
from lytte.services.faults import NotFound
from lytte.services.rules import rehearsing
from lytte.services.rules.rehearsing import Asked
from lytte.services.work import Work
from lytte.settings import Settings
from lytte.storage import tables
from lytte.storage.database import Database


def run(given: argparse.Namespace) -> int:
    """Print the rehearsal, as words or as JSON; 1 when there is nothing to rehearse."""
    asked = Asked(days=given.days, posts=given.posts, budget=given.budget)
    draft, problems = (None, []) if given.rules is None else _from_file(Path(given.rules))
    if problems := [*asked.problems(), *problems]:
        _tell(problems)
        return 1
    settings, opened = database()
    try:
        return _run(settings, opened, draft, asked, given)
    finally:
        opened.dispose()


def _run(
    settings: Settings,
    opened: Database,
    draft: RuleSet | None,
    asked: Asked,
    given: argparse.Namespace,
) -> int:
    hospital = given.hospital or _hospital_of(opened, given.clinic)
    if hospital is None:
        return 1
    with inside(settings, opened, hospital) as work:
        clinic = _clinic(work, given.clinic)
        rules = draft or (_draft(work, clinic) if clinic else None)
        if clinic is None or rules is None:
            return 1
        found = rehearsing.rehearse(work, clinic.id, rules, asked, _progress)
    if given.json:
        print(json.dumps(document(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found, clinic.name)), flush=True)
    _tell(found.problems)
    return 0


def _from_file(path: Path) -> tuple[RuleSet | None, list[Problem]]:
    try:
        with path.open(encoding="utf-8") as file:
            # One character more than is let in is enough to be refused.
            written = file.read(MOST_CHARACTERS + 1)
    except OSError as fault:
        return None, [error(str(path), f"The file cannot be read: {fault.strerror}.")]
    except UnicodeDecodeError:
        return None, [error(str(path), "The file is not text in UTF-8.")]
    return read_rules(written, toml=path.suffix == ".toml")


def _hospital_of(opened: Database, slug: str) -> str | None:
    """Return the only hospital with a clinic of that name."""
    having = []
    for one in opened.hospitals():
        with opened.inside(one.id) as session:
            if session.exec(select(tables.Clinic.id).where(tables.Clinic.slug == slug)).first():
                having.append(one.slug)
    if len(having) == 1:
        return having[0]
    if having:
        say(f"Several hospitals have a clinic called {slug!r}: {', '.join(having)}. "
            "Say which with --hospital.")  # fmt: skip
    else:
        say(f"No hospital has a clinic called {slug!r}.")
    return None


def _clinic(work: Work, slug: str) -> tables.Clinic | None:
    try:
        return clinics.named(work, slug)
    except NotFound:
        known = ", ".join(one.slug for one in clinics.reached(work, None)) or "none yet"
        say(f"The hospital has no clinic called {slug!r}. There are: {known}.")
        return None


def _draft(work: Work, clinic: tables.Clinic) -> RuleSet | None:
    row = drafting.rules(work, clinic.id)
    if row is None:
        say(f"{clinic.name} has no draft of its rules. Give a file with --rules.")
        return None
    return drafting.rule_set(work, clinic.id)


def _progress(done: int, total: int) -> None:
    waiting.doing(f"{done:,} of {total:,} responses")


def _lines(found: Rehearsal, clinic: str) -> Iterator[str]:
    yield f"{clinic}, {found.begins} to {found.ends}: {found.responses:,} responses " + (
        f"from {found.patients:,} patients. Nothing was changed."
    )
    yield ""
    yield f"{'':24}{'in force':>10}{'draft':>10}"
    before, after = found.in_force, found.draft
    rows = [
        ("alerts", before.alerts, after.alerts),
        ("  red", before.red, after.red),
        ("patients", before.patients, after.patients),
        ("alerts a week", before.per_week, after.per_week),
        (f"  for each of {found.posts} posts", before.per_post, after.per_post),
    ]
    if found.budget is not None:
        rows.append((f"weeks above {found.budget}", before.weeks_over or 0, after.weeks_over or 0))
    for name, old, new in rows:
        yield f"{name:24}{old:>10,}{new:>10,}"
    yield ""
    yield f"Saves {found.fewer:,} alerts. {len(found.lost):,} patients would have had none; " + (
        f"of them, within {FOLLOWED_DAYS} days:"
    )
    then = found.aftermath
    for name, number in [
        ("became worse", then.worsened), ("were spoken with", then.called),
        ("did not answer", then.silent), ("none of these", then.none),
        (f"too early to tell ({FOLLOWED_DAYS} days have not gone)", then.too_early),
    ]:  # fmt: skip
        yield f"  {number:>6,}  {name}"
    yield f"{then.more_than_once:,} count more than once. {len(found.gained):,} patients gained."
    yield ""
    yield from _by_rule(found)


def _by_rule(found: Rehearsal) -> Iterator[str]:
    width = max([len(one.rule_id) for one in found.rules], default=4)
    yield f"{'rule':{width}}{'in force':>10}{'draft':>10}{'raised':>10}{'overridden':>12}"
    for one in found.rules:
        changed = "" if one.change == "same" else f"  {one.change}"
        yield f"{one.rule_id:{width}}{one.in_force:>10,}{one.draft:>10,}{one.raised:>10,}" + (
            f"{one.overridden:>12,}{changed}"
        )


def _tell(problems: Sequence[Problem]) -> None:
    for one in problems:
        place = f"{one.place}: " if one.place else ""
        say(f"{one.severity}: {place}{one.message} {one.way_out}".rstrip())
