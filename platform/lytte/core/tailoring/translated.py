"""What a level knows of its translations: the wording each was made from, and its fallbacks."""

from collections.abc import Iterator
from typing import Literal

from lytte.core.composition import Composition, Fallback
from lytte.core.frozen import Frozen


class MadeFrom(Frozen):
    """The wording that a translation was made from; never a matter of dispute with the parent."""

    type: Literal["made_from"] = "made_from"
    address: str
    language: str
    source: str | None = None

    @property
    def about(self) -> tuple[str, ...]:
        return ("made_from", self.address, self.language)


class ShowInstead(Frozen):
    """Whether gaps in a language are shown in the source language; None: they are not."""

    type: Literal["show_instead"] = "show_instead"
    language: str
    fallback: Fallback | None = None

    @property
    def about(self) -> tuple[str, ...]:
        return ("form", "fallbacks", self.language)


def translated(base: Composition, made: Composition) -> Iterator[MadeFrom | ShowInstead]:
    """Yield what `made` knows of its translations that `base` does not, or knows otherwise."""
    for address in dict.fromkeys((*base.translated_from, *made.translated_from)):
        old, new = (one.translated_from.get(address, {}) for one in (base, made))
        for language in dict.fromkeys((*old, *new)):
            if old.get(language) != new.get(language):
                source = new.get(language)
                yield MadeFrom(address=address, language=language, source=source)
    for language in dict.fromkeys((*base.fallbacks, *made.fallbacks)):
        if base.fallbacks.get(language) != made.fallbacks.get(language):
            yield ShowInstead(language=language, fallback=made.fallbacks.get(language))


def laid_on_form(made: Composition, change: MadeFrom | ShowInstead) -> Composition:
    """Return the form knowing what the change says."""
    if isinstance(change, ShowInstead):
        others = {tag: one for tag, one in made.fallbacks.items() if tag != change.language}
        if change.fallback is not None:
            others[change.language] = change.fallback
        return made.model_copy(update={"fallbacks": others})
    known = {address: dict(by) for address, by in made.translated_from.items()}
    here = known.setdefault(change.address, {})
    here.pop(change.language, None)
    if change.source is not None:
        here[change.language] = change.source
    kept = {address: by for address, by in known.items() if by}
    return made.model_copy(update={"translated_from": kept})
