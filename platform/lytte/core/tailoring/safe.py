"""What a clinic says otherwise than its hospital about help now: line by line, in each language.

The same law as for forms: `lay(base, difference(base, made))` is `made`. Numbers and hours are
facts of the clinic and are in neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lytte.core.frozen import Frozen
from lytte.core.safety import NAMES, Line, SafetyLines, SafetyText


class SayLine(Frozen):
    """A line has other words in one language."""

    type: Literal["say_line"] = "say_line"
    language: str
    line: str
    text: Line

    @property
    def about(self) -> tuple[str, str]:
        return (self.language, self.line)


class SpeakIn(Frozen):
    """The text is in these languages, and no others."""

    type: Literal["speak_in"] = "speak_in"
    languages: tuple[str, ...]


SafetyChange = SayLine | SpeakIn


@dataclass(frozen=True)
class SafetyRebased:
    """A clinic's lines seen from the hospital's newer text; the keys are (language, line)."""

    came: frozenset[tuple[str, str]]
    """The hospital changed them and the clinic had not."""
    torn: frozenset[tuple[str, str]]
    """Both changed them."""
    made: SafetyText
    """The clinic's words on the newer text; where it is torn, the clinic's."""


def lay(base: SafetyText, changes: Sequence[SafetyChange]) -> SafetyText:
    """Return the text that the changes make of `base`."""
    found = dict(base.languages)
    for change in changes:
        if isinstance(change, SpeakIn):
            found = {tag: found.get(tag, SafetyLines()) for tag in change.languages}
        elif change.language in found:
            lines = found[change.language].model_copy(update={change.line: change.text})
            found[change.language] = lines
    return SafetyText(languages=found)


def difference(base: SafetyText, made: SafetyText) -> tuple[SafetyChange, ...]:
    """Return the fewest changes that make `made` of `base`."""
    return tuple(_changes(base, made))


def rebase(old: SafetyText, new: SafetyText, mine: SafetyText) -> SafetyRebased:
    """Lay what `mine` says otherwise than `old` on `new`, in the languages of `mine`."""
    tongues = SpeakIn(languages=tuple(mine.languages))
    before, after = lay(old, (tongues,)), lay(new, (tongues,))
    ours = {one.about: one for one in difference(before, mine) if isinstance(one, SayLine)}
    theirs = {one.about: one for one in difference(before, after) if isinstance(one, SayLine)}
    torn = {key for key in ours.keys() & theirs.keys() if ours[key] != theirs[key]}
    return SafetyRebased(
        came=frozenset(theirs.keys() - ours.keys()),
        torn=frozenset(torn),
        made=lay(after, list(ours.values())),
    )


def _changes(base: SafetyText, made: SafetyText) -> Iterator[SafetyChange]:
    if tuple(base.languages) != tuple(made.languages):
        yield SpeakIn(languages=tuple(made.languages))
    for tag, lines in made.languages.items():
        before = base.languages.get(tag, SafetyLines())
        for name in NAMES:
            said = getattr(lines, name)
            if said != getattr(before, name):
                yield SayLine(language=tag, line=name, text=said)
