"""The page about the checks, written from the rules themselves."""

from inspect import cleandoc

from lytte.core.checks.check import CHAPTERS, REFUSED
from lytte.core.checks.form import Rule
from lytte.core.checks.gathering import MOST_ALIKE

_HEAD = """\
# What `lytte check` looks for

`lytte check FILE…` reads a questionnaire the way import does and says what is wrong, by
linkId and by the words of the item, with the way out. Nothing is changed. The CMS shows
the same list before a form is published.

Three marks: **✗ error** keeps the questionnaire out; **! warning** and **· note** leave
the decision with its author. Beside the {number} rules below, import refuses what is not
FHIR at all, modifier extensions it does not know, and files that are too large or too
deep ([docs/fhir.md](fhir.md)).

A warning or note that a file gives more than {alike} times, differing only in whom it is about
or in a number, is told once, with the first few named and how many more there are. `--json`
lists every one, and errors are always told each for itself: all of them have to be put right.

This page is written from the rules in `platform/lytte/core/checks`; after changing one:

    .venv/bin/python -c 'from lytte.core.checks.page import page; print(page(), end="")' \\
        > docs/checks.md
"""


def page() -> str:
    """Return the page as markdown: a chapter a subject, an entry a rule."""
    number = sum(len(rules) for _, rules in CHAPTERS)
    parts = [_HEAD.format(number=number, alike=MOST_ALIKE)]
    for chapter, rules in CHAPTERS:
        parts.append(f"## {chapter}\n")
        parts += [_entry(rule) for rule in rules]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    first, *more = cleandoc(rule.__doc__ or "").split("\n\n")
    refused = ["**Import refuses it.**"] if rule in REFUSED else []
    body = "\n\n".join([" ".join(each.split("\n")) for each in [*more, *refused]])
    name = rule.__name__.replace("_", " ")
    return f"### {name.capitalize()}\n{first}\n" + (f"\n{body}\n" if body else "")
