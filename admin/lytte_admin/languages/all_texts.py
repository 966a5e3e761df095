"""All the texts of a clinic, language by language: the forms and the safety text together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lytte.core import safety, translations
from lytte.core.composition import Composition, Library
from lytte.core.safety import SafetyText
from lytte.core.translations import Count
from lytte.services import published
from lytte.services.drafts import drafting
from lytte.services.inheriting import inheriting_texts
from lytte.services.instruments import stocking
from lytte.services.translating import translating_clinic
from lytte.services.translating.translating_clinic import Place
from lytte.storage import tables
from lytte_admin.access import Page
from lytte_admin.in_words.labels import LANGUAGES


@dataclass(frozen=True)
class FormTexts:
    """One form: how far each of its languages has come."""

    draft: tables.FormDraft
    made: Composition
    counts: dict[str, Count]
    drafted: dict[str, list[str]]
    """By language, the instruments whose wording a machine drafted and nobody authorised."""


@dataclass(frozen=True)
class Standing:
    """How far every text of a clinic has come."""

    forms: list[FormTexts]
    safe: dict[str, Count]
    beside: list[tuple[Place, dict[str, Count]]]
    """What stands beside the forms: rules and settings."""
    tongues: dict[str, "Tongue"]


@dataclass(frozen=True)
class Tongue:
    """One language, everywhere patients can choose it."""

    every: int
    missing: int
    stale: int
    instead: int
    """Gaps that are shown in another language, because somebody chose so."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left, not even behind a fallback."""
        return not (self.missing or self.stale or self.instead)


def standing(page: Page) -> Standing:
    """Return how far the texts of the chosen clinic have come, in each of their languages."""
    work, clinic = page.work, page.clinic
    library = stocking.library(work)
    forms = [
        form_texts(draft, drafting.composition(work, draft), library, page.say.language)
        for draft in drafting.drafts(work, clinic.id)
    ]
    live = published.live_safety_text(work, clinic.id)
    safe = safety_counts(inheriting_texts.said(live), forms)
    beside = [
        (one, place_counts(one, safe))
        for one in translating_clinic.places(work, clinic)
        if one.kind in ("rules", "settings")
    ]
    every = [safe, *(counts for _, counts in beside)]
    return Standing(forms, safe, beside, by_language(forms, every))


def form_texts(
    draft: tables.FormDraft, made: Composition, library: Library, language: str
) -> FormTexts:
    """Return how a form stands; instruments are named in `language`."""
    found = [one for one, _ in translations.of_instruments(made, library)]
    drafted = {
        tag: [one.title.read(language) for one in found if tag in one.machine_drafted]
        for tag in LANGUAGES
    }
    return FormTexts(draft, made, translations.counts(made, library), drafted)


def safety_counts(text: SafetyText, forms: Sequence[FormTexts]) -> dict[str, Count]:
    """Return how far the safety text has come in each language that patients can choose."""
    return {
        tag: Count(len(safety.NAMES), len(safety.problems(text, [tag])), 0)
        for tag in LANGUAGES
        if any(tag in one.counts for one in forms)
    }


def place_counts(place: Place, tags: Iterable[str]) -> dict[str, Count]:
    """Return how far the texts beside the forms have come, in each of these languages."""
    texts = place.texts
    return {tag: translations.count(texts.every, tag, texts.source, texts.origins) for tag in tags}


def by_language(
    forms: Sequence[FormTexts], beside: Sequence[dict[str, Count]]
) -> dict[str, Tongue]:
    """Add up every form and what stands beside them, for each language patients can choose."""
    tags = dict.fromkeys(tag for one in beside for tag in one)
    return {tag: _tongue(forms, tag, [one[tag] for one in beside if tag in one]) for tag in tags}


def _tongue(forms: Sequence[FormTexts], tag: str, beside: Sequence[Count]) -> Tongue:
    here = [one for one in forms if tag in one.counts]
    open_ = [one.counts[tag] for one in here if tag not in one.made.fallbacks] + list(beside)
    return Tongue(
        every=sum(one.every for one in [*(each.counts[tag] for each in here), *beside]),
        missing=sum(one.missing for one in open_),
        stale=sum(one.stale for one in open_),
        instead=sum(one.counts[tag].left for one in here if tag in one.made.fallbacks),
    )
