"""How far a form is translated: what is missing, what is stale, and what that stops (C9)."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from lytte.core.composition import Composition, InstrumentSlot, Library, wordings
from lytte.core.deviations import deviated
from lytte.core.instrument import Instrument
from lytte.core.problems import Problem, error
from lytte.core.texts import Text
from lytte.core.wordings import (
    Origins,
    Wording,
    is_stale,
    of_questionnaire,
    same_language,
    source_tag,
)

State = Literal["done", "missing", "stale"]


class Count(NamedTuple):
    """How far one language has come; `stale` and `missing` are what is left."""

    every: int
    missing: int
    stale: int

    @property
    def left(self) -> int:
        return self.missing + self.stale

    @property
    def done(self) -> int:
        return self.every - self.left


def state(wording: Wording, language: str, source: str, origins: Origins) -> State:
    """Return how one text stands in one language."""
    if not wording.text.has(language):
        return "missing"
    return "stale" if is_stale(wording, language, source, origins) else "done"


def count(texts: Sequence[Wording], language: str, source: str, origins: Origins) -> Count:
    """Count the texts that have to be words in `language`, and those that are not yet."""
    states = [state(one, language, source, origins) for one in texts if one.is_words]
    return Count(len(states), states.count("missing"), states.count("stale"))


def of_instruments(
    composition: Composition, library: Library
) -> list[tuple[Instrument, list[Wording]]]:
    """Return the texts of each instrument in the form: shown beside, never changed here."""
    found = []
    own = {one.address for one in wordings(composition)}
    for slot in composition.slots:
        if isinstance(slot, InstrumentSlot):
            instrument = library.get((slot.instrument, slot.version))
            if instrument is not None:
                asked = deviated(instrument.part, slot.deviating).questionnaire
                texts = of_questionnaire(asked, instrument.id)
                found.append((instrument, [one for one in texts if one.address not in own]))
    return found


def counts(composition: Composition, library: Library) -> dict[str, Count]:
    """Return how far each of the form's languages has come, instruments included."""
    own = wordings(composition)
    every = own + [one for _, texts in of_instruments(composition, library) for one in texts]
    return {
        tag: count(every, tag, composition.source, composition.translated_from)
        for tag in composition.languages
    }


def problems(composition: Composition, library: Library) -> list[Problem]:
    """Return, for each language, what keeps the form from being published in it.

    One line a language and kind: which texts they are is shown where they are written.
    Where a fallback was chosen on purpose, nothing stops.
    """
    return list(_problems(composition, library))


def _problems(composition: Composition, library: Library) -> Iterator[Problem]:
    for tag, found in counts(composition, library).items():
        instead = composition.instead.get(tag)
        if instead is not None:
            if instead not in composition.languages:
                yield error(
                    f"language/{tag}",
                    f"What is missing in {tag} would be shown in {instead}, "
                    "and patients cannot choose that language any more.",
                    "Choose again what is shown instead.",
                )
            continue
        if found.missing:
            yield error(
                f"language/{tag}",
                f"Not written in {tag} yet: {found.missing} of {found.every} texts.",
                "Write them, choose what is shown instead, or take the language out of the form.",
            )
        if found.stale:
            yield error(
                f"language/{tag}",
                f"Translated into {tag} from an earlier wording: "
                f"{found.stale} of {found.every} texts.",
                "Put them right, or say that they still fit.",
            )


def remembered(
    before: Composition | None, after: Composition, told: Origins | None = None
) -> Composition:
    """Return `after` knowing which source wording each of its translations was made from.

    A translation that was written now was made from the source as it is now; one that was
    left alone, from what the source was. What is `told` stands above both: that a
    translation still fits, or that it came from a file made earlier.
    """
    earlier = {one.address: one.text for one in wordings(before, aside=True)} if before else {}
    found: dict[str, dict[str, str]] = {}
    for wording in wordings(after, aside=True):
        past = _Past(before, after, earlier.get(wording.address))
        made = dict(past.made_from(wording))
        made |= {
            tag: source
            for tag, source in (told or {}).get(wording.address, {}).items()
            if tag in made
        }
        if made:
            found[wording.address] = made
    return after.model_copy(update={"translated_from": found})


class _Past(NamedTuple):
    """One text before a change and after it."""

    before: Composition | None
    after: Composition
    earlier: Text | None

    def made_from(self, wording: Wording) -> Iterator[tuple[str, str]]:
        """Yield each language the text is translated into, with the wording it came from."""
        tag = source_tag(wording.text, self.after.source)
        source = wording.text.read(tag)
        for language, said in wording.text.root.items():
            if said and not same_language(language, tag):
                kept = self._kept(wording.address, language, said, tag)
                yield language, source if kept is None else kept

    def _kept(self, address: str, language: str, said: str, tag: str) -> str | None:
        """Return the wording it was known to come from; None when it was written now."""
        now = self.after.translated_from.get(address, {}).get(language)
        if self.before is None:
            return now
        known = self.before.translated_from.get(address, {}).get(language)
        if now is not None and now != known:
            return now  # an earlier draft was brought back, with what it knew
        if self.earlier is None or self.earlier.root.get(language) != said:
            return None
        was = source_tag(self.earlier, self.before.source)
        if not same_language(was, tag):
            return None
        return known if known is not None else self.earlier.read(was)
