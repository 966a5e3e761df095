"""All the texts of a clinic, language by language: the forms and the safety text together."""

from collections.abc import Sequence
from dataclasses import dataclass

from lytte.core import safety, translations
from lytte.core.composition import Composition, Library
from lytte.core.safety import SafetyText
from lytte.core.translations import Count
from lytte.storage import tables
from lytte_admin.labels import LANGUAGES


@dataclass(frozen=True)
class FormTexts:
    """One form: how far each of its languages has come."""

    draft: tables.FormDraft
    made: Composition
    counts: dict[str, Count]
    drafted: dict[str, list[str]]
    """By language, the instruments whose wording a machine drafted and nobody authorised."""


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


def by_language(forms: Sequence[FormTexts], safe: dict[str, Count]) -> dict[str, Tongue]:
    """Add up every form and the safety text, for each language that patients can choose."""
    return {tag: _tongue(forms, tag, count) for tag, count in safe.items()}


def _tongue(forms: Sequence[FormTexts], tag: str, safe: Count) -> Tongue:
    here = [one for one in forms if tag in one.counts]
    open_ = [one.counts[tag] for one in here if tag not in one.made.fallbacks] + [safe]
    return Tongue(
        every=sum(one.counts[tag].every for one in here) + safe.every,
        missing=sum(one.missing for one in open_),
        stale=sum(one.stale for one in open_),
        instead=sum(one.counts[tag].left for one in here if tag in one.made.fallbacks),
    )
