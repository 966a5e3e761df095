"""A hospital's configuration as one document: what it asks, what worries it, what it says (C15).

Plain JSON in a fixed order, so that two of them can be laid side by side by any tool. No
patient, no member of staff, no telephone number and no secret is in it; what stayed
behind is listed, for whoever takes it in.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal, Self, cast
from uuid import UUID

from lytte.core import colours, safety
from lytte.core.composition import Composition, InstrumentSlot
from lytte.core.forms import document
from lytte.core.frozen import Frozen
from lytte.core.instrument import Instrument
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, error
from lytte.core.safety import SafetyText
from lytte.core.schedules.plan import Plan
from lytte.core.thresholds import RuleSet
from lytte.core.wordings import Kind

_MARKUP = re.compile(r"<\s*[/!]?\s*[A-Za-z]")
_FREE = ("kept", "formatted", "expression")
"""Where markup may stand: what is kept word for word, and what is cleaned by itself."""


class CopiedFrom(Frozen):
    """Which version of which form of another hospital a form was copied from, and its content."""

    hospital: str
    hospital_id: UUID
    form_id: UUID
    number: int
    title: str = ""
    sha256: str = ""
    composition: Composition | None = None


class BundledClinic(Frozen):
    """One clinic's forms, its rules, safety text and plan for sending."""

    slug: str
    name: str
    language: str = "nb"
    forms: Mapping[str, Composition] = {}
    rules: RuleSet | None = None
    """None: none are in force, and those that are there stay."""
    safety: SafetyText = SafetyText()
    plan: Plan | None = None
    """None: nobody has written one, and the one that is there stays."""
    settings: OwnSettings | None = None
    """What the level says of itself, without its logo; None: nothing of its own."""
    copied_from: Mapping[str, CopiedFrom] = {}
    """By form: whose newer version it is told of."""
    built_on: Mapping[str, str] = {}
    """The fingerprint of the hospital's version that something builds on: `forms/SLUG`, `rules`."""


class Bundle(Frozen):
    """Everything a hospital has shaped."""

    lytte_bundle: Literal[1] = 1
    hospital: str
    name: str
    as_made: bool = False
    """What is being made, not what is in use."""
    instruments: tuple[Instrument, ...] = ()
    clinics: tuple[BundledClinic, ...] = ()
    left_behind: tuple[str, ...] = ()
    """What is not in here and has to be given where this is taken in."""

    def clinic(self, slug: str) -> BundledClinic | None:
        """Return the clinic called `slug`."""
        return next((one for one in self.clinics if one.slug == slug), None)

    def without(self, left_out: Collection[str]) -> Self:
        """Return the bundle with these clinics left out, and what only they ask."""
        kept = tuple(one for one in self.clinics if one.slug not in left_out)
        only = _asked(self.clinics) - _asked(kept)
        instruments = tuple(one for one in self.instruments if (one.id, one.version) not in only)
        return self.model_copy(update={"clinics": kept, "instruments": instruments})


def written(bundle: Bundle) -> str:
    """Return the bundle as text: one line a value, always in the same order."""
    return json.dumps(document(bundle), indent=1, ensure_ascii=False) + "\n"


def problems(bundle: Bundle, known: set[tuple[str, str]], language: str = "nb") -> list[Problem]:
    """Return what keeps the bundle out; `known` are the instruments that are there already.

    A form is called by its title in `language`.
    """
    return [
        *_unknown(bundle, known, language),
        *{one.message: one for one in _markup("", document(bundle))}.values(),
        *_twice(bundle),
        *_pale(bundle),
        *_unsafe(bundle),
    ]


def _unknown(bundle: Bundle, known: set[tuple[str, str]], language: str) -> Iterator[Problem]:
    there = known | {(one.id, one.version) for one in bundle.instruments}
    for clinic in bundle.clinics:
        for slug, form in clinic.forms.items():
            for name, version in sorted(_instruments(form) - there):
                title = form.title.read(language)
                yield error(
                    f"clinics/{clinic.slug}/forms/{slug}",
                    f"«{title}» at {clinic.name} asks {name} {version}, which is "
                    "neither in the file nor here.",
                    "Bring the instrument in first, or take it out of the form over there.",
                )


def _asked(clinics: Iterable[BundledClinic]) -> set[tuple[str, str]]:
    return {name for one in clinics for form in one.forms.values() for name in _instruments(form)}


def _instruments(form: Composition) -> set[tuple[str, str]]:
    slots = (*form.slots, *form.set_aside)
    return {(one.instrument, one.version) for one in slots if isinstance(one, InstrumentSlot)}


def unsendable(clinic: BundledClinic, here: Collection[str]) -> Iterator[Problem]:
    """Yield each sentence of a plan whose form is neither in the file nor among those `here`."""
    for one in clinic.plan.sendings if clinic.plan else ():
        if one.form not in clinic.forms and one.form not in here:
            yield error(
                f"clinics/{clinic.slug}/plan/{one.id}",
                f"The plan sends {one.form}, a form that is neither in the file nor here.",
                "Bring the form in first, or take the sentence out over there.",
            )


def one_place(bundle: Bundle, renamed: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each clinic that would take the place another one takes: one would be overwritten."""
    taken: dict[str, BundledClinic] = {}
    for clinic in bundle.clinics:
        first = taken.setdefault(renamed.get(clinic.slug, clinic.slug), clinic)
        if first.slug != clinic.slug:
            yield error(
                f"clinics/{clinic.slug}",
                f"{first.name} and {clinic.name} would take the place of one and the same clinic.",
                "Say which clinic here takes the place of each.",
            )


def _twice(bundle: Bundle) -> Iterator[Problem]:
    seen: set[str] = set()
    for clinic in bundle.clinics:
        if clinic.slug in seen:
            yield error(
                f"clinics/{clinic.slug}", "The clinic stands twice in the file.",
                "Leave one of them out.",
            )  # fmt: skip
        seen.add(clinic.slug)


def _pale(bundle: Bundle) -> Iterator[Problem]:
    for clinic in bundle.clinics:
        for one in colours.problems(clinic.settings.accent if clinic.settings else None):
            place = f"clinics/{clinic.slug}/settings/{one.place}"
            yield one.model_copy(update={"place": place})


def _unsafe(bundle: Bundle) -> Iterator[Problem]:
    """Yield what the page of safety texts would refuse; `_markup` has told of markup."""
    for clinic in bundle.clinics:
        for tag, lines in clinic.safety.languages.items():
            for name in safety.NAMES:
                said, place = getattr(lines, name), f"clinics/{clinic.slug}/safety/{tag}/{name}"
                if said.strip() and not _MARKUP.search(said):
                    for one in safety.unfit(cast(Kind, name), said, place):
                        because = f"The safety text of {clinic.name} in “{tag}”: {one.message}"
                        yield one.model_copy(update={"message": because})


def _markup(place: str, value: Any) -> Iterator[Problem]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _FREE:
                yield from _markup(f"{place}/{name}" if place else str(name), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _markup(f"{place}/{number}", inner)
    elif isinstance(value, str) and _MARKUP.search(value):
        yield error(
            place,
            f"A text holds markup, as a page or a script does: “{value[:80]}”.",
            "Write it as plain words, without angle brackets.",
        )
