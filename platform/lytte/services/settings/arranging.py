"""What a layout of the summary sheet comes to on a full page of each form it would be used for."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lytte.core.forms import Form, document, sha256
from lytte.core.invented import Trial
from lytte.core.problems import Problem, error
from lytte.core.sheet_layout import FOUND, HIDEABLE, LINES, SIZES, Kind, SheetLayout
from lytte.core.summary import summarise
from lytte.core.summary_given import BLANK, Letterhead
from lytte.core.summary_measures import measured, told_apart
from lytte.core.summary_shape import Summary
from lytte.core.thresholds import RuleSet
from lytte.reports import sheet_invented, summary_sheet
from lytte.reports.pdf import Overflow
from lytte.reports.sheet_density import DENSITIES, PAGE
from lytte.services import clinics, published
from lytte.services.clinic_day import zone_of
from lytte.services.drafts import comparing, drafting
from lytte.services.work import Work
from lytte.storage import tables

LANGUAGE = "nb"
"""In which a layout is tried before it is put in force: the language of the sheets."""
TOO_MUCH = 10_000


@dataclass(frozen=True)
class Asked:
    """A form that sheets are made of, with the rules in force where it is asked."""

    id: str
    form: Form
    rules: RuleSet


class Score(NamedTuple):
    """One score that can stand on a sheet."""

    address: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class Way:
    """Changes that are enough together: what is done, to what; and the layout they make."""

    changes: tuple[tuple[str, str], ...]
    layout: SheetLayout


def asked(work: Work, clinic: tables.Clinic) -> list[Asked]:
    """Return the forms a level's sheets are made of: those in use, else those being made."""
    below = clinics.reached(work, None) if clinic.common else [clinic]
    found: dict[str, Asked] = {}
    for one in below:
        watched = published.rules_in_force(work, one.id)
        for form in published.live_forms(work, one.id) or _drafted(work, one):
            fingerprint = sha256(document(form))
            found.setdefault(fingerprint, Asked(fingerprint[:12], form, watched))
    return sorted(found.values(), key=lambda one: (one.form.title.read(LANGUAGE), one.id))


def scores(every: Sequence[Asked], language: str) -> list[Score]:
    """Return each score of the forms once, as the forms ask them."""
    found: dict[str, Score] = {}
    for one in every:
        for each in told_apart(measured(one.form, language), language):
            found.setdefault(each.address, Score(each.address, each.name, each.kind))
    return list(found.values())


def trial(work: Work, one: Asked, language: str, letterhead: Letterhead = BLANK) -> Trial:
    """Return what an invented patient's page of the form is made from."""
    return Trial(
        form=one.form,
        rules=one.rules,
        now=work.now,
        zone=zone_of(work),
        language=language,
        said=sheet_invented.said(language),
        letterhead=letterhead,
    )


def over(full: Summary) -> int:
    """Return by how many millimetres a page is too high for what was chosen; 0 when it fits."""
    if next(summary_sheet.kept(full), None) is not None:
        return 0
    page = summary_sheet.closest(full)
    return max(1, math.ceil(page.height(DENSITIES[page.density]) - PAGE))


def ways(tried: Trial, layout: SheetLayout) -> list[Way]:
    """Return each change that makes a full page fit; where none does, some that do together."""
    full = summarise(tried.page("full", layout))
    single = [one for one in _changes(layout, full) if _fits(tried, one.layout)]
    return single or _together(tried, layout, full)


def problems(work: Work, clinic: tables.Clinic, layout: SheetLayout) -> list[Problem]:
    """Return each form whose full page would not be one page any more, as it is really set."""
    return [
        too_full(one.form)
        for one in asked(work, clinic)
        if not _is_one_page(trial(work, one, LANGUAGE), layout)
    ]


def too_full(form: Form) -> Problem:
    """Say that a full page of a form is more than a page."""
    return error(
        "sheet",
        f"A full page of «{form.title.read(LANGUAGE)}» does not fit on one sheet of paper.",
        "Hide something, draw fewer scores, or let the text be smaller.",
    )


def _drafted(work: Work, clinic: tables.Clinic) -> Iterator[Form]:
    for draft in drafting.drafts(work, clinic.id):
        form = comparing.as_patients_get_it(work, draft)
        if form is not None:
            yield form


def _is_one_page(tried: Trial, layout: SheetLayout) -> bool:
    try:
        summary_sheet.kept_pdf(summarise(tried.page("full", layout)))
    except Overflow:
        return False
    return True


def _together(tried: Trial, layout: SheetLayout, full: Summary) -> list[Way]:
    """Give up one thing after the other, that which is missed least first, until it fits."""
    given_up: tuple[tuple[str, str], ...] = ()
    while change := next(_changes(layout, full), None):
        given_up, layout = (*given_up, *change.changes), change.layout
        if _fits(tried, layout):
            return [Way(given_up, layout)]
    return []


def _fits(tried: Trial, layout: SheetLayout) -> bool:
    return over(summarise(tried.page("full", layout))) == 0


def _changes(layout: SheetLayout, full: Summary) -> Iterator[Way]:
    """Yield what could be given up, that which is missed least first."""
    if layout.every_row:
        yield Way((("rows", "news"),), layout.model_copy(update={"every_row": False}))
    for size in SIZES[SIZES.index(layout.smallest) + 1 :]:
        yield Way((("smallest", size),), layout.model_copy(update={"smallest": size}))
    if layout.lines > LINES:
        yield Way((("lines", str(LINES)),), layout.model_copy(update={"lines": LINES}))
    if layout.found > FOUND:
        yield Way((("found", str(FOUND)),), layout.model_copy(update={"found": FOUND}))
    there = {table.kind for table in full.tables} | {"last", "others", "plan"}
    for block in HIDEABLE:
        if block in there and block not in layout.hidden:
            hidden = (*layout.hidden, block)
            yield Way((("hide", block),), layout.model_copy(update={"hidden": hidden}))
